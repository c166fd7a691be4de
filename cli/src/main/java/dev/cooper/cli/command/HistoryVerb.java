// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.Listing;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.engine.HistoryEntry;
import dev.cooper.oci.Digest;
import java.util.ArrayList;
import java.util.List;

/// `history`: the steps that made an image, newest first.
final class HistoryVerb implements Verb {
    private static final String TABLE =
            "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

    private static final String EXACT_TABLE =
            "{{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

    private final Option.Switch human;
    private final Option.Switch whole;
    private final Option.Switch quiet;
    private final Option.Text format;

    HistoryVerb(Options options) {
        human = options.toggleOn("-H, --human", "Print sizes and dates in human readable format");
        whole = options.toggle("--no-trunc", "Don't truncate output");
        quiet = options.toggle("-q, --quiet", "Only show image IDs");
        format = options.text("--format", "string", FormatHelp.LIST);
    }

    @Override
    public Description description() {
        return new Description(
                "history",
                "[OPTIONS] IMAGE",
                "Show the history of an image",
                List.of("image history", "history"),
                1,
                1);
    }

    @Override
    public int run(Session session, List<String> arguments) throws TemplateException {
        String given = format.orElse("");
        boolean ids = quiet.isOn() && (given.isEmpty() || given.equals("table"));
        Listing listing = Listing.of(ids ? "{{.ID}}" : given, human.isOn() ? TABLE : EXACT_TABLE);
        String name = arguments.getFirst();
        Digest image = session.images().find(name).id();
        List<HistoryRow> rows = new ArrayList<>();
        for (HistoryEntry entry : session.images().history(name)) {
            String id =
                    !rows.isEmpty()
                            ? "<missing>"
                            : whole.isOn() ? image.toString() : image.shortHex();
            rows.add(
                    new HistoryRow(
                            entry, id, session.clock().instant(), human.isOn(), whole.isOn()));
        }
        boolean terminal = session.terminal().isOutput();
        session.out().print(listing.render(HistoryRow.HEADINGS, rows, terminal));
        return 0;
    }
}
