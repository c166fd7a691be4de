// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;

/// When a record was written: which boot of the machine, and which epoch of it ([Epochs]).
record Stamp(String boot, long epoch) {
    static final String BOOT = "boot";
    static final String EPOCH = "epoch";

    /// Adds the stamp to a record.
    Json.Builder on(Json.Builder fields) {
        return fields.put(BOOT, boot).put(EPOCH, epoch);
    }
}
