// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import dev.cooper.testkit.Project;
import dev.cooper.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store on a file system that is full: a clear error, nothing spoilt, and the same command works
/// as soon as there is room.
@Tag("once")
class NoSpaceTests {
    private static final int MEGABYTE = 1 << 20;

    @TempDir private Path folder;
    private Path disk;
    private Path filler;
    private Cooper cooper;
    private Context context;

    @BeforeEach
    void smallDisk() throws IOException {
        disk = Files.createDirectories(folder.resolve("disk"));
        Command.of("mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", disk.toString())
                .run()
                .ok();
        filler = disk.resolve("filler");
        cooper = Cooper.on(disk.resolve("store")).withBase("busybox");
        context = Context.in(folder.resolve("context")).file("big", new byte[6 * MEGABYTE]);
        context.dockerfile("FROM busybox", "RUN echo warm");
        cooper.build(context, "-t", "warm");
    }

    @AfterEach
    void unmount() {
        // Nothing of the store is in use once a command has ended. Yet a process that anybody on
        // this
        // machine starts in a mount namespace of its own holds every mount for a moment.
        Command.of(
                        "sh",
                        "-c",
                        "for try in $(seq 100); do umount \"$0\" 2>/dev/null && exit; sleep 0.1; done; umount \"$0\"",
                        disk.toString())
                .run()
                .ok();
    }

    private void leave(int megabytes) {
        Command.of(
                        "sh",
                        "-c",
                        "head -c $(($(stat -f -c '%a * %S' \"$0\") - $2)) /dev/zero > \"$1\"",
                        disk.toString(),
                        filler.toString(),
                        Integer.toString(megabytes * MEGABYTE))
                .run()
                .ok();
    }

    private static void clear(Result result) {
        assertThat(result.out()).isEmpty();
        assertThat(result.err().toLowerCase(Locale.ROOT)).contains("no space left on device");
        assertThat(result.err()).doesNotContain("Exception", "\tat ");
    }

    private void worksAgain(String image, String script, String printed) throws IOException {
        assertThat(cooper.ok("images", "--format", "{{.Repository}}").out())
                .isEqualTo("warm\nbusybox\n");
        Files.delete(filler);
        cooper.build(context, "-t", image);
        assertThat(cooper.shell(image, script)).isEqualTo(printed);
    }

    @Test
    void aStepThatWritesTooMuch() throws IOException {
        leave(3);
        context.dockerfile("FROM busybox", "RUN dd if=/dev/zero of=/big bs=1000000 count=6");
        clear(cooper.tryToBuild(context, "-t", "never").exits(1));
        worksAgain("ran", "stat -c %s /big", "6000000");
    }

    @Test
    void aCopyThatIsTooLarge() throws IOException {
        leave(3);
        context.dockerfile("FROM busybox", "COPY big /big");
        Result failed = cooper.tryToBuild(context, "-t", "never").exits(1);
        clear(failed);
        assertThat(failed.err()).contains("Dockerfile:2\n", ">>> COPY big /big");
        worksAgain("copied", "stat -c %s /big", Integer.toString(6 * MEGABYTE));
    }

    @Test
    void anImportThatIsTooLarge() throws IOException {
        Context.in(folder).shell("head -c 6000000 /dev/urandom > data && tar -cf data.tar data");
        leave(3);
        Result failed =
                cooper.run("import", folder.resolve("data.tar").toString(), "imported").exits(1);
        clear(failed);
        assertThat(failed.err().lines().count()).isEqualTo(1);
        assertThat(cooper.ok("images", "--format", "{{.Repository}}").out())
                .isEqualTo("warm\nbusybox\n");
        Files.delete(filler);
        cooper.ok("import", folder.resolve("data.tar").toString(), "imported");
        context.dockerfile("FROM busybox", "COPY --from=imported /data /data");
        cooper.build(context, "-t", "has");
        assertThat(cooper.shell("has", "stat -c %s /data")).isEqualTo("6000000");
    }

    @Test
    void notEvenAByte() throws IOException {
        leave(0);
        Command.of(
                        "sh",
                        "-c",
                        "cat /dev/zero > \"$0\" 2>/dev/null",
                        disk.resolve("rest").toString())
                .run();
        // What reads only goes on; what writes says why it can't.
        assertThat(cooper.ok("images", "-q", "warm").out()).isNotEmpty();
        context.dockerfile("FROM busybox", "RUN echo more > /f");
        clear(cooper.tryToBuild(context, "-t", "never").exits(1));
        assertThat(cooper.run("create", "busybox").exits(1).err())
                .containsIgnoringCase("no space left on device");
        assertThat(cooper.run("tag", "warm", "never").exits(1).err())
                .containsIgnoringCase("no space left on device");
        assertThat(cooper.run("run", "--rm", "busybox", "true").exits(125).err())
                .containsIgnoringCase("no space left on device");
        // And removing makes room.
        assertThat(cooper.ok("ps", "-aq").out()).isEmpty();
        Files.delete(disk.resolve("rest"));
        worksAgain("after", "cat /f", "more");
    }

    @Test
    void savingToAFullDisk() throws IOException {
        leave(1);
        Path archive = disk.resolve("saved.tar");
        clear(cooper.run("save", "-o", archive.toString(), "busybox").exits(1));
        assertThat(archive).doesNotExist();
        Result piped =
                Command.of(
                                "sh",
                                "-c",
                                "exec \"$0\" save busybox > \"$1\"",
                                Project.launcher().toString(),
                                archive.toString())
                        .env("COOPER_ROOT", cooper.store().toString())
                        .run()
                        .exits(1);
        assertThat(piped.err())
                .containsIgnoringCase("no space left on device")
                .doesNotContain("Exception");
    }
}
