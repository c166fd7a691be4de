// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All mounts of a sandbox, in order, as text that its script reads. As few processes as can be:
/// one `mount -a`, and another only after a place had to be made in a file system that wasn't there
/// before.
final class MountScript {
    private final List<MountTable> tables = new ArrayList<>(List.of(new MountTable()));
    private final ShellText text = new ShellText();

    /// @param target relative to the scratch folder
    void mount(Name source, Name target, String type, String options) {
        tables.getLast().add(source, target, type, options);
    }

    /// Sets the flags of what is mounted there already.
    void remount(Name target, String options) {
        flush();
        text.text("\"$mount\" -n -i -c -o remount,bind," + options + " ").command(List.of(target));
    }

    void mkdir(Name target) {
        flush();
        text.command(
                List.of(Name.of(HostTools.program("mkdir")), Name.of("-p"), Name.of("--"), target));
    }

    void touch(Name target) {
        flush();
        text.touch(target);
    }

    /// A command of the shell's own, after the mounts so far.
    void line(String command) {
        flush();
        text.line(command);
    }

    private void flush() {
        if (!tables.getLast().isEmpty()) {
            text.line("\"$mount\" -n -i -c -a -T " + file(tables.size() - 1) + " </dev/null");
            tables.add(new MountTable());
        }
    }

    private static String file(int table) {
        return "tab" + table;
    }

    /// Writes the tables.
    ///
    /// @return the commands
    ShellText write(Scratch scratch) throws IOException {
        flush();
        for (int i = 0; i < tables.size() - 1; i++) {
            scratch.write(file(i), tables.get(i).bytes(), 0600);
        }
        return text;
    }
}
