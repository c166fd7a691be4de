// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.Tree;
import dev.cooper.oci.History;
import org.jspecify.annotations.Nullable;

/// One entry of an image's history in the making.
///
/// @param entry as it will stand, without a time where this build makes it
/// @param layer the vertex that makes its layer; null for an entry of the base image, and for one
///   without a layer
/// @param inherited whether it is the base image's, time and all
public record HistoryStep(History entry, @Nullable Vertex<Tree> layer, boolean inherited) {}
