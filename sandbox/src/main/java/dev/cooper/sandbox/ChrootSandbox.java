// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another root folder and nothing else: for places where no namespace can be had, such as a
/// container of root's without the right to mount. It keeps a program from the files around it as
/// long as that means no harm: root in it can get out, sees no /proc, shares network, processes and
/// users with what is around. Never chosen by itself.
///
/// What other drivers mount is put into the tree and taken away afterwards ([ChrootPlaces]).
final class ChrootSandbox implements Sandbox {
    static final List<String> PROGRAMS = List.of("sh", "setsid", "env", "setpriv", "nsenter");

    @Override
    public String name() {
        return "chroot";
    }

    @Override
    public SandboxProcess start(SandboxSpec spec, Dir tree)
            throws IOException, InterruptedException, StartException {
        if (!spec.root().lowersNewestFirst().isEmpty()) {
            throw new StartException(
                    Reason.OTHER,
                    "the chroot driver needs a tree that is whole: set COOPER_SNAPSHOTTER=copying");
        }
        if (spec.network() == SandboxNetwork.NONE) {
            throw new StartException(
                    Reason.OTHER, "the chroot driver has no network but the one around it");
        }
        if (spec.arguments().stream().limit(1).anyMatch(each -> each.text().contains("="))) {
            throw new StartException(
                    Reason.OTHER,
                    "env(1) would take \"" + spec.arguments().getFirst() + "\" for a variable");
        }
        ChrootPlaces places = ChrootPlaces.open(spec.root().upper());
        boolean done = false;
        try (Scratch scratch = Scratch.open(spec.scratch())) {
            Name start = start(spec, tree, places);
            places.fill(spec);
            scratch.write("plan", plan(spec, start), 0600);
            SandboxProcess process = ChrootProcess.start(spec, scratch, places);
            done = true;
            return process;
        } finally {
            if (!done) {
                places.clear();
            }
        }
    }

    private static Name start(SandboxSpec spec, Dir tree, ChrootPlaces places)
            throws IOException, StartException {
        try (RootView view =
                new RootView(Layer.folder(Name.of(""), Layer.Kind.WRITABLE, tree, null))) {
            Place place = view.resolve(spec.workingDirectory());
            if (place.isMissing()) {
                Trees.make(place, true);
            } else if (place.stat() != null && !place.stat().isDirectory()) {
                throw new StartException(
                        Reason.OTHER, "mkdir " + spec.workingDirectory() + ": not a directory");
            }
            places.keep(place.real());
            Program.find(view, spec, place.real());
            return place.real();
        }
    }

    private static byte[] plan(SandboxSpec spec, Name start) throws StartException {
        Path root = spec.root().upper().toAbsolutePath();
        List<Name> words = new ArrayList<>();
        words.add(Name.of(HostTools.program("env")));
        words.add(Name.of("-i"));
        words.add(Name.of("--"));
        words.addAll(Blueprint.environment(spec));
        for (String each :
                List.of(
                        HostTools.program("setpriv"),
                        "--no-new-privs",
                        HostTools.program("nsenter"),
                        "--root=" + root,
                        "--setgid=" + spec.user().gid(),
                        "--setuid=" + spec.user().uid())) {
            words.add(Name.of(each));
        }
        words.add(Name.of("--wd=" + root + "/" + start.text()));
        words.add(Name.of("--"));
        words.addAll(spec.arguments());
        return new ShellText().text("set -- ").command(words).bytes();
    }
}
