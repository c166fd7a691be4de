// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.Map;

/// Completion for fish.
final class FishCompletion {
    private FishCompletion() {}

    static String of(Manual manual) {
        StringBuilder out = new StringBuilder();
        out.append("# Completion of cooper for fish. Generated.\n\n");
        out.append("# All calls that something may follow, or that are verbs.\n");
        out.append("set -g __cooper_calls");
        for (String parent : manual.parents()) {
            if (!parent.isEmpty()) {
                out.append(' ').append(ShellText.fish(parent));
            }
        }
        for (String call : manual.calls().keySet()) {
            out.append(' ').append(ShellText.fish(call));
        }
        out.append("\nset -g __cooper_valued");
        for (HelpPage.Flag flag : manual.general().flags()) {
            if (flag.takesValue()) {
                flag.names().forEach(name -> out.append(' ').append(name));
            }
        }
        out.append('\n').append(FUNCTIONS).append('\n');
        for (String parent : manual.parents()) {
            for (Map.Entry<String, String> next : manual.next(parent).entrySet()) {
                out.append("complete -c cooper -f -n ").append(at(parent));
                out.append(" -a ").append(ShellText.fish(next.getKey()));
                out.append(" -d ").append(ShellText.fish(next.getValue())).append('\n');
            }
        }
        flags(out, "", manual.general());
        for (Map.Entry<String, HelpPage> call : manual.calls().entrySet()) {
            flags(out, call.getKey(), call.getValue());
            arguments(out, call.getKey(), Arguments.of(call.getValue()));
        }
        return out.toString();
    }

    private static void flags(StringBuilder out, String call, HelpPage page) {
        for (HelpPage.Flag flag : page.flags()) {
            out.append("complete -c cooper -n ").append(at(call));
            for (String name : flag.names()) {
                boolean isLong = name.startsWith("--");
                out.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
            }
            out.append(flag.takesValue() ? " -r" : "");
            out.append(" -d ").append(ShellText.fish(flag.summary())).append('\n');
        }
    }

    private static void arguments(StringBuilder out, String call, Arguments kind) {
        String completed =
                switch (kind) {
                    case IMAGES, CONTAINERS, RUNNING, OBJECTS ->
                            " -f -a '(__cooper_names " + kind.word() + ")'";
                    case FOLDERS -> " -f -a '(__fish_complete_directories)'";
                    case NOTHING -> " -f";
                    case FILES -> "";
                };
        if (!completed.isEmpty()) {
            out.append("complete -c cooper -n ").append(at(call)).append(completed).append('\n');
        }
    }

    private static String at(String call) {
        return ShellText.fish(call.isEmpty() ? "__cooper_at" : "__cooper_at " + call);
    }

    private static final String FUNCTIONS =
            """

            # Tells whether the words before the cursor are that call, and what belongs to it.
            function __cooper_at
                set -l call
                set -l skip no
                for word in (commandline -opc)[2..-1]
                    if test $skip = yes
                        set skip no
                    else if string match -q -- '-*' $word
                        contains -- $word $__cooper_valued; and set skip yes
                    else if contains -- (string join ' ' $call $word) $__cooper_calls
                        set call $call $word
                    end
                end
                test "$call" = "$argv"
            end

            # The names that a store holds.
            function __cooper_names
                switch $argv[1]
                    case images
                        cooper images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | string match -v '*<none>*'
                    case containers
                        cooper ps -a --format '{{.Names}}' 2>/dev/null
                    case running
                        cooper ps --format '{{.Names}}' 2>/dev/null
                    case objects
                        __cooper_names images
                        __cooper_names containers
                end
            end
            """;
}
