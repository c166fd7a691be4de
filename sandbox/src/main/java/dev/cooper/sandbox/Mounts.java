// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Overlay;
import dev.cooper.posix.Stat;
import dev.cooper.posix.TreeCopy;
import dev.cooper.sandbox.Layer.Kind;
import dev.cooper.sandbox.SandboxMount.Bind;
import dev.cooper.sandbox.SandboxMount.Tmpfs;
import dev.cooper.sandbox.SandboxMount.Tree;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes one mount after the other: finds the place in the view, makes it if it is missing, writes
/// down how to mount there, and puts what will be seen into the view.
final class Mounts {
    private static final Path SYS = Path.of("/sys");

    private static final Path DEV = Path.of("/dev");

    private final Scratch scratch;
    private final boolean alone;
    private final Means means;
    private final RootView view;
    private final MountScript script;
    private final List<Stubs> stubs = new ArrayList<>();
    private int trees;

    /// @param tree the merged view of the root
    /// @param alone whether there is no runtime that keeps the program from devices: then mounts
    ///   must. The program may make devices, but opens none that it finds in the tree
    Mounts(Scratch scratch, RootTree root, Dir tree, MountScript script, boolean alone, Means means)
            throws IOException {
        this.means = means;
        this.scratch = scratch;
        this.script = script;
        this.alone = alone;
        Name target = Scratch.inRoot(Name.of(""));
        if (root.lowersNewestFirst().isEmpty()) {
            script.mount(
                    name(root.upper()), target, "none", means.kept(guarded("bind"), root.upper()));
        } else {
            String options = scratch.overlay("l", root);
            script.mount(Name.of("overlay"), target, "overlay", guarded(options));
        }
        Stubs made = new Stubs(root.upper());
        stubs.add(made);
        this.view = new RootView(Layer.folder(Name.of(""), Kind.WRITABLE, tree, made));
    }

    private String guarded(String options) {
        return alone ? options + ",nodev" : options;
    }

    /// Makes the folder of Cooper's own files. They are seen through an overlay of theirs, so that
    /// no mount tells where on the host they lie.
    void own() throws IOException {
        scratch.folder(Scratch.OWN, 0755);
        scratch.folder(Scratch.OWN + "/" + Scratch.DEVICES, 0755);
        try (Dir folder = scratch.dir().openDir(Name.of(Scratch.OWN + "/" + Scratch.DEVICES))) {
            DeviceFolder.make(folder);
        }
        if (!means.overlays()) {
            return;
        }
        scratch.folder("fl", 0755);
        scratch.folder("fw", 0700);
        scratch.folder(Scratch.SEEN.text(), 0755);
        script.mount(
                Name.of("overlay"),
                Scratch.SEEN,
                "overlay",
                "nosuid,noexec,lowerdir=fl,upperdir="
                        + Scratch.OWN
                        + ",workdir=fw,volatile,"
                        + Scratch.PLAINLY);
    }

    private Name own(String name) {
        return means.overlays()
                ? Scratch.SEEN.child(Name.of(name))
                : Name.of(Scratch.OWN).child(Name.of(name));
    }

    /// Puts a null device there.
    void hide(Name target) throws IOException {
        if (means.namespace()) {
            script.mount(Name.of("/dev/null"), target, "none", means.kept("bind,ro", DEV));
        } else {
            script.mount(own(Scratch.DEVICES + "/null"), target, "none", "bind,ro");
        }
    }

    /// One of Cooper's own files.
    void file(String name, Name target) throws IOException, StartException {
        Place place = place(target, false);
        script.mount(own(name), Scratch.inRoot(place.real()), "none", "bind,nosuid,nodev,noexec");
        Stat stat = scratch.dir().stat(Name.of(Scratch.OWN + "/" + name));
        view.mount(Layer.file(place.real(), stat));
    }

    RootView view() {
        return view;
    }

    /// Those of the tree itself first.
    List<Stubs> stubs() {
        return stubs;
    }

    /// A file system that is fresh in every sandbox.
    void fresh(Name target, String type, String options) throws IOException, StartException {
        Place place = place(target, true);
        plainly(place, target);
        script.mount(Name.of(type), Scratch.inRoot(place.real()), type, options);
        view.mount(Layer.unseen(place.real(), Kind.FRESH));
    }

    /// What the kernel shows of the machine, and of the network.
    ///
    /// @param own whether it is a network of the sandbox's own. Another one's can't be shown anew
    ///   in a user namespace: then what the host shows is seen, without what is mounted below it
    void system(Name target, String options, boolean own) throws IOException, StartException {
        Place place = place(target, true);
        plainly(place, target);
        Name real = Scratch.inRoot(place.real());
        if (means.namespace() && !(own && means.networks())) {
            script.mount(name(SYS), real, "none", "rbind,ro," + options);
            List<Name> covered = new ArrayList<>();
            for (Name each : HostMounts.below(SYS)) {
                if (covered.stream().noneMatch(above -> Layer.isAtOrBelow(above, each))) {
                    covered.add(each);
                    script.mount(
                            Name.of("tmpfs"), real.child(each), "tmpfs", "ro,size=0k," + options);
                }
            }
        } else {
            script.mount(Name.of("sysfs"), real, "sysfs", "ro," + options);
        }
        view.mount(Layer.folder(place.real(), Kind.READ_ONLY, Dir.open(SYS), null));
    }

    /// The kernel's processes.
    ///
    /// @param mounted whether it is mounted here, or by the runtime later
    void processes(Name target, String options, boolean mounted)
            throws IOException, StartException {
        Place place = place(target, true);
        plainly(place, target);
        if (mounted && !means.processes()) {
            script.mount(Name.of("/proc"), Scratch.inRoot(place.real()), "none", "rbind");
        } else if (mounted) {
            script.mount(Name.of("proc"), Scratch.inRoot(place.real()), "proc", options);
        }
        view.mount(Layer.unseen(place.real(), Kind.PROC));
    }

    /// The folder of devices, as [DeviceFolder] made it.
    void devices(Name target) throws IOException, StartException {
        Place place = place(target, true);
        plainly(place, target);
        Name real = Scratch.inRoot(place.real());
        Name source = own(Scratch.DEVICES);
        script.mount(source, real, "none", guarded("bind,nosuid"));
        for (String each : DeviceFolder.devices()) {
            Name device = Name.of(each);
            if (means.namespace()) {
                // What is in the folder stands for them: the host's are the only ones.
                script.mount(
                        name(DEV).child(device),
                        real.child(device),
                        "none",
                        means.kept("bind,nosuid", DEV.resolve(each)));
            } else if (alone) {
                script.mount(source.child(device), real.child(device), "none", "bind,nosuid");
            }
        }
        Name own = Name.of(Scratch.OWN).child(Name.of(Scratch.DEVICES));
        Dir folder = scratch.dir().openDir(own);
        view.mount(Layer.folder(place.real(), Kind.WRITABLE, folder, null));
    }

    /// What the kernel shows is not put anywhere else than where all expect it.
    private static void plainly(Place place, Name target) throws StartException {
        if (!place.real().equals(Name.join(target.components()))) {
            throw refused(target, "the image has a symbolic link there");
        }
    }

    void add(SandboxMount mount) throws IOException, StartException {
        switch (mount) {
            case Bind bind -> bind(bind);
            case Tree tree -> tree(tree);
            case Tmpfs tmpfs -> tmpfs(tmpfs);
        }
    }

    private void bind(Bind bind) throws IOException, StartException {
        if (!Files.exists(bind.source())) {
            throw refused(bind.target(), bind.source() + " is not there");
        }
        boolean folder = Files.isDirectory(bind.source());
        Place place = place(bind.target(), folder);
        Name real = Scratch.inRoot(place.real());
        if (!folder) {
            // A device that the caller wants to be there is meant to be used.
            String options = bind.readOnly() ? "bind,ro" : "bind";
            script.mount(name(bind.source()), real, "none", means.kept(options, bind.source()));
            view.mount(Layer.file(place.real(), Trees.stat(bind.source())));
            return;
        }
        String flags = bind.readOnly() ? guarded("ro") : guarded("rw");
        script.mount(
                name(bind.source()), real, "none", means.kept("rbind," + flags, bind.source()));
        if (bind.readOnly() || alone) {
            for (Name each : HostMounts.below(bind.source())) {
                Path below = bind.source().toRealPath().resolve(each.text());
                script.remount(real.child(each), means.kept(flags, below));
            }
        }
        Stubs made = new Stubs(bind.source());
        stubs.add(made);
        Kind kind = bind.readOnly() ? Kind.READ_ONLY : Kind.WRITABLE;
        view.mount(Layer.folder(place.real(), kind, Dir.open(bind.source()), made));
    }

    private void tmpfs(Tmpfs tmpfs) throws IOException, StartException {
        Place place = place(tmpfs.target(), true);
        StringBuilder options = new StringBuilder("nosuid,nodev,mode=");
        options.append(Integer.toOctalString(tmpfs.mode()));
        tmpfs.size().ifPresent(size -> options.append(",size=").append(size));
        script.mount(Name.of("tmpfs"), Scratch.inRoot(place.real()), "tmpfs", options.toString());
        view.mount(Layer.unseen(place.real(), Kind.FRESH));
    }

    private void tree(Tree tree) throws IOException, StartException {
        String id = "t" + trees++;
        boolean single = tree.lowersNewestFirst().size() == 1 && tree.readOnly();
        RootTree root =
                new RootTree(
                        tree.lowersNewestFirst(),
                        scratch.path().resolve(id + "u"),
                        scratch.path().resolve(id + "w"),
                        true);
        Dir all;
        if (tree.readOnly()) {
            all = Overlay.mount(tree.lowersNewestFirst(), null, null);
        } else if (!means.overlays()) {
            scratch.folder(id + "u", 0755);
            try (Dir from = Dir.open(tree.lowersNewestFirst().getFirst());
                    Dir to = Dir.open(root.upper())) {
                TreeCopy.copy(from, to);
            }
            all = Dir.open(root.upper());
            single = true;
        } else {
            Stat top = Trees.stat(tree.lowersNewestFirst().getFirst());
            scratch.folder(id + "u", top.permissions());
            scratch.dir().chown(Name.of(id + "u"), top.uid(), top.gid());
            scratch.folder(id + "w", 0700);
            all = Trees.open(root);
        }
        try (all) {
            Name source = all.realPath(tree.source());
            Stat stat = source.isEmpty() ? all.self() : all.stat(source);
            Place place = place(tree.target(), stat.isDirectory());
            Path whole = tree.readOnly() ? tree.lowersNewestFirst().getFirst() : root.upper();
            Name from = single ? name(whole) : Name.of(id);
            if (!single) {
                scratch.folder(id, 0700);
                String options =
                        tree.readOnly()
                                ? scratch.overlay(id + "l", tree.lowersNewestFirst())
                                : scratch.overlay(id + "l", root);
                script.mount(Name.of("overlay"), from, "overlay", guarded(options));
            }
            script.mount(
                    from.child(source),
                    Scratch.inRoot(place.real()),
                    "none",
                    means.kept(guarded(tree.readOnly() ? "bind,ro" : "bind"), whole));
            Kind kind = tree.readOnly() ? Kind.READ_ONLY : Kind.WRITABLE;
            view.mount(
                    stat.isDirectory()
                            ? Layer.folder(
                                    place.real(),
                                    kind,
                                    source.isEmpty() ? all.duplicate() : all.openDir(source),
                                    null)
                            : Layer.file(place.real(), stat));
        }
    }

    /// Where a mount goes; made if it is missing.
    private Place place(Name target, boolean folder) throws IOException, StartException {
        Place place = view.resolve(target);
        if (place.real().isEmpty()) {
            throw refused(target, "that is the root folder");
        }
        if (place.layer().kind() == Kind.PROC) {
            throw refused(target, "nothing may be put over /proc");
        }
        if (place.isMissing()) {
            make(place, folder);
        } else if (place.stat() != null && place.stat().isDirectory() != folder) {
            throw refused(target, folder ? "not a directory" : "is a directory");
        }
        return place;
    }

    private void make(Place place, boolean folder) throws IOException, StartException {
        switch (place.layer().kind()) {
            case WRITABLE -> Trees.make(place, folder);
            case FRESH -> makeInside(place.real(), folder);
            case READ_ONLY, PROC ->
                    throw refused(place.real(), "there is no such place, and none can be made");
        }
    }

    /// In a file system that isn't there yet: nothing is in the way then, no link either.
    private void makeInside(Name real, boolean folder) {
        Name target = Scratch.inRoot(real);
        Name parent = target.parent();
        if (folder) {
            script.mkdir(target);
        } else {
            if (parent != null) {
                script.mkdir(parent);
            }
            script.touch(target);
        }
    }

    /// Makes the folder that the program starts in, for good, as docker and BuildKit leave it.
    void workingDirectory(Place place) throws IOException, StartException {
        String name = place.absolute();
        switch (place.layer().kind()) {
            case WRITABLE -> Trees.make(place, true);
            case FRESH -> script.mkdir(Scratch.inRoot(place.real()));
            case READ_ONLY, PROC ->
                    throw new StartException(
                            Reason.OTHER, "mkdir " + name + ": read-only file system");
        }
    }

    private static StartException refused(Name target, String why) {
        return new StartException(Reason.OTHER, "cannot mount at " + target + ": " + why);
    }

    private static Name name(Path path) {
        return Name.of(path.toAbsolutePath().toString());
    }
}
