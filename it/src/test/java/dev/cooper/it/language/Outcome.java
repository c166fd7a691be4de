// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came of a case, as sections of lines.
record Outcome(Map<String, List<String>> sections) {
    Outcome {
        sections = new LinkedHashMap<>(sections);
    }

    /// Empty where there is none: a build that failed has no tree, one that went well no error.
    List<String> section(String name) {
        return sections.getOrDefault(name, List.of());
    }
}
