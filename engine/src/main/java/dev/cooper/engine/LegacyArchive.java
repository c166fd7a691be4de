// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MalformedImageException;
import dev.cooper.oci.MalformedJsonException;
import dev.cooper.oci.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Archives of docker before 1.10: `repositories` leads from names to the ids of top layers, each
/// layer is a folder `ID` of `json` and `layer.tar`, and names its parent. The configuration that
/// an image has today is put together from these.
final class LegacyArchive {
    static final String LIST = "repositories";

    private static final int MOST_LAYERS = 1000;
    private static final int MOST_NAMES = 10_000;

    private final ArchiveFiles files;
    private final Map<String, Digest> diffIds = new HashMap<>();

    LegacyArchive(ArchiveFiles files) {
        this.files = files;
    }

    List<ArchivedImage> images() throws IOException, InterruptedException {
        try {
            SequencedMap<String, List<Reference>> tops = new LinkedHashMap<>();
            int names = 0;
            Json.Obj repositories = Json.parseObject(files.read(LIST));
            for (String name : repositories.members().keySet()) {
                for (var tag : repositories.stringMap(name).entrySet()) {
                    if (++names > MOST_NAMES) {
                        throw new MalformedImageException(
                                LIST + " has more than " + MOST_NAMES + " names");
                    }
                    tops.computeIfAbsent(tag.getValue(), _ -> new ArrayList<>())
                            .add(DockerArchive.tag(name + ":" + tag.getKey()));
                }
            }
            List<ArchivedImage> images = new ArrayList<>();
            for (var each : tops.entrySet()) {
                images.add(image(each.getKey(), each.getValue()));
            }
            return images;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(LIST + ": " + e.getMessage(), e);
        }
    }

    private Json.Obj json(String id) throws IOException {
        if (!id.matches("[0-9a-f]{64}")) {
            throw new MalformedImageException("not an image id: " + Bytes.of(id));
        }
        return Json.parseObject(files.read(id + "/json"));
    }

    private ArchivedImage image(String top, List<Reference> tags)
            throws IOException, InterruptedException {
        SequencedSet<String> seen = new LinkedHashSet<>();
        List<Json> history = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        List<ArchivedImage.Layer> layers = new ArrayList<>();
        for (String id = top; id != null && !id.isEmpty(); ) {
            if (!seen.add(id) || seen.size() > MOST_LAYERS) {
                throw new MalformedImageException(
                        "the layers of " + top + " are their own parents, or too many");
            }
            Json.Obj own = json(id);
            String path = id + "/layer.tar";
            history.add(history(own));
            digests.add(diffId(path).toString());
            layers.add(new ArchivedImage.Layer(path, null, -1));
            id = own.string("parent");
        }
        Json.Obj own = json(top);
        Json.Builder config = Json.object();
        for (String each : List.of("architecture", "author", "config", "created", "os")) {
            config.putIfPresent(each, own.get(each));
        }
        config.put("history", Json.array(history.reversed()));
        config.put(
                "rootfs",
                Json.object()
                        .put("type", "layers")
                        .put("diff_ids", Json.strings(digests.reversed()))
                        .build());
        return ArchivedImage.of(
                config.build().toBytes(Json.Escaping.HTML), layers.reversed(), tags);
    }

    private Digest diffId(String path) throws IOException, InterruptedException {
        Digest known = diffIds.get(path);
        if (known == null) {
            files.require(path);
            try (InputStream file = files.open(path)) {
                known = ImageLoad.sum(file);
            }
            diffIds.put(path, known);
        }
        return known;
    }

    private static Json history(Json.Obj layer) throws MalformedJsonException {
        Json.Obj by = layer.obj("container_config");
        String command = by == null ? "" : String.join(" ", by.strings("Cmd"));
        return Json.object()
                .putIfPresent("created", layer.string("created"))
                .putIfPresent("created_by", command.isEmpty() ? null : command)
                .putIfPresent("author", layer.string("author"))
                .putIfPresent("comment", layer.string("comment"))
                .build();
    }
}
