// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTests {
    @TempDir Path folder;

    private Path remembered(String name) {
        return folder.resolve("memory").resolve(name);
    }

    private Sandbox unshare() throws Exception {
        return Sandbox.of(Sandbox.Kind.UNSHARE, folder.resolve("memory"));
    }

    @Test
    void remembersWhatItFound() throws Exception {
        assertThat(unshare().name()).isEqualTo("unshare");
        Path file = remembered("unshare");
        Properties known = new Properties();
        try (var in = Files.newInputStream(file)) {
            known.load(in);
        }
        assertThat(known).doesNotContainKey("why");
        known.setProperty("why", "remembered");
        try (var out = Files.newOutputStream(file)) {
            known.store(out, null);
        }
        assertThatThrownBy(this::unshare)
                .isInstanceOf(NoSandboxException.class)
                .hasMessageContaining("unshare: remembered")
                .hasMessageContaining("install");
        assertThat(files()).containsExactly("unshare");
    }

    @Test
    void looksAgainWhenThingsChanged() throws Exception {
        unshare();
        for (String spoilt : List.of("", "key=another boot\nwhy=x\n", "\\u00zz", "why=x\n")) {
            Files.writeString(remembered("unshare"), spoilt, StandardCharsets.ISO_8859_1);
            assertThat(unshare().name()).isEqualTo("unshare");
        }
    }

    @Test
    void offersWhatWorks() throws Exception {
        Path memory = folder.resolve("memory");
        List<String> all = Sandbox.working(memory).stream().map(Sandbox::name).toList();
        assertThat(all).isNotEmpty().endsWith("unshare");
        assertThat(Sandbox.auto(memory).name()).isEqualTo(all.getFirst());
    }

    @Test
    void findsWhatProgramsNeed() throws Exception {
        HostTools tools = HostTools.locate();
        Properties known = new Properties();
        tools.save(known);
        assertThat(HostTools.load(known)).isEqualTo(tools);
        assertThat(tools.commands().keySet()).containsExactly("chroot", "env", "setpriv", "umount");
        for (List<String> words : tools.commands().values()) {
            assertThat(tools.base().resolve(words.getFirst())).isExecutable();
            assertThat(tools.base().resolve(words.getLast())).isExecutable();
        }
        assertThatThrownBy(() -> Elf.loader(Path.of("/etc/passwd")))
                .isInstanceOf(IOException.class)
                .hasMessage("/etc/passwd is no 64-bit ELF program");
        assertThat(Elf.loader(Path.of("/bin/busybox"))).isEmpty();
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder.resolve("memory"))) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }
}
