// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One request to be. Immutable.
///
/// @param headers beside those of the transport; sent to other origins too, so nothing secret
/// @param ownHeaders sent to the first origin only
/// @param doing what for, as error messages begin
/// @param patient whether failures that may pass are tried again here
record Call(
        String method,
        URI uri,
        Map<String, String> headers,
        Map<String, String> ownHeaders,
        @Nullable Body body,
        Authorization authorization,
        String doing,
        boolean patient) {
    /// @param offset where in `source` it begins
    /// @param sent told how many bytes of this request are out
    record Body(BlobSource source, long offset, long length, LongConsumer sent) {
        static Body of(byte[] bytes) {
            return new Body(BlobSource.of(bytes), 0, bytes.length, _ -> {});
        }
    }

    static Call of(String method, URI uri, String doing) {
        return new Call(method, uri, Map.of(), Map.of(), null, Authorization.NONE, doing, true);
    }

    Call header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, uri, more, ownHeaders, body, authorization, doing, patient);
    }

    Call owning(Map<String, String> own) {
        return new Call(method, uri, headers, own, body, authorization, doing, patient);
    }

    Call with(Body newBody) {
        return new Call(method, uri, headers, ownHeaders, newBody, authorization, doing, patient);
    }

    Call by(Authorization newAuthorization) {
        return new Call(method, uri, headers, ownHeaders, body, newAuthorization, doing, patient);
    }

    /// Failures are the caller's: the request may have had an effect.
    Call once() {
        return new Call(method, uri, headers, ownHeaders, body, authorization, doing, false);
    }
}
