// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

/// The name of an image, as docker reads it.
@SuppressWarnings("DoNotCallSuggester")
public record Reference(String domain, String path, @Nullable String tag, @Nullable Digest digest) {
    /// Reads what a person types: `busybox`, `user/x:1`, `host:5000/x@sha256:…`. The host defaults
    /// to `docker.io`, a path of one word there to `library/`, and the tag, where there is no
    /// digest either, to `latest`.
    public static Reference parse(String text) throws InvalidReferenceException {
        throw new InvalidReferenceException("invalid reference format");
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
