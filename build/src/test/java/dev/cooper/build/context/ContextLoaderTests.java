// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import dev.cooper.posix.Name;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextLoaderTests {
    @TempDir Path temp;
    private Path folder;
    private ContextLoader loader;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(temp.resolve("context"));
        loader = new ContextLoader(Files.createDirectory(temp.resolve("scratch")));
    }

    private LoadedContext load(DockerfileChoice dockerfile) throws Exception {
        return loader.load(new ContextSource.Folder(folder), dockerfile);
    }

    @Test
    void theDockerfileMayBeInSmallLetters() throws Exception {
        Files.writeString(folder.resolve("dockerfile"), "FROM small");
        try (LoadedContext loaded = load(new DockerfileChoice.Default())) {
            assertThat(loaded.dockerfile()).isEqualTo("FROM small");
            assertThat(loaded.dockerfileName()).isEqualTo("dockerfile");
        }
    }

    @Test
    void theDockerfilesOwnIgnoreFileTakesTheContextsPlace() throws Exception {
        Files.writeString(folder.resolve("Dockerfile.x"), "FROM scratch");
        Files.writeString(folder.resolve(".dockerignore"), "general");
        try (LoadedContext loaded = load(new DockerfileChoice.At(folder.resolve("Dockerfile.x")))) {
            assertThat(loaded.files().filter().reason(Name.of("general")))
                    .isEqualTo(".dockerignore line 1: general");
        }
        Files.writeString(folder.resolve("Dockerfile.x.dockerignore"), "# own\nspecial\n");
        try (LoadedContext loaded = load(new DockerfileChoice.At(folder.resolve("Dockerfile.x")))) {
            assertThat(loaded.files().filter().includes(Name.of("general"))).isTrue();
            assertThat(loaded.files().filter().reason(Name.of("special")))
                    .isEqualTo("Dockerfile.x.dockerignore line 2: special");
        }
    }

    @Test
    void linksOutOfTheContextAreNotRead() throws Exception {
        Files.writeString(temp.resolve("secret"), "FROM secret");
        Files.createSymbolicLink(folder.resolve("Dockerfile"), temp.resolve("secret"));
        assertThatThrownBy(() -> load(new DockerfileChoice.Default()))
                .isInstanceOf(ContextException.class)
                .hasMessageContaining("open Dockerfile");
        Files.delete(folder.resolve("Dockerfile"));
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch");
        Files.createSymbolicLink(folder.resolve(".dockerignore"), temp.resolve("secret"));
        assertThatThrownBy(() -> load(new DockerfileChoice.Default()))
                .isInstanceOf(ContextException.class)
                .hasMessageContaining("leads nowhere in the context");
    }

    @Test
    void aContextThatIsNotThereIsNamed() {
        folder = temp.resolve("nodir");
        assertThatThrownBy(() -> load(new DockerfileChoice.Default()))
                .isInstanceOf(ContextException.class)
                .hasMessage("unable to prepare context: path \"" + folder + "\" not found");
    }

    @Test
    void anArchiveIsAContext() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            for (String name : new String[] {"sub/Dockerfile", ".dockerignore", "a"}) {
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                tar.entry(
                        TarEntry.file(Bytes.of(name), 0644, text.length),
                        new ByteArrayInputStream(text));
            }
        }
        var stream = new ByteArrayInputStream(bytes.toByteArray());
        try (LoadedContext loaded =
                loader.load(
                        new ContextSource.Tar(stream),
                        new DockerfileChoice.At(Path.of("sub/Dockerfile")))) {
            assertThat(loaded.dockerfile()).isEqualTo("sub/Dockerfile");
            assertThat(loaded.files().filter().includes(Name.of("a"))).isTrue();
        }
    }
}
