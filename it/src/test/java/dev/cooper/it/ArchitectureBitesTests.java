// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That each rule of [Architecture] sees a violation, in a copy of the sources with one planted.
@Tag("once")
class ArchitectureBitesTests {
    @TempDir Path tree;
    private Architecture rules = new Architecture(Path.of(""));

    private interface Rule {
        void judge() throws IOException;
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> modules = Files.list(Project.root())) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> all = Files.walk(sources)) {
                        for (Path each : all.toList()) {
                            Path copy = tree.resolve(Project.root().relativize(each));
                            if (Files.isDirectory(each)) {
                                Files.createDirectories(copy);
                            } else {
                                Files.copy(each, copy);
                            }
                        }
                    }
                }
            }
        }
        rules = new Architecture(tree);
    }

    private Path source(String path) {
        return tree.resolve(path);
    }

    private static void bites(String what, Rule rule) {
        assertThatThrownBy(rule::judge)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    @Test
    void theCopyAsItIsPasses() throws IOException {
        rules.everyModuleUsesOnlyWhatTheTableAllows();
        rules.onlyPosixMakesForeignCalls();
        rules.theApiSpeaksOfNothingThatIsUnderneath();
        rules.filesAreSmall();
        rules.namesSayWhatThingsAre();
        rules.packagesHaveNoCycles();
    }

    @Test
    void aModuleThatUsesOneAboveIt() throws IOException {
        Path info = source("oci/src/main/java/module-info.java");
        String text = Files.readString(info);
        int end = text.lastIndexOf('}');
        Files.writeString(
                info, text.substring(0, end) + "    requires transitive dev.cooper.store;\n}\n");
        bites("what oci may use", rules::everyModuleUsesOnlyWhatTheTableAllows);
    }

    @Test
    void aForeignCall() throws IOException {
        Files.writeString(
                source("store/src/main/java/dev/cooper/store/Planted.java"),
                "package dev.cooper.store;\nimport java.lang.foreign.Arena;\nclass Planted {}\n");
        bites("Planted.java", rules::onlyPosixMakesForeignCalls);
    }

    @Test
    void anApiThatShowsWhatIsUnderneath() throws IOException {
        Files.writeString(
                source("engine/src/main/java/dev/cooper/engine/Planted.java"),
                "package dev.cooper.engine;\nimport dev.cooper.store.Store;\npublic interface Planted {}\n");
        bites("Planted.java", rules::theApiSpeaksOfNothingThatIsUnderneath);
    }

    @Test
    void aLargeFile() throws IOException {
        plant("oci", 1, 901);
        bites("Planted0.java", rules::filesAreSmall);
    }

    @Test
    void manyRatherLargeFiles() throws IOException {
        plant("oci", files() / 8, 360);
        bites("nine in ten", rules::filesAreSmall);
    }

    @Test
    void manyMiddlingFiles() throws IOException {
        plant("oci", files() + 1, 110);
        bites("the median file", rules::filesAreSmall);
    }

    @Test
    void aNameThatSaysNothing() throws IOException {
        Files.writeString(
                source("cli/src/main/java/dev/cooper/cli/TextUtils.java"), "class TextUtils {}\n");
        bites("TextUtils.java", rules::namesSayWhatThingsAre);
    }

    @Test
    void packagesThatUseEachOther() throws IOException {
        for (String each : List.of("one", "two")) {
            Path folder =
                    Files.createDirectories(source("oci/src/main/java/dev/cooper/oci/" + each));
            String other = each.equals("one") ? "two" : "one";
            Files.writeString(
                    folder.resolve("Planted.java"),
                    "package dev.cooper.oci.%s;\nimport dev.cooper.oci.%s.Planted;\n"
                            .formatted(each, other));
        }
        bites("dev.cooper.oci.one", rules::packagesHaveNoCycles);
    }

    private void plant(String module, int count, int lines) throws IOException {
        Path folder = source(module + "/src/main/java/dev/cooper/" + module);
        for (int i = 0; i < count; i++) {
            Files.writeString(folder.resolve("Planted" + i + ".java"), "//\n".repeat(lines));
        }
    }

    private int files() throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            int count = (int) all.filter(each -> each.toString().endsWith(".java")).count();
            assertThat(count).isPositive();
            return count;
        }
    }
}
