// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What this process may do: who it is, which ids its user namespace has (user_namespaces(7)), and
/// its capabilities. None of this changes while a JVM runs, so it is read once.
///
/// @param uid 0 for root, be it of a namespace alone
/// @param namespace whether it is in another user namespace than the machine's first
/// @param uids the user ids that there are; one range of all for a process in no namespace
/// @param gids the groups that there are
/// @param setgroups whether further groups may be set and dropped
/// @param capabilities effective, a bit each
/// @param noNewPrivileges whether set-uid programs do nothing
public record Rights(
        int uid,
        int gid,
        boolean namespace,
        List<Range> uids,
        List<Range> gids,
        boolean setgroups,
        long capabilities,
        boolean noNewPrivileges) {
    /// The kernel's own number for it (PROC_USER_INIT_INO).
    private static final String FIRST = "user:[4026531837]";

    /// Ids of a namespace, and what they are in the one around it.
    public record Range(long inside, long outside, long count) {
        boolean holds(int id) {
            long number = Integer.toUnsignedLong(id);
            return number >= inside && number - inside < count;
        }
    }

    /// Of all there are, the capabilities that something here hangs on.
    public enum Capability {
        CHOWN(0),
        DAC_OVERRIDE(1),
        SYS_CHROOT(18),
        SYS_ADMIN(21),
        MKNOD(27);

        private final int bit;

        Capability(int bit) {
            this.bit = bit;
        }
    }

    private static final class Own {
        private static final Rights READ = read();
    }

    public Rights {
        uids = List.copyOf(uids);
        gids = List.copyOf(gids);
    }

    /// Those of this process.
    public static Rights own() {
        return Own.READ;
    }

    private static Rights read() {
        try {
            String capabilities = "0";
            boolean noNewPrivileges = false;
            for (String line : lines("/proc/self/status")) {
                if (line.startsWith("CapEff:")) {
                    capabilities = line.substring(line.indexOf(':') + 1).strip();
                } else if (line.startsWith("NoNewPrivs:")) {
                    noNewPrivileges = line.endsWith("1");
                }
            }
            List<Range> uids = ranges("/proc/self/uid_map");
            boolean namespace = isNamespace();
            return new Rights(
                    Kernel.uid(),
                    Kernel.gid(),
                    namespace,
                    uids,
                    namespace ? ranges("/proc/self/gid_map") : uids,
                    !namespace || !lines("/proc/self/setgroups").contains("deny"),
                    Long.parseUnsignedLong(capabilities, 16),
                    noNewPrivileges);
        } catch (IOException e) {
            throw new UncheckedIOException("what this process may do can't be read of /proc", e);
        }
    }

    private static List<Range> ranges(String file) throws IOException {
        List<Range> ranges = new ArrayList<>();
        for (String line : lines(file)) {
            String[] fields = line.strip().split(" +");
            if (fields.length == 3) {
                ranges.add(
                        new Range(
                                Long.parseLong(fields[0]),
                                Long.parseLong(fields[1]),
                                Long.parseLong(fields[2])));
            }
        }
        return ranges;
    }

    /// None of a file that the kernel doesn't have: then it has no namespaces of users.
    private static List<String> lines(String file) throws IOException {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /// The ids alone don't tell: a namespace may have all of them.
    private static boolean isNamespace() throws IOException {
        Path own = Path.of("/proc/self/ns/user");
        try {
            return !Files.readSymbolicLink(own).toString().equals(FIRST);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Whether it runs in a user namespace, where root is root of that alone.
    public boolean inUserNamespace() {
        return namespace;
    }

    public boolean has(Capability capability) {
        return (capabilities & 1L << capability.bit) != 0;
    }

    /// Whether it may mount: root, of the machine or of a namespace.
    public boolean mayMount() {
        return uid == 0 && has(Capability.SYS_ADMIN);
    }

    /// Whether it is root of the machine and nothing that matters here was taken from it.
    public boolean isFull() {
        return !inUserNamespace()
                && mayMount()
                && has(Capability.MKNOD)
                && has(Capability.CHOWN)
                && has(Capability.DAC_OVERRIDE);
    }

    /// Whether there is one user id alone that a file may belong to.
    public boolean hasOneId() {
        return uid != 0
                || !has(Capability.CHOWN)
                || (inUserNamespace() && uids.stream().mapToLong(Range::count).sum() == 1);
    }

    /// The user that this process is outside of its namespace.
    public long uidOutside() {
        return uids.stream()
                .filter(each -> each.holds(uid))
                .findFirst()
                .map(each -> each.outside() + uid - each.inside())
                .orElse((long) uid);
    }

    /// Whether a file may belong to this user, and be in this group.
    public boolean hasIds(int user, int group) {
        return !inUserNamespace()
                || (uids.stream().anyMatch(each -> each.holds(user))
                        && gids.stream().anyMatch(each -> each.holds(group)));
    }
}
