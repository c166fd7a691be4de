// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Listing;
import dev.cooper.cli.format.PathPattern;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.options.UsageException;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.ImageSummary;
import dev.cooper.oci.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `images`: a line for every name of every image, newest image first.
final class ImagesVerb implements Verb {
    private static final String TABLE =
            "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
    private static final String WITH_DIGESTS =
            "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";

    private final Option.Switch quiet;
    private final Option.Switch whole;
    private final Option.Switch digests;
    private final Option.Texts filters;
    private final Option.Text format;

    ImagesVerb(Options options) {
        options.toggle("-a, --all", "Show all images (default hides intermediate images)");
        quiet = options.toggle("-q, --quiet", "Only show image IDs");
        whole = options.toggle("--no-trunc", "Don't truncate output");
        digests = options.toggle("--digests", "Show digests");
        filters =
                options.texts(
                        "-f, --filter", "filter", "Filter output based on conditions provided");
        format = options.text("--format", "string", FormatHelp.LIST);
    }

    @Override
    public Description description() {
        return new Description(
                "images",
                "[OPTIONS] [REPOSITORY[:TAG]]",
                "List images",
                List.of("image ls", "image list", "images"),
                0,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, UsageException, TemplateException {
        Filters wanted =
                Filters.of(filters, List.of("dangling", "reference", "label", "before", "since"));
        arguments.forEach(each -> wanted.add("reference", each));
        String given = format.orElse("");
        boolean ids = quiet.isOn() && (given.isEmpty() || given.equals("table"));
        Listing listing =
                Listing.of(ids ? "{{.ID}}" : given, digests.isOn() ? WITH_DIGESTS : TABLE);
        Instant now = session.clock().instant();
        List<ImageRow> rows = new ArrayList<>();
        for (ImageSummary image : filtered(session, wanted)) {
            List<Reference> names = names(image, digests.isOn());
            if (names.isEmpty() && !wanted.has("reference")) {
                rows.add(new ImageRow(image, null, now, whole.isOn()));
            }
            for (Reference name : names) {
                if (matches(wanted, name)) {
                    rows.add(new ImageRow(image, name, now, whole.isOn()));
                }
            }
        }
        boolean terminal = session.terminal().isOutput();
        session.out().print(listing.render(ImageRow.HEADINGS, rows, terminal));
        return 0;
    }

    /// What the lines of an image are about: its tags, with what digest they have in their
    /// repository if that is wanted, and the repositories that it has no tag in any more.
    private static List<Reference> names(ImageSummary image, boolean digests) {
        List<Reference> names = new ArrayList<>();
        Set<String> tagged = new HashSet<>();
        for (Reference tag : image.tags()) {
            tagged.add(tag.name());
            List<Reference> own =
                    image.digests().stream()
                            .filter(each -> digests && each.name().equals(tag.name()))
                            .toList();
            if (own.isEmpty()) {
                names.add(tag);
            }
            for (Reference each : own) {
                names.add(new Reference(tag.domain(), tag.path(), tag.tag(), each.digest()));
            }
        }
        for (Reference each : image.digests()) {
            if (tagged.add(each.name())
                    || (digests
                            && names.stream()
                                    .noneMatch(name ->
                                            name.name().equals(each.name())
                                                    && name.tag() != null))) {
                names.add(each);
            }
        }
        return names;
    }

    private static List<ImageSummary> filtered(Session session, Filters wanted)
            throws CommandFailure {
        List<ImageSummary> images = new ArrayList<>();
        Instant before = bound(session, wanted, "before", Instant.MAX);
        Instant since = bound(session, wanted, "since", Instant.MIN);
        Boolean dangling = dangling(wanted);
        for (ImageSummary image : session.images().list()) {
            if ((dangling == null || dangling == image.tags().isEmpty())
                    && image.created().isBefore(before)
                    && image.created().isAfter(since)
                    && wanted.matchesLabels(image.config().config().labels())) {
                images.add(image);
            }
        }
        return images;
    }

    private static Instant bound(Session session, Filters wanted, String key, Instant otherwise) {
        Instant bound = otherwise;
        for (String name : wanted.of(key)) {
            bound = session.images().find(name).created();
        }
        return bound;
    }

    private static @Nullable Boolean dangling(Filters wanted) throws CommandFailure {
        List<String> values = wanted.of("dangling");
        if (values.isEmpty()) {
            return null;
        }
        return switch (values.getLast()) {
            case "1", "t", "T", "true", "True", "TRUE" -> true;
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default ->
                    throw new CommandFailure(
                            "Error response from daemon: invalid filter 'dangling=["
                                    + values.getLast()
                                    + "]'");
        };
    }

    private static boolean matches(Filters wanted, Reference name) {
        if (!wanted.has("reference")) {
            return true;
        }
        for (String pattern : wanted.of("reference")) {
            String full =
                    name.tag() == null ? name.familiar() : name.familiarName() + ":" + name.tag();
            if (PathPattern.matches(pattern, full)
                    || PathPattern.matches(pattern, name.familiarName())) {
                return true;
            }
        }
        return false;
    }
}
