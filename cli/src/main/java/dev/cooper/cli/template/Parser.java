// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import dev.cooper.cli.template.Node.Command;
import dev.cooper.cli.template.Node.Operand;
import dev.cooper.cli.template.Node.Pipe;
import dev.cooper.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From tokens to [Node]s, with Go's complaints.
final class Parser {
    /// So deep may actions and parentheses lie within each other.
    private static final int DEEPEST = 200;

    private final String text;
    private final List<Token> tokens;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private int next;
    private int depth;

    private Parser(String text) throws TemplateException {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    static List<Node> parse(String text) throws TemplateException {
        Parser parser = new Parser(text);
        Body body = parser.body();
        if (body.end() != null) {
            throw parser.error("unexpected {{" + body.end().text() + "}}", body.end());
        }
        return body.nodes();
    }

    /// Nodes up to an `else` or `end`, or to the end of the text (null).
    private record Body(List<Node> nodes, @Nullable Token end) {}

    private Body body() throws TemplateException {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = take();
            switch (token.kind()) {
                case TEXT -> nodes.add(new Node.Text(token.text()));
                case END -> {
                    return new Body(nodes, null);
                }
                default -> {
                    Token word = peek();
                    if (word.is(Kind.IDENTIFIER)
                            && (word.text().equals("end") || word.text().equals("else"))) {
                        return new Body(nodes, take());
                    }
                    nodes.add(action(word));
                }
            }
        }
    }

    private Node action(Token word) throws TemplateException {
        if (!word.is(Kind.IDENTIFIER)) {
            return new Node.Action(pipe("command", Kind.CLOSE));
        }
        return switch (word.text()) {
            case "if", "range", "with" -> control(take());
            case "define", "template", "block", "break", "continue" ->
                    throw error("{{" + word.text() + "}} is not supported here", word);
            default -> new Node.Action(pipe("command", Kind.CLOSE));
        };
    }

    /// `if`, `range` or `with`, to its `end`.
    private Node control(Token keyword) throws TemplateException {
        deeper(keyword);
        int scope = variables.size();
        Pipe pipe = pipe(keyword.text(), Kind.CLOSE);
        if (pipe.declared().size() > 1 && !keyword.text().equals("range")) {
            throw error("too many declarations in " + keyword.text(), keyword);
        }
        Body then = body();
        List<Node> otherwise = List.of();
        if (then.end() != null && then.end().text().equals("else")) {
            otherwise = otherwise(keyword);
        } else {
            end(then.end());
        }
        forget(scope);
        depth--;
        return switch (keyword.text()) {
            case "if" -> new Node.If(pipe, then.nodes(), otherwise);
            case "with" -> new Node.With(pipe, then.nodes(), otherwise);
            default -> new Node.Range(pipe, then.nodes(), otherwise);
        };
    }

    /// What follows `else`: another condition, or a body, to the `end` that they share.
    private List<Node> otherwise(Token keyword) throws TemplateException {
        Token word = peek();
        if (word.is(Kind.IDENTIFIER)
                && word.text().equals(keyword.text())
                && !word.text().equals("range")) {
            return List.of(control(take()));
        }
        close("else");
        Body body = body();
        if (body.end() != null && body.end().text().equals("else")) {
            throw error("expected end; found {{else}}", body.end());
        }
        end(body.end());
        return body.nodes();
    }

    private void end(@Nullable Token end) throws TemplateException {
        if (end == null) {
            throw error("unexpected EOF", tokens.getLast());
        }
        close("end");
    }

    private void close(String context) throws TemplateException {
        Token token = take();
        if (!token.is(Kind.CLOSE)) {
            throw unexpected(token, context);
        }
    }

    /// A pipeline and the token that ends it.
    private Pipe pipe(String context, Kind end) throws TemplateException {
        Token first = peek();
        List<String> declared = new ArrayList<>();
        boolean assigns = false;
        if (first.is(Kind.VARIABLE) && isDeclaration()) {
            declared.add(take().text());
            if (peek().is(Kind.COMMA)) {
                take();
                declared.add(take().text());
            }
            assigns = take().is(Kind.ASSIGN);
            for (String name : assigns ? declared : List.<String>of()) {
                known(name, first);
            }
        }
        List<Command> commands = new ArrayList<>();
        while (true) {
            commands.add(command(context, commands.isEmpty()));
            Token token = take();
            if (token.is(end)) {
                if (!assigns) {
                    variables.addAll(declared);
                }
                return new Pipe(first.position(), declared, assigns, commands);
            }
            if (!token.is(Kind.PIPE)) {
                throw unexpected(token, context);
            }
        }
    }

    /// Whether `:=` or `=` follows one variable, or two with a comma.
    private boolean isDeclaration() {
        Kind second = tokens.get(next + 1).kind();
        if (second == Kind.COMMA && tokens.get(next + 2).is(Kind.VARIABLE)) {
            second = tokens.get(next + 3).kind();
        }
        return second == Kind.DECLARE || second == Kind.ASSIGN;
    }

    private Command command(String context, boolean first) throws TemplateException {
        List<Operand> words = new ArrayList<>();
        Token start = peek();
        while (true) {
            Token token = peek();
            switch (token.kind()) {
                case PIPE, CLOSE, RIGHT -> {
                    if (words.isEmpty()) {
                        throw error(
                                first && !token.is(Kind.PIPE)
                                        ? "missing value for " + context
                                        : "missing value for command",
                                token);
                    }
                    if (!first && !isCallable(words.getFirst())) {
                        throw error("non executable command in pipeline stage 2", tokens.get(next));
                    }
                    String typed = text.substring(start.position(), token.position()).strip();
                    return new Command(start.position(), typed, words);
                }
                default -> {
                    if (!words.isEmpty() && !token.spaced()) {
                        throw unexpected(token, "operand");
                    }
                    words.add(operand());
                }
            }
        }
    }

    private static boolean isCallable(Operand word) {
        return switch (word) {
            case Operand.Literal _, Operand.Dot _, Operand.NilWord _ -> false;
            case Operand.Function _, Operand.Fields _, Operand.Variable _, Operand.Parentheses _ ->
                    true;
        };
    }

    private Operand operand() throws TemplateException {
        Token token = take();
        Operand operand =
                switch (token.kind()) {
                    case DOT -> new Operand.Dot(token.position());
                    case FIELD ->
                            new Operand.Fields(
                                    token.position(),
                                    token.text(),
                                    null,
                                    List.of(token.text().substring(1)));
                    case VARIABLE -> {
                        known(token.text(), token);
                        yield new Operand.Variable(token.position(), token.text());
                    }
                    case IDENTIFIER -> word(token);
                    case STRING -> literal(token);
                    case CHARACTER -> character(token);
                    case NUMBER -> number(token);
                    case LEFT -> {
                        deeper(token);
                        Pipe pipe = pipe("parenthesized pipeline", Kind.RIGHT);
                        depth--;
                        int end = tokens.get(next - 1).position() + 1;
                        yield new Operand.Parentheses(
                                token.position(), text.substring(token.position(), end), pipe);
                    }
                    case TEXT, OPEN, CLOSE, PIPE, RIGHT, COMMA, DECLARE, ASSIGN, END ->
                            throw unexpected(token, "operand");
                };
        List<String> fields = new ArrayList<>();
        StringBuilder typed = new StringBuilder(operand.text());
        while (peek().is(Kind.FIELD) && !peek().spaced()) {
            Token field = take();
            typed.append(field.text());
            fields.add(field.text().substring(1));
        }
        if (fields.isEmpty()) {
            return operand;
        }
        return switch (operand) {
            case Operand.Fields(int position, _, var of, List<String> names) -> {
                List<String> all = new ArrayList<>(names);
                all.addAll(fields);
                yield new Operand.Fields(position, typed.toString(), of, all);
            }
            case Operand.Variable _, Operand.Parentheses _, Operand.Function _, Operand.Dot _ ->
                    new Operand.Fields(operand.position(), typed.toString(), operand, fields);
            case Operand.Literal _, Operand.NilWord _ ->
                    throw error("unexpected . after term " + GoString.quote(operand.text()), token);
        };
    }

    private Operand word(Token token) throws TemplateException {
        return switch (token.text()) {
            case "true", "false" ->
                    new Operand.Literal(
                            token.position(), token.text(), Value.of(token.text().equals("true")));
            case "nil" -> new Operand.NilWord(token.position());
            default -> {
                if (!Functions.isKnown(token.text())) {
                    throw error("function " + GoString.quote(token.text()) + " not defined", token);
                }
                yield new Operand.Function(token.position(), token.text());
            }
        };
    }

    private Operand literal(Token token) throws TemplateException {
        String value = GoString.unquote(token.text());
        if (value == null) {
            throw error("invalid syntax", token);
        }
        return new Operand.Literal(token.position(), token.text(), Value.of(value));
    }

    private Operand character(Token token) throws TemplateException {
        String value = GoString.unquote(token.text());
        if (value == null || value.codePointCount(0, value.length()) != 1) {
            throw error("malformed character constant: " + token.text(), token);
        }
        return new Operand.Literal(token.position(), token.text(), Value.of(value.codePointAt(0)));
    }

    private Operand number(Token token) throws TemplateException {
        Value value = Numbers.parse(token.text());
        if (value == null) {
            throw error("bad number syntax: " + GoString.quote(token.text()), token);
        }
        return new Operand.Literal(token.position(), token.text(), value);
    }

    private void known(String variable, Token where) throws TemplateException {
        if (!variables.contains(variable)) {
            throw error("undefined variable " + GoString.quote(variable), where);
        }
    }

    private void forget(int scope) {
        while (variables.size() > scope) {
            variables.removeLast();
        }
    }

    private void deeper(Token where) throws TemplateException {
        depth++;
        if (depth > DEEPEST) {
            throw error("nested too deeply", where);
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (!token.is(Kind.END)) {
            next++;
        }
        return token;
    }

    private TemplateException unexpected(Token token, String context) {
        String what = token.is(Kind.END) ? "EOF" : "<" + token.text() + ">";
        return error("unexpected " + what + " in " + context, token);
    }

    private TemplateException error(String message, Token where) {
        return new TemplateException(
                "template: :" + Lexer.line(text, where.position()) + ": " + message);
    }
}
