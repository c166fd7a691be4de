// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;

/// What an index says of the platform of an image; what is empty stays as it is.
public record PlatformNote(
        String os,
        String architecture,
        String variant,
        String osVersion,
        List<String> osFeatures) {}
