// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Rights;
import dev.cooper.sandbox.StartException.Reason;

/// What is to be known where there is one user id alone.
public final class OneId {
    private OneId() {}

    /// @throws StartException if there is no such user here
    static void check(ProcessUser user) throws StartException {
        if (Rights.own().mayMount() && !Rights.own().hasIds(user.uid(), user.gid())) {
            throw new StartException(
                    Reason.OTHER,
                    "user %d:%d can't be had: %s".formatted(user.uid(), user.gid(), advice()));
        }
    }

    /// Why there is no more than one, and what to do about it.
    public static String advice() {
        if (!Rights.own().hasOneId()) {
            return "it is outside of the ids that there are here; give this user a longer range in"
                    + " /etc/subuid and /etc/subgid";
        }
        String user = System.getProperty("cooper.user", "YOU");
        return """
        the only user id here is root's, which outside of this namespace is %d. For others, \
        have root install uidmap (newuidmap and newgidmap) and add the line
            %s:100000:65536
        to both /etc/subuid and /etc/subgid, with numbers that no other line has; then take \
        another store, as this one's files have their owners on record alone\
        """
                .formatted(Rights.own().uidOutside(), user);
    }
}
