// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.lint.TestFacts;
import dev.cooper.dockerfile.walk.WalkRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutlineTests {
    private static final String FILE =
            """
            # syntax=docker/dockerfile:1
            ARG UNUSED=1
            # TAG of the base
            ARG TAG=3
            # IMAGE to start from
            ARG IMAGE=alpine:${TAG}

            FROM $IMAGE AS base
            # who is greeted
            # NAME to greet
            ARG NAME=world GREETING="Hello, $NAME"
            ARG TAG
            ARG TARGETARCH
            RUN --mount=type=secret,id=token,required=true --mount=type=ssh true

            FROM alpine AS other
            ARG OTHER
            RUN --mount=type=secret,id=unseen true

            # app is what runs
            FROM base AS app
            # DEBUG or not
            ARG DEBUG
            ARG NAME=moon
            RUN --mount=type=secret,id=token --mount=type=secret,id=key,env=KEY true

            FROM scratch AS release
            COPY --from=app /a /a
            """;

    private static Outline outline(@Nullable String target, Map<String, @Nullable String> arguments)
            throws DockerfileException {
        return Outline.of(
                Dockerfile.parse(FILE), new WalkRequest(target, false, arguments, new TestFacts()));
    }

    @Test
    void aTargetTakesWhatItsStagesTake() throws Exception {
        assertThat(OutlineText.table(outline("app", Map.of("DEBUG", "yes"))))
                .isEqualTo(
                        """
                        TARGET:      app
                        DESCRIPTION: is what runs

                        BUILD ARG   VALUE          DESCRIPTION
                        TAG         3              of the base
                        IMAGE       alpine:3       to start from
                        GREETING    Hello, world  \s
                        DEBUG       yes            or not
                        NAME        moon          \s

                        SECRET   REQUIRED
                        token   \s
                        key     \s

                        SSH       REQUIRED
                        default  \s

                        """);
    }

    @Test
    void stagesThatAreCopiedFromCountToo() throws Exception {
        Outline outline = outline(null, Map.of("TAG", "4"));
        assertThat(outline.name()).isEqualTo("release");
        assertThat(outline.description()).isEmpty();
        assertThat(outline.arguments())
                .extracting(Outline.Argument::name)
                .containsExactly("TAG", "IMAGE", "GREETING", "DEBUG", "NAME");
        assertThat(outline.arguments().get(1).value()).isEqualTo("alpine:4");
        assertThat(outline("base", Map.of()).secrets())
                .singleElement()
                .satisfies(each -> assertThat(each.required()).isTrue());
    }

    @Test
    void theOutlineIsJsonAsWell() throws Exception {
        assertThat(OutlineText.json(outline("other", Map.of())))
                .startsWith(
                        """
                        {
                          "name": "other",
                          "args": [
                            {
                              "name": "OTHER",
                              "location": {
                                "ranges": [
                                  {
                                    "start": {
                                      "line": 17
                                    },
                                    "end": {
                                      "line": 17
                                    }
                                  }
                                ]
                              }
                            }
                          ],
                          "secrets": [
                            {
                              "name": "unseen",
                        """)
                .contains("\"sources\": [\n    \"IyBzeW50YXg9");
        assertThat(OutlineText.json(outline("base", Map.of())))
                .contains("\"ssh\": [\n    {\n      \"name\": \"default\",")
                .contains("\"required\": true");
    }

    @Test
    void aMistakeIsOne() {
        assertThatThrownBy(() -> outline("nothing", Map.of()))
                .hasMessage("target stage \"nothing\" could not be found");
    }

    @Test
    void everyStageIsATarget() throws Exception {
        Targets targets = Targets.of(Dockerfile.parse(FILE));
        assertThat(targets.table())
                .isEqualTo(
                        """
                        TARGET            DESCRIPTION
                        base             \s
                        other            \s
                        app               is what runs
                        release (default)\s
                        """);
        assertThat(targets.json())
                .contains(
                        """
                            {
                              "name": "release",
                              "default": true,
                              "base": "scratch",
                              "location": {
                                "ranges": [
                        """)
                .contains("\"base\": \"$IMAGE\"")
                .contains("\"description\": \"is what runs\"")
                .contains("\"sources\": [");
        assertThat(Targets.of(Dockerfile.parse("FROM --platform=$BUILDPLATFORM a\n")).table())
                .isEqualTo("TARGET    DESCRIPTION\n(default) \n");
        assertThat(Targets.of(Dockerfile.parse("FROM --platform=$P a\n")).json())
                .contains("\"platform\": \"$P\"");
    }
}
