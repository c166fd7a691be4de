// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Rights;
import dev.cooper.posix.Stat;
import dev.cooper.sandbox.Layer.Kind;
import dev.cooper.sandbox.SandboxMount.Tmpfs;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// All that is settled before anything of a sandbox exists: what is mounted where, that the places
/// for it are there, where the program starts, and that there is one.
///
/// @param script the mounts
/// @param stubs places that were made
/// @param workingDirectory absolute, without links
record Blueprint(MountScript script, List<Stubs> stubs, Name workingDirectory) {
    private static final Name PRELOAD = Name.of("/etc/ld.so.preload");
    private static final Name HOME = Name.of("HOME=");
    private static final int TTY = 5;
    private static final String QUIET = "nosuid,nodev,noexec";

    /// A new network's loopback is down. Its flags can be written where the kernel shows it, in a
    /// mount that nothing inside gets to see; it must be the first, or all are read-only. Where the
    /// kernel doesn't show it, another program has to do it, if there is one.
    private static final String NETWORK = "n";

    private interface Step {
        void run() throws IOException, StartException;
    }

    private record Wanted(Name target, Step step) {
        int depth() {
            return target.components().size();
        }
    }

    /// @param view the merged view of the tree; closed in the end
    /// @param alone whether no runtime follows, which would mount /proc, hide what is not to be
    ///   seen, and keep the program from devices
    static Blueprint draw(SandboxSpec spec, Scratch scratch, Dir view, boolean alone, Means means)
            throws IOException, StartException {
        environment(spec);
        MountScript script = new MountScript();
        boolean own =
                switch (spec.network()) {
                    case HOST -> false;
                    case NONE -> true;
                };
        boolean shown = own && means.networks();
        if (shown) {
            scratch.folder(NETWORK, 0700);
            script.mount(Name.of("sysfs"), Name.of(NETWORK), "sysfs", QUIET + ",unbindable");
        }
        Mounts mounts = new Mounts(scratch, spec.root(), view, script, alone, means);
        boolean done = false;
        try (RootView seen = mounts.view()) {
            for (Wanted each : wanted(spec, scratch, mounts, alone, own)) {
                each.step().run();
            }
            Name start = start(spec, mounts);
            Program.find(seen, spec, start);
            if (alone) {
                hide(spec, mounts, script, means);
                withoutPreload(seen, mounts);
            }
            Optional<Path> ip = HostTools.find("ip");
            if (own && !shown && ip.isPresent()) {
                script.line(ip.get() + " link set lo up");
            } else if (shown) {
                script.line("echo 0x9 >" + NETWORK + "/class/net/lo/flags");
            }
            done = true;
            return new Blueprint(script, mounts.stubs(), Name.of("/").child(start));
        } finally {
            if (!done) {
                for (Stubs each : mounts.stubs()) {
                    each.remove();
                }
            }
        }
    }

    /// What every sandbox has and what this one has besides, those above before those below; where
    /// the caller has something of his own, it counts.
    private static List<Wanted> wanted(
            SandboxSpec spec, Scratch scratch, Mounts mounts, boolean alone, boolean ownNetwork)
            throws IOException {
        List<Wanted> all = new ArrayList<>();
        Set<Name> own = new HashSet<>();
        for (SandboxMount each : spec.mounts()) {
            own.add(Name.join(each.target().components()));
        }
        add(all, "/sys", at -> mounts.system(at, QUIET, ownNetwork));
        mounts.own();
        add(all, "/dev", mounts::devices);
        add(
                all,
                "/dev/pts",
                at ->
                        mounts.fresh(
                                at,
                                "devpts",
                                "nosuid,noexec,newinstance,ptmxmode=0666,mode=0620"
                                        + (Rights.own().hasIds(0, TTY) ? ",gid=" + TTY : "")));
        add(all, "/dev/mqueue", at -> mounts.fresh(at, "mqueue", QUIET));
        add(
                all,
                "/dev/shm",
                at -> mounts.add(new Tmpfs(at, OptionalLong.of(spec.limits().shmBytes()), 01777)));
        file(all, scratch, mounts, "hosts", NetworkFiles.hosts(spec));
        file(all, scratch, mounts, "hostname", NetworkFiles.hostname(spec));
        file(all, scratch, mounts, "resolv.conf", NetworkFiles.resolvers(spec));
        all.removeIf(each -> own.contains(Name.join(each.target().components())));
        add(all, "/proc", at -> mounts.processes(at, QUIET, alone));
        for (SandboxMount each : spec.mounts()) {
            all.add(new Wanted(each.target(), () -> mounts.add(each)));
        }
        all.sort(Comparator.comparingInt(Wanted::depth));
        return all;
    }

    private interface Mounting {
        void at(Name target) throws IOException, StartException;
    }

    private static void add(List<Wanted> all, String target, Mounting mounting) {
        Name at = Name.of(target);
        all.add(new Wanted(at, () -> mounting.at(at)));
    }

    private static void file(
            List<Wanted> all, Scratch scratch, Mounts mounts, String name, byte[] content)
            throws IOException {
        scratch.write(Scratch.OWN + "/" + name, content, 0644);
        add(all, "/etc/" + name, at -> mounts.file(name, at));
    }

    /// The variables as given, and the home directory of the user where there is none among them.
    ///
    /// @throws StartException for one without a name or without a value
    static List<Name> environment(SandboxSpec spec) throws StartException {
        for (Name each : spec.environment()) {
            if (each.text().indexOf('=') <= 0) {
                throw new StartException(
                        Reason.OTHER, "invalid environment variable: \"" + each + "\"");
            }
        }
        if (spec.environment().stream().anyMatch(each -> each.startsWith(HOME))) {
            return spec.environment();
        }
        List<Name> all = new ArrayList<>(spec.environment());
        all.add(Name.of(HOME.text() + spec.user().home().text()));
        return all;
    }

    private static Name start(SandboxSpec spec, Mounts mounts) throws IOException, StartException {
        Place place;
        try {
            place = mounts.view().resolve(spec.workingDirectory());
        } catch (StartException e) {
            throw new StartException(e.reason(), "mkdir " + e.getMessage());
        }
        if (place.layer().kind() == Kind.PROC && !place.real().equals(place.layer().at())) {
            // What /proc has of processes leads to wherever these are.
            throw new StartException(
                    Reason.OTHER,
                    "working directory " + spec.workingDirectory() + " is below /proc");
        }
        if (place.isMissing()) {
            mounts.workingDirectory(place);
        } else if (place.stat() != null && !place.stat().isDirectory()) {
            throw new StartException(
                    Reason.OTHER, "mkdir " + spec.workingDirectory() + ": not a directory");
        }
        if (place.layer().stubs() != null) {
            place.layer().stubs().keep(place.layer().inside(place.real()));
        }
        return place.real();
    }

    private static void hide(SandboxSpec spec, Mounts mounts, MountScript script, Means means)
            throws IOException {
        // Where the outer /proc is seen, who mounted that has hidden what is to be.
        for (String each : means.processes() ? KernelPaths.READ_ONLY : List.<String>of()) {
            Name path = Scratch.inRoot(Name.of(each.substring(1)));
            script.mount(path, path, "none", "bind,ro," + QUIET);
        }
        for (String each : KernelPaths.MASKED) {
            Name path = Scratch.inRoot(Name.of(each.substring(1)));
            if (each.startsWith("/sys") ? ownSystem(spec) : !means.processes()) {
                continue;
            }
            if (KernelPaths.isFolder(each)) {
                script.mount(Name.of("tmpfs"), path, "tmpfs", "ro,size=0k," + QUIET);
            } else {
                mounts.hide(path);
            }
        }
    }

    private static boolean ownSystem(SandboxSpec spec) {
        return spec.mounts().stream()
                .anyMatch(each -> Name.join(each.target().components()).equals(Name.of("sys")));
    }

    /// The loader of the host's tools would obey the image's file when `/` is the image. A program
    /// that wants it goes without it.
    private static void withoutPreload(RootView view, Mounts mounts) throws IOException {
        try {
            Place place = view.resolve(PRELOAD);
            Stat stat = place.stat();
            if (stat != null && stat.isRegular() && stat.size() > 0) {
                mounts.hide(Scratch.inRoot(place.real()));
            }
        } catch (StartException e) {
            return; // it leads nowhere
        }
    }
}
