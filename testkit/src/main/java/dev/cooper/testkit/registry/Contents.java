// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a registry holds: per repository blobs, manifests and tags.
final class Contents {
    /// Immutable, since nobody changes the array.
    static final class Manifest {
        private final String mediaType;
        private final byte[] bytes;

        Manifest(String mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        String mediaType() {
            return mediaType;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private static final Pattern DIGEST =
            Pattern.compile("\"digest\"\\s*:\\s*\"(sha(?:256|512):[0-9a-f]+)\"");

    private final Map<String, Map<String, byte[]>> blobs = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Manifest>> manifests = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

    Map<String, byte[]> blobs(String repository) {
        return blobs.computeIfAbsent(repository, _ -> new ConcurrentHashMap<>());
    }

    Map<String, Manifest> manifests(String repository) {
        return manifests.computeIfAbsent(repository, _ -> new ConcurrentHashMap<>());
    }

    Map<String, String> tags(String repository) {
        return tags.computeIfAbsent(repository, _ -> new ConcurrentHashMap<>());
    }

    List<String> sortedTags(String repository) {
        return List.copyOf(new TreeMap<>(tags(repository)).keySet());
    }

    boolean knows(String repository) {
        return manifests.containsKey(repository) || blobs.containsKey(repository);
    }

    @Nullable Manifest manifest(String repository, String name) {
        String digest = name.contains(":") ? name : tags(repository).get(name);
        return digest == null ? null : manifests(repository).get(digest);
    }

    /// Digests that a manifest needs and the repository doesn't have.
    List<String> missing(String repository, byte[] manifest) {
        String text =
                new String(manifest, UTF_8)
                        .replaceAll("\"subject\"\\s*:\\s*\\{[^{}]*\\}", "")
                        .replaceAll("\\{[^{}]*\"urls\"[^{}]*\\}", "");
        List<String> missing = new ArrayList<>();
        Matcher digests = DIGEST.matcher(text);
        while (digests.find()) {
            String each = digests.group(1);
            if (!blobs(repository).containsKey(each) && !manifests(repository).containsKey(each)) {
                missing.add(each);
            }
        }
        return missing;
    }

    /// Manifests whose subject this is, as descriptors.
    List<String> referrers(String repository, String subject) {
        List<String> all = new ArrayList<>();
        Pattern about =
                Pattern.compile("\"subject\"\\s*:\\s*\\{[^{}]*\"" + subject + "\"[^{}]*\\}");
        new TreeMap<>(manifests(repository))
                .forEach((digest, manifest) -> {
                    String text = new String(manifest.bytes, UTF_8);
                    if (about.matcher(text).find()) {
                        Matcher type =
                                Pattern.compile("\"artifactType\"\\s*:\\s*\"([^\"]*)\"")
                                        .matcher(text);
                        all.add(
                                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"%s\"}"
                                        .formatted(
                                                manifest.mediaType,
                                                digest,
                                                manifest.bytes.length,
                                                type.find() ? type.group(1) : ""));
                    }
                });
        return all;
    }

    static String digest(byte[] bytes) {
        return digest("sha256", bytes);
    }

    static String digest(String algorithm, byte[] bytes) {
        try {
            MessageDigest hash =
                    MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
            return algorithm + ":" + HexFormat.of().formatHex(hash.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
