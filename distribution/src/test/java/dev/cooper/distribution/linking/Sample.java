// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is rewritten by the tests: a name for a value by a pattern switch, with everything that a
/// record may hold.
public final class Sample implements Function<@Nullable Object, String> {
    public sealed interface Shape permits Circle, Square, Nothing {}

    public record Circle(double radius, float width) implements Shape {}

    public record Square(
            int side, long area, boolean round, byte a, short b, char c, @Nullable String name)
            implements Shape {}

    public record Nothing() implements Shape {}

    @Override
    public String apply(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Circle circle when circle.radius() > 10 -> "large circle";
            case Circle _ -> "circle";
            case Square square when square.name() == null -> "square of " + square.side();
            case Shape shape -> "shape " + shape(shape);
            case List<?> list -> "list of " + list.size();
            default -> value.toString();
        };
    }

    private static int shape(Shape shape) {
        return switch (shape) {
            case Circle _ -> 1;
            case Square _ -> 2;
            case Nothing _ -> 3;
        };
    }
}
