// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTests {
    @TempDir Path temp;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    @Test
    void mergesAndWritesToTheUpperAlone() throws IOException {
        Path low = folder("low");
        Files.writeString(low.resolve("gone"), "x");
        Files.writeString(low.resolve("kept"), "x");
        try (Dir view = Overlay.mount(List.of(low), folder("upper"), folder("work"))) {
            view.unlink(Name.of("gone"));
            view.create(Name.of("made"), 0600).close();
            assertThat(view.list())
                    .extracting(each -> each.name().text())
                    .containsExactly("kept", "made");
        }
        assertThat(low.resolve("gone")).exists();
        try (Dir upper = Dir.open(temp.resolve("upper"))) {
            assertThat(upper.stat(Name.of("gone")).isWhiteout()).isTrue();
        }
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(temp.toString());
    }

    @Test
    void takesTwoHundredLayersAndOddPaths() throws IOException {
        List<Path> lowers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Path layer = folder("a:b,c\\d " + i);
            Files.writeString(layer.resolve("f" + i), "x");
            lowers.add(layer);
        }
        try (Dir view = Overlay.mount(lowers, null, null)) {
            assertThat(view.list()).hasSize(200);
        }
    }

    @Test
    void saysWhatTheKernelSaid() throws IOException {
        Path low = folder("low");
        assertThatThrownBy(() -> Overlay.mount(List.of(low, temp.resolve("none")), null, null))
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("overlay");
    }

    @Test
    void theRootItselfCanBeChanged() throws IOException {
        folder("low");
        try (Dir view =
                Overlay.mount(List.of(temp.resolve("low")), folder("upper"), folder("work"))) {
            view.chmodSelf(0711);
            view.setTimesSelf(17, 5);
        }
        try (Dir upper = Dir.open(temp.resolve("upper"))) {
            assertThat(upper.self())
                    .returns(0711, Stat::permissions)
                    .returns(17L, Stat::mtimeSeconds);
        }
    }
}
