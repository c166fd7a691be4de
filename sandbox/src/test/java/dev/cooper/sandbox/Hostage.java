// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/// A JVM of its own, to be killed.
final class Hostage {
    private Hostage() {}

    /// @param args kind of driver, folder, and what to do after the start: `wait` until killed, or
    ///   `halt`
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        Sandbox sandbox =
                Sandbox.of(
                        Sandbox.Kind.valueOf(args[0]), Files.createTempDirectory(folder, "memory"));
        Box box = new Box(Files.createTempDirectory(folder, "box"));
        Box.Running running =
                box.start(
                        sandbox,
                        Box.names("sh", "-c", "setsid sleep 1000 & echo; exec sleep 1001"));
        if (args[2].equals("halt")) {
            System.out.println("started");
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
        running.process().stdout().read();
        System.out.println("started");
        running.process().waitFor();
    }
}
