// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.util.List;
import java.util.function.Consumer;

/// The builds of a store, with every line that their steps printed. The newest hundred are kept,
/// none for more than thirty days, and no more than 256 MB of logs, but the newest one's in any
/// case. Safe for any number of threads and processes.
public interface BuildHistory {
    /// Newest first.
    List<BuildView> list();

    /// @param name an id or its beginning; empty for the newest
    /// @throws CooperException.NotFound if there is none
    BuildView find(String name);

    /// Tells all that happened in a build, in order; of one that runs, what has happened so far.
    ///
    /// @throws CooperException.NotFound as [#find]
    void replay(String name, Consumer<BuildEventJson.Timed> listener);

    /// Forgets a build, which nothing else needs.
    ///
    /// @throws CooperException.NotFound as [#find]
    /// @throws CooperException.Conflict if it runs
    void remove(String name);
}
