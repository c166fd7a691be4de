// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// util-linux and coreutils alone: namespaces, capabilities and no_new_privs. Filters no system
/// calls.
final class UnshareSandbox implements Sandbox {
    /// Docker's default set.
    private static final String CAPABILITIES =
            "-all,+chown,+dac_override,+fsetid,+fowner,+mknod,+net_raw,+setgid,+setuid,+setfcap"
                    + ",+setpcap,+net_bind_service,+sys_chroot,+kill,+audit_write";

    private static final String SCRIPT = "unshare.sh";

    private final HostTools tools;

    UnshareSandbox(HostTools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "unshare";
    }

    @Override
    public SandboxProcess start(SandboxSpec spec)
            throws IOException, InterruptedException, StartException {
        try (Scratch scratch = Scratch.open(spec.scratch())) {
            Blueprint blueprint = Blueprint.draw(spec, scratch, true);
            return BoxProcess.start(spec, blueprint, scratch, () -> {
                scratch.write("plan", plan(spec, scratch, blueprint), 0600);
                return script(spec);
            });
        }
    }

    private List<String> script(SandboxSpec spec) throws IOException {
        String text = Scripts.read(SCRIPT);
        List<String> words = new ArrayList<>();
        words.add(HostTools.program("setsid"));
        words.addAll(List.of("/bin/sh", "-c", text, "cooper", text));
        words.add(HostTools.program("unshare"));
        words.addAll(List.of("--mount", "--pid", "--ipc", "--uts", "--cgroup"));
        switch (spec.network()) {
            case HOST -> {}
            case NONE -> words.add("--net");
        }
        // With the group, whatever further groups the caller has are gone.
        words.addAll(List.of("--fork", "--kill-child", "--setgid", "0"));
        return words;
    }

    private byte[] plan(SandboxSpec spec, Scratch scratch, Blueprint blueprint)
            throws IOException {
        scratch.folder(Scratch.ROOT, 0755);
        scratch.folder(Scratch.TOOLS, 0755);
        MountScript mounts = blueprint.script();
        mounts.mount(
                Name.of(tools.base().toString()), Name.of(Scratch.TOOLS), "none", "bind,ro");
        ShellText plan =
                new ShellText()
                        .assign("mount", Name.of(HostTools.program("mount")))
                        .assign("pivot_root", Name.of(HostTools.program("pivot_root")));
        plan.append(mounts.write(scratch))
                .text("echo ")
                .word(Name.of(spec.hostname()))
                .line(" >/proc/sys/kernel/hostname");
        int uid = spec.user().uid();
        if (uid != 0) {
            plan.command(
                    words(List.of(HostTools.program("chown"), "+" + uid, "/dev/fd/1", "/dev/fd/4")));
        }
        plan.line("detach() {").command(tool("umount", "-i", "-n", "-l", "/")).line("}");
        return plan.text("set -- ").command(command(spec, blueprint)).bytes();
    }

    private List<Name> command(SandboxSpec spec, Blueprint blueprint) {
        List<Name> all =
                new ArrayList<>(
                        tool(
                                "setpriv",
                                "--no-new-privs",
                                "--inh-caps",
                                "-all",
                                "--ambient-caps",
                                "-all",
                                "--bounding-set",
                                CAPABILITIES));
        ProcessUser user = spec.user();
        if (user.uid() != 0 || user.gid() != 0 || !user.groups().equals(List.of(0))) {
            // Numbers with a plus: setpriv would look for them among the image's users first.
            all.addAll(
                    tool(
                            "chroot",
                            "--userspec=+" + user.uid() + ":+" + user.gid(),
                            "--groups="
                                    + String.join(
                                            ",",
                                            user.groups().stream().map(each -> "+" + each).toList()),
                            "--skip-chdir",
                            "/"));
        }
        all.addAll(tool("env", "-i"));
        all.add(Name.of("--chdir=" + blueprint.workingDirectory().text()));
        all.add(Name.of("--"));
        all.addAll(spec.environment());
        all.addAll(spec.arguments());
        return all;
    }

    private List<Name> tool(String name, String... arguments) {
        List<String> all = new ArrayList<>(tools.commands().get(name));
        all.addAll(List.of(arguments));
        return words(all);
    }

    private static List<Name> words(List<String> words) {
        return words.stream().map(Name::of).toList();
    }
}
