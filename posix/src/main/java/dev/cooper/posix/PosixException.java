// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.io.IOException;

/// A call that the kernel refused: what was called, on what, and why.
///
/// The message is fit for a user: `usr/bin/tool: no such file or directory (openat2)`.
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final Errno errno;
    private final int code;
    private final String subject;

    PosixException(String call, int code, String subject) {
        this(call, code, subject, Errno.describe(code));
    }

    PosixException(String call, int code, String subject, String reason) {
        super((subject.isEmpty() ? "" : subject + ": ") + reason + " (" + call + ")");
        this.call = call;
        this.errno = Errno.of(code);
        this.code = code;
        this.subject = subject;
    }

    /// The system call's name, as in section 2 of the manual.
    public String call() {
        return call;
    }

    /// Why; [Errno#OTHER] for a number without a name here.
    public Errno errno() {
        return errno;
    }

    /// Why, as the kernel's number.
    public int code() {
        return code;
    }

    /// The file that it was about, printable; empty if there is none.
    public String subject() {
        return subject;
    }

    /// Whether this is why.
    public boolean is(Errno reason) {
        return errno == reason;
    }
}
