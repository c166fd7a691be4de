// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

import java.util.Map;

/// Completion for zsh.
final class ZshCompletion {
    private ZshCompletion() {}

    static String of(Manual manual) {
        StringBuilder out = new StringBuilder();
        out.append("#compdef cooper\n# Completion of cooper for zsh. Generated.\n\n");
        out.append("# What may follow a call, into $next: the verbs of a group.\n");
        out.append("_cooper_next() {\n    next=()\n    case $1 in\n");
        for (String parent : manual.parents()) {
            out.append("    ").append(ShellText.quoted(parent)).append(")\n        next=(\n");
            manual.next(parent)
                    .forEach((name, summary) ->
                            out.append("            ")
                                    .append(described(name, summary))
                                    .append('\n'));
            out.append("        )\n        ;;\n");
        }
        out.append(
                "    esac\n}\n\n# The flags of a call, into $flags; those with a value, into $valued;");
        out.append(" what its arguments are, into $kind.\n");
        out.append("_cooper_call() {\n    flags=('--help:Show help')\n    valued=()\n");
        out.append("    kind=nothing\n    case $1 in\n");
        call(out, "", manual.general());
        for (Map.Entry<String, HelpPage> call : manual.calls().entrySet()) {
            call(out, call.getKey(), call.getValue());
        }
        out.append("    esac\n}\n").append(FUNCTIONS);
        return out.toString();
    }

    private static void call(StringBuilder out, String call, HelpPage page) {
        out.append("    ").append(ShellText.quoted(call)).append(")\n");
        if (!page.isGroup()) {
            out.append("        kind=").append(Arguments.of(page).word()).append('\n');
        }
        out.append("        flags+=(\n");
        StringBuilder valued = new StringBuilder();
        for (HelpPage.Flag flag : page.flags()) {
            for (String name : flag.names()) {
                out.append("            ").append(described(name, flag.summary())).append('\n');
                valued.append(flag.takesValue() ? " " + name : "");
            }
        }
        out.append("        )\n");
        if (!valued.isEmpty()) {
            out.append("        valued=(").append(valued.substring(1)).append(")\n");
        }
        out.append("        ;;\n");
    }

    private static String described(String name, String summary) {
        return ShellText.quoted(name.replace(":", "\\:") + ":" + summary.replace(":", "\\:"));
    }

    private static final String FUNCTIONS =
            """

            # The names that a store holds, into $names.
            _cooper_names() {
                case $1 in
                images) names+=(${(f)"$(cooper images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | grep -v '<none>')"}) ;;
                containers) names+=(${(f)"$(cooper ps -a --format '{{.Names}}' 2>/dev/null)"}) ;;
                running) names+=(${(f)"$(cooper ps --format '{{.Names}}' 2>/dev/null)"}) ;;
                objects) _cooper_names images; _cooper_names containers ;;
                esac
            }

            _cooper() {
                local -a next flags valued names
                local call='' kind='' skip='' word
                integer arguments=0 i
                for ((i = 2; i < CURRENT; i++)); do
                    word=${words[i]}
                    _cooper_next "$call"
                    _cooper_call "$call"
                    if [[ -n $skip ]]; then
                        skip=''
                    elif [[ $word == -* ]]; then
                        (( ${valued[(Ie)$word]} )) && skip=yes
                    elif ((arguments == 0)) && (( ${next[(I)$word:*]} )); then
                        call=${call:+$call }$word
                    else
                        ((arguments += 1))
                    fi
                done
                _cooper_next "$call"
                _cooper_call "$call"
                if [[ -n $skip ]]; then
                    _files
                elif [[ ${words[CURRENT]} == -* ]]; then
                    _describe option flags
                else
                    ((arguments == 0 && ${#next})) && _describe command next
                    case $kind in
                    folders) _files -/ ;;
                    files) _files ;;
                    images | containers | running | objects)
                        _cooper_names $kind
                        compadd -a names
                        ;;
                    esac
                fi
            }

            if [[ $funcstack[1] == _cooper ]]; then
                _cooper "$@"
            else
                compdef _cooper cooper
            fi
            """;
}
