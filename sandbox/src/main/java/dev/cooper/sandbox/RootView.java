// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.PosixException;
import dev.cooper.posix.Stat;
import dev.cooper.sandbox.StartException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The root file system as the program will see it: the tree with everything that will be mounted
/// over it, looked at from here before any of it is mounted. Paths are resolved in it as the kernel
/// will, links and all, and nothing leads out of it. Nothing runs in the tree meanwhile, so that
/// what is found stays true.
final class RootView implements AutoCloseable {
    private static final int MOST_LINKS = 40;
    private static final Name UP = Name.of("..");

    private final List<Layer> layers = new ArrayList<>();

    RootView(Layer root) {
        layers.add(root);
    }

    /// Puts something over what is there.
    void mount(Layer layer) {
        layers.add(layer);
    }

    /// @throws StartException if a link leads round in circles, or a file stands where a folder
    ///   must be; in the kernel's words
    Place resolve(Name path) throws PosixException, StartException {
        return new Walk(path).go();
    }

    /// The one last mounted wins where two cover the same.
    private Layer layer(Name real) {
        Layer found = layers.getFirst();
        for (Layer each : layers) {
            if (each.covers(real) && each.at().length() >= found.at().length()) {
                found = each;
            }
        }
        return found;
    }

    /// Whether something is mounted there or below: then it is there when the sandbox starts.
    private boolean leadsToLayer(Name real) {
        return layers.stream().anyMatch(each -> Layer.isAtOrBelow(real, each.at()));
    }

    @Override
    public void close() {
        for (Layer each : layers) {
            Dir dir = each.dir();
            if (dir != null) {
                dir.close();
            }
        }
    }

    private final class Walk {
        private final Name path;
        private final Deque<Name> ahead;
        private final List<Name> done = new ArrayList<>();
        private int existing;
        private Layer layer = layers.getFirst();
        private @Nullable Stat stat;

        Walk(Name path) throws PosixException {
            this.path = path;
            this.ahead = new ArrayDeque<>(path.components());
            stay();
        }

        Place go() throws PosixException, StartException {
            int links = 0;
            while (!ahead.isEmpty()) {
                Name next = ahead.pop();
                if (next.equals(UP)) {
                    up();
                } else if (down(next)) {
                    if (++links > MOST_LINKS) {
                        throw failure("too many levels of symbolic links");
                    }
                    follow();
                }
            }
            return new Place(
                    layer,
                    Name.join(done),
                    Name.join(done.subList(0, existing)),
                    existing < done.size() ? null : stat);
        }

        private void up() throws PosixException {
            if (!done.isEmpty()) {
                done.removeLast();
            }
            if (done.size() <= existing) {
                stay();
            }
        }

        /// Takes what is at `done` for where the walk is.
        private void stay() throws PosixException {
            existing = done.size();
            Name here = Name.join(done);
            layer = layer(here);
            stat = layer.stat(here);
        }

        /// @return whether there is a link now
        private boolean down(Name next) throws PosixException, StartException {
            boolean known = existing == done.size();
            if (known && stat != null && !stat.isDirectory()) {
                throw failure("not a directory");
            }
            done.add(next);
            if (!known) {
                return false;
            }
            Name here = Name.join(done);
            Layer there = layer(here);
            Stat found = there.stat(here);
            if (found == null && !leadsToLayer(here)) {
                layer = there;
                return false;
            }
            layer = there;
            stat = found;
            existing = done.size();
            return found != null && found.isSymlink();
        }

        private void follow() throws PosixException {
            Name target =
                    Objects.requireNonNull(layer.dir()).readlink(layer.inside(Name.join(done)));
            done.removeLast();
            if (target.isAbsolute()) {
                done.clear();
            }
            stay();
            target.components().reversed().forEach(ahead::push);
        }

        private StartException failure(String why) {
            return new StartException(Reason.OTHER, path + ": " + why);
        }
    }
}
