// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.time.Duration;

/// How long to wait, how often to try, how much at once.
///
/// @param connect for a connection
/// @param answer between the last byte sent and the first of the answer
/// @param stall how long the bytes of an answer may stay away; fewer than `least` bytes in that
///   time count as none
/// @param least see `stall`
/// @param deadline for one request with all its repetitions, and for the waits that a server asks
///   for; bodies that keep coming may take longer
/// @param attempts of one request
/// @param firstWait upper bound of the first wait between attempts; it doubles
/// @param mostWait upper bound of any wait that the server didn't ask for
/// @param perHost transfers at once, in each direction
/// @param blobs blobs at once of one image
/// @param chunk bytes that a broken upload may have to send again; larger blobs go in pieces
public record Limits(
        Duration connect,
        Duration answer,
        Duration stall,
        int least,
        Duration deadline,
        int attempts,
        Duration firstWait,
        Duration mostWait,
        int perHost,
        int blobs,
        int chunk) {
    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    1024,
                    Duration.ofMinutes(5),
                    6,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    6,
                    4,
                    8 << 20);

    public Limits withAnswer(Duration value) {
        return new Limits(
                connect, value, stall, least, deadline, attempts, firstWait, mostWait, perHost,
                blobs, chunk);
    }

    public Limits withStall(Duration value) {
        return new Limits(
                connect, answer, value, least, deadline, attempts, firstWait, mostWait, perHost,
                blobs, chunk);
    }

    public Limits withDeadline(Duration value) {
        return new Limits(
                connect, answer, stall, least, value, attempts, firstWait, mostWait, perHost, blobs,
                chunk);
    }

    public Limits withAttempts(int value) {
        return new Limits(
                connect, answer, stall, least, deadline, value, firstWait, mostWait, perHost, blobs,
                chunk);
    }

    public Limits withPerHost(int value) {
        return new Limits(
                connect, answer, stall, least, deadline, attempts, firstWait, mostWait, value,
                blobs, chunk);
    }

    public Limits withChunk(int value) {
        return new Limits(
                connect, answer, stall, least, deadline, attempts, firstWait, mostWait, perHost,
                blobs, value);
    }
}
