// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The arguments that `FROM` lines see: those before the first `FROM`, and the platform's.
public final class GlobalArgs {
    /// An argument before the first `FROM`.
    ///
    /// @param value what it stands for, null if it has none
    /// @param uses the arguments that its default is made of
    public record Declared(Arg by, String name, @Nullable String value, Set<String> uses) {}

    private final SequencedMap<String, String> values = new LinkedHashMap<>();
    private final SequencedMap<String, Declared> declared = new LinkedHashMap<>();

    private GlobalArgs() {}

    /// What holds for a request.
    public static GlobalArgs of(Dockerfile file, WalkRequest request) throws DockerfileException {
        return of(file, request, request.givenArguments());
    }

    /// What would hold if no arguments were given, but for those that name platforms.
    public static GlobalArgs defaults(Dockerfile file, WalkRequest request)
            throws DockerfileException {
        return of(file, request, Map.of());
    }

    private static GlobalArgs of(Dockerfile file, WalkRequest request, Map<String, String> given)
            throws DockerfileException {
        GlobalArgs args = new GlobalArgs();
        args.values.putAll(request.facts().platformArguments());
        args.values.put("TARGETSTAGE", targetName(file, request));
        request.givenArguments().forEach(args.values::replace);
        Expander expander = new Expander(file.directives().escape());
        for (Arg arg : file.globalArgs()) {
            for (ArgPair pair : arg.pairs()) {
                args.add(arg, pair, given.get(pair.key()), expander);
            }
        }
        return args;
    }

    private static String targetName(Dockerfile file, WalkRequest request) {
        String target = request.target();
        String name = target == null ? file.stages().getLast().name() : target;
        return name == null ? "default" : name;
    }

    private void add(Arg arg, ArgPair pair, @Nullable String given, Expander expander)
            throws DockerfileException {
        String value = given;
        Set<String> uses = new TreeSet<>();
        String written = pair.value();
        if (value == null && written != null) {
            try {
                Expander.Expansion expansion = expander.process(written, lookup());
                value = expansion.text();
                uses.addAll(expansion.used());
            } catch (ExpansionException e) {
                throw new DockerfileException(e.getMessage(), List.of(arg.range()));
            }
        }
        Declared before = declared.get(pair.key());
        if (uses.remove(pair.key()) && before != null) {
            uses.addAll(before.uses());
        }
        if (value != null) {
            values.put(pair.key(), value);
        }
        declared.put(pair.key(), new Declared(arg, pair.key(), value, Set.copyOf(uses)));
    }

    /// The argument's value, null if it has none.
    public @Nullable String value(String name) {
        return values.get(name);
    }

    /// Those that have a value.
    public Expander.Lookup lookup() {
        return Expander.Lookup.of(values);
    }

    /// Those of the file, by name.
    public SequencedMap<String, Declared> declared() {
        return declared;
    }

    /// The names of all that a `FROM` may use.
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(values.keySet());
        names.addAll(declared.keySet());
        return names;
    }
}
