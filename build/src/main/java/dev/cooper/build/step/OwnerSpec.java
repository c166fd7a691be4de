// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.Owner;
import dev.cooper.posix.Dir;
import dev.cooper.sandbox.UnknownUserException;
import dev.cooper.sandbox.UserLookup;
import java.io.IOException;
import java.util.OptionalInt;

/// An owner as `--chown` and `USER` spell it: `user[:group]`, names or numbers. Names are those of
/// the tree that is written to.
///
/// A number alone is the group too. A name that the tree doesn't know is root, as with the
/// reference builder (whose manual says that the build fails); the log says so.
///
/// @param text as written, variables expanded; not empty
public record OwnerSpec(String text) {
    Owner resolve(Dir root, boolean empty, StepLog log) throws IOException, StepException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        try {
            return owner(root, empty, log, user, colon < 0, group);
        } catch (NumberFormatException e) {
            throw new StepException("invalid owner " + text + ": ids are at most 2147483647", e);
        }
    }

    private Owner owner(
            Dir root, boolean empty, StepLog log, String user, boolean alone, String group)
            throws IOException, StepException {
        OptionalInt uid = number(user);
        OptionalInt gid = number(group);
        boolean named = isName(user) || isName(group);
        if (named && empty) {
            throw new StepException(
                    "invalid owner "
                            + text
                            + ": an empty root file system has no names, only numbers can be given");
        }
        Owner byName = isName(user) ? lookUp(root, log, user) : Owner.ROOT;
        int owner = uid.orElse(byName.uid());
        if (alone) {
            return new Owner(owner, uid.orElse(byName.gid()));
        }
        Owner byGroup = isName(group) ? lookUp(root, log, "0:" + group) : Owner.ROOT;
        return new Owner(owner, gid.orElse(byGroup.gid()));
    }

    private static boolean isName(String text) {
        return !isRoot(text) && number(text).isEmpty();
    }

    private static boolean isRoot(String name) {
        return name.isEmpty() || name.equals("root");
    }

    private Owner lookUp(Dir root, StepLog log, String spec) throws IOException {
        try {
            var user = UserLookup.in(root).resolve(spec);
            return new Owner(user.uid(), user.gid());
        } catch (UnknownUserException e) {
            log.status(text + ": " + e.getMessage() + "; root it is");
            return Owner.ROOT;
        }
    }

    private static OptionalInt number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
