// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.engine.IndexRequest;
import dev.cooper.engine.Indexes;
import dev.cooper.engine.PlatformNote;
import dev.cooper.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One index called `here:1`, and what was asked.
final class FakeIndexes implements Indexes {
    final List<String> calls = new ArrayList<>();

    @Override
    public String create(String name, List<String> images, boolean amend) {
        calls.add("create " + name + " of " + images + (amend ? " amended" : ""));
        return FakeImages.reference(name).toString();
    }

    @Override
    public void annotate(String name, String image, PlatformNote note) {
        calls.add("annotate " + name + " " + image + " " + note);
    }

    @Override
    public Optional<byte[]> find(String name) {
        return name.equals("here:1")
                ? Optional.of("{\"manifests\":[]}".getBytes(UTF_8))
                : Optional.empty();
    }

    @Override
    public byte[] manifest(String name, String image) {
        calls.add("manifest " + image + " of " + name);
        return "{\"layers\":[]}".getBytes(UTF_8);
    }

    @Override
    public PushedIndex push(String name, boolean purge) {
        calls.add("push " + name + (purge ? " purged" : ""));
        return new PushedIndex(
                Digest.sha256(new byte[] {1}), List.of("docker.io/library/x@sha256:1"));
    }

    @Override
    public boolean remove(String name) {
        calls.add("remove " + name);
        return name.equals("here:1");
    }

    @Override
    public byte[] combine(IndexRequest request) {
        calls.add("combine " + request);
        return "{\"combined\":true}".getBytes(UTF_8);
    }
}
