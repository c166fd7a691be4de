// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli;

import dev.cooper.cli.console.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Several commands in one process, with the word `then` between them, so that the JVM makes one
/// AOT cache of what all of them need. One that fails keeps none of the others from running.
public final class Training {
    private Training() {}

    public static void main(String[] words) {
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals("then")) {
                run(command);
                command.clear();
            } else {
                command.add(word);
            }
        }
        System.exit(run(command));
    }

    private static int run(List<String> command) {
        return Main.run(command, new Output(new FileOutputStream(FileDescriptor.out), null));
    }
}
