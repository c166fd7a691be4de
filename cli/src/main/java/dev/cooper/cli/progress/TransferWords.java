// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.engine.TransferEvent;
import dev.cooper.oci.Reference;

/// Docker's words for images on their way.
public enum TransferWords {
    PULL,
    PUSH;

    /// What is said first; for a pull the tag comes before it.
    String resolved(Reference reference) {
        String tag = reference.tag();
        return switch (this) {
            case PULL ->
                    (reference.digest() == null ? tag : reference.name() + "@" + reference.digest())
                            + ": Pulling from "
                            + reference.path();
            case PUSH -> "The push refers to repository [" + reference.name() + "]";
        };
    }

    /// The state of a layer, empty for one that is on its way.
    String phase(TransferEvent.Layer layer) {
        return switch (layer.phase()) {
            case WAITING -> this == PULL ? "Pulling fs layer" : "Preparing";
            case MOVING -> "";
            case ARRIVED -> "Download complete";
            case DONE -> this == PULL ? "Pull complete" : "Pushed";
            case EXISTS -> this == PULL ? "Already exists" : "Layer already exists";
            case MOUNTED -> "Mounted from " + layer.from();
            case LEFT_OUT -> "Skipped foreign layer";
        };
    }

    String moving() {
        return this == PULL ? "Downloading" : "Pushing";
    }
}
