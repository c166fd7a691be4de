// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;
import java.util.Map;

/// An index to make of others.
///
/// @param names what it is to be called, in any registries
/// @param sources images and indexes, by name, or descriptors as JSON
/// @param append puts what the first name leads to now before the sources
/// @param preferIndex makes an index of a single image too, instead of copying it as it is
/// @param annotations of the index
/// @param dryRun makes the document, and changes nothing anywhere
public record IndexRequest(
        List<String> names,
        List<String> sources,
        boolean append,
        boolean preferIndex,
        Map<String, String> annotations,
        boolean dryRun) {}
