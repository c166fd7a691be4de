// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What a server says, and how far it gets with it. For one thread.
public final class Answer {
    private int status;
    private byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private long length = -1;
    private boolean chunked;
    private int cut = -1;
    private @Nullable CountDownLatch stall;
    private boolean dropped;

    private Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public static Answer of(int status) {
        return new Answer(status, new byte[0]);
    }

    public static Answer of(int status, byte[] body) {
        return new Answer(status, body);
    }

    /// As registries report errors.
    public static Answer error(int status, String code, String message) {
        String json =
                "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
        return new Answer(status, json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .header("Content-Type", "application/json");
    }

    /// The connection ends with no answer.
    public static Answer none() {
        Answer answer = of(500);
        answer.dropped = true;
        return answer;
    }

    public Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Answer status(int value) {
        status = value;
        return this;
    }

    public Answer body(byte[] value) {
        body = value;
        return this;
    }

    /// Promises another length than the body has.
    public Answer length(long value) {
        length = value;
        return this;
    }

    /// Promises no length.
    public Answer chunked() {
        chunked = true;
        return this;
    }

    /// The connection ends after so many bytes of the body.
    public Answer cutAfter(int bytes) {
        cut = bytes;
        return this;
    }

    /// After so many bytes of the body nothing comes until the latch opens; then it is cut.
    public Answer stallAfter(int bytes, CountDownLatch latch) {
        cut = bytes;
        stall = latch;
        return this;
    }

    /// What a header says, empty if it isn't there.
    public String headerValue(String name) {
        return headers.getOrDefault(name, "");
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    long length() {
        return length >= 0 ? length : body.length;
    }

    boolean isChunked() {
        return chunked;
    }

    int cut() {
        return cut;
    }

    @Nullable CountDownLatch stall() {
        return stall;
    }

    boolean isDropped() {
        return dropped;
    }
}
