// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import dev.cooper.engine.BuildEvent;
import java.util.function.Consumer;

/// Shows a build. Events come from several threads, ticks from another.
public interface Progress extends Consumer<BuildEvent> {
    /// Shows nothing.
    Progress NONE =
            new Progress() {
                @Override
                public void accept(BuildEvent event) {}

                @Override
                public void tick() {}

                @Override
                public void end() {}
            };

    /// Some time has passed; called several times a second.
    void tick();

    /// Something else wants the screen until [#resume].
    default void pause() {}

    default void resume() {}

    /// The build has ended: what was held back is shown. Nothing comes after it.
    void end();
}
