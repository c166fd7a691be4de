// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import dev.cooper.cli.template.Node.Command;
import dev.cooper.cli.template.Node.Operand;
import dev.cooper.cli.template.Node.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a parsed template for one value.
final class Evaluator {
    private final String text;
    private final boolean headings;
    private final StringBuilder out;
    private final Value root;
    private final List<Variable> variables = new ArrayList<>();

    private record Variable(String name, Value value) {}

    Evaluator(String text, Value data, boolean headings, StringBuilder out) {
        this.text = text;
        this.headings = headings;
        this.out = out;
        this.root = data;
        variables.add(new Variable("$", data));
    }

    void run(List<Node> nodes) throws TemplateException {
        walk(nodes, root);
    }

    private void walk(List<Node> nodes, Value dot) throws TemplateException {
        for (Node node : nodes) {
            switch (node) {
                case Node.Text(String literal) -> out.append(literal);
                case Node.Action(Pipe pipe) -> {
                    Value value = pipe(pipe, dot);
                    if (pipe.declared().isEmpty()) {
                        out.append(GoText.of(value));
                    }
                }
                case Node.If(Pipe pipe, List<Node> then, List<Node> otherwise) -> {
                    int scope = variables.size();
                    walk(isTrue(pipe(pipe, dot)) ? then : otherwise, dot);
                    forget(scope);
                }
                case Node.With(Pipe pipe, List<Node> then, List<Node> otherwise) -> {
                    int scope = variables.size();
                    Value value = pipe(pipe, dot);
                    if (isTrue(value)) {
                        walk(then, value);
                    } else {
                        walk(otherwise, dot);
                    }
                    forget(scope);
                }
                case Node.Range range -> range(range, dot);
            }
        }
    }

    private void range(Node.Range range, Value dot) throws TemplateException {
        int scope = variables.size();
        Pipe pipe = range.pipe();
        Value all = commands(pipe, dot);
        boolean any = false;
        switch (all) {
            case Value.Arr(List<Value> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    turn(range, Value.of(i), items.get(i));
                }
                any = !items.isEmpty();
            }
            case Value.Dict(Map<String, Value> entries) -> {
                for (Map.Entry<String, Value> entry : entries.entrySet()) {
                    turn(range, Value.of(entry.getKey()), entry.getValue());
                }
                any = !entries.isEmpty();
            }
            case Value.Int(long count) -> {
                for (long i = 0; i < count; i++) {
                    turn(range, Value.of(i), Value.of(i));
                }
                any = count > 0;
            }
            case Value.Nil _ -> {}
            case Value.Str _, Value.Real _, Value.Bool _, Value.Struct _ ->
                    throw error(
                            pipe.position(),
                            pipe.commands().getFirst().text(),
                            "range can't iterate over " + GoText.of(all));
        }
        if (!any) {
            walk(range.otherwise(), dot);
        }
        forget(scope);
    }

    private void turn(Node.Range range, Value key, Value value) throws TemplateException {
        int scope = variables.size();
        List<String> names = range.pipe().declared();
        boolean assigns = range.pipe().assigns();
        if (names.size() == 1) {
            set(names.getFirst(), value, assigns);
        } else if (names.size() == 2) {
            set(names.getFirst(), key, assigns);
            set(names.getLast(), value, assigns);
        }
        walk(range.each(), value);
        forget(scope);
    }

    private Value pipe(Pipe pipe, Value dot) throws TemplateException {
        Value value = commands(pipe, dot);
        for (String name : pipe.declared()) {
            set(name, value, pipe.assigns());
        }
        return value;
    }

    private void set(String name, Value value, boolean assigns) {
        if (assigns) {
            for (int i = variables.size() - 1; i >= 0; i--) {
                if (variables.get(i).name().equals(name)) {
                    variables.set(i, new Variable(name, value));
                    return;
                }
            }
        }
        variables.add(new Variable(name, value));
    }

    private void forget(int scope) {
        while (variables.size() > scope) {
            variables.removeLast();
        }
    }

    private Value commands(Pipe pipe, Value dot) throws TemplateException {
        Value value = null;
        for (Command command : pipe.commands()) {
            value = command(command, dot, value);
        }
        return value == null ? Value.Nil.MISSING : value;
    }

    /// @param last what the command before gave; null for the first one
    private Value command(Command command, Value dot, @Nullable Value last)
            throws TemplateException {
        Operand first = command.words().getFirst();
        List<Operand> rest = command.words().subList(1, command.words().size());
        if (first instanceof Operand.Function(int position, String name)) {
            return call(position, name, command, rest, dot, last);
        }
        if (first instanceof Operand.Fields fields) {
            return fields(fields, rest, dot, last);
        }
        if (!rest.isEmpty() || last != null) {
            throw error(
                    first.position(),
                    first.text(),
                    "can't give argument to non-function " + first.text());
        }
        if (first instanceof Operand.NilWord) {
            throw error(first.position(), "nil", "nil is not a command");
        }
        return operand(first, dot);
    }

    private Value operand(Operand operand, Value dot) throws TemplateException {
        return switch (operand) {
            case Operand.Dot _ -> dot;
            case Operand.NilWord _ -> Value.Nil.POINTER;
            case Operand.Literal literal -> literal.value();
            case Operand.Variable(_, String name) -> variable(name);
            case Operand.Parentheses parentheses -> pipe(parentheses.pipe(), dot);
            case Operand.Fields fields -> fields(fields, List.of(), dot, null);
            case Operand.Function(int position, String name) ->
                    call(
                            position,
                            name,
                            new Command(position, name, List.of(operand)),
                            List.of(),
                            dot,
                            null);
        };
    }

    private Value variable(String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name().equals(name)) {
                return variables.get(i).value();
            }
        }
        return Value.Nil.MISSING;
    }

    private Value fields(Operand.Fields fields, List<Operand> rest, Value dot, @Nullable Value last)
            throws TemplateException {
        Value value = fields.of() == null ? dot : operand(fields.of(), dot);
        List<String> names = fields.names();
        for (int i = 0; i < names.size(); i++) {
            boolean takesArguments = i == names.size() - 1 && !(rest.isEmpty() && last == null);
            List<Value> arguments = takesArguments ? arguments(rest, dot, last) : List.of();
            value = field(fields, value, names.get(i), arguments);
        }
        return value;
    }

    private Value field(Operand.Fields at, Value of, String name, List<Value> arguments)
            throws TemplateException {
        if (of instanceof Value.Struct struct) {
            Value called = struct.call(name, arguments);
            if (called != null) {
                return called;
            }
        }
        Value value =
                switch (of) {
                    case Value.Struct struct -> {
                        Value field = struct.field(name);
                        if (field == null) {
                            throw error(at.position(), at.text(), struct.missing(name));
                        }
                        yield field;
                    }
                    case Value.Dict dict -> dict.entries().getOrDefault(name, Value.Nil.MISSING);
                    case Value.Nil nil when nil.equals(Value.Nil.POINTER) ->
                            throw error(
                                    at.position(),
                                    at.text(),
                                    "nil pointer evaluating interface {}." + name);
                    case Value.Nil nil when !nil.equals(Value.Nil.LIST) -> Value.Nil.MISSING;
                    case Value.Nil _,
                            Value.Str _,
                            Value.Int _,
                            Value.Real _,
                            Value.Bool _,
                            Value.Arr _ ->
                            throw error(
                                    at.position(),
                                    at.text(),
                                    "can't evaluate field "
                                            + name
                                            + " in type "
                                            + Functions.type(of));
                };
        if (!arguments.isEmpty()) {
            throw error(
                    at.position(),
                    at.text(),
                    name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private List<Value> arguments(List<Operand> words, Value dot, @Nullable Value last)
            throws TemplateException {
        List<Value> arguments = new ArrayList<>();
        for (Operand word : words) {
            arguments.add(operand(word, dot));
        }
        if (last != null) {
            arguments.add(last);
        }
        return arguments;
    }

    private Value call(
            int position,
            String name,
            Command command,
            List<Operand> words,
            Value dot,
            @Nullable Value last)
            throws TemplateException {
        if ((name.equals("and") || name.equals("or")) && !words.isEmpty()) {
            // Stops at the first argument that decides, so that the others are not asked for.
            boolean decides = name.equals("or");
            Value value = Value.Nil.MISSING;
            for (Operand word : words) {
                value = operand(word, dot);
                if (isTrue(value) == decides) {
                    return value;
                }
            }
            return last == null ? value : last;
        }
        List<Value> arguments = arguments(words, dot, last);
        try {
            return headings
                    ? Functions.callForHeading(name, arguments)
                    : Functions.call(name, arguments);
        } catch (FunctionException e) {
            throw error(position, e.isCall() ? command.text() : name, e.message(name));
        }
    }

    /// Go's truth: neither false, nor 0, nor empty, nor nil.
    static boolean isTrue(Value value) {
        return switch (value) {
            case Value.Str str -> !str.text().isEmpty();
            case Value.Int number -> number.number() != 0;
            case Value.Real real -> real.number() != 0;
            case Value.Bool bool -> bool.truth();
            case Value.Nil _ -> false;
            case Value.Arr array -> !array.items().isEmpty();
            case Value.Dict dict -> !dict.entries().isEmpty();
            case Value.Struct _ -> true;
        };
    }

    private TemplateException error(int position, String at, String message) {
        int lineStart = text.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
        return new TemplateException(
                "template: :"
                        + Lexer.line(text, position)
                        + ":"
                        + (position - lineStart)
                        + ": executing \"\" at <"
                        + at
                        + ">: "
                        + message);
    }
}
