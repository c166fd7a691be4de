// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.Json;
import dev.cooper.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An image's configuration and history as text. What holds for every image is asserted here.
final class ImageText {
    private ImageText() {}

    static boolean startsWith(StoredImage image, StoredImage base) {
        List<Digest> layers = image.config().diffIds();
        List<Digest> first = base.config().diffIds();
        return layers.size() >= first.size() && layers.subList(0, first.size()).equals(first);
    }

    /// `KEY JSON` for each member that is not the base's; the author too, if there is one.
    static List<String> config(StoredImage image, @Nullable StoredImage base) throws IOException {
        Json.Obj whole = Json.parseObject(image.configBytes());
        Json.Obj config = whole.requireObj("config");
        Json.Obj other =
                base == null
                        ? Json.object().build()
                        : Json.parseObject(base.configBytes()).requireObj("config");
        SortedSet<String> keys = new TreeSet<>(config.members().keySet());
        keys.addAll(other.members().keySet());
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            String value = text(config.get(key));
            if (!value.equals(text(other.get(key)))) {
                lines.add(key + " " + value);
            }
        }
        String author = whole.string("author");
        if (author != null) {
            lines.add("author " + author);
        }
        return lines;
    }

    private static String text(@Nullable Json value) {
        return value == null ? "null" : value.toCompactString(Json.Escaping.PLAIN);
    }

    /// `+` or `-` (no layer) and the text, for each entry that is not the base's.
    static List<String> history(StoredImage image, @Nullable StoredImage base) {
        List<History> all = image.config().history();
        long layers = all.stream().filter(each -> !each.emptyLayer()).count();
        assertThat(layers)
                .as("entries of %s with a layer", all)
                .isEqualTo(image.config().diffIds().size());
        int skipped = base == null ? 0 : base.config().history().size();
        if (base != null) {
            assertThat(all.subList(0, skipped)).isEqualTo(base.config().history());
        }
        List<String> lines = new ArrayList<>();
        for (History entry : all.subList(skipped, all.size())) {
            assertThat(entry.comment()).isEqualTo("buildkit.dockerfile.v0");
            assertThat(entry.created()).as("created of %s", entry).isNotNull();
            lines.add(
                    (entry.emptyLayer() ? "- " : "+ ")
                            + TreeText.oneLine(String.valueOf(entry.createdBy())));
        }
        return lines;
    }
}
