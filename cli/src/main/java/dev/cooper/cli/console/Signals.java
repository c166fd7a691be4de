// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.console;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The signals that ask a process to end.
public interface Signals {
    int HUP = 1;
    int INT = 2;
    int KILL = 9;
    int TERM = 15;

    /// Calls `handler` with the number of every HUP, INT and TERM that comes from now on, on a
    /// thread of its own, instead of ending the process; until closed.
    Handling handle(IntConsumer handler);

    /// Until closed, signals are handled.
    interface Handling extends AutoCloseable {
        @Override
        void close();
    }

    /// Nothing ever comes.
    Signals NONE = _ -> () -> {};

    /// Those that this process gets.
    static Signals ofProcess() {
        return new ProcessSignals();
    }
}

/// By `sun.misc.Signal`, which every JDK has: a shutdown hook could not tell one signal from the
/// other, nor see the second. Reached by reflection, since the compiler's warning about it can't be
/// told to be quiet.
final class ProcessSignals implements Signals {
    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself
    public Handling handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Method set = signal.getMethod("handle", signal, type);
            Method number = signal.getMethod("getNumber");
            Object proxy =
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "equals" -> self == arguments[0];
                                        case "hashCode" -> 0;
                                        case "toString" -> "handler";
                                        default -> {
                                            handler.accept((int) number.invoke(arguments[0]));
                                            yield null;
                                        }
                                    });
            Map<Object, Object> before = new HashMap<>();
            for (String name : NAMES) {
                set(set, named.newInstance(name), proxy, before);
            }
            return () -> before.forEach((each, old) -> set(set, each, old, new HashMap<>()));
        } catch (ReflectiveOperationException e) {
            // A runtime without the module jdk.unsupported: signals end the process at once.
            return NONE.handle(handler);
        }
    }

    private static void set(Method set, Object signal, Object handler, Map<Object, Object> before) {
        try {
            before.put(signal, set.invoke(null, signal, handler));
        } catch (ReflectiveOperationException e) {
            // A JVM started with -Xrs, or under nohup, leaves the signal as it is; so do we.
            before.remove(signal);
        }
    }
}
