// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Errno;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.PosixException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// A password or group file of a root file system: lines of fields separated by colons.
///
/// Whoever made the image wrote it, so it is read with care: resolved inside its root, only if it
/// is a regular file, at most [#MAX_BYTES] of it, and by nothing but this class: no library of the
/// host's or the image's is asked. Lines that aren't well formed are passed over. Fields are the
/// file's bytes, one char each; [#field] brings text into that form.
final class AccountFile {
    static final int MAX_BYTES = 10 << 20;

    /// Largest id that is accepted, as runc has it.
    static final int MAX_ID = Integer.MAX_VALUE;

    private final String text;

    private AccountFile(String text) {
        this.text = text;
    }

    /// Reads a file; one that isn't there has no lines.
    ///
    /// @throws UnknownUserException if it is too long, or is no regular file
    static AccountFile read(Dir root, String path) throws IOException, UnknownUserException {
        try (OpenFile file = root.resolveFile(Name.of(path))) {
            byte[] bytes = file.inputStream().readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnknownUserException("unable to read /" + path + ": larger than 10 MiB");
            }
            return new AccountFile(new String(bytes, ISO_8859_1));
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return new AccountFile("");
            }
            if (e.is(Errno.EINVAL) || e.is(Errno.EISDIR) || e.is(Errno.ENXIO)) {
                throw new UnknownUserException("unable to read /" + path + ": not a regular file");
            }
            throw e;
        }
    }

    /// The form that fields have here of a text in the lossless form of [Name#of(String)].
    static String field(String text) {
        return text.indexOf(0) >= 0 ? text : new String(Name.of(text).bytes(), ISO_8859_1);
    }

    /// A line of the password file.
    record Account(String name, int uid, int gid, String homeField) {
        Name home() {
            return homeField.indexOf(0) >= 0 || homeField.isEmpty()
                    ? Name.of("/")
                    : Name.of(homeField.getBytes(ISO_8859_1));
        }
    }

    /// A line of the group file.
    record Group(String name, int gid, List<String> members) {}

    Stream<Account> accounts() {
        return text.lines().map(AccountFile::account).flatMap(Optional::stream);
    }

    Stream<Group> groups() {
        return text.lines().map(AccountFile::group).flatMap(Optional::stream);
    }

    private static Optional<Account> account(String line) {
        String[] fields = line.strip().split(":", 8);
        if (fields.length < 4) {
            return Optional.empty();
        }
        OptionalInt uid = id(fields[2]);
        OptionalInt gid = id(fields[3]);
        return fields[0].isEmpty() || uid.isEmpty() || gid.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Account(
                                fields[0],
                                uid.getAsInt(),
                                gid.getAsInt(),
                                fields.length > 5 ? fields[5] : ""));
    }

    private static Optional<Group> group(String line) {
        String[] fields = line.strip().split(":", 5);
        if (fields.length < 3) {
            return Optional.empty();
        }
        OptionalInt gid = id(fields[2]);
        return fields[0].isEmpty() || gid.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Group(
                                fields[0],
                                gid.getAsInt(),
                                fields.length > 3 && !fields[3].isEmpty()
                                        ? List.of(fields[3].split(","))
                                        : List.of()));
    }

    /// The id that a field spells; empty if it is no number from 0 to [#MAX_ID].
    private static OptionalInt id(String field) {
        if (field.isEmpty() || field.length() > 10) {
            return OptionalInt.empty();
        }
        long value = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalInt.empty();
            }
            value = value * 10 + (c - '0');
        }
        return value > MAX_ID ? OptionalInt.empty() : OptionalInt.of((int) value);
    }
}
