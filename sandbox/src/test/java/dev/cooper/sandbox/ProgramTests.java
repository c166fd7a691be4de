// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cooper.posix.Name;
import dev.cooper.sandbox.StartException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs and working directories that can't be.
@ParameterizedClass
@EnumSource(value = Sandbox.Kind.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
class ProgramTests {
    private final Sandbox sandbox;

    @TempDir Path folder;
    private Box box;

    ProgramTests(Sandbox.Kind kind) throws Exception {
        this.sandbox = TestDrivers.of(kind);
    }

    @BeforeEach
    void box() throws Exception {
        box = new Box(folder);
        Files.createDirectories(box.lower.resolve("usr/bin"));
        Files.writeString(box.lower.resolve("usr/bin/plain"), "text");
        Files.setPosixFilePermissions(
                Files.writeString(box.lower.resolve("usr/bin/owners"), "#!/bin/sh\necho ran $0\n"),
                PosixFilePermissions.fromString("rwxr--r--"));
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, NOT_FOUND, 'exec: \"nosuch\": executable file not found in $PATH'",
        "plain, NOT_FOUND, 'exec: \"plain\": executable file not found in $PATH'",
        "/nosuch, NOT_FOUND, 'exec: \"/nosuch\": stat /nosuch: no such file or directory'",
        "/bin/sh/x, NOT_FOUND, 'exec: \"/bin/sh/x\": stat /bin/sh/x: not a directory'",
        "./nosuch, NOT_FOUND, 'exec: \"./nosuch\": stat ./nosuch: no such file or directory'",
        "/usr/bin/plain, NOT_EXECUTABLE, 'exec: \"/usr/bin/plain\": permission denied'",
        "/usr, NOT_EXECUTABLE, 'exec: \"/usr\": is a directory'",
        "/proc/self/exe, NOT_EXECUTABLE, 'exec: \"/proc/self/exe\": permission denied'"
    })
    void saysWhyAProgramCannotStart(String program, Reason reason, String message) {
        StartException e =
                catchThrowableOfType(
                        StartException.class,
                        () -> box.run(sandbox, new byte[0], Box.names(program)));
        assertThat(e).hasMessage(message);
        assertThat(e.reason()).isEqualTo(reason);
    }

    @Test
    void looksWithTheUsersEyes() throws Exception {
        assertThat(box.run(sandbox, new byte[0], Box.names("owners")).text())
                .isEqualTo("ran /usr/bin/owners\n");
        box.user = new ProcessUser(1000, 1000, List.of(1000), Name.of("/"));
        assertThatThrownBy(() -> box.run(sandbox, new byte[0], Box.names("/usr/bin/owners")))
                .hasMessage("exec: \"/usr/bin/owners\": permission denied");
    }

    @Test
    void findsWhatIsMounted() throws Exception {
        box.environment = List.of(Name.of("PATH=/tools:/bin"));
        box.mounts =
                List.of(
                        new SandboxMount.Bind(
                                box.lower.resolve("usr/bin/owners"), Name.of("/tools/own"), true));
        assertThat(box.run(sandbox, new byte[0], Box.names("own")).text())
                .isEqualTo("ran /tools/own\n");
        box.workingDirectory = Name.of("/tools");
        assertThat(box.run(sandbox, new byte[0], Box.names("./own")).text()).endsWith("/own\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/fd/7", "/proc/1/cwd", "/proc/self/root", "/way/1/cwd"})
    void startsNowhereInProc(String folder) throws Exception {
        Files.createSymbolicLink(box.lower.resolve("way"), Path.of("proc"));
        box.workingDirectory = Name.of(folder);
        assertThatThrownBy(() -> box.sh(sandbox, "pwd"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("below /proc");
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/sh, mkdir /bin/sh: not a directory",
        "/bin/sh/x, mkdir /bin/sh/x: not a directory",
        "/sys/x, mkdir /sys/x: read-only file system"
    })
    void saysWhyItCannotStartThere(String folder, String message) {
        box.workingDirectory = Name.of(folder);
        assertThatThrownBy(() -> box.sh(sandbox, "pwd"))
                .isInstanceOf(StartException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NAME", "=value"})
    void refusesWhatIsNoVariable(String variable) {
        box.environment = List.of(Box.SEARCH, Name.of(variable));
        assertThatThrownBy(() -> box.sh(sandbox, "true"))
                .isInstanceOf(StartException.class)
                .hasMessage("invalid environment variable: \"" + variable + "\"");
    }

    @Test
    void startsOrRefusesAProgramWithAnEqualsSign() throws Exception {
        Files.createSymbolicLink(box.lower.resolve("bin/a=b"), Path.of("../usr/bin/owners"));
        try {
            assertThat(box.run(sandbox, new byte[0], Box.names("a=b")).text()).startsWith("ran ");
        } catch (StartException e) {
            assertThat(e).hasMessageContaining("\"a=b\" for a variable");
        }
    }

    @Test
    void wantsACommand() {
        assertThatThrownBy(() -> box.run(sandbox, new byte[0], List.of()))
                .isInstanceOf(StartException.class)
                .hasMessage("no command specified");
    }
}
