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
import java.util.function.Function;

/// Which drivers work on this machine, found out by running something with each, and remembered for
/// as long as the machine isn't booted and the programs are the same.
final class Drivers {
    private static final List<String> RUNTIMES = List.of("crun", "runc");

    /// What every driver starts.
    private static final List<String> PROGRAMS =
            List.of("sh", "setsid", "unshare", "mount", "mkdir", "true");

    private static final String WHY = "why";

    private static final List<Sandbox.Kind> AUTO = List.of(Sandbox.Kind.OCI, Sandbox.Kind.UNSHARE);

    private static final String INSTALL =
            "install util-linux and coreutils: apt-get install util-linux coreutils, or your"
                    + " distribution's like";

    /// @param sandbox empty if it doesn't work, and then why
    record Outcome(Optional<Sandbox> sandbox, String why) {
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
        if (!Rights.own().mayMount()) {
            why.append(": ").append(Surroundings.why());
        }
        for (Sandbox.Kind kind : Rights.own().mayMount() ? AUTO : List.<Sandbox.Kind>of()) {
            Outcome outcome = look(kind, memory);
            if (outcome.sandbox().isPresent()) {
                return outcome.sandbox().get();
            }
            why.append('\n').append(outcome.why());
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

    static Outcome chroot() {
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
            known = tried(memory, false, means -> new OciSandbox(runtime, means));
            remembered.write(known);
        }
        String why = known.getProperty(WHY);
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
            known = tried(memory, true, means -> new UnshareSandbox(tools, means));
            tools.save(known);
            remembered.write(known);
        }
        String why = known.getProperty(WHY);
        return why == null
                ? Outcome.works(new UnshareSandbox(HostTools.load(known), Means.load(known)))
                : Outcome.fails("unshare: " + why + "; " + INSTALL);
    }

    /// Runs something with each of the means that there may be, until it works.
    private static Properties tried(Path memory, boolean alone, Function<Means, Sandbox> driver)
            throws IOException, InterruptedException {
        Properties known = new Properties();
        for (Means each : Means.all(memory, alone)) {
            String why = Probe.run(driver.apply(each), memory, each);
            each.save(known);
            if (why == null) {
                known.remove(WHY);
                return known;
            }
            known.setProperty(WHY, why);
        }
        return known;
    }
}
