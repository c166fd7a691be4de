// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.posix.Name;

/// The folders of a store. Each has one owner class, which alone knows what is in it.
enum Room {
    BLOBS("blobs"),
    SNAPSHOTS("snapshots"),
    LAYERS("layers"),
    IMAGES("images"),
    TAGS("tags"),
    ORIGINS("origins"),
    PACKED("packed"),
    CACHE("cache"),
    MOUNTS("mounts"),
    CONTAINERS("containers"),
    BUILDS("builds"),
    SANDBOX("sandbox"),
    NAMES("names"),
    EPOCHS("epochs"),
    LOCKS("locks"),
    UPKEEP("upkeep"),
    TMP("tmp"),
    TRASH("trash");

    private final String folder;

    Room(String folder) {
        this.folder = folder;
    }

    /// Its name in the root, ASCII.
    String folder() {
        return folder;
    }

    Name fileName() {
        return Name.of(folder);
    }
}
