// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which of the standard streams are terminals, and how wide those are.
public interface Terminal {
    boolean isInput();

    boolean isOutput();

    boolean isError();

    /// Asked again whenever something is drawn, since windows change.
    Size size();

    /// How much a terminal shows.
    ///
    /// @param columns characters in a line
    record Size(int rows, int columns) {
        /// Where nobody knows.
        public static final Size USUAL = new Size(24, 80);
    }

    /// No terminal anywhere.
    Terminal NONE =
            new Terminal() {
                @Override
                public boolean isInput() {
                    return false;
                }

                @Override
                public boolean isOutput() {
                    return false;
                }

                @Override
                public boolean isError() {
                    return false;
                }

                @Override
                public Size size() {
                    return Size.USUAL;
                }
            };

    /// This process's.
    static Terminal ofProcess(Map<String, String> environment) {
        return new ProcessTerminal(environment);
    }
}

/// A terminal is a character device with the major number of one. `System.console()` knows only of
/// input and output together, and takes longer to say so.
final class ProcessTerminal implements Terminal {
    private static final long STTY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, String> environment;
    private @Nullable Size size;
    private long asked;

    ProcessTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public boolean isInput() {
        return isTerminal(0);
    }

    @Override
    public boolean isOutput() {
        return isTerminal(1);
    }

    @Override
    public boolean isError() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int fd) {
        try {
            Object device = Files.getAttribute(Path.of("/proc/self/fd/" + fd), "unix:rdev");
            long rdev = device instanceof Number number ? number.longValue() : 0;
            int major = (int) (rdev >> 8 & 0xfff);
            // 4 and 5 are the kernel's consoles and serial lines, 136 to 143 pseudo-terminals, the
            // others serial lines of USB, of virtual machines and of ARM boards.
            return major == 4
                    || major == 5
                    || (major >= 136 && major <= 143)
                    || major == 188
                    || major == 204
                    || major == 229;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public synchronized Size size() {
        long now = System.nanoTime();
        Size known = size;
        if (known == null || now - asked > STTY_AGAIN_NANOS) {
            asked = now;
            known = ask();
            size = known;
        }
        return known;
    }

    private Size ask() {
        Size size = stty();
        return size == null
                ? new Size(
                        number(environment.getOrDefault("LINES", ""), Size.USUAL.rows()),
                        number(environment.getOrDefault("COLUMNS", ""), Size.USUAL.columns()))
                : size;
    }

    private static int number(String text, int otherwise) {
        try {
            int number = Integer.parseInt(text.strip());
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /// `stty size` says rows and columns; null if it can't.
    private static @Nullable Size stty() {
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(Path.of("/dev/tty").toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip();
            int space = text.indexOf(' ');
            int rows = space < 0 ? 0 : number(text.substring(0, space), 0);
            int columns = space < 0 ? 0 : number(text.substring(space + 1), 0);
            return rows == 0 || columns == 0 ? null : new Size(rows, columns);
        } catch (IOException e) {
            return null;
        }
    }
}
