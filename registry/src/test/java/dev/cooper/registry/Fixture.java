// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Index;
import dev.cooper.oci.Manifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.registry.RegistrySettings;
import dev.cooper.testkit.registry.TestRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A registry, and a client on a machine of its own. Nothing that isn't on loopback is touched.
final class Fixture implements AutoCloseable {
    static final Platform PLATFORM = new Platform("linux", "amd64", null);

    final TestRegistry registry;
    final Path home;
    final Path etc;
    final NoPatience patience = new NoPatience();
    final List<RegistryEvent> events = new CopyOnWriteArrayList<>();
    final Map<String, String> variables = new HashMap<>();
    private final List<RegistryClient> clients = new ArrayList<>();

    Fixture(Path folder, RegistrySettings settings) {
        this(folder, TestRegistry.start(settings));
    }

    Fixture(Path folder, TestRegistry registry) {
        this.registry = registry;
        this.home = folder.resolve("home");
        this.etc = folder.resolve("etc");
    }

    RegistryClient.Builder builder() {
        return RegistryClient.builder()
                .surroundings(new Surroundings(variables, home, etc))
                .patience(patience)
                .events(events::add)
                .limits(Limits.DEFAULT.withAttempts(4));
    }

    RegistryClient client() {
        return client(builder());
    }

    RegistryClient client(RegistryClient.Builder builder) {
        try {
            RegistryClient client = builder.build();
            clients.add(client);
            return client;
        } catch (RegistryException e) {
            throw new UncheckedIOException(e);
        }
    }

    Credential user() {
        return new Credential.Password("user", "secret");
    }

    RegistryClient userClient() {
        return client(builder().credentials(CredentialSource.only(registry.authority(), user())));
    }

    Repository repository(RegistryClient client, String rest) throws IOException {
        return client.repository(reference(rest));
    }

    Repository repository(String rest) throws IOException {
        return repository(client(), rest);
    }

    Reference reference(String rest) {
        return parsed(registry.authority() + "/" + rest);
    }

    static Reference parsed(String text) {
        try {
            return Reference.parse(text);
        } catch (dev.cooper.oci.InvalidReferenceException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Descriptor layer(byte[] bytes) {
        return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, bytes);
    }

    /// An image whose layers are these bytes.
    static final class Image {
        private final Document document;
        private final byte[] config;
        private final List<byte[]> layers;

        private Image(Document document, byte[] config, List<byte[]> layers) {
            this.document = document;
            this.config = config;
            this.layers = layers;
        }

        Document document() {
            return document;
        }

        byte[] config() {
            return config;
        }

        List<byte[]> layers() {
            return layers;
        }
    }

    static Image image(byte[]... layers) throws IOException {
        List<Digest> diffIds = new ArrayList<>();
        List<Descriptor> descriptors = new ArrayList<>();
        for (byte[] each : layers) {
            diffIds.add(Digest.sha256(each));
            descriptors.add(layer(each));
        }
        byte[] config =
                new ImageConfig(null, null, PLATFORM, ContainerConfig.EMPTY, diffIds, List.of())
                        .toBytes();
        byte[] manifest =
                new Manifest(
                                MediaTypes.OCI_MANIFEST,
                                Descriptor.of(MediaTypes.OCI_CONFIG, config),
                                descriptors,
                                Map.of())
                        .toBytes();
        return new Image(Document.of(manifest), config, List.of(layers));
    }

    static Document index(Document... manifests) throws IOException {
        List<Descriptor> all = new ArrayList<>();
        for (Document each : manifests) {
            all.add(each.descriptor().withPlatform(PLATFORM));
        }
        return Document.of(new Index(MediaTypes.OCI_INDEX, all, Map.of()).toBytes());
    }

    /// Puts an image into the registry, behind its back.
    void add(String repository, @Nullable String tag, Image image) {
        registry.addBlob(repository, image.config());
        image.layers().forEach(each -> registry.addBlob(repository, each));
        add(repository, tag, image.document());
    }

    void add(String repository, @Nullable String tag, Document document) {
        registry.addManifest(repository, tag, document.mediaType(), document.bytes());
    }

    /// Bytes in memory, by digest.
    static final class Memory implements BlobSink, Pusher.Content {
        final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
        final List<Digest> begun = new CopyOnWriteArrayList<>();
        final Map<Digest, List<String>> repositories = new HashMap<>();

        static Memory of(Image image) {
            Memory memory = new Memory();
            memory.blobs.put(Digest.sha256(image.config()), image.config());
            image.layers().forEach(each -> memory.blobs.put(Digest.sha256(each), each));
            return memory;
        }

        @Override
        public boolean has(Descriptor blob) {
            return blobs.containsKey(blob.digest());
        }

        @Override
        public BlobWriter begin(Descriptor blob) {
            begun.add(blob.digest());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return new BlobWriter() {
                @Override
                public OutputStream stream() {
                    return bytes;
                }

                @Override
                public void commit() {
                    blobs.put(blob.digest(), bytes.toByteArray());
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public BlobSource source(Descriptor blob) {
            return BlobSource.of(Objects.requireNonNull(blobs.get(blob.digest())));
        }

        @Override
        public List<String> repositories(Descriptor blob) {
            return repositories.getOrDefault(blob.digest(), List.of());
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        clients.forEach(RegistryClient::close);
        registry.close();
    }
}
