// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import dev.cooper.build.remote.GitCheckout;
import dev.cooper.build.remote.GitRef;
import dev.cooper.build.remote.HttpFetch;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.tree.ArchiveUnpacker;
import dev.cooper.build.tree.FileDigests;
import dev.cooper.build.tree.FileFilter;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.MalformedPatternException;
import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens contexts and reads Dockerfiles.
///
/// What lies in a context is resolved inside it: a `Dockerfile` or `.dockerignore` that is a link
/// out of it isn't read. The path after `-f` is the caller's own and may lead anywhere.
public final class ContextLoader {
    private static final int MOST_DOCKERFILE = 16 << 20;
    private static final Name IGNORE = Name.of(".dockerignore");

    private final Path scratch;
    private final KnownDigests known;

    /// As the other, without knowing anything from before.
    public ContextLoader(Path scratch) {
        this(scratch, new KnownDigests(null));
    }

    /// @param scratch an empty folder, for what an archive holds; the caller deletes it
    /// @param known what earlier builds found out about the files of folders
    public ContextLoader(Path scratch, KnownDigests known) {
        this.scratch = scratch;
        this.known = known;
    }

    /// @throws ContextException if the context or the Dockerfile isn't there, or can't be read
    public LoadedContext load(ContextSource source, DockerfileChoice dockerfile)
            throws ContextException, IOException, InterruptedException {
        DockerfileChoice choice =
                dockerfile instanceof DockerfileChoice.Web web ? fetched(web.url()) : dockerfile;
        return switch (source) {
            case ContextSource.Folder(Path path) ->
                    loaded(folder(path), known.of(path), null, choice);
            case ContextSource.Tar tar -> loaded(unpacked(tar.stream()), null, null, choice);
            case ContextSource.Git git -> {
                GitCheckout.Dated checkout = checkout(git.ref());
                yield loaded(checkout.files(), null, checkout.date(), choice);
            }
            case ContextSource.Empty _ -> loaded(Dir.open(scratch), null, null, choice);
            case ContextSource.Web web -> web(web.url(), choice);
        };
    }

    /// @param root closed with what is returned, or if there is nothing to return
    /// @param known what is known of a folder's files; null for what was fetched or unpacked
    private static LoadedContext loaded(
            Dir root,
            @Nullable FileDigests known,
            @Nullable Instant date,
            DockerfileChoice dockerfile)
            throws ContextException, IOException {
        boolean folder = known != null;
        FileDigests digests = known == null ? new FileDigests() : known;
        try {
            Text text = read(root, folder, dockerfile);
            FileFilter filter = folder ? filter(root, dockerfile, text) : FileFilter.ALL;
            return new LoadedContext(
                    new SourceTree(root, filter, false, digests),
                    date,
                    Bytes.of(text.bytes()).text(),
                    text.name());
        } catch (ContextException | IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static DockerfileChoice.Text fetched(URI url)
            throws ContextException, IOException, InterruptedException {
        try {
            return new DockerfileChoice.Text(
                    new HttpFetch(Map.of()).text(url, MOST_DOCKERFILE), "Dockerfile");
        } catch (StepException e) {
            throw new ContextException("failed to read dockerfile: " + e.getMessage(), e);
        }
    }

    /// The files of a folder that a named context is, without those that its own `.dockerignore`
    /// names.
    public static SourceTree files(Path path, KnownDigests known)
            throws ContextException, IOException {
        Dir root = folder(path);
        try {
            FileFilter filter =
                    filter(root, new DockerfileChoice.Default(), new Text(new byte[0], ""));
            return new SourceTree(root, filter, false, known.of(path));
        } catch (ContextException | IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private GitCheckout.Dated checkout(GitRef ref)
            throws ContextException, IOException, InterruptedException {
        GitCheckout checkout = new GitCheckout(ref, scratch);
        try {
            return checkout.fetchDated(checkout.commit());
        } catch (StepException e) {
            throw new ContextException("unable to prepare context: " + e.getMessage(), e);
        }
    }

    private LoadedContext web(URI url, DockerfileChoice dockerfile)
            throws ContextException, IOException, InterruptedException {
        Path got = scratch.resolve("download");
        Instant modified;
        try {
            HttpFetch.Answer answer =
                    new HttpFetch(Map.of()).get(url, null, () -> Files.newOutputStream(got));
            modified = answer.lastModified();
        } catch (StepException e) {
            throw new ContextException("unable to prepare context: " + e.getMessage(), e);
        }
        Path files = Files.createDirectory(scratch.resolve("files"));
        ContextLoader inside = new ContextLoader(files, known);
        Optional<Instant> newest;
        try (InputStream in = Files.newInputStream(got)) {
            newest = ArchiveDate.newest(in);
        }
        Instant date = modified == null ? newest.orElse(null) : modified;
        try (InputStream in = Files.newInputStream(got)) {
            if (newest.isPresent()) {
                return loaded(inside.unpacked(in), null, date, dockerfile);
            }
            DockerfileChoice text =
                    dockerfile instanceof DockerfileChoice.Text given
                            ? given
                            : new DockerfileChoice.Text(limited(in, url.toString()), "Dockerfile");
            return loaded(Dir.open(files), null, date, text);
        }
    }

    private record Text(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, String name) {}

    private static Dir folder(Path path) throws ContextException, IOException {
        try {
            return Dir.open(path);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                throw new ContextException(
                        "unable to prepare context: path \"" + path + "\" not found", e);
            }
            if (e.is(Errno.ENOTDIR)) {
                throw new ContextException(
                        "unable to prepare context: path \"" + path + "\" is not a directory", e);
            }
            throw e;
        }
    }

    private Dir unpacked(InputStream stream)
            throws ContextException, IOException, InterruptedException {
        Dir root = Dir.open(scratch);
        try {
            InputStream plain =
                    Compression.decompressDetected(new BufferedInputStream(stream, 1 << 16));
            new ArchiveUnpacker(root, Name.of(""), null).unpack(plain);
            return root;
        } catch (StepException e) {
            root.close();
            throw new ContextException("unable to prepare context: " + e.getMessage(), e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static Text read(Dir root, boolean folder, DockerfileChoice choice)
            throws ContextException, IOException {
        return switch (choice) {
            case DockerfileChoice.Text text -> new Text(text.bytes(), text.name());
            case DockerfileChoice.At at when folder -> fromHost(at.path());
            case DockerfileChoice.At at -> {
                byte[] bytes = inContext(root, at.path().toString());
                if (bytes == null && at.path().isAbsolute()) {
                    yield fromHost(at.path());
                }
                if (bytes == null) {
                    throw missing(at.path().toString());
                }
                yield new Text(bytes, String.valueOf(at.path().getFileName()));
            }
            case DockerfileChoice.Web _ -> throw new IllegalArgumentException("fetched before");
            case DockerfileChoice.Default _ -> {
                byte[] bytes = inContext(root, "Dockerfile");
                if (bytes != null) {
                    yield new Text(bytes, "Dockerfile");
                }
                bytes = inContext(root, "dockerfile");
                if (bytes == null) {
                    throw missing("Dockerfile");
                }
                yield new Text(bytes, "dockerfile");
            }
        };
    }

    private static ContextException missing(String name) {
        return new ContextException(
                "failed to read dockerfile: open " + name + ": no such file or directory");
    }

    private static Text fromHost(Path path) throws ContextException, IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new Text(limited(in, path.toString()), String.valueOf(path.getFileName()));
        } catch (NoSuchFileException e) {
            throw missing(path.toString());
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                throw new ContextException(
                        "failed to read dockerfile: " + path + " is a directory", e);
            }
            throw e;
        }
    }

    private static byte[] limited(InputStream in, String name)
            throws ContextException, IOException {
        byte[] bytes = in.readNBytes(MOST_DOCKERFILE + 1);
        if (bytes.length > MOST_DOCKERFILE) {
            throw new ContextException("failed to read " + name + ": larger than 16 MiB");
        }
        return bytes;
    }

    private static byte @Nullable [] inContext(Dir root, String path)
            throws ContextException, IOException {
        try (OpenFile file = root.resolveFile(Name.of(path))) {
            return limited(file.inputStream(), path);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return null;
            }
            throw new ContextException("failed to read " + path + ": " + e.getMessage(), e);
        }
    }

    /// The `.dockerignore` that goes with the Dockerfile, else that of the context.
    private static FileFilter filter(Dir root, DockerfileChoice choice, Text dockerfile)
            throws ContextException, IOException {
        byte[] own = null;
        String name = dockerfile.name() + ".dockerignore";
        if (choice instanceof DockerfileChoice.Default) {
            own = inContext(root, name);
        } else if (choice instanceof DockerfileChoice.At at) {
            Path beside = at.path().resolveSibling(name);
            own = Files.isRegularFile(beside) ? fromHost(beside).bytes() : null;
        }
        if (own == null) {
            name = ".dockerignore";
            own = inContext(root, name);
        }
        if (own == null) {
            if (root.statOrNull(IGNORE) != null) {
                throw new ContextException(
                        "failed to read .dockerignore: it is a link that leads nowhere in the"
                                + " context");
            }
            return FileFilter.ALL;
        }
        try {
            return new IgnoreFilter(IgnoreFile.parse(Bytes.of(own).text()), name, own.length);
        } catch (MalformedPatternException e) {
            throw new ContextException(
                    "error from parsing exclude patterns in %s: line %d: %s"
                            .formatted(name, e.line(), e.getMessage()),
                    e);
        }
    }
}
