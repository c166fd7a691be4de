// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Result;
import dev.cooper.testkit.registry.TestRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results of builds in a registry, found there by machines whose stores are empty.
@Tag("once")
class RegistryCacheTests {
    private static final String CACHE_TYPE = "application/vnd.buildkit.cacheconfig.v0";

    @TempDir private Path temp;
    private TestRegistry registry;
    private Machine first;
    private Machine second;
    private Context context;

    @BeforeEach
    void start() {
        registry = TestRegistry.start();
        first = Machine.in(temp.resolve("first"), registry.authority());
        second = Machine.in(temp.resolve("second"), registry.authority());
        first.cooper().withBase("busybox");
        first.ok("tag", "busybox", registry.authority() + "/library/busybox:latest");
        first.ok("push", "-q", registry.authority() + "/library/busybox:latest");
        context =
                Context.in(temp.resolve("context"))
                        .file("source", "one\n")
                        .dockerfile(
                                "FROM busybox AS build",
                                "COPY source .",
                                "RUN sed s/one/two/ source > out",
                                "FROM busybox",
                                "COPY --from=build out .",
                                "RUN echo last > last");
    }

    @AfterEach
    void end() {
        registry.close();
    }

    private String cache(String tag) {
        return "type=registry,ref=" + registry.authority() + "/cache:" + tag;
    }

    private static void ranNothing(Result built) {
        assertThat(built.err().lines().filter(line -> line.endsWith(" CACHED"))).hasSize(4);
    }

    @Test
    void anotherMachineRunsNothingAgain() throws Exception {
        Result exported =
                first.build(context, "-t", "app", "--cache-to", cache("max") + ",mode=max").ok();
        assertThat(exported.err()).contains("exporting cache to registry");
        Result again = second.build(context, "-t", "app", "--cache-from", cache("max")).ok();
        assertThat(again.err()).contains("importing cache manifest from ");
        ranNothing(again);
        assertThat(second.id("app")).isEqualTo(first.id("app"));
        assertThat(second.ok("run", "--rm", "app", "cat", "out", "last").out())
                .isEqualTo("two\nlast\n");

        registry.forgetRequests();
        first.build(context, "-t", "app", "--cache-to", cache("max") + ",mode=max").ok();
        assertThat(registry.asked("registry POST")).as("nothing is new").isEmpty();
        Manifest manifest =
                Manifest.parse(Objects.requireNonNull(registry.manifest("cache", "max")));
        assertThat(manifest.config().mediaType()).isEqualTo(CACHE_TYPE);
        // Two of the four steps make the same layer, and the base's is left out.
        assertThat(manifest.layers()).hasSize(3);
    }

    @Test
    void whatEndedBeforeAFailureIsKept() {
        context.dockerfile(
                "FROM busybox AS build",
                "COPY source .",
                "RUN sed s/one/two/ source > out",
                "FROM busybox",
                "COPY --from=build out .",
                "RUN exit 3");
        assertThat(first.build(context, "--cache-to", cache("part") + ",mode=max").exits(1).err())
                .contains("exporting cache to registry");
        Result again = second.build(context, "-t", "app", "--cache-from", cache("part")).exits(1);
        assertThat(again.err().lines().filter(line -> line.endsWith(" CACHED"))).hasSize(3);
    }

    @Test
    void anImageCarriesItsOwn() {
        String name = registry.authority() + "/app:1";
        first.build(context, "-t", name, "--push", "--cache-to", "type=inline").ok();
        Result again =
                second.build(context, "-t", name, "--cache-from", name, "--cache-to", "type=inline")
                        .ok();
        // The stage that is only copied from isn't in the image; what it made is found all the
        // same as long as the step that reads it is.
        assertThat(again.err()).contains("RUN echo last > last\n#").doesNotContain("ERROR");
        assertThat(again.err().lines().filter(line -> line.endsWith(" CACHED")))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(second.ok("run", "--rm", name, "cat", "out").out()).isEqualTo("two\n");
    }

    @Test
    void whatCannotBeUsedIsAMiss() throws Exception {
        first.build(context, "-t", "app", "--cache-to", cache("max") + ",mode=max").ok();
        Manifest good = Manifest.parse(Objects.requireNonNull(registry.manifest("cache", "max")));
        for (Descriptor layer : good.layers()) {
            byte[] bytes =
                    Objects.requireNonNull(registry.blob("cache", layer.digest().toString()))
                            .clone();
            bytes[bytes.length / 2] ^= 1;
            registry.addBlob("cache", layer.digest().toString(), bytes);
        }
        Result damaged = second.build(context, "-t", "app", "--cache-from", cache("max")).ok();
        assertThat(damaged.err()).contains("a result of an imported cache can't be used: ");
        assertThat(second.ok("run", "--rm", "app", "cat", "out").out()).isEqualTo("two\n");

        byte[] records =
                "{\"layers\":[],\"records\":[{\"digest\":\"%s\",\"layers\":[]}]}"
                        .formatted(good.config().digest())
                        .getBytes(UTF_8);
        registry.addBlob("cache", records);
        registry.addManifest(
                "cache",
                "buildkit",
                MediaTypes.OCI_INDEX,
                new Index(
                                MediaTypes.OCI_INDEX,
                                List.of(Descriptor.of(CACHE_TYPE, records)),
                                Map.of())
                        .toBytes());
        byte[] wrong = "{\"layers\":[{\"parent\":7}]}".getBytes(UTF_8);
        registry.addBlob("cache", wrong);
        registry.addManifest(
                "cache",
                "wrong",
                MediaTypes.OCI_MANIFEST,
                new Manifest(
                                MediaTypes.OCI_MANIFEST,
                                Descriptor.of(CACHE_TYPE, wrong),
                                List.of(),
                                Map.of())
                        .toBytes());
        Result done =
                second.build(
                                context,
                                "--cache-from",
                                cache("nosuch"),
                                "--cache-from",
                                cache("buildkit"),
                                "--cache-from",
                                cache("wrong"),
                                "--cache-from",
                                registry.authority() + "/library/busybox",
                                "--cache-from",
                                "nosuchhost.invalid/x")
                        .ok();
        assertThat(done.err())
                .contains("there is no cache in " + registry.authority() + "/cache:nosuch")
                .contains("holds a cache of BuildKit, whose keys are of another kind")
                .contains("a layer lies on one that doesn't come before it")
                .contains("holds an image, and no cache in it")
                .contains("nosuchhost.invalid");
    }
}
