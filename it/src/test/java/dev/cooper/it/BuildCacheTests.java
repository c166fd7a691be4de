// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.testkit.BuildLog;
import dev.cooper.testkit.Context;
import dev.cooper.testkit.Cooper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which steps run again, and which don't.
@Tag("once")
class BuildCacheTests {
    private static final String COPY = "COPY f /f";
    private static final String RUN = "RUN cat /f > /g";

    @TempDir private static Path folder;
    private static Cooper cooper;
    @TempDir private Path here;
    private Context context;

    @BeforeAll
    static void store() {
        cooper = Cooper.on(folder.resolve("store")).withBase("busybox");
    }

    @BeforeEach
    void oneFile() {
        context = Context.in(here).file("f", here + "\n").dockerfile("FROM busybox", COPY, RUN);
    }

    private String id() {
        return cooper.ok("images", "-q", "--no-trunc", "image").text();
    }

    @Test
    void anUnchangedBuildKeepsItsImage() {
        BuildLog first = cooper.build(context, "-t", "image");
        assertThat(first.cached(COPY) || first.cached(RUN)).isFalse();
        String id = id();
        BuildLog second = cooper.build(context, "-t", "image");
        assertThat(second.cached(COPY) && second.cached(RUN)).isTrue();
        assertThat(id()).isEqualTo(id);
    }

    @Test
    void aNewTimeIsNoChange() throws IOException {
        cooper.build(context, "-t", "image");
        String id = id();
        Files.setLastModifiedTime(context.path("f"), FileTime.fromMillis(1));
        BuildLog touched = cooper.build(context, "-t", "image");
        assertThat(touched.cached(COPY) && touched.cached(RUN)).isTrue();
        assertThat(id()).isEqualTo(id);
        // Written anew with the same content, too.
        Files.delete(context.path("f"));
        oneFile();
        assertThat(cooper.build(context).cached(COPY)).isTrue();
    }

    @Test
    void anEditThatKeepsSizeAndTimeIsSeen() throws IOException {
        context.file("f", "one " + here);
        FileTime time = Files.getLastModifiedTime(context.path("f"));
        cooper.build(context, "-t", "image");
        context.file("f", "two " + here);
        Files.setLastModifiedTime(context.path("f"), time);
        BuildLog edited = cooper.build(context, "-t", "image");
        assertThat(edited.cached(COPY) || edited.cached(RUN)).isFalse();
        assertThat(cooper.shell("image", "cat /g")).isEqualTo("two " + here);
        // And back: that was built before.
        context.file("f", "one " + here);
        BuildLog back = cooper.build(context, "-t", "image");
        assertThat(back.cached(COPY) && back.cached(RUN)).isTrue();
        assertThat(cooper.shell("image", "cat /g")).isEqualTo("one " + here);
    }

    @Test
    void aNewModeIsAChange() {
        cooper.build(context);
        context.shell("chmod 755 f");
        assertThat(cooper.build(context).cached(COPY)).isFalse();
    }

    @Test
    void otherFilesOfTheContextAreNoReason() {
        cooper.build(context);
        context.file("other", "x").shell("mkdir sub; touch sub/y");
        BuildLog more = cooper.build(context);
        assertThat(more.cached(COPY) && more.cached(RUN)).isTrue();
    }

    @Test
    void aFileThatIsGoneOrNewInAFolderIsAChange() {
        context.file("dir/a", "a" + here).dockerfile("FROM busybox", "COPY dir /dir");
        cooper.build(context);
        assertThat(cooper.build(context).cached("COPY dir /dir")).isTrue();
        context.file("dir/b", "");
        assertThat(cooper.build(context).cached("COPY dir /dir")).isFalse();
        context.shell("rm dir/b");
        assertThat(cooper.build(context).cached("COPY dir /dir")).isTrue();
        context.shell("mv dir/a dir/c");
        assertThat(cooper.build(context).cached("COPY dir /dir")).isFalse();
    }

    @Test
    void aStepIsFoundAgainBehindAnEarlierOneThatMadeTheSame() {
        // The comment changes the first RUN, and the second by its definition; yet the stage below
        // copies by content.
        context.dockerfile(
                "FROM busybox AS a",
                "RUN echo " + here + " > /x # 1",
                "FROM busybox",
                "COPY --from=a /x /y",
                "RUN cat /y");
        cooper.build(context);
        context.dockerfile(
                "FROM busybox AS a",
                "RUN echo " + here + " > /x # 2",
                "FROM busybox",
                "COPY --from=a /x /y",
                "RUN cat /y");
        BuildLog again = cooper.build(context);
        assertThat(again.cached("RUN echo " + here + " > /x # 2")).isFalse();
        assertThat(again.cached("COPY --from=a /x /y")).isTrue();
        assertThat(again.cached("RUN cat /y")).isTrue();
    }

    @Test
    void changedInstructionsAndArguments() {
        context.dockerfile(
                "FROM busybox",
                "RUN true " + here,
                "ARG V=1",
                "RUN echo $V",
                "LABEL a=1",
                "RUN echo end");
        cooper.build(context);
        BuildLog other = cooper.build(context, "--build-arg", "V=2");
        assertThat(other.cached("RUN true " + here)).isTrue();
        assertThat(other.cached("RUN echo 2")).isFalse();
        assertThat(other.cached("RUN echo end")).isFalse();
        // What is for the config alone is no reason to run anything.
        context.dockerfile(
                "FROM busybox",
                "RUN true " + here,
                "ARG V=1",
                "RUN echo $V",
                "LABEL a=2",
                "EXPOSE 1",
                "RUN echo end");
        assertThat(cooper.build(context, "--build-arg", "V=2").cached("RUN echo end")).isTrue();
        // An environment is one.
        context.dockerfile("FROM busybox", "RUN true " + here, "ENV E=1", "RUN echo end");
        assertThat(cooper.build(context).cached("RUN echo end")).isFalse();
    }

    @Test
    void noCacheRunsEverything() {
        cooper.build(context, "-t", "image");
        BuildLog again = cooper.build(context, "--no-cache", "-t", "image");
        assertThat(again.cached(COPY) || again.cached(RUN)).isFalse();
        // What it made is found by the next.
        assertThat(cooper.build(context).cached(RUN)).isTrue();
    }

    @Test
    void stepsThatDidEndAreKeptWhenALaterOneFails() {
        context.dockerfile("FROM busybox", "RUN echo kept " + here, "RUN false");
        cooper.tryToBuild(context).exits(1);
        context.dockerfile("FROM busybox", "RUN echo kept " + here, "RUN true");
        assertThat(cooper.build(context).cached("RUN echo kept " + here)).isTrue();
    }

    @Test
    void oneDriversResultsAreTheOthers() {
        cooper.isolatedBy("unshare").build(context, "-t", "image");
        String id = id();
        assertThat(cooper.isolatedBy("oci").build(context, "-t", "image").cached(RUN)).isTrue();
        assertThat(id()).isEqualTo(id);
    }
}
