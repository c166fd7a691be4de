// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.MalformedTarException;
import dev.cooper.posix.Errno;
import dev.cooper.posix.PosixException;
import dev.cooper.registry.RegistryException;
import dev.cooper.sandbox.NoSandboxException;
import dev.cooper.store.AmbiguousIdException;
import dev.cooper.store.ContainerRunningException;
import dev.cooper.store.CorruptStoreException;
import dev.cooper.store.NameInUseException;
import dev.cooper.store.NoSuchImageException;
import dev.cooper.store.UnusableStoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/// Turns what goes wrong below into what this API throws: the one place that knows both.
final class Failures {
    /// Work that may meet any of it.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /// The same without a result.
    @FunctionalInterface
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    private Failures() {}

    /// Does the work.
    ///
    /// @param doing what is being done, for the message: `list the images`
    static <T> T during(String doing, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw of(doing, e);
        } catch (UncheckedIOException e) {
            throw of(doing, cause(e));
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    /// Does the work.
    static void during(String doing, Action work) {
        during(
                doing,
                () -> {
                    work.run();
                    return doing;
                });
    }

    /// Does work that its caller may interrupt.
    static <T> T interruptibly(String doing, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (InterruptedIOException e) {
            if (e instanceof SocketTimeoutException) {
                throw of(doing, e);
            }
            Thread.interrupted();
            InterruptedException interruption = new InterruptedException(e.getMessage());
            interruption.initCause(e);
            throw interruption;
        } catch (IOException e) {
            throw of(doing, e);
        } catch (UncheckedIOException e) {
            throw of(doing, cause(e));
        }
    }

    private static IOException cause(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? new IOException(e) : cause;
    }

    /// For methods that don't say that they can be interrupted; the thread stays marked.
    private static CooperException interrupted(String doing, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CooperException.SystemFailure("interrupted: could not " + doing, e);
    }

    /// What the user is told of this failure.
    static CooperException of(String doing, IOException e) {
        String said = said(e);
        return switch (e) {
            case RegistryException refused -> RegistryFailures.of(refused);
            case NoSuchImageException _ -> new CooperException.NotFound(said);
            case NameInUseException taken ->
                    new CooperException.Conflict(nameInUse(taken.name(), taken.owner()));
            case ContainerRunningException _ -> new CooperException.Conflict(said);
            case AmbiguousIdException _ -> new CooperException.InvalidInput(said, e);
            case MalformedTarException _ ->
                    new CooperException.InvalidInput(
                            "could not " + doing + ": the archive is damaged or no tar: " + said,
                            e);
            case UnusableStoreException _, NoSandboxException _, CorruptStoreException _ ->
                    new CooperException.SystemFailure(said, e);
            case MalformedImageException _, MalformedJsonException _ ->
                    new CooperException.SystemFailure(
                            "could not " + doing + ": the store holds something damaged: " + said,
                            e);
            default -> new CooperException.SystemFailure("could not " + doing + ": " + said, e);
        };
    }

    /// Docker's words for a name that another container has.
    static String nameInUse(String name, String owner) {
        return "Conflict. The container name \"/"
                + name
                + "\" is already in use by container \""
                + owner
                + "\". You have to remove (or rename) that container to be able to reuse that name.";
    }

    /// What happened, and what to try where that is known.
    static String said(IOException e) {
        if (isFull(e)) {
            return "no space left on device: free some and do it again; what was there is whole ("
                    + message(e)
                    + ")";
        }
        if (e instanceof PosixException refused
                && (refused.is(Errno.EPERM) || refused.is(Errno.EACCES))) {
            return message(e) + "; root is needed for this";
        }
        return message(e);
    }

    private static String message(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getClass().getSimpleName() + ": " + file.getFile();
        }
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    /// Whether it was for want of space. The JDK has no number for that, only the kernel's words.
    private static boolean isFull(IOException e) {
        if (e instanceof PosixException refused) {
            return refused.is(Errno.ENOSPC) || refused.is(Errno.EDQUOT);
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left on device") || message.contains("quota exceeded");
    }
}
