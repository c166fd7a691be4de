// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// Which drivers work on this machine, found out by running something with each, and remembered for
/// as long as the machine isn't booted and the programs are the same.
final class Drivers {
    private static final List<String> RUNTIMES = List.of("crun", "runc");

    /// What every driver starts.
    private static final List<String> PROGRAMS =
            List.of("sh", "setsid", "unshare", "mount", "mkdir", "true");

    private static final List<Sandbox.Kind> AUTO = List.of(Sandbox.Kind.OCI, Sandbox.Kind.UNSHARE);

    private static final String INSTALL =
            "install util-linux and coreutils: apt-get install util-linux coreutils, or your"
                    + " distribution's like";

    /// @param sandbox empty if it doesn't work, and then why
    private record Outcome(Optional<Sandbox> sandbox, String why) {
        static Outcome works(Sandbox sandbox) {
            return new Outcome(Optional.of(sandbox), "");
        }

        static Outcome fails(String why) {
            return new Outcome(Optional.empty(), why);
        }
    }

    private Drivers() {}

    static Sandbox auto(Path memory) throws IOException, InterruptedException {
        StringBuilder why = new StringBuilder("no sandbox works here");
        for (Sandbox.Kind kind : AUTO) {
            Outcome outcome = look(kind, memory);
            if (outcome.sandbox().isPresent()) {
                return outcome.sandbox().get();
            }
            why.append('\n').append(outcome.why());
        }
        if (look(Sandbox.Kind.CHROOT, memory).sandbox().isPresent()) {
            why.append(
                    "\n--isolation=chroot would run it in another root folder of this very machine or container, which holds no program that means harm");
        }
        throw new NoSandboxException(why.toString());
    }

    static Sandbox of(Sandbox.Kind kind, Path memory) throws IOException, InterruptedException {
        Outcome outcome = look(kind, memory);
        return outcome.sandbox().orElseThrow(() -> new NoSandboxException(outcome.why()));
    }

    static List<Sandbox> working(Path memory) throws IOException, InterruptedException {
        List<Sandbox> all = new ArrayList<>();
        for (Sandbox.Kind kind : AUTO) {
            look(kind, memory).sandbox().ifPresent(all::add);
        }
        return all;
    }

    private static Outcome look(Sandbox.Kind kind, Path memory)
            throws IOException, InterruptedException {
        if (kind == Sandbox.Kind.CHROOT) {
            return chroot();
        }
        if (!Rights.own().mayMount()) {
            return Outcome.fails(label(kind) + ": " + Surroundings.why());
        }
        for (String each : PROGRAMS) {
            if (HostTools.find(each).isEmpty()) {
                return Outcome.fails(label(kind) + ": " + each + " is missing; " + INSTALL);
            }
        }
        Files.createDirectories(memory);
        return switch (kind) {
            case OCI -> oci(memory);
            case UNSHARE -> unshare(memory);
            case CHROOT -> chroot();
        };
    }

    private static Outcome chroot() {
        for (Rights.Capability each :
                List.of(Rights.Capability.SYS_CHROOT, Rights.Capability.MKNOD)) {
            if (Rights.own().uid() != 0 || !Rights.own().has(each)) {
                return Outcome.fails(
                        "chroot: needs root with CAP_"
                                + each
                                + ", and this process is "
                                + (Rights.own().uid() == 0 ? "root without it" : "not root"));
            }
        }
        if (Rights.own().inUserNamespace()) {
            return Outcome.fails(
                    "chroot: no devices can be made in a user namespace, where --isolation=unshare does better");
        }
        for (String each : ChrootSandbox.PROGRAMS) {
            if (HostTools.find(each).isEmpty()) {
                return Outcome.fails("chroot: " + each + " is missing; " + INSTALL);
            }
        }
        return Outcome.works(new ChrootSandbox());
    }

    private static String label(Sandbox.Kind kind) {
        return switch (kind) {
            case OCI -> "oci";
            case UNSHARE -> "unshare";
            case CHROOT -> "chroot";
        };
    }

    private static Outcome oci(Path memory) throws IOException, InterruptedException {
        Cgroups.reap();
        List<String> why = new ArrayList<>();
        for (String each : RUNTIMES) {
            Optional<Path> runtime = HostTools.find(each);
            if (runtime.isPresent()) {
                Outcome outcome = oci(memory, each, runtime.get());
                if (outcome.sandbox().isPresent()) {
                    return outcome;
                }
                why.add(outcome.why());
            }
        }
        return Outcome.fails(
                why.isEmpty()
                        ? "oci: neither crun nor runc is installed; apt-get install crun, or your"
                                + " distribution's like"
                        : String.join("\n", why));
    }

    private static Outcome oci(Path memory, String name, Path runtime)
            throws IOException, InterruptedException {
        List<String> programs = new ArrayList<>(PROGRAMS);
        programs.add(name);
        Remembered remembered = new Remembered(memory.resolve("oci-" + name), programs);
        Properties known = remembered.read().orElse(null);
        if (known == null) {
            Means means = Means.of(memory, true);
            known = outcome(Probe.run(new OciSandbox(runtime, means), memory, means));
            means.save(known);
            remembered.write(known);
        }
        String why = known.getProperty("why");
        return why == null
                ? Outcome.works(new OciSandbox(runtime, Means.load(known)))
                : Outcome.fails("oci (" + name + "): " + why + "; try another runtime: crun, runc");
    }

    private static Outcome unshare(Path memory) throws IOException, InterruptedException {
        List<String> programs = new ArrayList<>(PROGRAMS);
        programs.addAll(UnshareSandbox.PROGRAMS);
        for (String each : programs) {
            if (HostTools.find(each).isEmpty()) {
                return Outcome.fails("unshare: " + each + " is missing; " + INSTALL);
            }
        }
        Remembered remembered = new Remembered(memory.resolve("unshare"), programs);
        Properties known = remembered.read().orElse(null);
        if (known == null) {
            HostTools tools;
            try {
                tools = HostTools.locate();
            } catch (IOException e) {
                return Outcome.fails("unshare: " + e.getMessage());
            }
            Means means = Means.of(memory, true);
            String why = Probe.run(new UnshareSandbox(tools, means), memory, means);
            if (why != null && means.namespace()) {
                means = Means.of(memory, false);
                why = Probe.run(new UnshareSandbox(tools, means), memory, means);
            }
            known = outcome(why);
            means.save(known);
            tools.save(known);
            remembered.write(known);
        }
        String why = known.getProperty("why");
        return why == null
                ? Outcome.works(new UnshareSandbox(HostTools.load(known), Means.load(known)))
                : Outcome.fails("unshare: " + why + "; " + INSTALL);
    }

    private static Properties outcome(@org.jspecify.annotations.Nullable String why) {
        Properties known = new Properties();
        if (why != null) {
            known.setProperty("why", why);
        }
        return known;
    }
}
