// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out whether a driver works here by running the host's own `true` with it.
final class Probe {
    /// What programs of the host's may need of it, besides themselves.
    private static final List<String> FOLDERS =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "nix", "gnu");

    private Probe() {}

    /// @return why it doesn't work; null if it does
    static @Nullable String run(Sandbox sandbox, Path memory, Means means)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(memory, "probe");
        try (SandboxProcess process = sandbox.start(spec(folder, means))) {
            process.stdout().readAllBytes();
            String said = new String(process.stderr().readAllBytes(), UTF_8).strip();
            int code = process.waitFor();
            return code == 0 ? null : "a trial run ended with " + code + ": " + said;
        } catch (StartException e) {
            return "a trial run failed: " + e.getMessage();
        } catch (IOException e) {
            return "a trial run failed: " + e.getMessage();
        } finally {
            try (Dir parent = Dir.open(memory)) {
                parent.deleteTree(Name.of(folder.getFileName().toString()));
            }
        }
    }

    private static SandboxSpec spec(Path folder, Means means) throws IOException {
        Path lower = Files.createDirectory(folder.resolve("lower"));
        List<SandboxMount> mounts = new ArrayList<>();
        for (String each : FOLDERS) {
            Path host = Path.of("/", each);
            if (Files.isSymbolicLink(host)) {
                Files.createSymbolicLink(lower.resolve(each), Files.readSymbolicLink(host));
            } else if (Files.isDirectory(host)) {
                mounts.add(new SandboxMount.Bind(host, Name.of("/" + each), true));
            }
        }
        Path program = Path.of(HostTools.program("true")).toRealPath();
        return new SandboxSpec(
                means.overlays()
                        ? new RootTree(
                                List.of(lower),
                                Files.createDirectory(folder.resolve("upper")),
                                Files.createDirectory(folder.resolve("work")))
                        : new RootTree(List.of(), lower, folder),
                mounts,
                List.of(Name.of(program.toString())),
                List.of(),
                Name.of("/"),
                new ProcessUser(0, 0, List.of(0), Name.of("/")),
                "probe",
                SandboxNetwork.NONE,
                List.of(),
                SandboxLimits.DEFAULT,
                false,
                false,
                Files.createDirectory(folder.resolve("run")));
    }
}
