// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A standard stream: bytes, buffered until [#flush], text always as UTF-8. Thread-safe.
///
/// Who reads may go away (`cooper images | head -1`): the first write that fails is remembered
/// ([#failure]), throws [Failed], and whatever comes after it is dropped.
public final class Output extends OutputStream {
    private static final int BUFFER = 1 << 13;

    private final OutputStream out;

    /// What must be seen before anything of this one is: standard output, for standard error.
    private final @Nullable Output before;

    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private @Nullable IOException failure;

    public Output(OutputStream out, @Nullable Output before) {
        this.out = out;
        this.before = before;
    }

    /// The write that failed first, if one did.
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Failed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    public Output print(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        return this;
    }

    public Output println(CharSequence text) {
        return print(text).print("\n");
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (length <= BUFFER - filled) {
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
            return;
        }
        flush();
        if (length <= BUFFER) {
            System.arraycopy(bytes, offset, buffer, 0, length);
            filled = length;
        } else {
            send(bytes, offset, length);
        }
    }

    @Override
    public synchronized void flush() {
        int length = filled;
        filled = 0;
        if (length > 0) {
            if (before != null) {
                before.flush();
            }
            send(buffer, 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return;
        }
        try {
            out.write(bytes, offset, length);
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw new Failed(e);
        }
    }

    public synchronized @Nullable IOException failure() {
        return failure;
    }

    /// Nothing: a standard stream is not ours to close.
    @Override
    public void close() {
        flush();
    }
}
