// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is mounted on the host (proc(5), `mountinfo`). The flags of a mount say nothing of those
/// below it, so each has to be looked after by itself.
final class HostMounts {
    private static final int POINT = 4;
    private static final int FLAGS = 5;
    private static final List<String> KEPT = List.of("ro", "nosuid", "nodev", "noexec");

    private HostMounts() {}

    /// The mount points below a folder that can be seen, relative to it, those above first.
    static List<Name> below(Path folder) throws IOException {
        Name above = Name.of(folder.toRealPath().toString());
        boolean all = above.equals(Name.of("/"));
        List<Name> points = new ArrayList<>();
        byte[] text = Files.readAllBytes(Path.of("/proc/self/mountinfo"));
        for (String line : new String(text, ISO_8859_1).split("\n")) {
            Name point = unescaped(line.split(" ")[POINT]);
            // What was mounted there or below before can't be seen any more.
            points.removeIf(each -> Layer.isAtOrBelow(point, each));
            if (!point.equals(above) && (all || Layer.isAtOrBelow(above, point))) {
                points.add(point);
            }
        }
        int skip = all ? 1 : above.length() + 1;
        return points.stream()
                .map(Name::bytes)
                .map(each -> Name.of(Arrays.copyOfRange(each, skip, each.length)))
                .sorted()
                .toList();
    }

    /// Options with the flags that the mount under `path` has. In a user namespace the kernel keeps
    /// them: a mount of the same without one of them is refused.
    static String withFlags(String options, Path path) throws IOException {
        Name real = Name.of(path.toRealPath().toString());
        byte[] text = Files.readAllBytes(Path.of("/proc/self/mountinfo"));
        Name best = Name.of("");
        String found = "";
        for (String line : new String(text, ISO_8859_1).split("\n")) {
            String[] fields = line.split(" ");
            Name point = unescaped(fields[POINT]);
            boolean root = point.equals(Name.of("/"));
            if ((root || Layer.isAtOrBelow(point, real)) && point.length() >= best.length()) {
                best = point;
                found = fields[FLAGS];
            }
        }
        StringBuilder all = new StringBuilder(options);
        List<String> given = List.of(options.split(","));
        for (String each : found.split(",")) {
            if (KEPT.contains(each) && !given.contains(each)) {
                all.append(',').append(each);
            }
        }
        // A mount that can't be written stays so.
        return List.of(found.split(",")).contains("ro") && given.contains("rw")
                ? all.toString().replace("rw,", "")
                : all.toString();
    }

    /// Space, tab, line feed and backslash are written in octal.
    private static Name unescaped(String field) {
        byte[] bytes = new byte[field.length()];
        int length = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                c = (char) Integer.parseInt(field, i + 1, i + 4, 8);
                i += 3;
            }
            bytes[length++] = (byte) c;
        }
        return Name.of(Arrays.copyOf(bytes, length));
    }
}
