// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `build --progress=plain` printed, put in order: which of two steps at the same time has the
/// floor first, and for how long, differs from run to run.
///
/// @param steps name to lines, by the steps' numbers; the seconds in them are zeros
/// @param rest what follows the last step: the error, or nothing
public record BuildLog(Map<String, List<String>> steps, String rest) {
    private static final Pattern LINE = Pattern.compile("#(\\d+) (.*)");

    /// @throws AssertionError if it isn't docker's plain layout
    public static BuildLog of(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().matches("#0 building with \"default\" .*")) {
            throw new AssertionError("no build's log:\n" + text);
        }
        Map<Integer, String> names = new java.util.TreeMap<>();
        Map<Integer, List<String>> said = new LinkedHashMap<>();
        int at = 1;
        while (at < lines.size()) {
            // A block: an empty line, the step's number and name, its lines.
            if (lines.get(at).isEmpty() && at + 1 < lines.size()) {
                Matcher name = LINE.matcher(lines.get(at + 1));
                if (!name.matches()) {
                    break;
                }
                int number = Integer.parseInt(name.group(1));
                String known = names.putIfAbsent(number, name.group(2));
                if (known != null && !known.equals(name.group(2))) {
                    throw new AssertionError("step " + number + " has two names:\n" + text);
                }
                at += 2;
                while (at < lines.size()) {
                    Matcher line = LINE.matcher(lines.get(at));
                    if (!line.matches() || Integer.parseInt(line.group(1)) != number) {
                        break;
                    }
                    if (!line.group(2).equals("...")) {
                        said.computeIfAbsent(number, _ -> new ArrayList<>())
                                .add(withoutTime(line.group(2)));
                    }
                    at++;
                }
            } else {
                break;
            }
        }
        Map<String, List<String>> steps = new LinkedHashMap<>();
        int next = 1;
        for (Map.Entry<Integer, String> each : names.entrySet()) {
            if (each.getKey() != next++) {
                throw new AssertionError("a step's number is missing:\n" + text);
            }
            steps.put(each.getValue(), List.copyOf(said.getOrDefault(each.getKey(), List.of())));
        }
        StringBuilder rest = new StringBuilder();
        lines.subList(at, lines.size()).forEach(each -> rest.append(each).append('\n'));
        return new BuildLog(steps, rest.toString());
    }

    private static String withoutTime(String line) {
        if (line.matches("DONE \\d+\\.\\ds")) {
            return "DONE 0.0s";
        }
        return line.replaceFirst("^\\d+\\.\\d{3} ", "0.000 ");
    }

    /// The lines of the one step whose name ends so.
    public List<String> step(String end) {
        List<String> found = steps.keySet().stream().filter(each -> each.endsWith(end)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " steps end with " + end + ": " + steps);
        }
        return steps.getOrDefault(found.getFirst(), List.of());
    }

    /// Whether that step's result was there before.
    public boolean cached(String end) {
        return step(end).contains("CACHED");
    }
}
