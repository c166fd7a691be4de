// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Elapsed;
import dev.cooper.cli.format.Row;
import dev.cooper.cli.format.Text;
import dev.cooper.cli.format.Times;
import dev.cooper.cli.template.GoString;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.ContainerSpec;
import dev.cooper.engine.ContainerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of `ps`.
final class ContainerRow extends Row {
    static final Map<String, String> HEADINGS =
            Map.ofEntries(
                    Map.entry("ID", "CONTAINER ID"),
                    Map.entry("Image", "IMAGE"),
                    Map.entry("Command", "COMMAND"),
                    Map.entry("CreatedAt", "CREATED AT"),
                    Map.entry("RunningFor", "CREATED"),
                    Map.entry("State", "STATE"),
                    Map.entry("Status", "STATUS"),
                    Map.entry("Ports", "PORTS"),
                    Map.entry("Names", "NAMES"),
                    Map.entry("Labels", "LABELS"),
                    Map.entry("Mounts", "MOUNTS"),
                    Map.entry("LocalVolumes", "LOCAL VOLUMES"),
                    Map.entry("Networks", "NETWORKS"),
                    Map.entry("Size", "SIZE"));

    private static final int SHORT_COMMAND = 20;
    private static final int SHORT_ID = 12;

    private final ContainerView container;
    private final String image;
    private final Instant now;
    private final boolean whole;

    /// @param image what its image is called by now
    /// @param whole whether ids and commands are shown in full
    ContainerRow(ContainerView container, String image, Instant now, boolean whole) {
        this.container = container;
        this.image = image;
        this.now = now;
        this.whole = whole;
    }

    @Override
    public String type() {
        return "*formatter.containerContext";
    }

    @Override
    public List<String> fields() {
        return List.copyOf(HEADINGS.keySet());
    }

    @Override
    protected @Nullable String text(String field) {
        return switch (field) {
            case "ID" -> whole ? container.id() : container.id().substring(0, SHORT_ID);
            case "Image" -> image;
            case "Command" -> {
                String command = command();
                yield GoString.quote(whole ? command : Text.ellipsis(command, SHORT_COMMAND));
            }
            case "CreatedAt" -> Times.local(container.created());
            case "RunningFor" -> Times.ago(container.created(), now);
            case "State" -> container.status().name().toLowerCase(Locale.ROOT);
            case "Status" -> status();
            case "Ports" -> "";
            case "Names" -> container.name();
            case "Labels" -> labels();
            case "Mounts" -> mounts();
            case "LocalVolumes" -> "0";
            case "Networks" -> container.spec().network().name().toLowerCase(Locale.ROOT);
            case "Size" -> "0B";
            default -> null;
        };
    }

    @Override
    public @Nullable Value call(String name, List<Value> arguments) {
        if (!name.equals("Label")
                || arguments.size() != 1
                || !(arguments.getFirst() instanceof Value.Str(String label))) {
            return null;
        }
        return Value.of(container.config().labels().getOrDefault(label, ""));
    }

    /// The program and its arguments, those with a space in single quotes.
    private String command() {
        StringBuilder out = new StringBuilder(container.path());
        for (String argument : container.arguments()) {
            boolean quoted = argument.indexOf(' ') >= 0;
            out.append(quoted ? " '" : " ").append(argument).append(quoted ? "'" : "");
        }
        return out.toString();
    }

    private String status() {
        return switch (container.status()) {
            case CREATED -> "Created";
            case RUNNING ->
                    "Up " + Elapsed.human(Duration.between(container.started().orElse(now), now));
            case EXITED ->
                    "Exited ("
                            + container.exitCode()
                            + ") "
                            + Times.ago(container.finished().orElse(now), now);
        };
    }

    private String labels() {
        List<String> all = new ArrayList<>();
        container.config().labels().forEach((key, value) -> all.add(key + "=" + value));
        return String.join(",", all);
    }

    private String mounts() {
        List<String> all = new ArrayList<>();
        for (ContainerSpec.Volume volume : container.spec().volumes()) {
            String source = volume.source().toString();
            all.add(whole ? source : Text.ellipsis(source, 15));
        }
        return String.join(",", all);
    }
}
