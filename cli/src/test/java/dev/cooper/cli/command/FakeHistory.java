// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.BuildEventJson;
import dev.cooper.engine.BuildHistory;
import dev.cooper.engine.BuildView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Builds that a test makes up.
final class FakeHistory implements BuildHistory {
    final List<BuildView> builds = new ArrayList<>();
    final List<BuildEventJson.Timed> events = new ArrayList<>();

    @Override
    public List<BuildView> list() {
        return builds;
    }

    @Override
    public BuildView find(String name) {
        return builds.stream()
                .filter(each -> each.id().startsWith(name))
                .findFirst()
                .orElseThrow(() -> Play.notFound("No such build: " + name));
    }

    @Override
    public void replay(String name, Consumer<BuildEventJson.Timed> listener) {
        find(name);
        events.forEach(listener);
    }

    @Override
    public void remove(String name) {
        builds.remove(find(name));
    }
}
