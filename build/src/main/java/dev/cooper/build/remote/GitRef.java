// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a git repository as `ADD`, `COPY` and build contexts name it:
/// `https://host/repo.git#ref:subdir`, `git@host:repo.git`, `ssh://…`, `git://…`, or with a query
/// (`?ref=`, `branch=`, `tag=`, `subdir=`, `checksum=`, `keep-git-dir=`, `submodules=`).
///
/// @param remote what git is given; never begins with a dash, never a local path
/// @param ref branch, tag or commit; null for the default branch
/// @param subdir below the repository's root, `..` resolved; empty for all of it
/// @param checksum what the commit's id must begin with; null for no wish
/// @param keepGitDir whether `.git` stays
/// @param submodules whether submodules are fetched
public record GitRef(
        String remote,
        @Nullable String ref,
        String subdir,
        @Nullable String checksum,
        boolean keepGitDir,
        boolean submodules) {
    private static final Pattern SCP =
            Pattern.compile("([A-Za-z0-9._-]+@)?([A-Za-z0-9.-]+):([^/].*|/.*)");
    private static final Pattern SAFE_REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./@+-]*");

    /// Empty if the text names no repository.
    ///
    /// @param bare whether `github.com/user/repo` is one (it is as a context, not in `ADD`)
    /// @throws IllegalArgumentException if it names one in a way that can't be taken
    public static Optional<GitRef> parse(String text, boolean bare) {
        int hash = text.indexOf('#');
        String before = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        int question = before.indexOf('?');
        String address = question < 0 ? before : before.substring(0, question);
        String query = question < 0 ? "" : before.substring(question + 1);
        String remote = remote(address, bare);
        if (remote == null) {
            return Optional.empty();
        }
        return Optional.of(of(remote, fragment, query));
    }

    private static @Nullable String remote(String address, boolean bare) {
        String lower = address.toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("ssh://") || lower.startsWith("git://")) {
            return checked(address);
        }
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return address.endsWith(".git") ? checked(address) : null;
        }
        if (bare && lower.startsWith("github.com/")) {
            return checked("https://" + address);
        }
        Matcher scp = SCP.matcher(address);
        return address.startsWith("git@") && scp.matches() ? address : null;
    }

    private static String checked(String address) {
        try {
            URI uri = new URI(address);
            String host = uri.getHost();
            if (host == null || host.startsWith("-")) {
                throw new IllegalArgumentException("invalid git URL " + address + ": no host");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("invalid git URL " + address, e);
        }
    }

    private static GitRef of(String remote, String fragment, String query) {
        Map<String, String> options = options(query);
        int colon = fragment.indexOf(':');
        String ref = colon < 0 ? fragment : fragment.substring(0, colon);
        String subdir = colon < 0 ? "" : fragment.substring(colon + 1);
        if (!fragment.isEmpty() && !options.isEmpty()) {
            throw new IllegalArgumentException(
                    "a git URL has its ref after # or in its query, not both: #" + fragment);
        }
        for (String each : new String[] {"ref", "branch", "tag"}) {
            ref = options.getOrDefault(each, ref);
        }
        subdir = options.getOrDefault("subdir", subdir);
        if (!ref.isEmpty() && (!SAFE_REF.matcher(ref).matches() || ref.contains(".."))) {
            throw new IllegalArgumentException("invalid git ref \"" + ref + "\"");
        }
        String checksum = options.getOrDefault("checksum", options.get("commit"));
        if (checksum != null && !checksum.matches("[0-9a-f]{7,64}")) {
            throw new IllegalArgumentException("invalid git checksum \"" + checksum + "\"");
        }
        return new GitRef(
                remote,
                ref.isEmpty() ? null : ref,
                dev.cooper.build.tree.CleanPath.absolute("/", subdir).substring(1),
                checksum,
                isTrue(options.getOrDefault("keep-git-dir", "false")),
                isTrue(options.getOrDefault("submodules", "true")));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String each : query.split("&")) {
            if (each.isEmpty()) {
                continue;
            }
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals);
            switch (key) {
                case "ref",
                        "branch",
                        "tag",
                        "subdir",
                        "checksum",
                        "commit",
                        "keep-git-dir",
                        "submodules" ->
                        options.put(
                                key,
                                equals < 0
                                        ? "true"
                                        : URLDecoder.decode(
                                                each.substring(equals + 1),
                                                StandardCharsets.UTF_8));
                default ->
                        throw new IllegalArgumentException(
                                "unexpected query \"" + key + "\" in a git URL");
            }
        }
        return options;
    }

    private static boolean isTrue(String value) {
        return value.isEmpty() || value.equals("true") || value.equals("1");
    }

    public GitRef withKeepGitDir(boolean keep) {
        return new GitRef(remote, ref, subdir, checksum, keep, submodules);
    }

    public GitRef withChecksum(String digest) {
        return new GitRef(remote, ref, subdir, digest, keepGitDir, submodules);
    }

    /// The remote without a password that may stand in it: what logs and errors show.
    public String shown() {
        return remote.replaceFirst("(://)[^/@]*@", "$1");
    }
}
