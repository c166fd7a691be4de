// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.engine.Registries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Registries that know `user` with the password `secret`, and what was asked of them.
final class FakeRegistries implements Registries {
    final List<String> calls = new ArrayList<>();
    List<String> tags = List.of();

    @Override
    public String login(String host, String user, String secret) {
        calls.add("login " + host + " " + user + " " + secret);
        return "/root/.docker/config.json";
    }

    @Override
    public boolean logout(String host) {
        calls.add("logout " + host);
        return host.equals("docker.io");
    }

    @Override
    public List<String> tags(String repository) {
        return tags;
    }

    @Override
    public byte[] manifest(String name) {
        return "{\"mediaType\":\"a/b\"}".getBytes(StandardCharsets.UTF_8);
    }
}
