// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.BuildContext;
import dev.cooper.engine.DockerfileSource;
import dev.cooper.oci.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Context and Dockerfile of a build, by what was typed and by what standard input turns out to
/// hold.
record BuildInput(BuildContext context, DockerfileSource dockerfile) {
    private static final int BLOCK = 512;

    /// A Dockerfile is read whole; one larger than this is none.
    private static final int MOST_TEXT = 8 << 20;

    /// @param typed the argument: a folder, or `-`
    /// @param file after `-f`; empty for none
    static BuildInput of(Session session, String typed, String file)
            throws CommandFailure, IOException {
        if (typed.equals("-")) {
            if (file.equals("-")) {
                throw failure(
                        "invalid argument: can't use stdin for both build context and dockerfile");
            }
            return fromInput(session, file);
        }
        if (isRemote(typed)) {
            return new BuildInput(new BuildContext.Remote(typed), dockerfile(session, file));
        }
        Path folder = folder(typed);
        return new BuildInput(new BuildContext.Folder(folder), dockerfile(session, file));
    }

    private static DockerfileSource dockerfile(Session session, String file)
            throws CommandFailure, IOException {
        if (file.equals("-")) {
            return new DockerfileSource.Text(text(session.in()), "Dockerfile");
        }
        return named(file);
    }

    private static DockerfileSource named(String file) throws CommandFailure {
        if (file.startsWith("http://") || file.startsWith("https://")) {
            return new DockerfileSource.Remote(file);
        }
        return file.isEmpty()
                ? new DockerfileSource.Default()
                : new DockerfileSource.At(LocalFiles.path(file));
    }

    private static Path folder(String typed) throws CommandFailure {
        Path folder = LocalFiles.path(typed);
        if (!Files.exists(folder)) {
            throw failure("unable to prepare context: path \"" + typed + "\" not found");
        }
        if (!Files.isDirectory(folder)) {
            throw failure("unable to prepare context: \"" + typed + "\" is not a folder");
        }
        return folder;
    }

    private static boolean isRemote(String typed) {
        return typed.startsWith("http://")
                || typed.startsWith("https://")
                || typed.startsWith("git://")
                || typed.startsWith("git@")
                || typed.startsWith("ssh://")
                || typed.startsWith("github.com/");
    }

    /// A tar, compressed or not, is the context; anything else is a Dockerfile without one.
    private static BuildInput fromInput(Session session, String file)
            throws CommandFailure, IOException {
        if (session.terminal().isInput()) {
            throw failure(
                    "unable to prepare context: stdin is a terminal: redirect a tar or a Dockerfile to it");
        }
        BufferedInputStream in = new BufferedInputStream(session.in(), 1 << 16);
        in.mark(BLOCK);
        byte[] first = in.readNBytes(BLOCK);
        in.reset();
        if (isArchive(first)) {
            return new BuildInput(new BuildContext.Tar(in), named(file));
        }
        if (!file.isEmpty()) {
            throw failure(
                    "ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
        }
        return new BuildInput(
                new BuildContext.Empty(), new DockerfileSource.Text(text(in), "Dockerfile"));
    }

    private static byte[] text(InputStream in) throws CommandFailure, IOException {
        byte[] text = in.readNBytes(MOST_TEXT + 1);
        if (text.length > MOST_TEXT) {
            throw failure("the Dockerfile on stdin is larger than " + MOST_TEXT + " bytes");
        }
        return text;
    }

    /// Whether a stream that begins so is compressed, or a tar: one whose first header's checksum
    /// is right.
    static boolean isArchive(byte[] first) {
        if (Compression.detect(first, first.length) != Compression.NONE) {
            return true;
        }
        if (first.length < BLOCK || first[0] == 0) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            // The checksum itself counts as spaces.
            sum += i >= 148 && i < 156 ? ' ' : first[i] & 0xff;
        }
        int claimed = 0;
        for (int i = 148; i < 156; i++) {
            int digit = first[i] - '0';
            if (digit >= 0 && digit < 8) {
                claimed = claimed * 8 + digit;
            }
        }
        return sum == claimed;
    }

    private static CommandFailure failure(String message) {
        return new CommandFailure("ERROR: " + message);
    }
}
