// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.posix.LockFile;
import dev.cooper.store.Containers;
import dev.cooper.store.StoredContainer;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Finds containers by what people type.
final class ContainerLookup {
    /// What a name may be; ids and their starts are of this form too. Nothing else can be part of a
    /// path.
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final Pattern ONE_DIGIT = Pattern.compile("[0-9a-f]");

    private final Containers containers;

    ContainerLookup(Containers containers) {
        this.containers = containers;
    }

    /// By name (a slash before it is fine, as docker's inspect shows one), id, or start of an id.
    ///
    /// @throws CooperException.NotFound in docker's words
    StoredContainer find(String typed) throws IOException {
        String name = typed.startsWith("/") ? typed.substring(1) : typed;
        if (!NAME.matcher(name).matches() && !ONE_DIGIT.matcher(name).matches()) {
            throw noSuchContainer(typed);
        }
        return containers.find(name).orElseThrow(() -> noSuchContainer(typed));
    }

    /// Takes the lock of a container that does not run; see [RunLock].
    ///
    /// @param typed what an error calls it
    /// @param whenRunning thrown if it runs
    /// @throws CooperException.NotFound if it was removed meanwhile
    LockFile lock(StoredContainer container, String typed, Supplier<CooperException> whenRunning)
            throws IOException, InterruptedException {
        try {
            return RunLock.take(container, whenRunning);
        } catch (IOException e) {
            if (containers.find(container.id()).isEmpty()) {
                throw noSuchContainer(typed);
            }
            throw e;
        }
    }

    static CooperException noSuchContainer(String typed) {
        return new CooperException.NotFound("No such container: " + typed);
    }

    /// A name that a new container may have, without a slash before it.
    ///
    /// @throws CooperException.InvalidInput in docker's words
    static String checked(String typed) {
        String name = typed.startsWith("/") ? typed.substring(1) : typed;
        if (!NAME.matcher(name).matches()) {
            throw new CooperException.InvalidInput(
                    "Invalid container name ("
                            + typed
                            + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return name;
    }
}
