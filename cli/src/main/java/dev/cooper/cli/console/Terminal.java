// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Which of the standard streams are terminals, and how wide those are.
public interface Terminal {
    boolean isInput();

    boolean isOutput();

    boolean isError();

    /// Characters in a line; 80 where nobody knows. Asked again whenever something is drawn, since
    /// windows change.
    int columns();

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
                public int columns() {
                    return 80;
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
    private static final int DEFAULT_COLUMNS = 80;
    private static final long STTY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, String> environment;
    private int columns;
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
    public synchronized int columns() {
        long now = System.nanoTime();
        if (columns == 0 || now - asked > STTY_AGAIN_NANOS) {
            asked = now;
            columns = ask();
        }
        return columns;
    }

    private int ask() {
        int asked = stty();
        return asked > 0 ? asked : number(environment.getOrDefault("COLUMNS", ""));
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            return number > 0 ? number : DEFAULT_COLUMNS;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    /// `stty size` says rows and columns; 0 if it can't.
    private static int stty() {
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(Path.of("/dev/tty").toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int space = text.indexOf(' ');
            return space < 0 ? 0 : Integer.parseInt(text.substring(space + 1).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
