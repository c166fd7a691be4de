// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.build.solver.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Lists of the files that a step read, one for each of its sources, as they are kept: deflated, a
/// line with a form feed between two lists.
public final class Listings {
    /// Larger ones aren't kept.
    private static final int MOST = 4 << 20;

    private static final int MOST_PLAIN = 64 << 20;
    private static final String NEXT = "\f\n";

    private Listings() {}

    /// Empty if it would be too large.
    static byte[] pack(List<Content> contents) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, fast, 1 << 14)) {
            for (int i = 0; i < contents.size(); i++) {
                if (i > 0) {
                    out.write(NEXT.getBytes(UTF_8));
                }
                out.write(contents.get(i).listing().get());
            }
        } finally {
            fast.end();
        }
        return packed.size() > MOST ? new byte[0] : packed.toByteArray();
    }

    /// One text for each source; empty if what was kept can't be read.
    public static List<String> unpack(byte[] packed) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            String text = new String(in.readNBytes(MOST_PLAIN), UTF_8);
            List<String> texts = new ArrayList<>();
            int from = 0;
            int next = text.indexOf(NEXT);
            while (next >= 0) {
                texts.add(text.substring(from, next));
                from = next + NEXT.length();
                next = text.indexOf(NEXT, from);
            }
            texts.add(text.substring(from));
            return texts;
        } catch (IOException e) {
            return List.of();
        }
    }
}
