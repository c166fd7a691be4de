// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import dev.cooper.testkit.Command;
import dev.cooper.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Somebody who is not root: user 1000 with a home folder of his own, and with what /etc/subuid and
/// /etc/subgid are made to say for him. Nobody else on this machine sees these files.
///
/// @param home holds nothing else
record OrdinaryUser(Path home) {
    private static final int ID = 1000;

    /// $0 is where the files are.
    private static final String BECOMING =
            """
            for each in passwd group subuid subgid; do mount --bind "$0/$each" /etc/$each; done
            exec setpriv --reuid %1$d --regid %1$d --clear-groups "$@"
            """
                    .formatted(ID);

    /// @param subIds the line of /etc/subuid and /etc/subgid; empty for none
    static OrdinaryUser in(Path home, String subIds) {
        try {
            Path etc = Files.createDirectories(home.resolve("etc"));
            String passwd = Files.readString(Path.of("/etc/passwd"));
            String group = Files.readString(Path.of("/etc/group"));
            Files.writeString(
                    etc.resolve("passwd"),
                    without(passwd) + "somebody:x:1000:1000::" + home + ":/bin/sh\n");
            Files.writeString(etc.resolve("group"), without(group) + "somebody:x:1000:\n");
            Files.writeString(etc.resolve("subuid"), subIds);
            Files.writeString(etc.resolve("subgid"), subIds);
            own(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OrdinaryUser(home);
    }

    /// Leaves a test out where the sources lie in a folder that is closed to others: nobody but
    /// their owner can run what was built in them.
    static void reachesTheSources() {
        String[] words = {
            "setpriv", "--reuid", "" + ID, "--regid", "" + ID, "--clear-groups", "test", "-r"
        };
        List<String> all = new ArrayList<>(List.of(words));
        all.add(Project.launcher().toString());
        Assumptions.assumeTrue(
                Command.of(all).run().exitCode() == 0,
                Project.launcher() + " lies where other users can't get at it");
    }

    private static String without(String accounts) {
        StringBuilder others = new StringBuilder();
        for (String line : accounts.split("\n")) {
            String[] fields = line.split(":");
            if (fields.length < 3 || !fields[2].equals("" + ID)) {
                others.append(line).append('\n');
            }
        }
        return others.toString();
    }

    /// Gives him a tree.
    static void own(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes is)
                            throws IOException {
                        return visitFile(dir, is);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        Files.setAttribute(file, "unix:uid", ID, LinkOption.NOFOLLOW_LINKS);
                        Files.setAttribute(file, "unix:gid", ID, LinkOption.NOFOLLOW_LINKS);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// A command of his, with few variables.
    Command command(String... words) {
        List<String> all =
                new ArrayList<>(List.of("unshare", "-m", "--propagation", "private", "sh", "-euc"));
        all.add(BECOMING);
        all.add(home.resolve("etc").toString());
        all.addAll(
                List.of(
                        "env",
                        "-i",
                        "PATH=" + System.getenv("PATH") + ":/usr/sbin:/sbin",
                        "LANG=C.UTF-8",
                        "SOURCE_DATE_EPOCH=1700000000",
                        "HOME=" + home));
        all.addAll(List.of(words));
        return Command.of(all).in(home);
    }

    Command cooper(String... arguments) {
        return cooperWith("COOPER_IDS=auto", arguments);
    }

    /// @param variable `NAME=value`
    Command cooperWith(String variable, String... arguments) {
        List<String> words = new ArrayList<>(List.of(variable, Project.launcher().toString()));
        words.addAll(List.of(arguments));
        return command(words.toArray(String[]::new));
    }

    /// Where a store is by itself.
    Path store() {
        return home.resolve(".local/share/cooper");
    }

    /// A base image's tar at a place that he can read.
    Path baseTar(String image) {
        Path tar = Project.baseTar(image);
        Path own = home.resolve("bases").resolve(tar.getFileName());
        try {
            Files.createDirectories(own.getParent());
            if (!Files.exists(own)) {
                try {
                    Files.createLink(own, tar);
                } catch (IOException e) {
                    Files.copy(tar, own); // it lies on another file system
                }
            }
            Files.setAttribute(own.getParent(), "unix:uid", ID);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    void withBase(String image) {
        cooper("import", "--change", "CMD [\"/bin/sh\"]", baseTar(image).toString(), image)
                .run()
                .ok();
    }
}
