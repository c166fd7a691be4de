// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.explain;

import dev.cooper.build.explain.StepFacts.Line;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The first thing in which two definitions of one kind differ, in words.
final class DefinitionDifference {
    private final List<Line> before;
    private final List<Line> now;

    DefinitionDifference(List<Line> before, List<Line> now) {
        this.before = before;
        this.now = now;
    }

    /// Empty if they are the same.
    Optional<String> first() {
        if (before.equals(now)) {
            return Optional.empty();
        }
        Set<String> keys = new LinkedHashSet<>();
        now.forEach(each -> keys.add(each.key()));
        before.forEach(each -> keys.add(each.key()));
        for (String key : keys) {
            List<String> old = values(before, key);
            List<String> fresh = values(now, key);
            if (!old.equals(fresh)) {
                return Optional.of(told(key, old, fresh));
            }
        }
        return Optional.of("its parts stand in another order");
    }

    private static List<String> values(List<Line> lines, String key) {
        return lines.stream().filter(each -> each.key().equals(key)).map(Line::value).toList();
    }

    private static String told(String key, List<String> old, List<String> now) {
        return switch (key) {
            case "environment" -> variables(old, now);
            case "argument" -> changed("the command", String.join(" ", old), String.join(" ", now));
            case "directory" -> changed("the working directory", one(old), one(now));
            case "date" -> changed("SOURCE_DATE_EPOCH", one(old), one(now));
            case "mount" -> items("mount", old, now);
            case "exclude" -> items("--exclude", old, now);
            case "source" -> items("source", plain(old), plain(now));
            case "content" -> "the content of a here-document changed";
            case "file" -> items("here-document", old, now);
            case "chown", "chmod", "parents" -> changed("--" + key, one(old), one(now));
            case "user", "hostname", "network", "destination", "path", "owner" ->
                    changed("the " + key, one(old), one(now));
            default -> items(key, old, now);
        };
    }

    /// The number of the source in front is nobody's business.
    private static List<String> plain(List<String> sources) {
        return sources.stream().map(each -> each.substring(each.indexOf(' ') + 1)).toList();
    }

    private static String one(List<String> values) {
        return values.isEmpty() ? "" : String.join(", ", values);
    }

    private static String changed(String what, String old, String now) {
        if (old.isEmpty()) {
            return what + " is new: " + quoted(now);
        }
        return now.isEmpty()
                ? what + " is gone: it was " + quoted(old)
                : what + " was " + quoted(old) + " and is " + quoted(now);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String variables(List<String> old, List<String> now) {
        for (String each : now) {
            String key = key(each);
            Optional<String> before = value(old, key);
            String value = value(now, key).orElse("");
            if (before.isEmpty()) {
                return "argument or variable " + key + " is new: " + quoted(value);
            }
            if (!before.get().equals(value)) {
                return "argument or variable "
                        + key
                        + " was "
                        + quoted(before.get())
                        + " and is "
                        + quoted(value);
            }
        }
        for (String each : old) {
            if (value(now, key(each)).isEmpty()) {
                return "argument or variable "
                        + key(each)
                        + " is gone: it was "
                        + quoted(value(old, key(each)).orElse(""));
            }
        }
        return "arguments or variables stand in another order";
    }

    private static String key(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    private static Optional<String> value(List<String> pairs, String key) {
        return pairs.stream()
                .filter(each -> key(each).equals(key))
                .map(each -> each.substring(Math.min(each.length(), key.length() + 1)))
                .findFirst();
    }

    private static String items(String what, List<String> old, List<String> now) {
        List<String> added = new ArrayList<>(now);
        old.forEach(added::remove);
        List<String> removed = new ArrayList<>(old);
        now.forEach(removed::remove);
        if (!added.isEmpty() && !removed.isEmpty()) {
            return what
                    + " was "
                    + quoted(removed.getFirst())
                    + " and is "
                    + quoted(added.getFirst());
        }
        if (!added.isEmpty()) {
            return what + " " + quoted(added.getFirst()) + " is new";
        }
        return removed.isEmpty()
                ? what + "s stand in another order"
                : what + " " + quoted(removed.getFirst()) + " is gone";
    }
}
