// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

/// Which Cooper this is. A constant, since it is said before anything is loaded; a test holds it to
/// the build's.
public final class Version {
    static final String NUMBER = "0.1.0-SNAPSHOT";

    private Version() {}

    /// What `--version` prints.
    public static String line() {
        return "Cooper version " + NUMBER;
    }

    /// What `version` prints.
    public static String text() {
        return "Client: Cooper\n"
                + " Version:           "
                + NUMBER
                + "\n Java version:      "
                + Runtime.version()
                + "\n OS/Arch:           "
                + platform()
                + "\n Context:           default\n"
                + "\nServer: none, Cooper works without a daemon\n"
                + " Engine:\n"
                + "  Version:          "
                + NUMBER
                + "\n  OS/Arch:          "
                + platform()
                + "\n";
    }

    static String platform() {
        return "linux/" + architecture();
    }

    static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
