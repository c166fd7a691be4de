// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.Map;

/// Completion for bash, which needs nothing but bash itself.
final class BashCompletion {
    private BashCompletion() {}

    static String of(Manual manual) {
        StringBuilder out = new StringBuilder();
        out.append("# Completion of ").append(manual.program()).append(" for bash. Generated.\n\n");
        out.append("# What may follow a call: the verbs of a group.\n_cooper_next() {\n");
        out.append("    case $1 in\n");
        for (String parent : manual.parents()) {
            line(out, parent, "echo " + String.join(" ", manual.next(parent).keySet()));
        }
        out.append("    esac\n}\n\n# The flags of a call.\n_cooper_flags() {\n    case $1 in\n");
        line(out, "", "echo --help " + flags(manual.general()));
        for (Map.Entry<String, HelpPage> call : manual.calls().entrySet()) {
            line(out, call.getKey(), "echo --help " + flags(call.getValue()));
        }
        out.append("    esac\n}\n\n# Tells whether a flag of a call takes the word after it.\n");
        out.append("_cooper_valued() {\n    case \"$1 $2\" in\n");
        for (HelpPage.Flag flag : manual.general().flags()) {
            if (flag.takesValue()) {
                for (String name : flag.names()) {
                    out.append("    *").append(ShellText.quoted(" " + name)).append(") ;;\n");
                }
            }
        }
        for (Map.Entry<String, HelpPage> call : manual.calls().entrySet()) {
            for (HelpPage.Flag flag : call.getValue().flags()) {
                if (flag.takesValue()) {
                    for (String name : flag.names()) {
                        out.append("    ").append(ShellText.quoted(call.getKey() + " " + name));
                        out.append(") ;;\n");
                    }
                }
            }
        }
        out.append("    *) return 1 ;;\n    esac\n}\n\n# What the arguments of a call are.\n");
        out.append("_cooper_kind() {\n    case $1 in\n");
        for (Map.Entry<String, HelpPage> call : manual.calls().entrySet()) {
            line(out, call.getKey(), "echo " + Arguments.of(call.getValue()).word());
        }
        out.append("    esac\n}\n").append(FUNCTIONS);
        return out.toString();
    }

    private static void line(StringBuilder out, String call, String command) {
        out.append("    ").append(ShellText.quoted(call)).append(") ");
        out.append(command).append(" ;;\n");
    }

    private static String flags(HelpPage page) {
        return String.join(" ", ShellText.names(page.flags()));
    }

    private static final String FUNCTIONS =
            """

            # The names that a store holds.
            _cooper_names() {
                case $1 in
                images)
                    cooper images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | grep -v '<none>'
                    ;;
                containers) cooper ps -a --format '{{.Names}}' 2>/dev/null ;;
                running) cooper ps --format '{{.Names}}' 2>/dev/null ;;
                objects) _cooper_names images; _cooper_names containers ;;
                esac
            }

            _cooper() {
                local current=${COMP_WORDS[COMP_CWORD]} call='' arguments=0 skip='' i word
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ -n $skip ]]; then
                        skip=''
                    elif [[ $word == -* ]]; then
                        _cooper_valued "$call" "$word" && skip=yes
                    elif ((arguments == 0)) && [[ " $(_cooper_next "$call") " == *" $word "* ]]; then
                        call=${call:+$call }$word
                    else
                        arguments=$((arguments + 1))
                    fi
                done
                if [[ -n $skip ]]; then
                    compopt -o default
                elif [[ $current == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$(_cooper_flags "$call")" -- "$current")
                else
                    local next='' kind
                    ((arguments > 0)) || next=$(_cooper_next "$call")
                    kind=$(_cooper_kind "$call")
                    case $kind in
                    folders) compopt -o dirnames ;;
                    files) compopt -o default ;;
                    images | containers | running | objects) next="$next $(_cooper_names "$kind")" ;;
                    esac
                    # Names hold colons, at which bash begins a new word.
                    local typed=$current whole=$current
                    [[ $COMP_WORDBREAKS != *:* ]] || whole=$(_cooper_whole)
                    mapfile -t COMPREPLY < <(compgen -W "$next" -- "$whole")
                    local head=${whole%"${typed#:}"}
                    [[ $whole != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"$head"}")
                fi
            }

            # The word at the cursor with what bash cut off at colons.
            _cooper_whole() {
                local line=${COMP_LINE:0:COMP_POINT}
                printf '%s' "${line##* }"
            }

            complete -F _cooper cooper
            """;
}
