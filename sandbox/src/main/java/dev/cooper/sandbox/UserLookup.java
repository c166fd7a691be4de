// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.AccountFile.Account;
import dev.cooper.sandbox.AccountFile.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The users of a root file system, looked up as docker and runc do: `name`, `uid`, `name:group`
/// and every mix of them. Reads the two files once; immutable.
public final class UserLookup {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private final AccountFile passwd;
    private final AccountFile group;

    private UserLookup(AccountFile passwd, AccountFile group) {
        this.passwd = passwd;
        this.group = group;
    }

    /// The users of the tree below `root`; without the files, only numbers are known.
    ///
    /// @throws UnknownUserException if one of the files is too long, or no regular file
    public static UserLookup in(Dir root) throws IOException, UnknownUserException {
        return new UserLookup(
                AccountFile.read(root, "etc/passwd"), AccountFile.read(root, "etc/group"));
    }

    /// Who `spec` is. A name without a group has the primary and all further groups of the files;
    /// with a group it has that one alone. A number need not be in the files.
    ///
    /// @param spec `user`, `user:group`, or empty for root
    /// @throws UnknownUserException in runc's words
    public ProcessUser resolve(String spec) throws UnknownUserException {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String groupSpec = colon < 0 ? "" : spec.substring(colon + 1);

        OptionalInt number = user.isEmpty() ? OptionalInt.of(0) : number(user);
        Optional<Account> account = first(user, number);
        if (account.isEmpty() && number.isEmpty()) {
            throw new UnknownUserException(
                    "unable to find user " + user + ": no matching entries in passwd file");
        }
        int uid = account.map(Account::uid).orElseGet(number::orElseThrow);
        Name home = account.map(Account::home).orElse(Name.of("/"));
        Set<Integer> groups = new LinkedHashSet<>();
        if (groupSpec.isEmpty()) {
            groups.add(account.map(Account::gid).orElse(0));
            account.ifPresent(found -> groups.addAll(memberships(found.name())));
        } else {
            groups.add(gid(groupSpec));
        }
        List<Integer> all = new ArrayList<>(groups);
        return new ProcessUser(uid, all.getFirst(), all, home);
    }

    private Optional<Account> first(String user, OptionalInt number) {
        String name = AccountFile.field(user);
        Predicate<Account> wanted =
                number.isPresent()
                        ? each -> each.uid() == number.getAsInt()
                        : each -> each.name().equals(name);
        return passwd.accounts().filter(wanted).findFirst();
    }

    private int gid(String spec) throws UnknownUserException {
        OptionalInt number = number(spec);
        if (number.isPresent()) {
            return number.getAsInt();
        }
        String name = AccountFile.field(spec);
        return group.groups()
                .filter(each -> each.name().equals(name))
                .mapToInt(Group::gid)
                .findFirst()
                .orElseThrow(() ->
                        new UnknownUserException(
                                "unable to find group "
                                        + spec
                                        + ": no matching entries in group file"));
    }

    private List<Integer> memberships(String user) {
        return group.groups()
                .filter(each -> each.members().contains(user))
                .map(Group::gid)
                .toList();
    }

    /// The id that is spelt; empty for a name. Digits are never a name, as with runc.
    private static OptionalInt number(String text) throws UnknownUserException {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        long value = Long.parseLong(text);
        if (value < 0 || value > AccountFile.MAX_ID) {
            throw new UnknownUserException("uids and gids must be in range 0-2147483647");
        }
        return OptionalInt.of((int) value);
    }
}
