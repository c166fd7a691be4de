// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Build events as lines of JSON: what `--progress=rawjson` prints, and what the store keeps of a
/// build. The form is described in `docs/progress.md`.
public final class BuildEventJson {
    private static final int NANOS = 1_000_000_000;

    private BuildEventJson() {}

    /// An event and when it happened.
    public record Timed(Instant time, BuildEvent event) {}

    /// One line without its end.
    public static byte[] line(Timed timed) {
        Json.Builder json = Json.object().put("time", timed.time().toString());
        switch (timed.event()) {
            case BuildEvent.Started(int step, String name) ->
                    json.put("event", "started").put("step", step).put("name", name);
            case BuildEvent.Status(int step, String text) ->
                    json.put("event", "status").put("step", step).put("text", text);
            case BuildEvent.Explained(int step, String text) ->
                    json.put("event", "explained").put("step", step).put("text", text);
            case BuildEvent.Log(int step, boolean error, byte[] line, Duration since) -> {
                json.put("event", "log").put("step", step).put("stream", error ? 2 : 1);
                String text = utf8(line);
                if (text == null) {
                    json.put("bytes", Base64.getEncoder().encodeToString(line));
                } else {
                    json.put("text", text);
                }
                json.put("nanos", nanos(since));
            }
            case BuildEvent.Done(int step, boolean cached, Duration took) ->
                    json.put("event", "done")
                            .put("step", step)
                            .put("cached", cached)
                            .put("nanos", nanos(took));
            case BuildEvent.Failed(int step, String message, Duration took) ->
                    json.put("event", "failed")
                            .put("step", step)
                            .put("message", message)
                            .put("nanos", nanos(took));
            case BuildEvent.Canceled(int step) -> json.put("event", "canceled").put("step", step);
            case BuildEvent.Warning(String text) -> json.put("event", "warning").put("text", text);
            case BuildEvent.Found(int step, CheckWarning found) ->
                    json.put("event", "check")
                            .put("step", step)
                            .put("rule", found.rule())
                            .put("description", found.description())
                            .put("url", found.url())
                            .put("text", found.message())
                            .put("first", found.lines().first())
                            .put("last", found.lines().last())
                            .put("excerpt", found.excerpt());
            case BuildEvent.Built(Digest image, List<Reference> tags) ->
                    json.put("event", "built")
                            .put("image", image.toString())
                            .put(
                                    "tags",
                                    Json.strings(tags.stream().map(Object::toString).toList()));
        }
        return json.build().toBytes();
    }

    private static long nanos(Duration span) {
        return span.getSeconds() * NANOS + span.getNano();
    }

    private static @Nullable String utf8(byte[] line) {
        for (byte b : line) {
            if (b < 0) {
                try {
                    return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
                } catch (CharacterCodingException e) {
                    return null;
                }
            }
        }
        return new String(line, UTF_8);
    }

    /// What [#line] wrote.
    ///
    /// @throws MalformedJsonException for anything else
    public static Timed parse(byte[] line) throws MalformedJsonException {
        Json.Obj json = Json.parseObject(line);
        try {
            return new Timed(Instant.parse(json.requireString("time")), event(json));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedJsonException("no build event: " + e.getMessage());
        }
    }

    private static BuildEvent event(Json.Obj json) throws MalformedJsonException {
        String event = json.requireString("event");
        int step = (int) json.longValue("step", 0);
        return switch (event) {
            case "started" -> new BuildEvent.Started(step, json.requireString("name"));
            case "status" -> new BuildEvent.Status(step, json.requireString("text"));
            case "explained" -> new BuildEvent.Explained(step, json.requireString("text"));
            case "log" -> {
                String text = json.string("text");
                yield new BuildEvent.Log(
                        step,
                        json.requireLong("stream") == 2,
                        text == null
                                ? Base64.getDecoder().decode(json.requireString("bytes"))
                                : text.getBytes(UTF_8),
                        Duration.ofNanos(json.requireLong("nanos")));
            }
            case "done" ->
                    new BuildEvent.Done(
                            step, json.bool("cached"), Duration.ofNanos(json.requireLong("nanos")));
            case "failed" ->
                    new BuildEvent.Failed(
                            step,
                            json.requireString("message"),
                            Duration.ofNanos(json.requireLong("nanos")));
            case "canceled" -> new BuildEvent.Canceled(step);
            case "warning" -> new BuildEvent.Warning(json.requireString("text"));
            case "check" -> new BuildEvent.Found(step, found(json));
            case "built" -> built(json);
            default -> throw new MalformedJsonException("there is no event " + event);
        };
    }

    private static CheckWarning found(Json.Obj json) throws MalformedJsonException {
        return new CheckWarning(
                json.requireString("rule"),
                json.requireString("description"),
                json.requireString("url"),
                json.requireString("text"),
                new LineRange((int) json.requireLong("first"), (int) json.requireLong("last")),
                json.requireString("excerpt"));
    }

    private static BuildEvent built(Json.Obj json) throws MalformedJsonException {
        List<Reference> tags = new ArrayList<>();
        try {
            for (String each : json.strings("tags")) {
                tags.add(Reference.parse(each));
            }
            return new BuildEvent.Built(Digest.parse(json.requireString("image")), tags);
        } catch (InvalidReferenceException e) {
            throw new MalformedJsonException("a tag is no reference");
        }
    }
}
