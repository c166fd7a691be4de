// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

/// What a command came to.
///
/// @param exitCode 128+n if signal n ended it
/// @param out standard output as UTF-8
/// @param err standard error as UTF-8
public record Result(String command, int exitCode, String out, String err) {
    /// Standard output without the line end at its end.
    public String text() {
        return out.stripTrailing();
    }

    /// This result.
    ///
    /// @throws AssertionError with everything the command said, if it failed
    public Result ok() {
        return exits(0);
    }

    /// This result.
    ///
    /// @throws AssertionError with everything the command said, if it ended with another code
    public Result exits(int code) {
        if (exitCode != code) {
            throw new AssertionError(
                    "`%s` ended with %d, not %d%nstdout:%n%s%nstderr:%n%s"
                            .formatted(command, exitCode, code, out, err));
        }
        return this;
    }
}
