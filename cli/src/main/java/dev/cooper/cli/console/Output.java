// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import java.io.ByteArrayOutputStream;
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
        byte[] bytes = bytes(text.toString());
        write(bytes, 0, bytes.length);
        return this;
    }

    /// UTF-8; a lone surrogate from U+DC80 to U+DCFF stands for a byte of a name that isn't UTF-8,
    /// as the engine spells those, and is that byte again.
    private static byte[] bytes(String text) {
        boolean foreign = false;
        for (int i = 0; i < text.length() && !foreign; i++) {
            foreign =
                    isByte(text.charAt(i))
                            && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        }
        if (!foreign) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints()
                .forEach(c -> {
                    if (c < 0x10000 && isByte((char) c)) {
                        bytes.write(c);
                    } else {
                        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    }
                });
        return bytes.toByteArray();
    }

    private static boolean isByte(char c) {
        return c >= 0xdc80 && c <= 0xdcff;
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

    /// The same stream for code that expects the exceptions of streams; nothing stays in the
    /// buffer.
    public OutputStream direct() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    Output.this.write(bytes, offset, length);
                    Output.this.flush();
                } catch (Failed e) {
                    throw new IOException(e.getMessage(), e);
                }
                IOException earlier = failure();
                if (earlier != null) {
                    throw new IOException(earlier.getMessage(), earlier);
                }
            }
        };
    }

    /// Whether nobody reads any more.
    public boolean isBroken() {
        IOException met = failure();
        return met != null && String.valueOf(met.getMessage()).contains("Broken pipe");
    }

    /// Flushes only: a standard stream is not ours to close.
    @Override
    public void close() {
        flush();
    }
}
