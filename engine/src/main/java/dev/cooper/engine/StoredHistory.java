// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.store.AmbiguousIdException;
import dev.cooper.store.Builds;
import dev.cooper.store.StoredBuild;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The history of one open store.
final class StoredHistory implements BuildHistory {
    private final Builds builds;

    StoredHistory(Builds builds) {
        this.builds = builds;
    }

    @Override
    public List<BuildView> list() {
        return Failures.during(
                "list the builds",
                () -> {
                    List<BuildView> views = new ArrayList<>();
                    for (StoredBuild each : builds.list()) {
                        view(each).ifPresent(views::add);
                    }
                    views.sort(
                            Comparator.comparing(BuildView::started)
                                    .reversed()
                                    .thenComparing(BuildView::id));
                    return List.copyOf(views);
                });
    }

    @Override
    public BuildView find(String name) {
        return Failures.during("find the build " + name, () -> look(name));
    }

    private BuildView look(String name) throws IOException {
        if (name.isEmpty()) {
            return list().stream()
                    .findFirst()
                    .orElseThrow(() -> new CooperException.NotFound("there is no build yet"));
        }
        try {
            Optional<StoredBuild> found = builds.find(name);
            return found.flatMap(StoredHistory::view)
                    .orElseThrow(() -> new CooperException.NotFound("No such build: " + name));
        } catch (AmbiguousIdException e) {
            throw new CooperException.InvalidInput(
                    "several builds begin with " + name + ": give more of it", e);
        }
    }

    /// Empty if the record says what no build can have been.
    private static Optional<BuildView> view(StoredBuild build) {
        Json.Obj record = build.record();
        try {
            String image = record.string("image");
            String ended = record.string("ended");
            return Optional.of(
                    new BuildView(
                            build.id(),
                            record.requireString("context"),
                            record.requireString("dockerfile"),
                            Optional.ofNullable(record.string("target")),
                            record.strings("tags"),
                            status(build, record.requireString("status")),
                            Instant.parse(record.requireString("started")),
                            Optional.ofNullable(ended).map(Instant::parse),
                            Optional.ofNullable(image).map(Digest::parseOrNull),
                            (int) record.longValue("steps", 0),
                            (int) record.longValue("cached", 0),
                            Optional.ofNullable(record.string("error")),
                            build.logSize()));
        } catch (MalformedJsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static BuildView.Status status(StoredBuild build, String text) {
        return switch (text) {
            case "completed" -> BuildView.Status.COMPLETED;
            case "failed" -> BuildView.Status.FAILED;
            case "canceled" -> BuildView.Status.CANCELED;
            default -> build.running() ? BuildView.Status.RUNNING : BuildView.Status.LOST;
        };
    }

    @Override
    public void replay(String name, Consumer<BuildEventJson.Timed> listener) {
        Failures.during(
                "read the log of the build " + name,
                () -> {
                    try (InputStream log =
                            new BufferedInputStream(builds.log(look(name).id()), 1 << 16)) {
                        replay(log, listener);
                    }
                });
    }

    /// The last line of a build that runs, or died, may not be whole.
    private static void replay(InputStream log, Consumer<BuildEventJson.Timed> listener)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = log.read(); c >= 0; c = log.read()) {
            if (c != '\n') {
                line.write(c);
                continue;
            }
            BuildEventJson.Timed event;
            try {
                event = BuildEventJson.parse(line.toByteArray());
            } catch (MalformedJsonException e) {
                // Damaged, or of another version: the rest is worth reading all the same.
                line.reset();
                continue;
            }
            line.reset();
            listener.accept(event);
        }
    }

    @Override
    public void remove(String name) {
        Failures.during(
                "forget the build " + name,
                () -> {
                    BuildView build = look(name);
                    if (!builds.remove(build.id())) {
                        throw new CooperException.Conflict(
                                "build " + build.id() + " is still running");
                    }
                });
    }
}
