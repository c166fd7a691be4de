// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.console.Output;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.CooperException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// From the words of a command line to an exit code: finds the verb, lets it run, and says what
/// went wrong. Nothing but an exit code comes out of it.
public final class Dispatcher {
    /// What a shell reports of a program that a closed pipe ended.
    private static final int BROKEN_PIPE = 141;

    private static final int INTERRUPTED = 130;
    private static final int OPTION = 125;

    private final Session session;

    public Dispatcher(Session session) {
        this.session = session;
    }

    public int run(List<String> words) {
        int code;
        try {
            code = guarded(words);
            session.out().flush();
            session.err().flush();
        } catch (Output.Failed e) {
            return unwritable();
        }
        return session.out().isBroken() ? BROKEN_PIPE : code;
    }

    private int unwritable() {
        if (session.out().isBroken() || session.err().failure() != null) {
            return BROKEN_PIPE;
        }
        IOException failure = session.out().failure();
        String why = failure == null ? "failed" : LocalFiles.why(failure);
        session.err().println("write /dev/stdout: " + why).flush();
        return 1;
    }

    private int guarded(List<String> words) {
        GlobalWords globals;
        try {
            globals = GlobalWords.parse(words);
        } catch (UsageException e) {
            session.err().println(e.message()).println("See '" + session.program() + " --help'.");
            return OPTION;
        }
        session.globals(globals.options());
        List<String> rest = globals.rest();
        if (globals.asksForVersion()) {
            session.out().println(Version.line());
            return 0;
        }
        if (rest.isEmpty() || globals.asksForHelp()) {
            boolean asked = globals.asksForHelp() || !words.isEmpty();
            (asked ? session.out() : session.err()).print(GeneralHelp.text(session.program()));
            return 0;
        }
        return Verbs.resolve(rest)
                .map(found -> run(found.verb(), rest.subList(found.words(), rest.size())))
                .orElseGet(() -> UnknownVerb.complain(session, rest));
    }

    private int run(String name, List<String> words) {
        Options options = new Options();
        Verb verb = Verbs.create(name, options);
        Option.Text root = options.hiddenText("--root");
        Option.Text isolation = options.hiddenText("--isolation");
        Option.Switch debug =
                name.equals("build")
                        ? options.toggle(
                                "-D, --debug", "Tell warnings whole, and where errors happen")
                        : options.hiddenToggle("-D, --debug");
        try {
            List<String> arguments = options.parse(words);
            session.globals(session.globals().with(root.value(), isolation.value(), debug.isOn()));
            if (options.asksForHelp()) {
                session.out().print(Usage.help(session, verb.description(), options));
                return 0;
            }
            UsageException wrong = Usage.count(session, verb.description(), arguments);
            return wrong == null ? verb.run(session, arguments) : verb.misused(session, wrong);
        } catch (UsageException e) {
            return verb.misused(session, e);
        } catch (CommandFailure e) {
            trace(e);
            return verb.failed(session, e);
        } catch (TemplateException e) {
            trace(e);
            session.err().println("template parsing error: " + e.getMessage());
            return 1;
        } catch (CooperException e) {
            if (session.out().isBroken()) {
                return BROKEN_PIPE;
            }
            trace(e);
            return verb.report(session, e);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        } catch (Output.Failed e) {
            return unwritable();
        } catch (IOException e) {
            trace(e);
            return verb.failed(session, new CommandFailure(LocalFiles.said(e)));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            if (session.out().isBroken()) {
                return BROKEN_PIPE;
            }
            trace(e);
            String hint = session.globals().debug() ? "" : "; --debug shows where it happened";
            return verb.failed(
                    session, new CommandFailure("internal error in Cooper: " + e + hint));
        }
    }

    private void trace(Throwable e) {
        if (session.globals().debug()) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            session.err().print(text.toString());
        }
    }
}
