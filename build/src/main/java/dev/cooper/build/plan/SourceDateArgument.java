// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.remote.GitRef;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.step.SourceDate;
import dev.cooper.build.step.SourceDating;
import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.ArgPair;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The argument `SOURCE_DATE_EPOCH`: seconds, or the name of what has a date: `context`, a named
/// context, or a stage that is nothing but one `ADD` from the web or from git.
public final class SourceDateArgument {
    static final String NAME = "SOURCE_DATE_EPOCH";
    private static final String CONTEXT = "context";

    private final PlanRequest request;
    private final @Nullable Instant contextDate;
    private final SourceDating dating;

    private SourceDateArgument(PlanRequest request, @Nullable Instant contextDate) {
        this.request = request;
        this.contextDate = contextDate;
        this.dating = new SourceDating(request.at());
    }

    /// The request with its date, and with that date's seconds in the place of a name. Asks the
    /// network only where the argument names something there.
    ///
    /// @param contextDate the build context's; null for one without
    public static PlanRequest resolve(PlanRequest request, @Nullable Instant contextDate)
            throws IOException, InterruptedException, DockerfileException {
        String given = request.buildArguments().get(NAME);
        String text = given == null ? GlobalArguments.written(request, NAME) : given;
        if (text == null || text.isEmpty()) {
            return request;
        }
        SourceDate date = new SourceDateArgument(request, contextDate).date(text);
        if (given == null) {
            return request.withDate(date, request.buildArguments());
        }
        Map<String, @Nullable String> arguments = new LinkedHashMap<>(request.buildArguments());
        arguments.put(NAME, date.seconds());
        return request.withDate(date, arguments);
    }

    private SourceDate date(String text)
            throws IOException, InterruptedException, DockerfileException {
        if (text.matches("[0-9]+")) {
            try {
                return SourceDate.parse(text);
            } catch (IllegalArgumentException e) {
                throw new DockerfileException(String.valueOf(e.getMessage()), List.of());
            }
        }
        if (text.equals(CONTEXT)) {
            return new SourceDate(contextDate);
        }
        try {
            NamedContext named = NamedContext.find(request.contexts(), text);
            if (named != null) {
                return new SourceDate(of(named));
            }
            for (Stage stage : request.dockerfile().stages()) {
                if (text.equalsIgnoreCase(stage.name())) {
                    return new SourceDate(of(stage));
                }
            }
        } catch (StepException e) {
            throw new DockerfileException(NAME + "=" + text + ": " + e.getMessage(), List.of());
        }
        throw new DockerfileException(
                "invalid %s: %s is no number of seconds since 1970, no named context and no stage"
                        .formatted(NAME, text),
                List.of());
    }

    private @Nullable Instant of(NamedContext named)
            throws IOException, InterruptedException, StepException {
        return switch (named) {
            case NamedContext.Git git -> dating.of(git.ref());
            case NamedContext.Web web ->
                    dating.of(web.url(), NamedContext.Web.FILE, null).orElse(null);
            case NamedContext.Files _,
                    NamedContext.Image _,
                    NamedContext.Loaded _,
                    NamedContext.Scratch _ ->
                    null;
        };
    }

    private @Nullable Instant of(Stage stage)
            throws IOException, InterruptedException, StepException, DockerfileException {
        Expander expander = new Expander(request.dockerfile().directives().escape());
        Map<String, String> variables =
                new HashMap<>(GlobalArguments.of(request.without(NAME)).all());
        Expander.Lookup lookup = Expander.Lookup.of(variables);
        Add source = null;
        try {
            if (!expander.expand(stage.from().image(), lookup).equals("scratch")) {
                throw unfit(stage.from(), "it must be FROM scratch");
            }
            for (Instruction each : stage.instructions()) {
                switch (each) {
                    case Arg arg -> set(arg, expander, variables);
                    case Add add -> {
                        if (source != null) {
                            throw unfit(add, "it may hold one ADD");
                        }
                        source = add;
                    }
                    default -> throw unfit(each, "only ADD and ARG may be in it");
                }
            }
            if (source == null || source.files().sources().size() != 1) {
                throw unfit(stage.from(), "it must hold one ADD with one source");
            }
            return of(source, expander, lookup);
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(stage.from().range()));
        }
    }

    private void set(Arg arg, Expander expander, Map<String, String> variables)
            throws ExpansionException {
        for (ArgPair pair : arg.pairs()) {
            String given = request.buildArguments().get(pair.key());
            String written = pair.value();
            if (given != null) {
                variables.put(pair.key(), given);
            } else if (written != null) {
                variables.put(pair.key(), expander.expand(written, Expander.Lookup.of(variables)));
            }
        }
    }

    private @Nullable Instant of(Add add, Expander expander, Expander.Lookup lookup)
            throws ExpansionException,
                    IOException,
                    InterruptedException,
                    StepException,
                    DockerfileException {
        String from = expander.expand(add.files().sources().getFirst(), lookup);
        String wanted = add.checksum();
        String checksum = wanted == null ? null : expander.expand(wanted, lookup);
        try {
            Optional<GitRef> git = GitRef.parse(from, false);
            if (git.isPresent()) {
                return dating.of(checksum == null ? git.get() : git.get().withChecksum(checksum));
            }
            if (from.matches("(?i)https?://.*")) {
                return dating.of(
                                new URI(from),
                                HttpName.of(from),
                                checksum == null ? null : Digest.parseOrNull(checksum))
                        .orElse(null);
            }
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw unfit(add, String.valueOf(e.getMessage()));
        }
        throw unfit(add, "its ADD must be of the web or of git");
    }

    private static DockerfileException unfit(Instruction where, String why) {
        return new DockerfileException(
                NAME + " stage does not meet source-only requirements: " + why,
                List.of(where.range()));
    }
}
