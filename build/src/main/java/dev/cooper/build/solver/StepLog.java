// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.solver;

/// What a running op tells. Safe for any number of threads.
public interface StepLog {
    /// A line of the program's output, without its end.
    void line(boolean standardError, byte[] line);

    /// A line about the work itself, for people.
    void status(String text);
}
