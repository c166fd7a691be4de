// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import dev.cooper.sandbox.Layer.Kind;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.util.List;

/// Whether there is the program that is to be started, found as runc finds it and said in its
/// words. The kernel looks again when it starts it.
final class Program {
    private static final Name PATH = Name.of("PATH=");

    private Program() {}

    /// @param workingDirectory without links
    static void find(RootView view, SandboxSpec spec, Name workingDirectory)
            throws IOException, StartException {
        if (spec.arguments().isEmpty()) {
            throw new StartException(Reason.OTHER, "no command specified");
        }
        Name program = spec.arguments().getFirst();
        if (hasSlash(program)) {
            named(view, spec.user(), program, workingDirectory);
        } else if (!onPath(view, spec, program)) {
            throw new StartException(
                    Reason.NOT_FOUND,
                    "exec: \"" + program + "\": executable file not found in $PATH");
        }
    }

    private static void named(RootView view, ProcessUser user, Name program, Name from)
            throws IOException, StartException {
        Name path = program.isAbsolute() ? program : Name.of("/").child(from).child(program);
        Place place;
        try {
            place = view.resolve(path);
        } catch (StartException e) {
            throw missing(program, e.getMessage());
        }
        Stat stat = place.stat();
        if (place.layer().kind() == Kind.PROC) {
            throw new StartException(
                    Reason.NOT_EXECUTABLE, "exec: \"" + program + "\": permission denied");
        }
        if (stat == null) {
            throw missing(program, program + ": no such file or directory");
        }
        if (stat.isDirectory()) {
            throw new StartException(
                    Reason.NOT_EXECUTABLE, "exec: \"" + program + "\": is a directory");
        }
        if (!isExecutable(stat, user)) {
            throw new StartException(
                    Reason.NOT_EXECUTABLE, "exec: \"" + program + "\": permission denied");
        }
    }

    private static StartException missing(Name program, String why) {
        return new StartException(Reason.NOT_FOUND, "exec: \"" + program + "\": stat " + why);
    }

    private static boolean onPath(RootView view, SandboxSpec spec, Name program)
            throws IOException {
        String path = "";
        for (Name each : spec.environment()) {
            if (each.startsWith(PATH)) {
                path = each.text().substring(PATH.length());
            }
        }
        for (String folder : path.split(":")) {
            if (folder.startsWith("/") && isThere(view, spec.user(), Name.of(folder), program)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(RootView view, ProcessUser user, Name folder, Name program)
            throws IOException {
        try {
            Stat stat = view.resolve(folder.child(program)).stat();
            return stat != null && isExecutable(stat, user);
        } catch (StartException e) {
            return false; // a folder of PATH that can't be is no error
        }
    }

    private static boolean isExecutable(Stat stat, ProcessUser user) {
        if (!stat.isRegular()) {
            return false;
        }
        if (user.uid() == 0) {
            return (stat.mode() & 0111) != 0;
        }
        List<Integer> groups = user.groups();
        int bit =
                stat.uid() == user.uid()
                        ? 0100
                        : stat.gid() == user.gid() || groups.contains(stat.gid()) ? 0010 : 0001;
        return (stat.mode() & bit) != 0;
    }

    private static boolean hasSlash(Name name) {
        for (byte b : name.bytes()) {
            if (b == '/') {
                return true;
            }
        }
        return false;
    }
}
