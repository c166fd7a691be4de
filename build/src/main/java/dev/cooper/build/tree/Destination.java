// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.tree;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds and makes folders in a root file system that is being written. Links, also dangling ones,
/// are followed inside the root; what is missing is made with mode 0755.
public final class Destination {
    private static final int MOST_LINKS = 40;

    private final Dir root;
    private final Owner owner;
    private final @Nullable Chmod chmod;

    /// @param owner of the folders that are made
    /// @param chmod applied to them if it is a number; symbolic modes are for what is copied
    ///   (docs/dockerfile.md)
    public Destination(Dir root, Owner owner, @Nullable Chmod chmod) {
        this.root = root;
        this.owner = owner;
        this.chmod = chmod;
    }

    /// The link-free path of a folder, which exists afterwards.
    ///
    /// @throws StepException if something else stands in the way
    public Name folder(Name path) throws IOException, StepException {
        return resolve(path, true);
    }

    /// The link-free path of what `path` names; the folder it lies in exists afterwards, the last
    /// name may not.
    public Name file(Name path) throws IOException, StepException {
        return resolve(path, false);
    }

    private Name resolve(Name path, boolean makeLast) throws IOException, StepException {
        Deque<Name> ahead = new ArrayDeque<>(path.components());
        List<Name> done = new ArrayList<>();
        int links = 0;
        while (!ahead.isEmpty()) {
            Name next = ahead.pop();
            if (next.equals(Name.of(".."))) {
                if (!done.isEmpty()) {
                    done.removeLast();
                }
                continue;
            }
            Name here = Name.join(done);
            try (Dir folder = open(here)) {
                Stat stat = folder.statOrNull(next);
                boolean last = ahead.isEmpty();
                if (stat != null && stat.isSymlink()) {
                    if (++links > MOST_LINKS) {
                        throw new StepException("too many symbolic links on the way to " + path);
                    }
                    Name target = folder.readlink(next);
                    if (target.isAbsolute()) {
                        done.clear();
                    }
                    target.components().reversed().forEach(ahead::push);
                    continue;
                }
                if (stat == null && (!last || makeLast)) {
                    make(folder, next);
                } else if (stat != null && !stat.isDirectory() && (!last || makeLast)) {
                    throw new StepException(
                            "cannot make the folder /"
                                    + here.child(next)
                                    + ": a file is in its way");
                }
                done.add(next);
            }
        }
        return Name.join(done);
    }

    private void make(Dir folder, Name name) throws IOException {
        folder.mkdir(name, 0755);
        folder.chown(name, owner.uid(), owner.gid());
        if (chmod instanceof Chmod.Octal octal) {
            folder.chmod(name, octal.mode());
        }
    }

    private Dir open(Name path) throws IOException {
        return path.isEmpty() ? root.duplicate() : root.openDir(path);
    }
}
