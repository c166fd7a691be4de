// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request says of who sends it. Asked only for requests to the origin that it is for; no
/// request to another one carries anything.
interface Authorization {
    /// The value of the header, null for none.
    @Nullable String header() throws IOException;

    /// The server answered 401 to a request with the header `used`: whether to try again with what
    /// [#header] says then.
    ///
    /// @param challenges values of `WWW-Authenticate`
    boolean renew(List<String> challenges, @Nullable String used) throws IOException;

    Authorization NONE = fixed(null);

    static Authorization fixed(@Nullable String header) {
        return new Authorization() {
            @Override
            public @Nullable String header() {
                return header;
            }

            @Override
            public boolean renew(List<String> challenges, @Nullable String used) {
                return false;
            }
        };
    }
}
