// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.BoxProcess.Driver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// An OCI runtime of the host's, crun or runc, with docker's defaults: what `unshare` does, and
/// besides a filter of system calls and a control group that keeps devices away.
final class OciSandbox implements Sandbox {
    static final String PID_FILE = "pid";

    private static final AtomicLong RUNS = new AtomicLong();

    private final Path runtime;
    private final Means means;

    OciSandbox(Path runtime, Means means) {
        this.runtime = runtime;
        this.means = means;
    }

    @Override
    public String name() {
        return "oci (" + runtime.getFileName() + ")";
    }

    @Override
    public SandboxProcess start(SandboxSpec spec, Dir view)
            throws IOException, InterruptedException, StartException {
        OneId.check(spec.user());
        try (Scratch scratch = Scratch.open(spec.scratch())) {
            Blueprint blueprint = Blueprint.draw(spec, scratch, view, false, means);
            String id = Cgroups.name(RUNS.incrementAndGet());
            return BoxProcess.start(
                    spec,
                    blueprint,
                    scratch,
                    new Driver(2, () -> Cgroups.remove(id)),
                    () -> {
                        scratch.write(
                                "config.json", OciConfig.of(spec, scratch, blueprint, id), 0600);
                        scratch.write("plan", plan(spec, scratch, blueprint, id), 0600);
                        return Launch.words(spec.network(), "oci.sh", List.of());
                    });
        }
    }

    private boolean isCrun() {
        return runtime.endsWith("crun");
    }

    private byte[] plan(SandboxSpec spec, Scratch scratch, Blueprint blueprint, String id)
            throws IOException {
        scratch.folder(Scratch.ROOT, 0755);
        // The runtime looks itself up by its number, which is the one that its namespace gave.
        // (A name of its own: what is mounted there as `proc` already would not be mounted again.)
        blueprint
                .script()
                .mount(Name.of("inside"), Name.of("/proc"), "proc", "nosuid,nodev,noexec");
        return Launch.plan(spec, scratch, blueprint.script())
                .text("set -- ")
                .word(runtime.toString())
                .text(means.namespace() && isCrun() ? " --cgroup-manager disabled" : "")
                .text(" --root state --log setup run --bundle . --pid-file " + PID_FILE + " ")
                .word(id)
                .line("")
                .bytes();
    }
}
