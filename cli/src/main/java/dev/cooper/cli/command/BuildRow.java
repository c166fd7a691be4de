// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Elapsed;
import dev.cooper.cli.format.Row;
import dev.cooper.cli.format.Times;
import dev.cooper.engine.BuildView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of `builds`.
final class BuildRow extends Row {
    static final Map<String, String> HEADINGS =
            Map.ofEntries(
                    Map.entry("ID", "BUILD ID"),
                    Map.entry("Name", "NAME"),
                    Map.entry("Status", "STATUS"),
                    Map.entry("CreatedAt", "CREATED AT"),
                    Map.entry("CreatedSince", "CREATED"),
                    Map.entry("Duration", "DURATION"),
                    Map.entry("Steps", "STEPS"),
                    Map.entry("Cached", "CACHED"),
                    Map.entry("Image", "IMAGE"),
                    Map.entry("Error", "ERROR"));

    private final BuildView build;
    private final Instant now;

    BuildRow(BuildView build, Instant now) {
        this.build = build;
        this.now = now;
    }

    @Override
    public String type() {
        return "build";
    }

    @Override
    public List<String> fields() {
        return List.copyOf(HEADINGS.keySet());
    }

    @Override
    protected @Nullable String text(String field) {
        return switch (field) {
            case "ID" -> build.id();
            case "Name" -> name(build);
            case "Status" -> status(build);
            case "CreatedAt" -> Times.rfc3339(build.started());
            case "CreatedSince" -> Times.ago(build.started(), now);
            case "Duration" -> duration(build, now);
            case "Steps" -> Integer.toString(build.steps());
            case "Cached" -> Integer.toString(build.cached());
            case "Image" -> build.image().map(Object::toString).orElse("");
            case "Error" -> build.error().orElse("");
            default -> null;
        };
    }

    /// The first tag, or else where it was built.
    static String name(BuildView build) {
        String target = build.target().map(each -> " (" + each + ")").orElse("");
        if (!build.tags().isEmpty()) {
            return build.tags().getFirst() + target;
        }
        String context = build.context();
        int slash = context.lastIndexOf('/');
        return (slash < 0 || slash == context.length() - 1 ? context : context.substring(slash + 1))
                + target;
    }

    static String status(BuildView build) {
        return switch (build.status()) {
            case RUNNING -> "Running";
            case COMPLETED -> "Completed";
            case FAILED -> "Error";
            case CANCELED -> "Canceled";
            case LOST -> "Lost";
        };
    }

    /// Of one that died with its process nobody knows.
    static String duration(BuildView build, Instant now) {
        if (build.status() == BuildView.Status.LOST) {
            return "";
        }
        return Elapsed.tenths(Duration.between(build.started(), build.ended().orElse(now)));
    }
}
