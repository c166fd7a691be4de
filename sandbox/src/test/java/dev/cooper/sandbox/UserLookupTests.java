// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserLookupTests {
    @TempDir Path root;
    private Path passwd;

    @BeforeEach
    void files() throws IOException {
        Path etc = Files.createDirectories(root.resolve("etc"));
        passwd = etc.resolve("passwd");
        Files.writeString(
                passwd,
                """
                root:x:0:0:root:/root:/bin/sh
                # no line of a user
                broken:x:one:1
                :x:5:5::/:
                app:x:1000:1001:,,,:/home/app:/bin/sh
                app:x:2000:2000::/second:
                short:x:7:8
                large:x:2147483648:1:::
                m\u00fcller:x:1002:1002::/home/m\u00fcller:
                """);
        Files.writeString(
                etc.resolve("group"),
                """
                root:x:0:
                wheel:x:10:root,app
                audio:x:29:app
                other:x:30:app2,xapp
                staff:x:50
                app:x:1001:app
                """);
    }

    private ProcessUser resolve(String spec) throws Exception {
        try (Dir dir = Dir.open(root)) {
            return UserLookup.in(dir).resolve(spec);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 0, '0 10', /root",
        "root, 0, 0, '0 10', /root",
        "0, 0, 0, '0 10', /root",
        "app, 1000, 1001, '1001 10 29', /home/app",
        "1000, 1000, 1001, '1001 10 29', /home/app",
        "app:staff, 1000, 50, 50, /home/app",
        "app:7, 1000, 7, 7, /home/app",
        "1234, 1234, 0, 0, /",
        "1234:1234, 1234, 1234, 1234, /",
        "1234:audio, 1234, 29, 29, /",
        ":audio, 0, 29, 29, /root",
        "+5, 5, 0, 0, /",
        "short, 7, 8, 8, /",
        "m\u00fcller, 1002, 1002, 1002, /home/m\u00fcller"
    })
    void findsUsersAsDockerDoes(String spec, int uid, int gid, String groups, String home)
            throws Exception {
        List<Integer> all = List.of(groups.split(" ")).stream().map(Integer::valueOf).toList();
        assertThat(resolve(spec)).isEqualTo(new ProcessUser(uid, gid, all, Name.of(home)));
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, unable to find user nobody: no matching entries in passwd file",
        "broken, unable to find user broken: no matching entries in passwd file",
        "large, unable to find user large: no matching entries in passwd file",
        "app:none, unable to find group none: no matching entries in group file",
        "2147483648, uids and gids must be in range 0-2147483647",
        "-1, uids and gids must be in range 0-2147483647",
        "0:../../x, unable to find group ../../x: no matching entries in group file"
    })
    void saysWhomItDoesNotKnow(String spec, String message) {
        assertThatThrownBy(() -> resolve(spec))
                .isInstanceOf(UnknownUserException.class)
                .hasMessage(message);
    }

    @Test
    void knowsNumbersWithoutFiles() throws Exception {
        Files.delete(passwd);
        Files.delete(root.resolve("etc/group"));
        assertThat(resolve("12:13")).isEqualTo(new ProcessUser(12, 13, List.of(13), Name.of("/")));
        Files.delete(root.resolve("etc"));
        assertThat(resolve("").groups()).containsExactly(0);
    }

    @Test
    void comparesBytes() throws Exception {
        Files.write(passwd, "m\u00fc:x:9:9::/h\u00fc:\n".getBytes(ISO_8859_1));
        ProcessUser found = resolve(Name.of(new byte[] {'m', (byte) 0xfc}).text());
        assertThat(found.uid()).isEqualTo(9);
        assertThat(found.home()).isEqualTo(Name.of(new byte[] {'/', 'h', (byte) 0xfc}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/etc", "fifo"})
    void opensNothingButAFile(String target) throws Exception {
        try (Dir dir = Dir.open(root)) {
            dir.mkfifo(Name.of("etc/fifo"), 0644);
            dir.mkdir(Name.of("dev"), 0755);
            dir.mknod(Name.of("dev/zero"), 0020666, 0x105);
        }
        Files.delete(passwd);
        Files.createSymbolicLink(passwd, Path.of(target));
        assertThatThrownBy(() -> resolve("app"))
                .isInstanceOf(UnknownUserException.class)
                .hasMessage("unable to read /etc/passwd: not a regular file");
    }

    @Test
    void readsNoMoreThanItMust() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(passwd.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        assertThatThrownBy(() -> resolve("app"))
                .isInstanceOf(UnknownUserException.class)
                .hasMessage("unable to read /etc/passwd: larger than 10 MiB");
    }

    @Test
    void staysInItsRoot() throws Exception {
        Files.delete(passwd);
        Files.createSymbolicLink(passwd, Path.of("../../../../../etc/passwd"));
        assertThatThrownBy(() -> resolve("app")).isInstanceOf(IOException.class);
        Files.delete(passwd);
        Files.writeString(root.resolve("users"), "app:x:77:77::/:\n");
        Files.createSymbolicLink(passwd, Path.of("/../users"));
        assertThat(resolve("app").uid()).isEqualTo(77);
    }
}
