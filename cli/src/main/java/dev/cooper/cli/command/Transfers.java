// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.progress.TransferProgress;
import dev.cooper.cli.progress.TransferWords;
import dev.cooper.engine.PulledImage;
import dev.cooper.engine.PushedImage;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pulls and pushes with what is shown of them, for all verbs that do so.
final class Transfers {
    private Transfers() {}

    /// What docker calls the policies of `--pull`.
    enum Policy {
        ALWAYS,
        MISSING,
        NEVER;

        static Policy of(String word) throws CommandFailure {
            return switch (word) {
                case "always" -> ALWAYS;
                case "missing" -> MISSING;
                case "never" -> NEVER;
                default ->
                        throw new CommandFailure(
                                "invalid pull option: '"
                                        + word
                                        + "': must be one of \"always\", \"missing\" or \"never\"");
            };
        }
    }

    /// Pulls and says what docker says after it.
    ///
    /// @param to where progress goes
    static PulledImage pull(
            Session session,
            String name,
            @Nullable Platform platform,
            Output to,
            boolean live,
            boolean quiet)
            throws InterruptedException {
        TransferProgress progress =
                quiet
                        ? TransferProgress.NONE
                        : TransferProgress.on(to, TransferWords.PULL, session.terminal(), live);
        PulledImage pulled;
        try {
            pulled = session.images().pull(name, Optional.ofNullable(platform), progress);
        } finally {
            progress.end();
        }
        if (!quiet) {
            to.println("Digest: " + pulled.digest())
                    .println(
                            (pulled.changed()
                                            ? "Status: Downloaded newer image for "
                                            : "Status: Image is up to date for ")
                                    + pulled.reference().familiar());
        }
        return pulled;
    }

    static PushedImage push(Session session, Reference name, Output to, boolean live, boolean quiet)
            throws InterruptedException {
        TransferProgress progress =
                quiet
                        ? TransferProgress.NONE
                        : TransferProgress.on(to, TransferWords.PUSH, session.terminal(), live);
        PushedImage pushed;
        try {
            pushed = session.images().push(name.familiar(), progress);
        } finally {
            progress.end();
        }
        if (!quiet) {
            to.println(
                    "%s: digest: %s size: %d"
                            .formatted(name.tag(), pushed.digest(), pushed.size()));
        }
        return pushed;
    }

    /// @throws CommandFailure in docker's words
    static Reference parse(String name) throws CommandFailure {
        try {
            return Reference.parse(name);
        } catch (InvalidReferenceException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /// Whether a name goes without saying a tag or a digest.
    static boolean isBare(String name) {
        return name.indexOf('@') < 0 && name.lastIndexOf(':') <= name.lastIndexOf('/');
    }

    /// All tags that an image name has in the store, sorted.
    static List<Reference> tagsHere(Session session, Reference repository) {
        return session.images().list().stream()
                .flatMap(each -> each.tags().stream())
                .filter(each -> each.name().equals(repository.name()))
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }
}
