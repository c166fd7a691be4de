// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.posix.LinkRecords.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "33 34 - - 0",
                "- - 4755 - 0",
                "4294967294 0 0 c 259",
                "- - - b 2048",
                "- - - - 0"
            })
    void aRecordIsReadAsItIsWritten(String text) {
        FileRecord record = FileRecord.parse(text.getBytes(US_ASCII));
        assertThat(new String(record.text(), US_ASCII)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "33", "a b c d e", "1 2 999 - 0", "99999999999 0 - - 0", "1 2 - - -"})
    void whatAProgramWroteThereIsNoRecord(String text) {
        assertThat(FileRecord.parse(text.getBytes(US_ASCII))).isEqualTo(FileRecord.NOTHING);
    }

    @Test
    void linksOfSeveralOwnersAreTold() {
        Map<Integer, Owner> owners = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            owners.put(
                    LinkRecords.key(Name.of("link" + i), Name.of("target")), new Owner(i % 3, 100));
        }
        byte[] bytes = new LinkRecords(owners).bytes();
        assertThat(LinkRecords.parse(bytes).owners()).isEqualTo(owners);
        // So that a folder of that many fits into what a file system has room for.
        assertThat(bytes).hasSizeLessThan(500 * 4 + 100);
    }

    @Test
    void aLinkElsewhereIsAnotherOne() {
        int key = LinkRecords.key(Name.of("link"), Name.of("target"));
        assertThat(LinkRecords.key(Name.of("link"), Name.of("other"))).isNotEqualTo(key);
        assertThat(LinkRecords.key(Name.of("lin"), Name.of("ktarget"))).isNotEqualTo(key);
    }

    @Test
    void damagedOwnersOfLinksAreNone() {
        assertThat(LinkRecords.parse(new byte[] {1, 2, 3}).owners()).isEmpty();
        assertThat(LinkRecords.parse(null).owners()).isEmpty();
    }

    @Test
    void rootOfTheMachineRecordsNothing() {
        assertThat(Rights.own().isFull()).isTrue();
        assertThat(Records.ACTIVE).isFalse();
    }
}
