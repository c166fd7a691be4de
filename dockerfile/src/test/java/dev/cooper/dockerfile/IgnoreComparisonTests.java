// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two matchers of `.dockerignore` that know nothing of each other, on patterns and paths of few
/// letters, so that many match. `-Dfuzz.inputs=N` and `-Dfuzz.seed=N` as elsewhere.
class IgnoreComparisonTests {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 10_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final List<String> PIECES =
            List.of(
                    "a", "b", "ab", "a", "b", "*", "*", "**", "?", "[ab]", "[^a]", "\\a", "\\*",
                    ".a");

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder(random.nextInt(4) == 0 ? "!" : "");
        for (int names = 1 + random.nextInt(4); names > 0; names--) {
            if (random.nextInt(5) == 0) {
                pattern.append("**");
            } else {
                for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
                    pattern.append(PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            pattern.append(names > 1 ? "/" : "");
        }
        return pattern.toString();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int names = 1 + random.nextInt(4); names > 0; names--) {
            for (int letters = 1 + random.nextInt(3); letters > 0; letters--) {
                path.append("aab.".charAt(random.nextInt(letters == 1 ? 3 : 4)));
            }
            path.append(names > 1 ? "/" : "");
        }
        return path.toString();
    }

    @Test
    void bothDecideAlike() throws Exception {
        int ignored = 0;
        for (long i = 0; i < INPUTS; i++) {
            Random random = new Random(SEED * 1_000_003 + i);
            String[] lines = new String[1 + random.nextInt(4)];
            for (int k = 0; k < lines.length; k++) {
                lines[k] = pattern(random);
            }
            IgnoreFile file = IgnoreFile.parse(String.join("\n", lines));
            for (int k = 0; k < 4; k++) {
                String path = path(random);
                boolean expected = SimpleIgnore.ignores(lines, path);
                assertThat(file.check(path).ignored())
                        .as("seed %d, input %d: %s of %s", SEED, i, path, String.join(" ", lines))
                        .isEqualTo(expected);
                ignored += expected ? 1 : 0;
                hiddenFoldersAreWalked(file, path, lines);
            }
        }
        assertThat(ignored).isBetween((int) INPUTS / 4, (int) INPUTS * 4);
    }

    /// A folder that need not be walked holds nothing that is kept.
    private static void hiddenFoldersAreWalked(IgnoreFile file, String path, String[] lines) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (file.check(folder).ignored() && !file.mayContainIncluded(folder)) {
                assertThat(file.check(path).ignored())
                        .as("%s below %s of %s", path, folder, String.join(" ", lines))
                        .isTrue();
            }
        }
    }
}
