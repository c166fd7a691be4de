// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;

/// Passes a log on that is read from its beginning again and again: only what is new, and the first
/// time only the last lines, if so many are asked for. The order of the two streams is kept.
final class LogWindow {
    private final int lines;
    private final Side out;
    private final Side err;

    /// Lines of the first reading that may yet be shown; only used with `lines`.
    private final ArrayDeque<Piece> held = new ArrayDeque<>();

    private boolean first = true;

    /// @param lines to show of what is there the first time; -1 for all
    LogWindow(int lines, OutputStream out, OutputStream err) {
        this.lines = lines;
        this.out = new Side(out);
        this.err = new Side(err);
    }

    private static final class Piece {
        final Side side;
        final byte[] bytes;

        Piece(Side side, byte[] bytes) {
            this.side = side;
            this.bytes = bytes;
        }
    }

    OutputStream out() {
        return out;
    }

    OutputStream err() {
        return err;
    }

    /// A reading begins.
    void begin() {
        out.skip = out.seen;
        err.skip = err.seen;
    }

    /// A reading has ended.
    void end() {
        if (first) {
            out.hold();
            err.hold();
            try {
                for (Piece piece : held) {
                    piece.side.to.write(piece.bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            held.clear();
            first = false;
        }
    }

    private final class Side extends OutputStream {
        private final OutputStream to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long seen;
        private long skip;

        Side(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int old = (int) Math.min(skip, length);
            skip -= old;
            seen += length - old;
            if (lines < 0 || !first) {
                to.write(bytes, offset + old, length - old);
                return;
            }
            for (int i = offset + old; i < offset + length; i++) {
                line.write(bytes[i]);
                if (bytes[i] == '\n') {
                    hold();
                }
            }
        }

        private void hold() {
            if (line.size() > 0) {
                held.addLast(new Piece(this, line.toByteArray()));
                line.reset();
            }
            if (held.size() > lines && lines >= 0) {
                held.removeFirst();
            }
        }
    }
}
