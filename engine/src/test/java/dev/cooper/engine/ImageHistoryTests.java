// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.store.LayerInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageHistoryTests {
    private static final Digest ID = Digest.sha256("x".getBytes(UTF_8));

    private static ImageConfig config(History... history) {
        return new ImageConfig(
                null, null, Platform.host(), ContainerConfig.EMPTY, List.of(), List.of(history));
    }

    private static History step(String text, boolean empty) {
        return new History(null, text, null, null, empty);
    }

    @Test
    void layersGoToTheStepsThatMadeThem() {
        List<HistoryEntry> entries =
                ImageHistory.newestFirst(
                        ID,
                        config(step("ADD", false), step("ENV", true), step("COPY", false)),
                        List.of(new LayerInfo(ID, 10, 1024), new LayerInfo(ID, 20, 2048)));
        assertThat(entries)
                .extracting(HistoryEntry::createdBy)
                .containsExactly("COPY", "ENV", "ADD");
        assertThat(entries).extracting(HistoryEntry::size).containsExactly(20L, 0L, 10L);
    }

    @Test
    void aHistoryOfMoreLayersThanThereAreIsRefused() {
        assertThatThrownBy(
                        () -> ImageHistory.newestFirst(ID, config(step("ADD", false)), List.of()))
                .isInstanceOf(CooperException.SystemFailure.class)
                .hasMessageContaining("fewer layers");
    }
}
