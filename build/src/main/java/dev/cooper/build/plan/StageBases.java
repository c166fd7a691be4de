// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.plan.BaseImages.BaseImage;
import dev.cooper.build.step.NoSuchBaseException;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import dev.cooper.dockerfile.Suggestions;
import dev.cooper.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the stages of a file start from, each found out once and only if it is needed.
final class StageBases {
    private final PlanRequest request;
    private final GlobalArguments globals;
    private final Expander expander;
    private final Map<Integer, Base> known = new HashMap<>();

    StageBases(PlanRequest request, GlobalArguments globals) {
        this.request = request;
        this.globals = globals;
        this.expander = new Expander(request.dockerfile().directives().escape());
    }

    private List<Stage> earlier(Stage stage) {
        return request.dockerfile().stages().subList(0, stage.index());
    }

    Base of(Stage stage) throws IOException, DockerfileException {
        Base base = known.get(stage.index());
        if (base == null) {
            base = find(stage);
            known.put(stage.index(), base);
        }
        return base;
    }

    private Base find(Stage stage) throws IOException, DockerfileException {
        From from = stage.from();
        NamedContext instead = instead(stage);
        if (instead != null) {
            return base(String.valueOf(stage.name()), instead, stage);
        }
        String name = expand(from, from.image());
        if (name.isEmpty()) {
            throw new DockerfileException(
                    "base name (" + from.image() + ") should not be blank", List.of(from.range()));
        }
        if (name.equals("scratch")) {
            return new Base.Scratch();
        }
        Optional<Stage> other = Stages.base(earlier(stage), name);
        if (other.isPresent()) {
            return new Base.OfStage(other.get());
        }
        NamedContext named = NamedContext.find(request.contexts(), name);
        if (named != null) {
            return base(name, named, stage);
        }
        checkPlatform(from);
        return new Base.OfImage(image(name, stage, from));
    }

    /// The context that takes the place of a whole stage, its instructions too; null for none.
    @Nullable NamedContext instead(Stage stage) {
        String name = stage.name();
        return name == null ? null : NamedContext.find(request.contexts(), name);
    }

    private Base base(String name, NamedContext context, Stage stage)
            throws IOException, DockerfileException {
        return switch (context) {
            case NamedContext.Image image ->
                    new Base.OfImage(image(image.reference(), stage, stage.from()));
            case NamedContext.Loaded loaded ->
                    new Base.OfImage(new BaseImage(loaded.name(), loaded.config()));
            case NamedContext.Files _, NamedContext.Git _ -> new Base.OfFiles(name, context);
        };
    }

    private void checkPlatform(From from) throws DockerfileException {
        String written = from.platform();
        if (written == null) {
            return;
        }
        String text = expand(from, written);
        if (text.isEmpty()) {
            throw new DockerfileException(
                    "empty platform value from expression " + written, List.of(from.range()));
        }
        try {
            Platform wanted = Platform.parse(text);
            if (!wanted.matches(request.platform())) {
                throw new DockerfileException(
                        "FROM --platform=%s: only images of this machine's platform, %s, can be built on"
                                .formatted(text, request.platform()),
                        List.of(from.range()));
            }
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(
                    "failed to parse platform " + text + ": " + e.getMessage(),
                    List.of(from.range()));
        }
    }

    private String expand(From from, String word) throws DockerfileException {
        try {
            return expander.expand(word, globals.lookup());
        } catch (ExpansionException e) {
            throw new DockerfileException(e.getMessage(), List.of(from.range()));
        }
    }

    /// An image that an instruction of this stage names.
    BaseImage image(String name, Stage stage, Instruction by)
            throws IOException, DockerfileException {
        try {
            return request.images().find(name);
        } catch (NoSuchBaseException e) {
            List<String> stages =
                    earlier(stage).stream().map(Stage::name).filter(Objects::nonNull).toList();
            Optional<String> near = Suggestions.nearest(name, stages);
            throw new DockerfileException(
                    e.getMessage()
                            + near.map(each -> " (did you mean the stage " + each + "?)")
                                    .orElse(""),
                    List.of(by.range()));
        }
    }

    /// What the base wants done first: its `ONBUILD` instructions.
    List<Instruction> triggers(Stage stage) throws IOException, DockerfileException {
        return switch (of(stage)) {
            case Base.Scratch _, Base.OfFiles _ -> List.of();
            case Base.OfStage base -> triggersIn(base.stage());
            case Base.OfImage base -> {
                List<Instruction> triggers = new ArrayList<>();
                for (String text : base.image().config().config().onBuild()) {
                    triggers.add(trigger(text, stage));
                }
                yield triggers;
            }
        };
    }

    private static List<Instruction> triggersIn(Stage base) {
        List<Instruction> triggers = new ArrayList<>();
        for (Instruction each : base.instructions()) {
            if (each instanceof OnBuild onBuild) {
                triggers.add(onBuild.trigger());
            }
        }
        return triggers;
    }

    private static Instruction trigger(String text, Stage stage) throws DockerfileException {
        try {
            return Dockerfile.parseInstruction(text);
        } catch (DockerfileException e) {
            throw new DockerfileException(
                    "the base image's ONBUILD " + text + ": " + e.getMessage(),
                    List.of(stage.from().range()));
        }
    }
}
