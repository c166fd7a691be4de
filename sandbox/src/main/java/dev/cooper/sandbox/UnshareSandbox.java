// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Rights;
import dev.cooper.sandbox.BoxProcess.Driver;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// util-linux and coreutils alone: namespaces, docker's capabilities, no_new_privs, and mounts on
/// which no device opens but those of /dev. Weaker than [OciSandbox] in this: it filters no system
/// calls (setpriv learnt that in util-linux 2.41), and the program sees the caller's session
/// keyring.
final class UnshareSandbox implements Sandbox {
    /// Of the host's programs, what this driver starts besides those that all do.
    static final List<String> PROGRAMS =
            Stream.concat(Stream.of("pivot_root", "chown"), HostTools.INSIDE.stream()).toList();

    private final HostTools tools;
    private final Means means;

    UnshareSandbox(HostTools tools, Means means) {
        this.tools = tools;
        this.means = means;
    }

    @Override
    public String name() {
        return means.processes() ? "unshare" : "unshare (in the /proc around it)";
    }

    @Override
    public SandboxProcess start(SandboxSpec spec, Dir view)
            throws IOException, InterruptedException, StartException {
        if (spec.arguments().stream().limit(1).anyMatch(each -> each.text().contains("="))) {
            throw new StartException(
                    Reason.OTHER,
                    "env(1) would take \""
                            + spec.arguments().getFirst()
                            + "\" for a variable; --isolation=oci can start it");
        }
        OneId.check(spec.user());
        try (Scratch scratch = Scratch.open(spec.scratch())) {
            Blueprint blueprint = Blueprint.draw(spec, scratch, view, true, means);
            return BoxProcess.start(
                    spec,
                    blueprint,
                    scratch,
                    new Driver(1, () -> {}),
                    () -> {
                        scratch.write("plan", plan(spec, scratch, blueprint), 0600);
                        return Launch.words(spec.network(), "unshare.sh", List.of("--cgroup"));
                    });
        }
    }

    private byte[] plan(SandboxSpec spec, Scratch scratch, Blueprint blueprint)
            throws IOException, StartException {
        scratch.folder(Scratch.ROOT, 0755);
        scratch.folder(Scratch.TOOLS, 0755);
        MountScript mounts = blueprint.script();
        // In a namespace, what is mounted below a folder can't be left out.
        String options = means.namespace() ? "rbind,ro" : "bind,ro";
        mounts.mount(
                Name.of(tools.base().toString()),
                Name.of(Scratch.TOOLS),
                "none",
                means.kept(options, tools.base()));
        ShellText plan =
                Launch.plan(spec, scratch, mounts)
                        .text("pivot_root=")
                        .word(HostTools.program("pivot_root"))
                        .line("");
        limits(spec, plan);
        int uid = spec.user().uid();
        if (uid != 0) {
            // So that the program can open /dev/stdout.
            plan.command(
                    words(
                            List.of(
                                    HostTools.program("chown"),
                                    "+" + uid,
                                    "/dev/fd/1",
                                    "/dev/fd/4")));
        }
        plan.line("detach() {").command(tool("umount", "-i", "-n", "-l", "/")).line("}");
        return plan.text("set -- ").command(command(spec, blueprint)).bytes();
    }

    /// The shell's own, which what it becomes has too.
    private static void limits(SandboxSpec spec, ShellText plan) throws StartException {
        if (spec.limits().resources().isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>();
        words.add(
                HostTools.find("prlimit")
                        .orElseThrow(() ->
                                new StartException(
                                        Reason.OTHER, "limits need prlimit, of util-linux"))
                        .toString());
        words.addAll(List.of("--pid", "1"));
        for (SandboxLimits.Resource each : spec.limits().resources()) {
            words.add(
                    "--%s=%s:%s".formatted(each.name(), number(each.soft()), number(each.hard())));
        }
        plan.command(words(words));
    }

    private static String number(long limit) {
        return limit < 0 ? "unlimited" : Long.toString(limit);
    }

    private List<Name> command(SandboxSpec spec, Blueprint blueprint) throws StartException {
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
                                Capabilities.setpriv()));
        ProcessUser user = spec.user();
        boolean root = user.uid() == 0 && user.gid() == 0;
        if (!root || (Rights.own().setgroups() && !user.groups().equals(List.of(0)))) {
            // Numbers with a plus: setpriv would look for them among the image's users first.
            all.addAll(
                    tool(
                            "chroot",
                            "--userspec=+" + user.uid() + ":+" + user.gid(),
                            "--groups="
                                    + String.join(
                                            ",",
                                            user.groups().stream()
                                                    .map(each -> "+" + each)
                                                    .toList()),
                            "--skip-chdir",
                            "/"));
        }
        all.addAll(tool("env", "-i"));
        all.add(Name.of("--chdir=" + blueprint.workingDirectory().text()));
        all.add(Name.of("--"));
        all.addAll(Blueprint.environment(spec));
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
