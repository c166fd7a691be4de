// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The owners of what can hold no attribute of its own, links and pipes: kept in one of the folder
/// around them. A link is known by a checksum of its name and target, so that another one of that
/// name isn't taken for it.
///
/// For each owner: user, group, how many links, and their checksums, four bytes each.
record LinkRecords(Map<Integer, Owner> owners) {
    static final String NAME = "user.cooper.links";

    record Owner(int uid, int gid) {}

    static LinkRecords parse(byte @Nullable [] bytes) {
        Map<Integer, Owner> owners = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
        while (in.remaining() >= 12) {
            Owner owner = new Owner(in.getInt(), in.getInt());
            for (int left = in.getInt(); left > 0 && in.remaining() >= 4; left--) {
                owners.put(in.getInt(), owner);
            }
        }
        return new LinkRecords(owners);
    }

    byte[] bytes() {
        Map<Owner, ByteBuffer> groups = new LinkedHashMap<>();
        owners.forEach((link, owner) ->
                groups.computeIfAbsent(owner, _ -> ByteBuffer.allocate(4 * owners.size()))
                        .putInt(link));
        ByteBuffer out = ByteBuffer.allocate(4 * owners.size() + 12 * groups.size());
        groups.forEach((owner, links) -> {
            links.flip();
            out.putInt(owner.uid()).putInt(owner.gid()).putInt(links.remaining() / 4).put(links);
        });
        return out.array();
    }

    static int key(Name name, @Nullable Name target) {
        CRC32 sum = new CRC32();
        sum.update(name.bytes());
        sum.update(0);
        sum.update(target == null ? new byte[0] : target.bytes());
        return (int) sum.getValue();
    }
}
