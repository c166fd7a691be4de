// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import dev.cooper.sandbox.Emulators;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Whether this machine can run a program that is made for another one. The kernel's own answer,
/// "exec format error", helps nobody.
final class ForeignProgram {
    private ForeignProgram() {}

    /// Looks at the program that a step begins with, where it will be found.
    ///
    /// @param root the step's file system
    /// @param platform what the step's image is for
    /// @throws StepException if it can't be run here
    static void check(
            Dir root, String program, List<String> environment, String platform, Emulators machine)
            throws IOException, StepException {
        for (String path : places(program, environment)) {
            try (OpenFile file = root.resolveFile(Name.of(path));
                    InputStream in = file.inputStream()) {
                String why = machine.refusal(in.readNBytes(Emulators.HEADER));
                if (!why.isEmpty()) {
                    throw new StepException(
                            "%s of the image for %s can't be run on this machine: %s"
                                    .formatted(path, platform, why));
                }
                return;
            } catch (PosixException e) {
                // Not there, or no file: whoever runs it says so.
            }
        }
    }

    private static List<String> places(String program, List<String> environment) {
        if (program.contains("/")) {
            return List.of(program);
        }
        return environment.stream()
                .filter(each -> each.startsWith("PATH="))
                .flatMap(each -> List.of(each.substring("PATH=".length()).split(":")).stream())
                .map(each -> each + "/" + program)
                .toList();
    }
}
