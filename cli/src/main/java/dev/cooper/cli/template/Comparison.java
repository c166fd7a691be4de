// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import java.util.List;

/// `eq` and its siblings, over values of one kind.
final class Comparison {
    private Comparison() {}

    /// Whether the first is equal to one of the others.
    static Value equal(List<Value> given) throws FunctionException {
        if (given.size() == 1) {
            throw FunctionException.failed("missing argument for comparison");
        }
        for (Value other : given.subList(1, given.size())) {
            if (equal(given.getFirst(), other)) {
                return Value.of(true);
            }
        }
        return Value.of(false);
    }

    static Value notEqual(List<Value> given) throws FunctionException {
        return Value.of(!equal(given.getFirst(), given.getLast()));
    }

    private static boolean equal(Value a, Value b) throws FunctionException {
        if (a instanceof Value.Nil || b instanceof Value.Nil) {
            return a instanceof Value.Nil && b instanceof Value.Nil;
        }
        if (!a.getClass().equals(b.getClass())) {
            throw FunctionException.failed("incompatible types for comparison");
        }
        if (a instanceof Value.Arr || a instanceof Value.Dict) {
            throw FunctionException.failed("non-comparable type " + Functions.type(a));
        }
        return a.equals(b);
    }

    static Value ordered(String name, List<Value> given) throws FunctionException {
        Value a = given.getFirst();
        Value b = given.getLast();
        int order;
        if (a instanceof Value.Str(String left) && b instanceof Value.Str(String right)) {
            order = left.compareTo(right);
        } else if (a instanceof Value.Int(long left) && b instanceof Value.Int(long right)) {
            order = Long.compare(left, right);
        } else if (a instanceof Value.Real(double left) && b instanceof Value.Real(double right)) {
            order = Double.compare(left, right);
        } else {
            boolean basic = isOrdered(a) && isOrdered(b);
            throw FunctionException.failed(
                    basic ? "incompatible types for comparison" : "invalid type for comparison");
        }
        return Value.of(
                switch (name) {
                    case "lt" -> order < 0;
                    case "le" -> order <= 0;
                    case "gt" -> order > 0;
                    default -> order >= 0;
                });
    }

    private static boolean isOrdered(Value value) {
        return value instanceof Value.Str
                || value instanceof Value.Int
                || value instanceof Value.Real;
    }
}
