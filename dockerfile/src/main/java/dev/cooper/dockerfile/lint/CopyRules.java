// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.IgnorePattern;
import dev.cooper.dockerfile.walk.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rule about files that are copied and yet hidden.
final class CopyRules {
    private static final Pattern REMOTE =
            Pattern.compile("(https?|git|ssh)://.*|git@[^/]+:.*", Pattern.CASE_INSENSITIVE);

    /// Patterns that leave nothing at the root.
    private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*");

    private final Findings findings;
    private final @Nullable IgnoreFile ignore;

    CopyRules(Findings findings, @Nullable IgnoreFile ignore) {
        this.findings = findings;
        this.ignore = ignore;
    }

    void check(Step step, String verb, List<String> sources) {
        IgnoreFile file = ignore;
        if (file == null || file.patterns().isEmpty()) {
            return;
        }
        for (String each : sources) {
            String source = clean(each);
            if (!REMOTE.matcher(each).matches() && isHidden(file, source)) {
                findings.add(
                        LintRule.COPY_IGNORED_FILE,
                        step.written(),
                        step.range(),
                        "Attempting to "
                                + verb
                                + " file "
                                + Quoted.of(source)
                                + " that is excluded by .dockerignore");
            }
        }
    }

    private static boolean isHidden(IgnoreFile file, String source) {
        boolean root = source.equals(".") || source.equals("/");
        String path = root ? "" : source.substring(source.startsWith("/") ? 1 : 0);
        if (mayShow(file, path)) {
            return false;
        }
        return root ? hidesAll(file) : file.check(path).ignored();
    }

    private static boolean hidesAll(IgnoreFile file) {
        return file.patterns().stream()
                .filter(each -> !each.exception())
                .map(each -> clean(each.text()))
                .anyMatch(each ->
                        EVERYTHING.contains(each.startsWith("/") ? each.substring(1) : each));
    }

    /// Whether an exception could show something of the source. Wildcards, of either, are taken to
    /// match all below the folder where they begin.
    private static boolean mayShow(IgnoreFile file, String path) {
        String source = plainStart(path);
        for (IgnorePattern each : file.patterns()) {
            if (each.exception()) {
                String pattern = clean(each.text().substring(1).strip());
                String plain = plainStart(pattern.startsWith("/") ? pattern.substring(1) : pattern);
                boolean wild = plain.length() < pattern.length();
                if (isWithin(plain, source) || (wild && isWithin(source, plain))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String plainStart(String pattern) {
        List<String> names = new ArrayList<>();
        for (String name : pattern.split("/", -1)) {
            if (name.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
                break;
            }
            names.add(name);
        }
        return unescaped(String.join("/", names));
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static boolean isWithin(String path, String folder) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }

    /// Go's `filepath.Clean`.
    private static String clean(String path) {
        boolean absolute = path.startsWith("/");
        List<String> names = new ArrayList<>();
        for (String each : path.split("/", -1)) {
            if (each.isEmpty() || each.equals(".")) {
                continue;
            }
            if (!each.equals("..")) {
                names.add(each);
            } else if (!names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!absolute) {
                names.add(each);
            }
        }
        String joined = String.join("/", names);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
