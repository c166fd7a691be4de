// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import org.jspecify.annotations.Nullable;

/// Everything that this API throws on purpose. The message is for the user: what was being done, to
/// what, and what to try; no stack trace is needed to understand it.
public abstract sealed class CooperException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CooperException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// An argument, a name or a file that can't be taken as it is. Nothing was changed.
    public static final class InvalidInput extends CooperException {
        private static final long serialVersionUID = 1;

        public InvalidInput(String message) {
            super(message, null);
        }

        public InvalidInput(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// There is no such image, container or path.
    public static final class NotFound extends CooperException {
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /// A name in use, an image that a container needs, a container that runs. Nothing was changed.
    public static final class Conflict extends CooperException {
        private static final long serialVersionUID = 1;

        public Conflict(String message) {
            super(message, null);
        }
    }

    /// A Dockerfile that does not build: what failed, the lines around it, the end of the step's
    /// log.
    public static final class BuildFailed extends CooperException {
        private static final long serialVersionUID = 1;
        private final String excerpt;
        private final String logTail;

        /// @param excerpt the Dockerfile's lines with the culprit marked, as docker prints them;
        ///   empty if no line is to blame
        /// @param logTail docker's ` > [2/3] RUN …:` block of the failed step; empty if it printed
        ///   nothing
        public BuildFailed(
                String message, String excerpt, String logTail, @Nullable Throwable cause) {
            super(message, cause);
            this.excerpt = excerpt;
            this.logTail = logTail;
        }

        public String excerpt() {
            return excerpt;
        }

        public String logTail() {
            return logTail;
        }
    }

    /// A program that could not be started in its container.
    public static final class StartFailed extends CooperException {
        private static final long serialVersionUID = 1;
        private final int exitCode;

        /// @param exitCode docker's: 127 not found, 126 not executable, 125 anything else
        public StartFailed(String message, int exitCode) {
            super(message, null);
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    /// A registry that said no, or that couldn't be reached. What came whole stays in the store, so
    /// that doing it again costs less.
    public static final class RegistryFailure extends CooperException {
        private static final long serialVersionUID = 1;

        public RegistryFailure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The machine would not: no space left, an unreadable store, no way to isolate a process.
    public static final class SystemFailure extends CooperException {
        private static final long serialVersionUID = 1;

        public SystemFailure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
