// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of an image, as docker reads it.
///
/// The grammar is that of the distribution project's references, which docker uses.
///
/// @param domain host and port, `docker.io` for the hub
/// @param path repository below the host; `library/busybox` for a short name
/// @param tag null only if there is a digest
/// @param digest what the name must lead to, whatever the tag says
public record Reference(String domain, String path, @Nullable String tag, @Nullable Digest digest) {
    private static final int MOST_NAME = 255;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST_LIKE = Pattern.compile("[a-f0-9]{64}");
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?");
    private static final String WORD = "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+";
    private static final Pattern PATH = Pattern.compile(WORD + "(?:/" + WORD + ")*+");

    /// Reads what a person types: `busybox`, `user/x:1`, `host:5000/x@sha256:…`. The host defaults
    /// to `docker.io`, a path of one word there to `library/`, and the tag, where there is no
    /// digest either, to `latest`.
    public static Reference parse(String text) throws InvalidReferenceException {
        if (text.length() > 4 * MOST_NAME) {
            throw new InvalidReferenceException("invalid reference format");
        }
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : Digest.parseOrNull(text.substring(at + 1));
        if (at >= 0 && digest == null) {
            throw new InvalidReferenceException("invalid reference format");
        }
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        String tag = tagged ? rest.substring(colon + 1) : null;
        if (tag != null && !TAG.matcher(tag).matches()) {
            throw new InvalidReferenceException("invalid reference format");
        }
        String name = tagged ? rest.substring(0, colon) : rest;
        int slash = name.indexOf('/');
        boolean named = slash > 0 && isHost(name.substring(0, slash));
        String domain = named ? name.substring(0, slash) : "docker.io";
        String path = named ? name.substring(slash + 1) : name;
        if (domain.equals("index.docker.io")) {
            domain = "docker.io";
        }
        check(domain, path);
        if (domain.equals("docker.io") && path.indexOf('/') < 0) {
            if (DIGEST_LIKE.matcher(path).matches()) {
                throw new InvalidReferenceException(
                        "invalid repository name ("
                                + path
                                + "), cannot specify 64-byte hexadecimal strings");
            }
            path = "library/" + path;
        }
        return new Reference(domain, path, tag == null && digest == null ? "latest" : tag, digest);
    }

    /// A first word is a host if it looks like one: a dot, a port, capitals, or `localhost`.
    private static boolean isHost(String word) {
        return word.indexOf('.') >= 0
                || word.indexOf(':') >= 0
                || word.equals("localhost")
                || !word.equals(word.toLowerCase(Locale.ROOT));
    }

    private static void check(String domain, String path) throws InvalidReferenceException {
        String lower = path.toLowerCase(Locale.ROOT);
        if (!path.equals(lower) && PATH.matcher(lower).matches()) {
            throw new InvalidReferenceException(
                    "invalid reference format: repository name (" + path + ") must be lowercase");
        }
        if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches()) {
            throw new InvalidReferenceException("invalid reference format");
        }
        if (domain.length() + 1 + path.length() > MOST_NAME) {
            throw new InvalidReferenceException(
                    "repository name must not be more than " + MOST_NAME + " characters");
        }
    }

    /// Domain and path.
    public String name() {
        return domain + "/" + path;
    }

    /// The name without what [#parse] would add: `busybox`, `user/x`, `host/x`.
    public String familiarName() {
        if (!domain.equals("docker.io")) {
            return name();
        }
        String rest = path.startsWith("library/") ? path.substring("library/".length()) : path;
        return rest.contains("/") && path.startsWith("library/") ? path : rest;
    }

    /// The familiar name with tag and digest, whichever there are.
    public String familiar() {
        return familiarName() + suffix();
    }

    public Reference withTag(String newTag) {
        return new Reference(domain, path, newTag, null);
    }

    public Reference withDigest(Digest newDigest) {
        return new Reference(domain, path, null, newDigest);
    }

    @Override
    public String toString() {
        return name() + suffix();
    }

    private String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
