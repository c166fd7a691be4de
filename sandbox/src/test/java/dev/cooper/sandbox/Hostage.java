// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/// A JVM of its own, to be killed. Prints the number of its child.
final class Hostage {
    private Hostage() {}

    /// @param args kind of driver, what is remembered, folder, and what to do after the start:
    ///   `wait` until killed, or `halt`
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[2]);
        Sandbox sandbox = Sandbox.of(Sandbox.Kind.valueOf(args[0]), Path.of(args[1]));
        Box box = new Box(Files.createTempDirectory(folder, "box"));
        Box.Running running =
                box.start(
                        sandbox,
                        Box.names("sh", "-c", "setsid sleep 1000 & echo; exec sleep 1001"));
        long child = ProcessHandle.current().children().findFirst().orElseThrow().pid();
        if (args[3].equals("halt")) {
            System.out.println(child);
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
        running.process().stdout().read();
        System.out.println(child);
        running.process().waitFor();
    }
}
