// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Name;
import dev.cooper.posix.Rights;
import dev.cooper.sandbox.StartException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The `config.json` of a runtime's bundle: docker's defaults. All mounts but /proc are there
/// already when the runtime starts, and so are all namespaces but those of processes and mounts.
final class OciConfig {
    private static final BigInteger NO_LIMIT = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private OciConfig() {}

    /// @throws StartException for arguments or variables that JSON can't hold
    static byte[] of(SandboxSpec spec, Scratch scratch, Blueprint blueprint, String cgroup)
            throws IOException, StartException {
        Map<String, Object> config = new TreeMap<>();
        config.put("ociVersion", "1.0.2");
        config.put("process", process(spec, blueprint));
        config.put("root", Map.of("path", Scratch.ROOT, "readonly", false));
        config.put("mounts", mounts(scratch));
        config.put("linux", linux(cgroup));
        return JsonText.of(config);
    }

    private static Map<String, Object> process(SandboxSpec spec, Blueprint blueprint)
            throws StartException {
        ProcessUser user = spec.user();
        List<String> held = user.uid() == 0 ? Capabilities.oci() : List.of();
        Map<String, Object> process = new TreeMap<>();
        process.put("terminal", false);
        process.put(
                "user",
                Map.of(
                        "uid",
                        user.uid(),
                        "gid",
                        user.gid(),
                        "umask",
                        0022,
                        "additionalGids",
                        Rights.own().setgroups() ? user.groups() : List.of()));
        process.put("args", texts(spec.arguments()));
        process.put("env", texts(Blueprint.environment(spec)));
        process.put("cwd", text(blueprint.workingDirectory()));
        process.put("noNewPrivileges", true);
        process.put("rlimits", rlimits(spec.limits()));
        process.put(
                "capabilities",
                Map.of(
                        "bounding", Capabilities.oci(),
                        "effective", held,
                        "permitted", held,
                        "inheritable", List.of(),
                        "ambient", List.of()));
        return process;
    }

    private static List<Object> rlimits(SandboxLimits limits) {
        List<Object> all = new ArrayList<>();
        for (SandboxLimits.Resource each : limits.resources()) {
            all.add(
                    Map.of(
                            "type", "RLIMIT_" + each.name().toUpperCase(Locale.ROOT),
                            "soft", number(each.soft()),
                            "hard", number(each.hard())));
        }
        return all;
    }

    /// A runtime knows no limit as the largest number.
    private static Object number(long limit) {
        return limit < 0 ? NO_LIMIT : (Object) limit;
    }

    private static List<Object> mounts(Scratch scratch) {
        return List.of(
                Map.of(
                        "destination", "/proc",
                        "type", "proc",
                        "source", "proc",
                        "options", List.of("nosuid", "noexec", "nodev")),
                // It is there; without a bind mount here the runtime would make devices of its own.
                Map.of(
                        "destination",
                        "/dev",
                        "type",
                        "bind",
                        "source",
                        scratch.path().resolve(Scratch.ROOT).resolve("dev").toString(),
                        "options",
                        List.of("rbind", "nosuid")));
    }

    private static Map<String, Object> linux(String cgroup) throws IOException {
        Map<String, Object> linux = new TreeMap<>();
        linux.put(
                "namespaces",
                List.of(Map.of("type", "pid"), Map.of("type", "mount"), Map.of("type", "cgroup")));
        linux.put("maskedPaths", KernelPaths.MASKED);
        linux.put("readonlyPaths", KernelPaths.READ_ONLY);
        if (!Rights.own().inUserNamespace()) {
            // In one, groups are not ours to make, and no device but those of /dev can be opened.
            linux.put("cgroupsPath", cgroup);
            // What docker allows, every runtime adds by itself.
            linux.put(
                    "resources",
                    Map.of("devices", List.of(Map.of("allow", false, "access", "rwm"))));
        }
        linux.put("seccomp", Seccomp.filter());
        return linux;
    }

    private static List<Object> texts(List<Name> names) throws StartException {
        List<Object> texts = new ArrayList<>();
        for (Name each : names) {
            texts.add(text(each));
        }
        return texts;
    }

    private static String text(Name name) throws StartException {
        String text = name.text();
        for (int i = 0; i < text.length(); i++) {
            // A byte that isn't UTF-8 stands as one of these alone.
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                    i++;
                } else {
                    throw new StartException(
                            Reason.OTHER,
                            "not UTF-8, which an OCI runtime can't be given: \""
                                    + name
                                    + "\"; --isolation=unshare takes any bytes");
                }
            }
        }
        return text;
    }
}
