// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

import dev.cooper.oci.Json;

/// A build of the past, or one that runs.
///
/// @param id twelve letters and digits
/// @param record what its maker wrote of it last
/// @param running whether its maker is still at it. One that isn't, and whose record doesn't say
///   how it ended, died with its process
/// @param logSize bytes of its log
public record StoredBuild(String id, Json.Obj record, boolean running, long logSize) {}
