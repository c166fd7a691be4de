// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.Cooper;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps that run at the same time, shown by none of them ending before the others have begun.
@Tag("once")
class AtTheSameTimeTests {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"unshare", "oci"})
    void stagesThatWaitForEachOther(String driver) throws Exception {
        Cooper cooper = Cooper.on(folder.resolve(driver)).isolatedBy(driver).withBase("busybox");
        try (Pages pages = Pages.onLoopback()) {
            Folder context =
                    Folder.of(
                            folder,
                            """
                            FROM busybox AS one
                            RUN wget -q -O /page %1$smeet/3/one
                            FROM busybox AS two
                            RUN wget -q -O /page %1$smeet/3/two
                            FROM busybox AS three
                            RUN wget -q -O /page %1$smeet/3/three
                            FROM busybox AS unused
                            RUN wget -q -O /page %1$sunused
                            FROM busybox
                            COPY --from=one /page /one
                            COPY --from=two /page /two
                            COPY --from=three /page /three
                            CMD cat /one /two /three
                            """
                                    .formatted(pages.url()));
            cooper.ok("build", "-t", "met", context.toString());
            assertThat(pages.asked("/unused")).isZero();
        }
        assertThat(cooper.ok("run", "--rm", "met").text())
                .isEqualTo("/meet/3/one\n/meet/3/two\n/meet/3/three");
    }
}
