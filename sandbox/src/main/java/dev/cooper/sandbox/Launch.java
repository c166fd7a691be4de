// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Rights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How the child of a sandbox is started: its own session, so that no terminal of the caller's is
/// within reach; the lifeline; new namespaces; and in them the script of the driver.
final class Launch {
    private Launch() {}

    static List<String> words(SandboxNetwork network, String script, List<String> namespaces)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(HostTools.program("setsid"));
        words.addAll(List.of("/bin/sh", "-c", Scripts.read("lifeline.sh"), "cooper"));
        words.add(Scripts.read("inside.sh") + Scripts.read(script));
        words.add(HostTools.program("unshare"));
        words.addAll(List.of("--mount", "--pid", "--ipc", "--uts"));
        words.addAll(namespaces);
        switch (network) {
            case HOST -> {}
            case NONE -> words.add("--net");
        }
        words.addAll(List.of("--fork", "--kill-child"));
        if (Rights.own().setgroups()) {
            // With the group, whatever further groups the caller has are gone.
            words.addAll(List.of("--setgid", "0"));
        }
        return words;
    }

    /// What every plan begins with: the mounts, and the name.
    static ShellText plan(SandboxSpec spec, Scratch scratch, MountScript mounts)
            throws IOException {
        ShellText plan =
                new ShellText()
                        .text("mount=")
                        .word(HostTools.program("mount"))
                        .line("")
                        .append(mounts.write(scratch));
        if (!Rights.own().inUserNamespace()) {
            return plan.text("echo ").word(spec.hostname()).line(" >/proc/sys/kernel/hostname");
        }
        // The file is root's of the machine; a system without this program keeps its name inside.
        if (HostTools.find("hostname").isPresent()) {
            plan.word(HostTools.program("hostname")).text(" -- ").word(spec.hostname()).line("");
        }
        return plan;
    }
}
