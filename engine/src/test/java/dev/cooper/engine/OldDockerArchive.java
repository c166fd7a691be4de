// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes archives as `docker save` did through the years, entry by entry: a folder for each layer,
/// with `VERSION`, `json` and `layer.tar` in it; folders before their files, all sorted, as the tar
/// of a temporary folder has them.
final class OldDockerArchive {
    /// What wrote it.
    enum Age {
        /// Up to 1.9: ids are random, `repositories` is all that names images.
        FIRST,
        /// 1.10 to 24: configurations and `manifest.json` too, for those that came before.
        MIDDLE
    }

    private static final long TIME = 1_400_000_000;
    private static final String CREATED = "2014-05-13T16:53:20.123456789Z";

    private final Age age;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> links = new TreeMap<>();
    private final Map<String, String> layerOfContent = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> repositories = new TreeMap<>();
    private final List<Json> manifest = new ArrayList<>();
    private int made;

    OldDockerArchive(Age age) {
        this.age = age;
    }

    /// Adds an image of these layers, lowest first.
    ///
    /// @return its id: the digest of its configuration, or that of its top layer
    String image(String repository, String tag, String command, byte[]... layers) {
        List<String> ids = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        String parent = null;
        for (byte[] each : layers) {
            boolean top = ids.size() == layers.length - 1;
            parent = layer(parent, top ? command : null, each);
            ids.add(parent);
            paths.add(parent + "/layer.tar");
        }
        repositories.computeIfAbsent(repository, _ -> new TreeMap<>()).put(tag, ids.getLast());
        if (age == Age.FIRST) {
            return ids.getLast();
        }
        byte[] config = config(command, layers);
        String id = Digest.sha256(config).hex();
        files.put(id + ".json", config);
        manifest.add(
                Json.object()
                        .put("Config", id + ".json")
                        .put("RepoTags", Json.strings(List.of(repository + ":" + tag)))
                        .put("Layers", Json.strings(paths))
                        .build());
        return id;
    }

    private String layer(@Nullable String parent, @Nullable String command, byte[] tar) {
        String id = Digest.sha256(("layer " + made++).getBytes(UTF_8)).hex();
        Json.Builder json = Json.object().put("id", id);
        json.putIfPresent("parent", parent);
        json.put("created", command == null ? "1970-01-01T00:00:00Z" : CREATED);
        if (age == Age.FIRST || command != null) {
            json.put("container", "f".repeat(64));
        }
        json.put("container_config", settings(command == null ? null : "#(nop) CMD " + command));
        if (command != null) {
            json.put("docker_version", age == Age.FIRST ? "1.9.1" : "20.10.24");
            json.put("config", settings(command));
            json.put("architecture", "amd64").put("os", "linux");
        }
        if (age == Age.FIRST) {
            json.put("Size", tar.length);
        }
        files.put(id + "/VERSION", "1.0".getBytes(UTF_8));
        files.put(id + "/json", json.build().toBytes(Json.Escaping.HTML));
        String same = layerOfContent.putIfAbsent(Digest.sha256(tar).hex(), id);
        if (same == null || age == Age.FIRST) {
            files.put(id + "/layer.tar", tar);
        } else {
            links.put(id + "/layer.tar", "../" + same + "/layer.tar");
        }
        return id;
    }

    /// All that docker wrote there, whether it said anything or not.
    private static Json settings(@Nullable String command) {
        return Json.object()
                .put("Hostname", "")
                .put("Domainname", "")
                .put("User", "")
                .put("AttachStdin", false)
                .put("AttachStdout", false)
                .put("AttachStderr", false)
                .put("Tty", false)
                .put("OpenStdin", false)
                .put("StdinOnce", false)
                .put("Env", command == null ? null : Json.strings(List.of("PATH=/bin")))
                .put(
                        "Cmd",
                        command == null ? null : Json.strings(List.of("/bin/sh", "-c", command)))
                .put("Image", "")
                .put("Volumes", (String) null)
                .put("WorkingDir", "")
                .put("Entrypoint", (String) null)
                .put("OnBuild", (String) null)
                .put("Labels", (String) null)
                .build();
    }

    private static byte[] config(String command, byte[]... layers) {
        List<String> diffIds = new ArrayList<>();
        List<Json> history = new ArrayList<>();
        for (byte[] each : layers) {
            diffIds.add(Digest.sha256(each).toString());
            history.add(Json.object().put("created", CREATED).put("created_by", "layer").build());
        }
        return Json.object()
                .put("architecture", "amd64")
                .put("config", settings(command))
                .put("container", "f".repeat(64))
                .put("container_config", settings(command))
                .put("created", CREATED)
                .put("docker_version", "20.10.24")
                .put("history", Json.array(history))
                .put("os", "linux")
                .put(
                        "rootfs",
                        Json.object()
                                .put("type", "layers")
                                .put("diff_ids", Json.strings(diffIds))
                                .build())
                .build()
                .toBytes(Json.Escaping.HTML);
    }

    byte[] tar() {
        Map<String, byte[]> all = new TreeMap<>(files);
        Json.Builder names = Json.object();
        repositories.forEach((name, tags) -> names.put(name, Json.stringMap(tags)));
        all.put(
                "repositories",
                (names.build().toCompactString(Json.Escaping.HTML) + "\n").getBytes(UTF_8));
        if (age == Age.MIDDLE) {
            all.put(
                    "manifest.json",
                    (Json.array(manifest).toCompactString(Json.Escaping.HTML) + "\n")
                            .getBytes(UTF_8));
        }
        for (String link : links.keySet()) {
            all.put(link, new byte[0]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            String folder = "";
            for (Map.Entry<String, byte[]> each : all.entrySet()) {
                String path = each.getKey();
                int slash = path.indexOf('/');
                if (slash > 0 && !path.substring(0, slash).equals(folder)) {
                    folder = path.substring(0, slash);
                    tar.entry(TarEntry.directory(Bytes.of(folder), 0755).withMtime(TIME, 0));
                }
                String target = links.get(path);
                if (target != null) {
                    tar.entry(
                            TarEntry.symlink(Bytes.of(path), Bytes.of(target)).withMtime(TIME, 0));
                } else {
                    tar.entry(
                            TarEntry.file(Bytes.of(path), 0644, each.getValue().length)
                                    .withMtime(TIME, 0),
                            new ByteArrayInputStream(each.getValue()));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
