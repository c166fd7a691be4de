// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.util.List;

/// `logout`.
final class LogoutVerb implements Verb {
    @Override
    public Description description() {
        return new Description("logout", "[SERVER]", "Log out from a registry", List.of(), 0, 1);
    }

    @Override
    public int run(Session session, List<String> arguments) {
        String host = LoginVerb.host(arguments);
        session.out()
                .println(
                        session.registries().logout(host)
                                ? "Removing login credentials for " + host
                                : "Not logged in to " + host);
        return 0;
    }
}
