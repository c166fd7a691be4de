// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.engine.CachePolicy;
import dev.cooper.engine.CachePrune;
import dev.cooper.engine.CacheUse;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.DiskUsage;
import dev.cooper.engine.PruneFilter;
import dev.cooper.engine.Pruned;
import dev.cooper.engine.RemovedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpkeepVerbsTests {
    private static final CacheUse STEP =
            new CacheUse(
                    "abcdefghijkl",
                    "regular",
                    1_500,
                    Play.NOW.minusSeconds(7200),
                    Play.NOW.minusSeconds(60),
                    3,
                    false,
                    false,
                    Optional.of("parent"),
                    "[2/3] RUN make");
    private static final CacheUse SHARED =
            new CacheUse(
                    "mnopqrstuvwx",
                    "regular",
                    2_000,
                    Play.NOW.minusSeconds(7200),
                    Play.NOW.minusSeconds(7200),
                    0,
                    true,
                    false,
                    Optional.empty(),
                    "[1/3] RUN");

    private final Play play = new Play();

    @Test
    void showsWhatTheStoreTakes() {
        play.images.add(1, 1_000_000, 1, Map.of(), "a:1");
        play.images.add(2, 500_000, 1, Map.of(), "b:1");
        play.upkeep.usage =
                new DiskUsage(
                        1_200_000,
                        List.of(
                                new DiskUsage.ImageUse(play.images.find("a:1"), 300_000, 2),
                                new DiskUsage.ImageUse(play.images.find("b:1"), 300_000, 0)),
                        List.of(),
                        List.of(STEP, SHARED));
        assertThat(play.run("system", "df").out())
                .isEqualTo(
                        """
                        TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE
                        Images          2         1         1.2MB     500kB (41%)
                        Containers      0         0         0B        0B
                        Local Volumes   0         0         0B        0B
                        Build Cache     2         0         1.5kB     1.5kB
                        """);
        assertThat(play.run("system", "df", "--format", "{{.Type}}={{.Size}}").out())
                .contains("Images=1.2MB\n", "Build Cache=1.5kB\n");
        assertThat(play.run("system", "df", "-v").out())
                .contains("SHARED SIZE   UNIQUE SIZE   CONTAINERS")
                .containsPattern("a +1 +\\w{12} +1 second ago +1MB +300kB +700kB +2\n")
                .contains("\nBuild cache usage: 1.5kB\n\nCACHE ID ")
                .containsPattern(
                        "abcdefghijkl +regular +1.5kB +2 hours ago +About a minute ago +3 +false\n");
    }

    @Test
    void listsTheCache() {
        play.upkeep.usage = new DiskUsage(0, List.of(), List.of(), List.of(STEP, SHARED));
        assertThat(play.run("buildx", "du").out())
                .containsPattern("ID +RECLAIMABLE +SIZE +LAST ACCESSED\n")
                .containsPattern("abcdefghijkl +true +1.5kB +About a minute ago\n")
                .containsPattern("mnopqrstuvwx +true +2kB\\* +2 hours ago\n")
                .endsWith("Shared:\t2kB\nPrivate:\t1.5kB\nReclaimable:\t1.5kB\nTotal:\t3.5kB\n");
        assertThat(play.run("buildx", "du", "--filter", "until=1h").out())
                .doesNotContain("abcdefghijkl")
                .contains("mnopqrstuvwx");
        assertThat(play.run("builder", "du", "--verbose", "--filter", "shared=false").out())
                .startsWith("ID:\tabcdefghijkl\nParents:\tparent\n")
                .contains("Description:\t[2/3] RUN make\n");
    }

    @Test
    void prunesTheCacheWhenTold() {
        play.upkeep.cache = new Pruned<>(List.of(STEP), 1_500);
        assertThat(play.run("builder", "prune", "-f").out())
                .containsPattern("abcdefghijkl +true +1.5kB +About a minute ago\nTotal:\t1.5kB\n");
        assertThat(play.run("buildx", "prune", "-af").code()).isZero();
        assertThat(
                        play.run(
                                        "builder",
                                        "prune",
                                        "-f",
                                        "--filter",
                                        "until=24h",
                                        "--filter=type=exec.cachemount",
                                        "--keep-storage",
                                        "10GB",
                                        "--max-used-space=1g",
                                        "--min-free-space",
                                        "512mb")
                                .code())
                .isZero();
        assertThat(play.upkeep.asked)
                .containsExactly(
                        CachePrune.UNUSED,
                        new CachePrune(
                                true, Set.of(), Set.of(), Optional.empty(), Duration.ZERO, 0, 0, 0),
                        new CachePrune(
                                false,
                                Set.of(),
                                Set.of("exec.cachemount"),
                                Optional.empty(),
                                Duration.ofDays(1),
                                10L << 30,
                                1L << 30,
                                512L << 20));
    }

    @Test
    void asksFirst() {
        assertThat(play.input("n\n").run("builder", "prune").out())
                .isEqualTo(
                        "WARNING! This will remove all dangling build cache. Are you sure you want to continue? [y/N] \n");
        assertThat(play.input("").run("image", "prune", "-a").out())
                .isEqualTo(
                        """
                        WARNING! This will remove all images without at least one container associated to them.
                        Are you sure you want to continue? [y/N]\s
                        """);
        assertThat(play.upkeep.asked).isEmpty();
        play.upkeep.containers = new Pruned<>(List.of("0123"), 12);
        assertThat(play.input("y\n").run("container", "prune").out())
                .isEqualTo(
                        """
                        WARNING! This will remove all stopped containers.
                        Are you sure you want to continue? [y/N] Deleted Containers:
                        0123

                        Total reclaimed space: 12B
                        """);
    }

    @Test
    void prunesImages() {
        play.upkeep.images =
                new Pruned<>(
                        List.of(
                                new RemovedImage.Untagged("a:1"),
                                new RemovedImage.Deleted("sha256:1")),
                        2_000);
        assertThat(
                        play.run(
                                        "image",
                                        "prune",
                                        "-f",
                                        "--filter",
                                        "label=k=v",
                                        "--filter",
                                        "label!=keep",
                                        "--filter",
                                        "until=1h")
                                .out())
                .isEqualTo(
                        "Deleted Images:\nuntagged: a:1\ndeleted: sha256:1\n\nTotal reclaimed space: 2kB\n");
        assertThat(play.upkeep.asked)
                .containsExactly(
                        false,
                        new PruneFilter(
                                Optional.of(Play.NOW.minusSeconds(3600)),
                                List.of("k=v"),
                                List.of("keep")));
    }

    @Test
    void prunesEverything() {
        play.upkeep.containers = new Pruned<>(List.of("0123"), 12);
        play.upkeep.cache = new Pruned<>(List.of(STEP), 1_500);
        assertThat(play.input("y\n").run("system", "prune").out())
                .isEqualTo(
                        """
                        WARNING! This will remove:
                          - all stopped containers
                          - all dangling images
                          - unused build cache

                        Are you sure you want to continue? [y/N] Deleted Containers:
                        0123

                        Deleted build cache objects:
                        abcdefghijkl

                        Total reclaimed space: 1.512kB
                        """);
        play.upkeep.asked.clear();
        play.run("system", "prune", "-f", "--filter", "label=x");
        assertThat(play.upkeep.asked).noneMatch(CachePrune.class::isInstance);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(play.run("builder", "prune", "-f", "--filter", "until=soon").code())
                .isEqualTo(125);
        assertThat(play.run("builder", "prune", "-f", "--filter", "color=red").err())
                .contains("invalid filter 'color'");
        assertThat(play.run("image", "prune", "-f", "--filter", "until=yesterday").err())
                .contains("failed to parse \"until\" value \"yesterday\"");
        assertThat(play.run("builder", "prune", "-f", "--max-used-space", "much").code())
                .isEqualTo(125);
        assertThat(play.upkeep.asked).isEmpty();
    }

    @Test
    void understandsTimes() throws Exception {
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(PruneFilters.time("2026-01-31T13:00:00+01:00", Play.NOW)).isEqualTo(noon);
        assertThat(PruneFilters.time("1769860800", Play.NOW)).isEqualTo(noon);
        assertThat(PruneFilters.time("1h30m", Play.NOW))
                .isEqualTo(Play.NOW.minus(Duration.ofMinutes(90)));
    }

    @Test
    void theBudgetComesFromTheEnvironment() {
        assertThat(CacheSettings.of(Map.of())).isEqualTo(CachePolicy.USUAL);
        assertThat(
                        CacheSettings.of(
                                Map.of(
                                        "COOPER_GC_MAX_USED_SPACE",
                                        "20GB",
                                        "COOPER_GC_UNUSED_FOR",
                                        "72h")))
                .isEqualTo(
                        new CachePolicy(
                                true,
                                OptionalLong.empty(),
                                OptionalLong.of(20L << 30),
                                OptionalLong.empty(),
                                Duration.ofDays(3)));
        assertThat(CacheSettings.of(Map.of("COOPER_GC", "off")).on()).isFalse();
        assertThatThrownBy(() -> CacheSettings.of(Map.of("COOPER_GC_MIN_FREE_SPACE", "lots")))
                .isInstanceOf(CooperException.InvalidInput.class)
                .hasMessageContaining("COOPER_GC_MIN_FREE_SPACE");
    }
}
