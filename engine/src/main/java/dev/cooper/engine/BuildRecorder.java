// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.store.BuildEntry;
import dev.cooper.store.Builds;
import dev.cooper.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes down what happens in a build and passes it on. That it can't be written down, on a full
/// disk, is no failure of the build: it is told once. For any number of threads.
final class BuildRecorder implements Consumer<BuildEvent>, AutoCloseable {
    private static final Builds.Budget BUDGET =
            new Builds.Budget(100, Duration.ofDays(30), 256_000_000);
    private static final int BUFFER = 1 << 13;
    private static final long LARGE = 1 << 20;

    private final Store store;
    private final BuildRequest request;
    private final Instant started = Instant.now();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(BUFFER);
    private @Nullable BuildEntry entry;
    private long written;
    private boolean closed;

    BuildRecorder(Store store, BuildRequest request) {
        this.store = store;
        this.request = request;
        try {
            entry = store.builds().begin(record("running").build());
        } catch (IOException e) {
            complain(e);
        }
    }

    /// Empty if the build isn't recorded.
    String id() {
        BuildEntry open = entry;
        return open == null ? "" : open.id();
    }

    private Json.Builder record(String status) {
        return Json.object()
                .put("status", status)
                .put("started", started.toString())
                .put("context", context())
                .put(
                        "dockerfile",
                        request.dockerfile() instanceof DockerfileSource.At at
                                ? at.path().toString()
                                : "")
                .put("target", request.target().orElse(null))
                .put(
                        "tags",
                        Json.strings(request.tags().stream().map(Reference::familiar).toList()));
    }

    private String context() {
        return switch (request.context()) {
            case BuildContext.Folder folder ->
                    folder.path().toAbsolutePath().normalize().toString();
            case BuildContext.Tar _ -> "-";
            case BuildContext.Remote remote -> withoutUser(remote.url());
            case BuildContext.Empty _ -> "";
        };
    }

    /// What stands before the host of a URL may be a password.
    private static String withoutUser(String url) {
        return url.replaceFirst("^([a-z+]+://)[^/@]*@", "$1");
    }

    @Override
    public synchronized void accept(BuildEvent event) {
        if (entry != null && !closed) {
            waiting.writeBytes(BuildEventJson.line(new BuildEventJson.Timed(Instant.now(), event)));
            waiting.write('\n');
            if (waiting.size() >= BUFFER || isEnd(event)) {
                flush();
            }
        }
        request.events().accept(event);
    }

    /// What somebody who looks into a running build wants to see at once. The steps of a build that
    /// runs nothing come so fast that they are written together.
    private static boolean isEnd(BuildEvent event) {
        return switch (event) {
            case BuildEvent.Done done -> !done.cached() && done.took().toMillis() > 100;
            case BuildEvent.Failed _ -> true;
            case BuildEvent.Started _,
                    BuildEvent.Status _,
                    BuildEvent.Explained _,
                    BuildEvent.Log _,
                    BuildEvent.Canceled _,
                    BuildEvent.Warning _,
                    BuildEvent.Found _,
                    BuildEvent.Built _ ->
                    false;
        };
    }

    private void flush() {
        BuildEntry open = entry;
        if (open == null) {
            return;
        }
        try {
            byte[] bytes = waiting.toByteArray();
            waiting.reset();
            open.append(bytes, bytes.length);
            written += bytes.length;
        } catch (IOException e) {
            give(open, e);
        }
    }

    private void give(BuildEntry open, IOException e) {
        open.close();
        entry = null;
        complain(e);
    }

    private void complain(IOException e) {
        request.events()
                .accept(new BuildEvent.Warning("this build is not recorded: " + e.getMessage()));
    }

    void completed(BuildResult result) {
        end(
                record("completed")
                        .put("image", result.image().toString())
                        .put("steps", result.steps())
                        .put("cached", result.cached()));
    }

    void failed(String message) {
        end(record("failed").put("error", message));
    }

    void canceled() {
        end(record("canceled"));
    }

    private synchronized void end(Json.Builder record) {
        flush();
        BuildEntry open = entry;
        if (open == null || closed) {
            return;
        }
        closed = true;
        try {
            open.record(record.put("ended", Instant.now().toString()).build());
            open.close();
            store.builds().tidy(BUDGET, written > LARGE);
        } catch (IOException e) {
            give(open, e);
        }
    }

    /// A build whose end nobody told died of something unexpected.
    @Override
    public void close() {
        if (!closed) {
            failed("the build ended unexpectedly");
        }
    }
}
