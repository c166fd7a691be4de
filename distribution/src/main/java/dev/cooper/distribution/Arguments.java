// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution;

/// What the arguments of a verb name, as far as a shell can complete it.
enum Arguments {
    IMAGES("images"),
    CONTAINERS("containers"),
    RUNNING("running"),
    OBJECTS("objects"),
    FOLDERS("folders"),
    FILES("files"),
    NOTHING("nothing");

    private final String word;

    Arguments(String word) {
        this.word = word;
    }

    /// What completions call it.
    String word() {
        return word;
    }

    static Arguments of(HelpPage page) {
        String first = page.synopsis().getFirst().replace("[OPTIONS]", "").strip();
        if (first.startsWith("NAME|ID")) {
            return OBJECTS;
        }
        if (first.startsWith("CONTAINER") || first.startsWith("[CONTAINER")) {
            return switch (page.path()) {
                case "stop", "kill" -> RUNNING;
                default -> CONTAINERS;
            };
        }
        if (first.startsWith("IMAGE") || first.startsWith("SOURCE_IMAGE")) {
            return IMAGES;
        }
        if (first.startsWith("NAME[:TAG") || first.startsWith("[REPOSITORY")) {
            return IMAGES;
        }
        if (first.startsWith("PATH")) {
            return FOLDERS;
        }
        return first.startsWith("file") || first.startsWith("FILE") ? FILES : NOTHING;
    }
}
