// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `ADD`: local archives are unpacked, whatever they are called and packed with.
@Tag("once")
class AddInstructionTests {
    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void packed() {
        context =
                Context.in(here)
                        .shell(
                                "mkdir -p tree/sub; echo 1 > tree/one; echo 2 > tree/sub/two; ln tree/one tree/hard;"
                                        + " ln -s sub/two tree/soft; chmod 4750 tree/one; chmod 1770 tree/sub;"
                                        + " touch -d '2002-03-04 05:06:07Z' tree/one tree/sub/two;"
                                        + " tar --owner=7 --group=8 --numeric-owner -cf t.tar -C tree .; rm -r tree");
    }

    private void build(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "FROM busybox";
        System.arraycopy(lines, 0, all, 1, lines.length);
        context.dockerfile(all);
        cooper.build(context, "-t", "added");
    }

    private static String found() {
        return cooper.shell("added", "cd /t && find . -mindepth 1 | sort | tr '\\n' ' '").strip();
    }

    @ParameterizedTest
    @CsvSource({
        "plain,          cat",
        "gzip,           gzip",
        "gzip as pigz,   'gzip -1'",
        "xz,             xz",
        "xz with blocks, 'xz -T2 --block-size=4096'",
        "zstd,           'zstd -q'",
        "zstd level 19,  'zstd -q -19'",
        "bzip2,          'busybox bzip2'",
    })
    void anArchiveIsUnpacked(String kind, String compressor) {
        // By its content: the name tells nothing.
        context.shell(compressor + " < t.tar > archive.bin");
        build("ADD archive.bin /t/");
        assertThat(found()).as(kind).isEqualTo("./hard ./one ./soft ./sub ./sub/two");
        assertThat(
                        cooper.shell(
                                "added",
                                "cd /t; stat -c '%n %u:%g %a %Y' one sub/two; stat -c '%u:%g %a' sub; [ one -ef hard ] && readlink soft"))
                .isEqualTo(
                        "one 7:8 4750 1015218367\nsub/two 7:8 644 1015218367\n7:8 1770\nsub/two");
    }

    @Test
    void overWhatIsThereAndWithAnotherOwner() {
        build(
                "RUN mkdir -p /t/sub && echo old > /t/one && echo kept > /t/sub/kept",
                "ADD --chown=33:1 t.tar /t");
        assertThat(found()).isEqualTo("./hard ./one ./soft ./sub ./sub/kept ./sub/two");
        assertThat(cooper.shell("added", "cd /t; cat one sub/kept; stat -c %u:%g one sub/two"))
                .isEqualTo("1\nkept\n33:1\n33:1");
    }

    @Test
    void whatIsNoArchiveIsCopied() {
        context.shell(
                "echo text > text.tar; echo text | gzip -n > text.gz; : > empty.tar.gz; cp t.tar copied.tar");
        build("ADD text.tar text.gz empty.tar.gz /t/", "COPY copied.tar /t/");
        assertThat(found()).isEqualTo("./copied.tar ./empty.tar.gz ./text.gz ./text.tar");
        assertThat(cooper.shell("added", "zcat /t/text.gz")).isEqualTo("text");
    }

    @Test
    void asked() {
        build("ADD --unpack=false t.tar /t/");
        assertThat(found()).isEqualTo("./t.tar");
    }

    @Test
    void severalByAPatternAndFoldersToo() {
        context.shell(
                "echo x > x; mkdir d u; echo y > d/y; mkdir v; echo v > v/v; tar -cf u.tar v; rm -r u v");
        build("ADD *.tar x d /t/");
        assertThat(found()).isEqualTo("./hard ./one ./soft ./sub ./sub/two ./v ./v/v ./x ./y");
    }

    @Test
    void anArchiveCannotLeaveItsFolder() {
        context.shell(
                "echo evil > evil; tar -cPf e.tar --transform='s,^,../../../../outside/,' evil 2>/dev/null; rm evil");
        build("ADD e.tar /t/");
        assertThat(folder.resolve("outside")).doesNotExist();
        assertThat(cooper.shell("added", "cat /t/outside/evil /outside/evil 2>/dev/null; true"))
                .isEqualTo("evil");
    }
}
