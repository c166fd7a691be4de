// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folders that `COPY --parents` makes above what it copies: each with the owner, mode and time
/// of the one it stands for. Those that are there stay as they are.
public final class ParentFolders {
    private final Dir root;
    private final @Nullable Owner chown;
    private final Destination destinations;
    private final List<Made> made = new ArrayList<>();

    private record Made(Name path, Stat source) {}

    public ParentFolders(Dir root, @Nullable Owner chown) {
        this.root = root;
        this.chown = chown;
        this.destinations = new Destination(root, chown == null ? Owner.ROOT : chown, null);
    }

    /// The folder, with a slash at its end, that `selected` is to be copied into, or onto if it is
    /// one itself.
    public Name make(SourceTree from, Selected selected, Name destination)
            throws IOException, StepException {
        List<Name> kept = selected.name().components();
        int folders = selected.stat().isDirectory() ? kept.size() : kept.size() - 1;
        Name source = above(selected.path(), kept.size());
        Name target = destinations.folder(destination);
        for (Name each : kept.subList(0, Math.max(0, folders))) {
            source = source.child(each);
            target = one(from, source, target.child(each));
        }
        return Name.of("/" + target.text() + (target.isEmpty() ? "" : "/"));
    }

    private Name one(SourceTree from, Name source, Name target) throws IOException, StepException {
        Name there = destinations.file(target);
        boolean missing = root.statOrNull(there) == null;
        Name folder = destinations.folder(target);
        if (missing) {
            Stat stat = from.root().stat(source);
            root.chown(
                    folder,
                    chown == null ? from.uid(stat) : chown.uid(),
                    chown == null ? from.gid(stat) : chown.gid());
            root.chmod(folder, stat.permissions());
            made.add(new Made(folder, stat));
        }
        return folder;
    }

    private static Name above(Name path, int names) {
        List<Name> all = path.components();
        return Name.join(all.subList(0, Math.max(0, all.size() - names)));
    }

    /// Sets the times of what was made, once everything is in it.
    public void finish() throws IOException {
        for (Made each : made.reversed()) {
            root.setTimes(each.path(), each.source().mtimeSeconds(), each.source().mtimeNanos());
        }
    }
}
