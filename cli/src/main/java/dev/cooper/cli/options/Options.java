// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.options;

import dev.cooper.cli.options.Option.Declaration;
import dev.cooper.cli.options.UsageException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The options of one verb: declared, then parsed once. Nothing is found by reflection, so that no
/// more than this verb's options are ever built. Not thread-safe.
public final class Options {
    private final CommandSpec spec = CommandSpec.create();
    private final List<Option> all = new ArrayList<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Option.Switch help = toggle(new Declaration("--help", "", "", true), false);
    private final PositionalParamSpec positionals =
            PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("0..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .build();
    private boolean stops;

    public Option.Switch toggle(String names, String help) {
        return toggle(new Declaration(names, "", help, false), false);
    }

    /// A switch that is on unless `=false` is said.
    public Option.Switch toggleOn(String names, String help) {
        return toggle(new Declaration(names, "", help + " (default true)", false), true);
    }

    /// A switch that help does not show: one that changes nothing here.
    public Option.Switch hiddenToggle(String names) {
        return toggle(new Declaration(names, "", "", true), false);
    }

    private Option.Switch toggle(Declaration declaration, boolean otherwise) {
        OptionSpec option =
                OptionSpec.builder(declaration.each())
                        .type(Boolean.class)
                        .converters(Options::truth)
                        .build();
        spec.addOption(option);
        Option.Switch made = new Option.Switch(declaration, option, otherwise);
        all.add(made);
        return made;
    }

    public Option.Text text(String names, String type, String help) {
        return text(new Declaration(names, type, help, false));
    }

    public Option.Text hiddenText(String names) {
        return text(new Declaration(names, "string", "", true));
    }

    private Option.Text text(Declaration declaration) {
        Option.Text made = new Option.Text(declaration, list(declaration));
        all.add(made);
        return made;
    }

    public Option.Texts texts(String names, String type, String help) {
        Declaration declaration = new Declaration(names, type, help, false);
        Option.Texts made = new Option.Texts(declaration, list(declaration));
        all.add(made);
        return made;
    }

    private OptionSpec list(Declaration declaration) {
        OptionSpec option =
                OptionSpec.builder(declaration.each())
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build();
        spec.addOption(option);
        return option;
    }

    /// Options that docker has and Cooper does not: each is refused by name, since to ignore
    /// `--read-only` would be worse than not to know it.
    public void refuse(String... names) {
        refuseBecause("", names);
    }

    /// @param why what the complaint adds: `: …`
    public void refuseBecause(String why, String... names) {
        for (String name : names) {
            refused.put(name, name + " is not supported by Cooper" + why);
        }
    }

    /// Whatever follows the first argument belongs to that: `run IMAGE COMMAND -x`.
    public void stopAtFirstArgument() {
        stops = true;
    }

    /// Takes the command line apart; the options have their values then.
    ///
    /// @return the arguments that are no options
    public List<String> parse(List<String> words) throws UsageException {
        spec.addPositional(positionals);
        CommandLine line = new CommandLine(spec);
        line.setStopAtPositional(stops)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .setInterpolateVariables(false)
                .setTrimQuotes(false);
        try {
            line.parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw complaint(e);
        }
        List<String> arguments = positionals.getValue();
        return arguments == null ? List.of() : arguments;
    }

    public boolean asksForHelp() {
        return help.isOn();
    }

    private UsageException complaint(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched().getFirst());
        }
        if (e instanceof CommandLine.MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().getFirst() instanceof OptionSpec option) {
            String name = option.longestName();
            return new UsageException(
                    Kind.OPTION,
                    "flag needs an argument: "
                            + (name.startsWith("--")
                                    ? name
                                    : "'" + name.charAt(1) + "' in " + name));
        }
        if (e.getArgSpec() instanceof OptionSpec option && e.getValue() != null) {
            for (Option each : all) {
                if (each.declaration().names().contains(option.longestName())) {
                    return UsageException.invalid(
                            e.getValue(),
                            each,
                            "strconv.ParseBool: parsing \"" + e.getValue() + "\": invalid syntax");
                }
            }
        }
        return new UsageException(Kind.OPTION, String.valueOf(e.getMessage()));
    }

    private UsageException unknown(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String letter = word.startsWith("--") ? name : "-" + word.charAt(1);
        String known = refused.getOrDefault(name, refused.get(letter));
        if (known != null) {
            return new UsageException(Kind.OPTION, known);
        }
        if (word.startsWith("--")) {
            return new UsageException(Kind.OPTION, "unknown flag: " + name);
        }
        return new UsageException(
                Kind.OPTION, "unknown shorthand flag: '" + word.charAt(1) + "' in " + word);
    }

    /// Go's booleans.
    private static Boolean truth(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw new CommandLine.TypeConversionException(text);
        };
    }

    /// The visible options, a line each, names and explanations in two columns.
    public String describe() {
        List<Option> visible = new ArrayList<>();
        for (Option each : all) {
            if (!each.declaration().hidden()) {
                visible.add(each);
            }
        }
        visible.sort((a, b) -> a.declaration().sortKey().compareTo(b.declaration().sortKey()));
        int width = 0;
        for (Option each : visible) {
            width = Math.max(width, left(each.declaration()).length());
        }
        StringBuilder out = new StringBuilder();
        for (Option each : visible) {
            String left = left(each.declaration());
            out.append(left).repeat(" ", width - left.length() + 3);
            out.append(each.declaration().help()).append('\n');
        }
        return out.toString();
    }

    private static String left(Declaration option) {
        String indent = option.names().startsWith("--") ? "      " : "  ";
        return indent + option.names() + (option.type().isEmpty() ? "" : " " + option.type());
    }
}
