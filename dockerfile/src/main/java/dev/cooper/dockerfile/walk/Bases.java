// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What the stages of a file start from. Names are read for all, images are looked at once and only
/// where they are needed.
final class Bases {
    private final Dockerfile file;
    private final WalkRequest request;
    private final GlobalArgs globals;
    private final WalkListener listener;
    private final Expander expander;
    private final List<String> names = new ArrayList<>();
    private final List<PlatformFacts> platforms = new ArrayList<>();
    private final Map<Integer, Base> known = new HashMap<>();

    Bases(Dockerfile file, WalkRequest request, GlobalArgs globals, WalkListener listener) {
        this.file = file;
        this.request = request;
        this.globals = globals;
        this.listener = listener;
        this.expander = new Expander(file.directives().escape());
    }

    void expandAll() throws DockerfileException {
        for (Stage stage : file.stages()) {
            From from = stage.from();
            Expander.Expansion name = expand(from, from.image());
            listener.image(stage, name, globals);
            if (name.text().isEmpty()) {
                throw refused(from, "base name (" + from.image() + ") should not be blank");
            }
            names.add(name.text());
            platforms.add(platform(stage));
        }
    }

    private PlatformFacts platform(Stage stage) throws DockerfileException {
        From from = stage.from();
        String written = from.platform();
        if (written == null) {
            return request.facts().targetPlatform();
        }
        Expander.Expansion expansion = expand(from, written);
        listener.platform(stage, expansion, globals);
        if (expansion.text().isEmpty()) {
            throw refused(
                    from,
                    "empty platform value from expression " + written + didYouMean(expansion));
        }
        return request.facts()
                .platform(expansion.text())
                .orElseThrow(() ->
                        refused(
                                from,
                                "failed to parse platform "
                                        + written
                                        + ": \""
                                        + expansion.text()
                                        + "\": invalid platform specifier"
                                        + didYouMean(expansion)));
    }

    private String didYouMean(Expander.Expansion expansion) {
        return expansion.unset().stream()
                .sorted()
                .map(each -> Spelling.nearest(each, globals.names()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }

    private Expander.Expansion expand(From from, String word) throws DockerfileException {
        try {
            return expander.process(word, globals.lookup());
        } catch (ExpansionException e) {
            throw refused(from, e.getMessage());
        }
    }

    private static DockerfileException refused(From from, String why) {
        return new DockerfileException(why, List.of(from.range()));
    }

    Base of(Stage stage) throws DockerfileException {
        Base base = known.get(stage.index());
        if (base == null) {
            base = find(stage);
            known.put(stage.index(), base);
        }
        return base;
    }

    private Base find(Stage stage) throws DockerfileException {
        String alias = stage.name();
        if (alias != null && request.facts().isReplaced(alias)) {
            return new Base.Replaced();
        }
        String name = Objects.requireNonNull(names.get(stage.index()));
        if (name.equals("scratch")) {
            return new Base.Nothing();
        }
        Optional<Stage> other = Stages.base(file.stages().subList(0, stage.index()), name);
        if (other.isPresent()) {
            return new Base.OfStage(other.get());
        }
        if (!request.facts().isImageName(name)) {
            throw refused(
                    stage.from(),
                    "failed to parse stage name \"" + name + "\": invalid reference format");
        }
        PlatformFacts wanted = Objects.requireNonNull(platforms.get(stage.index()));
        try {
            Optional<BaseFacts> facts = request.facts().base(name, wanted);
            return facts.isPresent()
                    ? new Base.Image(name, wanted, facts.get())
                    : new Base.Unknown();
        } catch (DockerfileException e) {
            throw new DockerfileException(e.getMessage(), List.of(stage.from().range()), e.hint());
        }
    }

    /// Tells of the image that a stage starts from, if it is one.
    void tell(Stage stage) throws DockerfileException {
        if (of(stage) instanceof Base.Image image) {
            listener.base(stage, image.name(), image.wanted(), image.facts());
        }
    }

    /// What an image wants done first.
    List<Instruction> triggers(Stage stage, BaseFacts image) throws DockerfileException {
        List<Instruction> triggers = new ArrayList<>();
        for (String text : image.onBuild()) {
            try {
                triggers.add(Dockerfile.parseInstruction(text));
            } catch (DockerfileException e) {
                throw refused(
                        stage.from(), "the base image's ONBUILD " + text + ": " + e.getMessage());
            }
        }
        return triggers;
    }
}
