// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Names that are made to be taken for others, or to be too much.
class ReferenceGrammarTests {
    private static final String HEX = "a".repeat(64);

    @Test
    void namesThatLookLikeOthersAreNone() {
        for (String name :
                List.of(
                        "docker.io@evil.example/x",
                        "user:password@host.example/x",
                        "https://host.example/x",
                        "host.example:port/x",
                        "host.example:123456/x",
                        "h\u043est.example/x",
                        "host\uff0eexample/x",
                        "host.example/x\u0000",
                        "host.example/x\n",
                        "host..example/x",
                        "-host.example/x",
                        "host.example//x",
                        "host.example/./x",
                        "host.example/x/",
                        "/x",
                        "a/..",
                        "a/b..c",
                        "a/-b",
                        "UPPER",
                        "host.example/Upper",
                        HEX,
                        "x@sha256:" + HEX.toUpperCase(Locale.ROOT),
                        "x@sha256:" + HEX + "a",
                        "x@sha256:" + HEX + "@sha256:" + HEX,
                        "x:tag@",
                        "x@sha256:" + HEX + ":tag")) {
            assertThatThrownBy(() -> Reference.parse(name))
                    .as(name)
                    .isInstanceOf(InvalidReferenceException.class);
        }
    }

    @Test
    void lengthsHaveTheirBounds() throws Exception {
        String long255 = "host.example/" + "a".repeat(255 - "host.example/".length());
        assertThat(Reference.parse(long255).name()).hasSize(255);
        String tag = "t".repeat(128);
        assertThat(Reference.parse("x:" + tag).tag()).isEqualTo(tag);
        for (String name :
                List.of(
                        long255 + "a",
                        "x:" + tag + "t",
                        "a/".repeat(100_000) + "a",
                        "a-".repeat(100_000) + "!")) {
            assertThatThrownBy(() -> Reference.parse(name))
                    .isInstanceOf(InvalidReferenceException.class);
        }
    }

    @Test
    void tagAndDigestMayStandTogether() throws Exception {
        Reference both = Reference.parse("host.example:5000/x:1@sha256:" + HEX);
        assertThat(both.domain()).isEqualTo("host.example:5000");
        assertThat(both.tag()).isEqualTo("1");
        assertThat(both.digest()).isEqualTo(new Digest("sha256", HEX));
        assertThat(Reference.parse("[fd00::1]:5000/x").domain()).isEqualTo("[fd00::1]:5000");
    }
}
