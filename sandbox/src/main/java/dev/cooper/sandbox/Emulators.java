// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the kernel of this machine can run: its own programs, and those for which somebody has
/// registered an emulator (binfmt_misc, Documentation/admin-guide/binfmt-misc.rst). Immutable.
public final class Emulators {
    private static final Path REGISTERED = Path.of("/proc/sys/fs/binfmt_misc");

    /// How much of a program the kernel looks at.
    public static final int HEADER = 256;

    /// `e_machine` of the programs that each processor runs itself (elf.h).
    private static final Map<String, List<Integer>> OWN =
            Map.of(
                    "amd64", List.of(62, 3),
                    "x86_64", List.of(62, 3),
                    "aarch64", List.of(183, 40),
                    "arm", List.of(40),
                    "riscv64", List.of(243),
                    "ppc64le", List.of(21),
                    "s390x", List.of(22));

    private static final Map<Integer, String> MACHINES =
            Map.of(
                    3, "386", 8, "mips", 21, "ppc64le", 22, "s390x", 40, "arm", 62, "amd64", 183,
                    "arm64", 243, "riscv64", 258, "loong64");

    private record Handler(
            String interpreter,
            boolean fixed,
            int offset,
            @SuppressWarnings("ArrayRecordComponent") byte[] magic,
            @SuppressWarnings("ArrayRecordComponent") byte[] mask) {
        boolean takes(byte[] header, int length) {
            if (offset + magic.length > length) {
                return false;
            }
            for (int i = 0; i < magic.length; i++) {
                int bits = mask.length == 0 ? 0xFF : mask[i];
                if (((header[offset + i] ^ magic[i]) & bits) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final String processor;
    private final List<Handler> handlers;

    private Emulators(String processor, List<Handler> handlers) {
        this.processor = processor;
        this.handlers = List.copyOf(handlers);
    }

    /// Those of this machine, as they are now.
    public static Emulators ofMachine() {
        return in(REGISTERED, System.getProperty("os.arch"));
    }

    /// @param folder as binfmt_misc shows it
    /// @param processor as `os.arch` has it
    static Emulators in(Path folder, String processor) {
        List<Handler> handlers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                Handler handler = read(each);
                if (handler != null) {
                    handlers.add(handler);
                }
            }
        } catch (IOException e) {
            // Nothing is registered where there is no such file system.
            return new Emulators(processor, List.of());
        }
        return new Emulators(processor, handlers);
    }

    private static @Nullable Handler read(Path file) {
        try {
            String interpreter = "";
            String flags = "";
            int offset = 0;
            byte[] magic = new byte[0];
            byte[] mask = new byte[0];
            boolean enabled = false;
            for (String line : Files.readAllLines(file)) {
                int blank = line.indexOf(' ');
                String value = blank < 0 ? "" : line.substring(blank + 1).strip();
                switch (blank < 0 ? line : line.substring(0, blank)) {
                    case "enabled" -> enabled = true;
                    case "interpreter" -> interpreter = value;
                    case "flags:" -> flags = value;
                    case "offset" -> offset = Integer.parseInt(value);
                    case "magic" -> magic = HexFormat.of().parseHex(value);
                    case "mask" -> mask = HexFormat.of().parseHex(value);
                    default -> {
                        // Such as file name extensions, which no program of an image needs.
                    }
                }
            }
            boolean usable = enabled && magic.length > 0 && !interpreter.isEmpty();
            return usable && (mask.length == 0 || mask.length == magic.length)
                    ? new Handler(interpreter, flags.contains("F"), offset, magic, mask)
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            // `register` can't be read, and `status` is no handler.
            return null;
        }
    }

    /// Why a program can't be run here; empty if nothing is known against it.
    ///
    /// @param header the first [#HEADER] bytes of its file, or all if there are fewer
    public String refusal(byte[] header) {
        byte[] elf = {0x7F, 'E', 'L', 'F'};
        if (header.length < 20 || !Arrays.equals(Arrays.copyOf(header, 4), elf)) {
            return "";
        }
        boolean big = header[5] == 2;
        int machine =
                big
                        ? (header[18] & 0xFF) << 8 | (header[19] & 0xFF)
                        : (header[19] & 0xFF) << 8 | (header[18] & 0xFF);
        List<Integer> own = OWN.get(processor);
        if (own == null || own.contains(machine)) {
            return "";
        }
        String made = MACHINES.getOrDefault(machine, "the ELF machine " + machine);
        for (Handler each : handlers) {
            if (each.takes(header, header.length)) {
                return each.fixed
                        ? ""
                        : "it is made for "
                                + made
                                + ", and the emulator registered for that, "
                                + each.interpreter
                                + ", can't be reached from inside an image: register it with the"
                                + " flag F (Debian's qemu-user-static with binfmt-support does)";
            }
        }
        return "it is made for "
                + made
                + ", and this machine has no emulator for that: install one, such as Debian's"
                + " qemu-user-static with binfmt-support, or build that stage FROM"
                + " --platform=$BUILDPLATFORM and cross-compile";
    }
}
