// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Gets the files of a commit.
public final class GitCheckout {
    private static final Name GIT_DIR = Name.of(".git");

    private final GitRef ref;
    private final Path scratch;
    private final Git git;

    /// @param scratch an empty folder; the caller deletes it
    public GitCheckout(GitRef ref, Path scratch) {
        this.ref = ref;
        this.scratch = scratch;
        this.git = new Git(scratch);
    }

    /// The id of the commit that the ref leads to now.
    ///
    /// @throws StepException if there is none, or not the one that was asked for
    public String commit() throws IOException, InterruptedException, StepException {
        String wanted = ref.ref() == null ? "HEAD" : ref.ref();
        String commit = wanted.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? wanted : resolve(wanted);
        String checksum = ref.checksum();
        if (checksum != null && !commit.startsWith(checksum)) {
            throw new StepException(
                    "%s of %s is commit %s, not %s"
                            .formatted(wanted, ref.shown(), commit, checksum));
        }
        return commit;
    }

    private String resolve(String wanted) throws IOException, InterruptedException, StepException {
        String listed = git.run("read " + ref.shown(), List.of("ls-remote", "--", ref.remote()));
        // An annotated tag is listed twice; what it stands for has ^{} behind its name.
        List<String> names =
                List.of(
                        "refs/tags/" + wanted + "^{}",
                        "refs/tags/" + wanted,
                        "refs/heads/" + wanted,
                        wanted + "^{}",
                        wanted);
        for (String name : names) {
            for (String line : listed.split("\n")) {
                String[] fields = line.split("\t", 2);
                if (fields.length == 2
                        && fields[1].equals(name)
                        && fields[0].matches("[0-9a-f]{40,64}")) {
                    return fields[0];
                }
            }
        }
        throw new StepException("repository " + ref.shown() + " does not contain ref " + wanted);
    }

    /// When a commit was made, as its committer's clock had it. Fetches it.
    public Instant date(String commit) throws IOException, InterruptedException, StepException {
        return date(commit, fetched(commit));
    }

    private Instant date(String commit, Path work)
            throws IOException, InterruptedException, StepException {
        String doing = "read the date of " + commit + " of " + ref.shown();
        String said =
                git.run(
                        doing,
                        List.of("-C", work.toString(), "show", "-s", "--format=%ct", commit, "--"));
        try {
            return Instant.ofEpochSecond(Long.parseLong(said.strip()));
        } catch (NumberFormatException | DateTimeException e) {
            throw new StepException("cannot " + doing + ": git says " + said.strip(), e);
        }
    }

    /// A commit's files, and when it was made.
    ///
    /// @param files the subdirectory, if one was asked for; closed by the caller
    public record Dated(Dir files, Instant date) {}

    /// As [#fetch], with the commit's date.
    public Dated fetchDated(String commit) throws IOException, InterruptedException, StepException {
        Path work = fetched(commit);
        Instant date = date(commit, work);
        return new Dated(checkout(commit, work), date);
    }

    /// The folder with the commit's files: the subdirectory, if one was asked for.
    public Dir fetch(String commit) throws IOException, InterruptedException, StepException {
        return checkout(commit, fetched(commit));
    }

    private Path fetched(String commit) throws IOException, InterruptedException, StepException {
        Path work = Files.createDirectory(scratch.resolve("work"));
        String doing = "fetch " + commit + " of " + ref.shown();
        run(doing, work, "init", "-q");
        try {
            run(doing, work, "fetch", "-q", "--depth=1", "--no-tags", "--", ref.remote(), commit);
        } catch (StepException e) {
            // Some servers give away only what a branch or a tag names.
            String name = ref.ref();
            if (name == null || name.equals(commit)) {
                throw e;
            }
            run(doing, work, "fetch", "-q", "--no-tags", "--", ref.remote(), name);
        }
        return work;
    }

    private Dir checkout(String commit, Path work)
            throws IOException, InterruptedException, StepException {
        String doing = "fetch " + commit + " of " + ref.shown();
        run(doing, work, "checkout", "-q", "--detach", commit, "--");
        if (ref.submodules()) {
            run(doing, work, "submodule", "-q", "update", "--init", "--recursive", "--depth=1");
        }
        try (Dir root = Dir.open(work)) {
            if (!ref.keepGitDir()) {
                withoutGitDirs(root);
            }
            return ref.subdir().isEmpty() ? root.duplicate() : subdir(root);
        }
    }

    private void run(String doing, Path work, String... arguments)
            throws IOException, InterruptedException, StepException {
        List<String> words = new ArrayList<>(List.of("-C", work.toString()));
        words.addAll(List.of(arguments));
        git.run(doing, words);
    }

    /// Submodules have a file of that name.
    private static void withoutGitDirs(Dir dir) throws IOException {
        dir.deleteTree(GIT_DIR);
        for (var entry : dir.list()) {
            if (entry.type() == dev.cooper.posix.FileType.DIRECTORY) {
                try (Dir below = dir.openDir(entry.name())) {
                    withoutGitDirs(below);
                }
            }
        }
    }

    private Dir subdir(Dir root) throws IOException, StepException {
        try {
            return root.resolveDir(Name.of(ref.subdir()));
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                throw new StepException(
                        "repository " + ref.shown() + " has no directory " + ref.subdir());
            }
            throw e;
        }
    }
}
