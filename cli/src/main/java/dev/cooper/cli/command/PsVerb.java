// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Listing;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.ContainerView;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.ImageSummary;
import dev.cooper.oci.Digest;
import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// `ps`: containers, newest first; only those that run, unless asked.
final class PsVerb implements Verb {
    private static final String TABLE =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

    private final Option.Switch all;
    private final Option.Switch quiet;
    private final Option.Switch whole;
    private final Option.Switch latest;
    private final Option.Text last;
    private final Option.Texts filters;
    private final Option.Text format;

    PsVerb(Options options) {
        all = options.toggle("-a, --all", "Show all containers (default shows just running)");
        quiet = options.toggle("-q, --quiet", "Only display container IDs");
        whole = options.toggle("--no-trunc", "Don't truncate output");
        latest =
                options.toggle(
                        "-l, --latest", "Show the latest created container (includes all states)");
        last =
                options.text(
                        "-n, --last",
                        "int",
                        "Show n last created containers (includes all states) (default -1)");
        filters =
                options.texts(
                        "-f, --filter", "filter", "Filter output based on conditions provided");
        format = options.text("--format", "string", FormatHelp.LIST);
        options.refuse("-s", "--size");
    }

    @Override
    public Description description() {
        return new Description(
                "ps",
                "[OPTIONS]",
                "List containers",
                List.of("container ls", "container list", "container ps", "ps"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, UsageException, TemplateException {
        Filters wanted =
                Filters.of(filters, List.of("name", "status", "ancestor", "label", "id", "exited"));
        String given = format.orElse("");
        boolean ids = quiet.isOn() && (given.isEmpty() || given.equals("table"));
        Listing listing = Listing.of(ids ? "{{.ID}}" : given, TABLE);
        int most = most();
        boolean anyState = all.isOn() || most >= 0 || wanted.has("status") || wanted.has("exited");
        List<ContainerView> containers = new ArrayList<>();
        List<Pattern> names = patterns(wanted);
        for (ContainerView container : session.containers().list()) {
            boolean shown = anyState || container.status() == ContainerView.Status.RUNNING;
            if (shown
                    && (most < 0 || containers.size() < most)
                    && matches(session, wanted, names, container)) {
                containers.add(container);
            }
        }
        Map<String, Digest> tags = containers.isEmpty() ? Map.of() : tags(session);
        Instant now = session.clock().instant();
        List<ContainerRow> rows = new ArrayList<>();
        for (ContainerView each : containers) {
            rows.add(new ContainerRow(each, image(each, tags), now, whole.isOn()));
        }
        boolean terminal = session.terminal().isOutput();
        session.out().print(listing.render(ContainerRow.HEADINGS, rows, terminal));
        return 0;
    }

    private int most() throws UsageException {
        if (latest.isOn()) {
            return 1;
        }
        String text = last.orElse("-1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw UsageException.invalid(
                    text, last, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    private static Map<String, Digest> tags(Session session) {
        Map<String, Digest> tags = new HashMap<>();
        for (ImageSummary image : session.images().list()) {
            for (Reference tag : image.tags()) {
                tags.put(tag.toString(), image.id());
            }
        }
        return tags;
    }

    /// What it was created from, as typed; its image's id once that name leads elsewhere.
    private String image(ContainerView container, Map<String, Digest> tags) {
        String typed = container.image();
        try {
            if (container.imageId().equals(tags.get(Reference.parse(typed).toString()))) {
                return typed;
            }
        } catch (InvalidReferenceException e) {
            // An id, in full or its start.
            return whole.isOn() ? typed : container.imageId().shortHex();
        }
        return whole.isOn() ? container.imageId().toString() : container.imageId().shortHex();
    }

    private static List<Pattern> patterns(Filters wanted) throws CommandFailure {
        List<Pattern> patterns = new ArrayList<>();
        for (String each : wanted.of("name")) {
            try {
                patterns.add(Pattern.compile(each));
            } catch (PatternSyntaxException e) {
                throw new CommandFailure(
                        "Error response from daemon: invalid filter 'name=" + each + "'");
            }
        }
        return patterns;
    }

    private static boolean matches(
            Session session, Filters wanted, List<Pattern> names, ContainerView container)
            throws CommandFailure {
        String name = container.name();
        boolean named =
                names.isEmpty()
                        || names.stream()
                                .anyMatch(each ->
                                        each.matcher(name).find()
                                                || each.matcher("/" + name).find());
        return named
                && matchesStatus(wanted, container)
                && (!wanted.has("exited")
                        || wanted.of("exited").contains(Integer.toString(container.exitCode())))
                && (!wanted.has("id")
                        || wanted.of("id").stream().anyMatch(container.id()::startsWith))
                && wanted.matchesLabels(container.config().labels())
                && matchesImage(session, wanted, container);
    }

    private static boolean matchesStatus(Filters wanted, ContainerView container)
            throws CommandFailure {
        List<String> known =
                List.of("created", "restarting", "running", "removing", "paused", "exited", "dead");
        for (String each : wanted.of("status")) {
            if (!known.contains(each)) {
                throw new CommandFailure(
                        "Error response from daemon: invalid filter 'status=" + each + "'");
            }
        }
        return !wanted.has("status")
                || wanted.of("status").contains(container.status().name().toLowerCase(Locale.ROOT));
    }

    private static boolean matchesImage(Session session, Filters wanted, ContainerView container) {
        if (!wanted.has("ancestor")) {
            return true;
        }
        for (String each : wanted.of("ancestor")) {
            if (container.imageId().equals(imageId(session, each))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Digest imageId(Session session, String name) {
        try {
            return session.images().find(name).id();
        } catch (CooperException.NotFound | CooperException.InvalidInput e) {
            return null;
        }
    }
}
