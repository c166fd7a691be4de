// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli;

import dev.cooper.cli.command.CacheSettings;
import dev.cooper.cli.command.Dispatcher;
import dev.cooper.cli.command.Engine;
import dev.cooper.cli.command.Session;
import dev.cooper.cli.command.Version;
import dev.cooper.cli.console.Output;
import dev.cooper.cli.console.Signals;
import dev.cooper.cli.console.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command `cooper`.
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        Output out = new Output(new FileOutputStream(FileDescriptor.out), null);
        if (words.length == 1 && words[0].equals("version")) {
            // Before anything else is loaded: it is what people time.
            out.print(Version.text()).flush();
            return;
        }
        int code = run(List.of(words), out);
        // Not by returning: a thread may wait for a standard input that never ends.
        System.exit(code);
    }

    /// One command line, in this process.
    ///
    /// @return the exit code
    static int run(List<String> words, Output out) {
        Output err = new Output(new FileOutputStream(FileDescriptor.err), out);
        Map<String, String> environment = environment();
        try (Session session =
                new Session(
                        System.getProperty("cooper.name", "cooper"),
                        new FileInputStream(FileDescriptor.in),
                        out,
                        err,
                        Terminal.ofProcess(environment),
                        Signals.ofProcess(),
                        environment,
                        InstantSource.system(),
                        globals ->
                                Engine.open(
                                        globals.root(environment, user()),
                                        CacheSettings.of(environment)))) {
            return new Dispatcher(session).run(words);
        }
    }

    /// Who calls. The launcher may have made him root of a namespace.
    private static String user() {
        String uid = System.getProperty("cooper.uid");
        return uid == null
                ? System.getProperty("user.name", "")
                : uid.equals("0") ? "root" : "user " + uid;
    }

    /// The caller's variables. The launcher runs the JVM in a UTF-8 locale and tells by a property
    /// which one the caller had.
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (System.getProperty("cooper.name") != null) {
            environment.remove("LC_ALL");
        }
        String locale = System.getProperty("cooper.lc_all");
        if (locale != null) {
            environment.put("LC_ALL", locale);
        }
        return environment;
    }
}
