// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.ByteCount;
import dev.cooper.cli.format.GoDuration;
import dev.cooper.engine.CachePolicy;
import dev.cooper.engine.CooperException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/// How much the cache may take, by the environment: `COOPER_GC=off`, `COOPER_GC_RESERVED_SPACE`,
/// `COOPER_GC_MAX_USED_SPACE`, `COOPER_GC_MIN_FREE_SPACE`, `COOPER_GC_UNUSED_FOR`.
public final class CacheSettings {
    private CacheSettings() {}

    /// @throws CooperException.InvalidInput if one of them is nothing that it could be
    public static CachePolicy of(Map<String, String> environment) {
        if (environment.keySet().stream().noneMatch(each -> each.startsWith("COOPER_GC"))) {
            return CachePolicy.USUAL;
        }
        String switched = environment.getOrDefault("COOPER_GC", "");
        boolean on =
                switch (switched) {
                    case "", "on", "1", "true" -> true;
                    case "off", "0", "false" -> false;
                    default -> throw wrong("COOPER_GC", switched, "on or off");
                };
        return new CachePolicy(
                on,
                bytes(environment, "COOPER_GC_RESERVED_SPACE"),
                bytes(environment, "COOPER_GC_MAX_USED_SPACE"),
                bytes(environment, "COOPER_GC_MIN_FREE_SPACE"),
                unusedFor(environment));
    }

    private static OptionalLong bytes(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = ByteCount.parse(text);
        if (bytes.isEmpty()) {
            throw wrong(name, text, "a number of bytes, such as 20GB");
        }
        return bytes;
    }

    private static Duration unusedFor(Map<String, String> environment) {
        String name = "COOPER_GC_UNUSED_FOR";
        String text = environment.getOrDefault(name, "");
        return text.isEmpty()
                ? CachePolicy.USUAL.unusedFor()
                : GoDuration.parse(text)
                        .orElseThrow(() -> wrong(name, text, "a span of time, such as 72h"));
    }

    private static CooperException wrong(String name, String value, String expected) {
        return new CooperException.InvalidInput(
                "%s is \"%s\", not %s".formatted(name, value, expected));
    }
}
