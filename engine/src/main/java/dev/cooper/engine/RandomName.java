// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes up names for containers that were given none: `adjective_surname`, the surnames those of
/// people who worked with wood, water, or machines.
final class RandomName {
    private static final List<String> ADJECTIVES =
            List.of(
                    "amber", "ample", "apt", "bold", "brisk", "calm", "candid", "civil", "clear",
                    "deft", "earnest", "even", "fair", "fleet", "fond", "frank", "gentle", "glad",
                    "hale", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively", "loyal",
                    "lucid", "mellow", "merry", "mild", "neat", "nimble", "oaken", "patient",
                    "plucky", "polite", "prompt", "proud", "quick", "quiet", "ready", "robust",
                    "sage", "sober", "sound", "staunch", "steady", "stout", "sturdy", "sunny",
                    "swift", "tidy", "trim", "upbeat", "valiant", "warm", "wise", "witty", "zesty");

    private static final List<String> SURNAMES =
            List.of(
                    "aalto",
                    "archimedes",
                    "babbage",
                    "bessemer",
                    "boole",
                    "borg",
                    "brunel",
                    "carothers",
                    "chippendale",
                    "cochran",
                    "dijkstra",
                    "eames",
                    "earhart",
                    "eckert",
                    "eiffel",
                    "euler",
                    "faraday",
                    "fourier",
                    "franklin",
                    "fulton",
                    "gauss",
                    "germain",
                    "goddard",
                    "hamilton",
                    "harrison",
                    "hero",
                    "hopper",
                    "hoare",
                    "ishikawa",
                    "jacquard",
                    "kepler",
                    "kilby",
                    "knuth",
                    "lamarr",
                    "liskov",
                    "lovelace",
                    "maxwell",
                    "morris",
                    "naismith",
                    "newcomen",
                    "noether",
                    "ohm",
                    "pascal",
                    "perlman",
                    "ritchie",
                    "roebling",
                    "shannon",
                    "sheraton",
                    "stevin",
                    "stradivari",
                    "telford",
                    "tesla",
                    "thonet",
                    "turing",
                    "vitruvius",
                    "volta",
                    "watt",
                    "wilkes",
                    "wirth",
                    "zuse");

    private RandomName() {}

    /// One of a few thousand names; after some attempts that were taken, with a number behind it.
    static String next(RandomGenerator random, int attempt) {
        String name = pick(ADJECTIVES, random) + "_" + pick(SURNAMES, random);
        return attempt < 3 ? name : name + random.nextInt(10 << Math.min(attempt, 20));
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
