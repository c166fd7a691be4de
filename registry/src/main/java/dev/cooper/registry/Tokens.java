// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bearer tokens of one client, each with everything that it hangs on. A token that several threads
/// want is got once.
final class Tokens {
    /// @param registry to which it is sent: a token never travels to another, even if a hostile one
    ///   names the same realm
    /// @param identity of whom it was got for, and not the secret itself
    record Key(Origin registry, String realm, String service, String scope, String identity) {}

    /// @param end on the clock that never steps; the server's clock is of no concern
    record Token(String value, long end) {}

    /// Gets a new one.
    interface Fetch {
        Token fetch() throws IOException;
    }

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();
        @Nullable Token token;
    }

    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();
    private final Patience patience;

    Tokens(Patience patience) {
        this.patience = patience;
    }

    /// @param refused a token that the registry didn't take; another is wanted
    String token(Key key, @Nullable String refused, Fetch fetch) throws IOException {
        Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
        slot.lock.lock();
        try {
            Token there = slot.token;
            boolean good =
                    there != null && there.end - patience.now() > 0 && !there.value.equals(refused);
            if (!good || there == null) {
                there = fetch.fetch();
                slot.token = there;
            }
            return there.value;
        } finally {
            slot.lock.unlock();
        }
    }
}
