// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.posix.Name;
import dev.cooper.sandbox.SandboxMount.Bind;
import dev.cooper.sandbox.SandboxMount.Tmpfs;
import dev.cooper.sandbox.SandboxMount.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is mounted, and that nothing shows afterwards that it was.
@ParameterizedClass
@EnumSource(value = Sandbox.Kind.class, names = "CHROOT", mode = EnumSource.Mode.EXCLUDE)
@Tag("once")
class MountTests {
    private static final FileTime OLD = FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z"));

    private final Sandbox sandbox;

    @TempDir Path folder;
    private Box box;
    private Path host;

    MountTests(Sandbox.Kind kind) throws Exception {
        this.sandbox = TestDrivers.of(kind);
    }

    @BeforeEach
    void box() throws Exception {
        box = new Box(folder);
        host = Files.createDirectories(folder.resolve("a, b:c\\d \"e\n#f"));
        Files.writeString(host.resolve("file"), "of the host\n");
        Files.writeString(folder.resolve("lonely"), "secret\n");
    }

    private static Name at(String path) {
        return Name.of(path);
    }

    @Test
    void leavesNoTraceOfItself() throws Exception {
        Path etc = Files.createDirectories(box.lower.resolve("etc"));
        Files.setLastModifiedTime(etc, OLD);
        Files.setLastModifiedTime(box.root.upper(), OLD);
        assertThat(box.sh(sandbox, "stat -c %Y /etc").text())
                .isEqualTo(OLD.toInstant().getEpochSecond() + "\n");
        assertThat(box.written()).isEmpty();
        assertThat(Files.getLastModifiedTime(box.root.upper())).isEqualTo(OLD);
    }

    @Test
    void keepsWhatTheProgramMade() throws Exception {
        Path etc = Files.createDirectories(box.lower.resolve("etc"));
        box.mounts = List.of(new Bind(host, at("/data/host"), true));
        box.sh(sandbox, "echo x >/etc/mine; echo y >/data/mine; chmod 700 /etc");
        assertThat(box.written()).containsExactly("data", "data/mine", "etc", "etc/mine");
        assertThat(Files.getAttribute(etc, "unix:mode"))
                .isNotEqualTo(Files.getAttribute(box.root.upper().resolve("etc"), "unix:mode"));
    }

    @Test
    void keepsAFolderThatWasChangedAlone() throws Exception {
        Files.createDirectories(box.lower.resolve("etc"));
        box.sh(sandbox, "chmod 700 /etc");
        assertThat(box.written()).containsExactly("etc");
    }

    @Test
    void leavesPlacesForAContainer() throws Exception {
        box.keepStubs = true;
        box.sh(sandbox, "true");
        assertThat(box.written())
                .containsExactly(
                        "dev",
                        "etc",
                        "etc/hostname",
                        "etc/hosts",
                        "etc/resolv.conf",
                        "proc",
                        "sys");
        assertThat(box.sh(sandbox, "cat /etc/hostname").text()).isEqualTo("box\n");
    }

    @Test
    void runsInAFolderAsItIs() throws Exception {
        box.root = new RootTree(List.of(), box.lower, box.root.work());
        Box.Result result = box.sh(sandbox, "cat /etc/hostname && echo x >/new");
        assertThat(result.text()).isEqualTo("box\n");
        try (var files = Files.list(box.lower)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("bin", "new");
        }
    }

    @Test
    void bindsFilesAndFolders() throws Exception {
        box.mounts =
                List.of(
                        new Bind(host, at("/read only"), true),
                        new Bind(host, at("/writable/\u00e4\\ #"), false),
                        new Bind(folder.resolve("lonely"), at("/run/secrets/id"), true));
        Box.Result result =
                box.sh(
                        sandbox,
                        "cat '/read only/file' /run/secrets/id;"
                                + " echo x >'/read only/new' || echo refused;"
                                + " echo x >/run/secrets/id || echo refused;"
                                + " echo inside >'/writable/\u00e4\\ #/new'");
        assertThat(result.text()).isEqualTo("of the host\nsecret\nrefused\nrefused\n");
        assertThat(Files.readString(host.resolve("new"))).isEqualTo("inside\n");
        assertThat(box.written()).isEmpty();
    }

    @Test
    void bindsReadOnlyAllTheWayDown() throws Exception {
        assertThat(HostMounts.below(Path.of("/dev"))).contains(at("shm"));
        box.mounts = List.of(new Bind(Path.of("/dev"), at("/host"), true));
        Box.Result result = box.sh(sandbox, "touch /host/shm/x; touch /host/x; ls -d /host/shm");
        assertThat(result.text()).isEqualTo("/host/shm\n");
        assertThat(result.err().lines())
                .hasSize(2)
                .allMatch(each -> each.contains("Read-only file system"));
    }

    @Test
    void showsTreesAndForgetsWhatIsWritten() throws Exception {
        Path below = Files.createDirectories(folder.resolve("below/d"));
        Path above = Files.createDirectories(folder.resolve("above/d"));
        Files.writeString(below.resolve("one"), "1\n");
        Files.writeString(above.resolve("two"), "2\n");
        Files.createSymbolicLink(above.resolve("way"), Path.of("/d"));
        List<Path> trees = List.of(above.getParent(), below.getParent());
        box.mounts =
                List.of(
                        new Tree(trees, at(""), at("/all"), true),
                        new Tree(trees, at("d/way"), at("/part"), false),
                        new Tree(trees, at("/d/one"), at("/single"), true),
                        new Tree(List.of(below), at(""), at("/lower"), true));
        Box.Result result =
                box.sh(
                        sandbox,
                        "cat /all/d/one /all/d/two /part/one /single /lower/one;"
                                + " echo x >/all/x || echo refused;"
                                + " echo x >/lower/x || echo refused;"
                                + " echo 3 >/part/three; cat /part/three");
        assertThat(result.text()).isEqualTo("1\n2\n1\n1\n1\nrefused\nrefused\n3\n");
        assertThat(box.written()).isEmpty();
        assertThat(below.resolve("three")).doesNotExist();
        assertThat(above.resolve("three")).doesNotExist();
    }

    @Test
    void mountsInsideWhatIsMounted() throws Exception {
        box.mounts =
                List.of(
                        new Bind(folder.resolve("lonely"), at("/run/secrets/id"), true),
                        new Bind(host, at("/run/data"), true),
                        new Bind(folder.resolve("lonely"), at("/dev/own"), true),
                        new Tmpfs(at("/run"), OptionalLong.of(1 << 20), 0711),
                        new Bind(host, at("/tree"), false),
                        new Tmpfs(at("/tree/inner/most"), OptionalLong.empty(), 0755));
        Box.Result result =
                box.sh(
                        sandbox,
                        "cat /run/secrets/id /run/data/file /dev/own; stat -c %a /run;"
                                + " echo x >/tree/inner/most/y");
        assertThat(result.text()).isEqualTo("secret\nof the host\nsecret\n711\n");
        assertThat(result.err()).isEmpty();
        assertThat(box.written()).isEmpty();
        assertThat(host.resolve("inner")).doesNotExist();
    }

    @Test
    void limitsMemoryFileSystems() throws Exception {
        box.mounts = List.of(new Tmpfs(at("/m"), OptionalLong.of(64 << 10), 01777));
        Box.Result result = box.sh(sandbox, "busybox dd if=/dev/zero of=/m/f bs=1k count=100");
        assertThat(result.err()).contains("No space left on device");
        assertThat(result.code()).isNotZero();
    }

    @Test
    void followsLinksInsideTheRootOnly() throws Exception {
        Path canary = Files.createDirectories(folder.resolve("canary"));
        Files.createSymbolicLink(box.lower.resolve("out"), Path.of("../../../../" + canary));
        Files.createDirectories(box.lower.resolve("etc"));
        Files.createSymbolicLink(
                box.lower.resolve("etc/resolv.conf"), Path.of("../run/../../stub/resolv.conf"));
        box.mounts = List.of(new Bind(host, at("/out/here"), true));
        Box.Result result = box.sh(sandbox, "cat /out/here/file; cat /stub/resolv.conf >/dev/null");
        assertThat(result.text()).isEqualTo("of the host\n");
        assertThat(result.code()).isZero();
        assertThat(canary).isEmptyDirectory();
        assertThat(box.written()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys", "dev", "dev/pts/../../dev"})
    void refusesAnImageThatLeadsTheKernelsFoldersAstray(String name) throws Exception {
        String top = name.substring(0, name.indexOf('/') < 0 ? name.length() : name.indexOf('/'));
        Files.createSymbolicLink(box.lower.resolve(top), Path.of("/bin"));
        assertThatThrownBy(() -> box.sh(sandbox, "true"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("/" + top)
                .hasMessageContaining("symbolic link");
        assertThat(box.written()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/proc/self/attr, nothing may be put over /proc",
        "/proc, nothing may be put over /proc",
        "/, that is the root folder",
        "/bin/busybox, not a directory",
        "/bin/busybox/x, not a directory",
        "/sys/made, none can be made",
        "/round, too many levels of symbolic links"
    })
    void refusesPlaces(String target, String why) throws Exception {
        Files.createSymbolicLink(box.lower.resolve("round"), Path.of("round"));
        box.mounts = List.of(new Bind(host, at(target), true));
        assertThatThrownBy(() -> box.sh(sandbox, "true"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(why);
        assertThat(box.written()).isEmpty();
    }

    @Test
    void namesASourceThatIsNotThere() {
        box.mounts = List.of(new Bind(host.resolve("none"), at("/x"), true));
        assertThatThrownBy(() -> box.sh(sandbox, "true")).hasMessageContaining("is not there");
    }

    @Test
    void takesLongChains() throws Exception {
        List<Path> lowers = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            Path each =
                    Files.createDirectories(folder.resolve("layers/a rather long name, no. " + i));
            Files.writeString(each.resolve("f" + i), "");
            Files.writeString(each.resolve("newest"), i + "\n");
            lowers.add(each);
        }
        lowers.add(box.lower);
        box.root = new RootTree(lowers, box.root.upper(), box.root.work());
        Box.Result result = box.sh(sandbox, "ls / | grep -c '^f'; cat /newest");
        assertThat(result.text()).isEqualTo("130\n0\n");
        assertThat(box.written()).isEmpty();
    }

    @Test
    void saysWhereAChainEnds() {
        List<Path> lowers = java.util.Collections.nCopies(501, box.lower);
        box.root = new RootTree(lowers, box.root.upper(), box.root.work());
        assertThatThrownBy(() -> box.sh(sandbox, "true"))
                .hasMessageContaining("501 layers")
                .hasMessageContaining("takes 500");
    }

    @Test
    void doesNotObeyTheImagesLoaderFile() throws Exception {
        Files.createDirectories(box.lower.resolve("etc"));
        Files.writeString(box.lower.resolve("etc/ld.so.preload"), "/evil.so\n");
        Files.writeString(box.lower.resolve("evil.so"), "no library\n");
        Box.Result result = box.sh(sandbox, "echo fine");
        assertThat(result.text()).isEqualTo("fine\n");
        assertThat(result.err()).isEmpty();
    }
}
