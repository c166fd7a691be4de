// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.CopyOp;
import dev.cooper.build.step.CopySpec;
import dev.cooper.build.step.OwnerSpec;
import dev.cooper.build.step.Tree;
import dev.cooper.build.tree.Chmod;
import dev.cooper.build.tree.CleanPath;
import dev.cooper.build.tree.Excludes;
import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Heredoc;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.MalformedPatternException;
import dev.cooper.dockerfile.SourcesAndDest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans `COPY` and `ADD`.
final class CopyPlanner {
    private final InstructionPlanner in;
    private final StageState state;

    CopyPlanner(InstructionPlanner in) {
        this.in = in;
        this.state = in.state;
    }

    void plan(Copy copy) throws IOException, DockerfileException, ExpansionException {
        Words words = words(copy, copy.files(), copy.chown(), copy.chmod());
        CopySources sources = new CopySources(in);
        sources.of(copy, words.sources());
        make(copy, words, new Kind(copy.excludes(), copy.parents(), copy.link()), sources);
    }

    void plan(Add add) throws DockerfileException, ExpansionException {
        Words words = words(add, add.files(), add.chown(), add.chmod());
        CopySources sources = new CopySources(in);
        sources.of(add, words.sources());
        make(add, words, new Kind(add.excludes(), false, add.link()), sources);
    }

    private static DockerfileException refused(Instruction by, String why) {
        return new DockerfileException(why, List.of(by.range()));
    }

    private static Excludes excludes(Instruction by, List<String> patterns)
            throws DockerfileException {
        try {
            return Excludes.of(patterns);
        } catch (MalformedPatternException e) {
            throw refused(by, by.keyword() + " --exclude: " + e.getMessage());
        }
    }

    private record Kind(List<String> excludes, boolean parents, boolean link) {}

    private record Words(
            List<String> sources,
            List<CopySpec.Inline> inline,
            String destination,
            @Nullable String chown,
            @Nullable String chmod) {}

    private Words words(
            Instruction by, SourcesAndDest files, @Nullable String chown, @Nullable String chmod)
            throws DockerfileException, ExpansionException {
        List<String> sources = new ArrayList<>();
        for (String each : files.sources()) {
            String source = in.expand(each);
            if (source.isEmpty()) {
                throw refused(by, by.keyword() + ": the source " + each + " expands to nothing");
            }
            sources.add(source);
        }
        List<CopySpec.Inline> inline = new ArrayList<>();
        for (Heredoc each : files.inline()) {
            String content =
                    each.expand()
                            ? in.expander.expandHeredoc(each.text(), state.lookup()).text()
                            : each.text();
            inline.add(new CopySpec.Inline(each.name(), content));
        }
        return new Words(
                sources,
                inline,
                in.expand(files.destination()),
                chown == null ? null : in.expand(chown),
                chmod == null ? null : in.expand(chmod));
    }

    private void make(Instruction by, Words words, Kind kind, CopySources sources)
            throws DockerfileException, ExpansionException {
        CopySpec spec =
                new CopySpec(
                        sources.sources(),
                        words.inline(),
                        destination(words.destination()),
                        words.chown() == null || words.chown().isEmpty()
                                ? null
                                : new OwnerSpec(words.chown()),
                        chmod(by, words.chmod()),
                        words.chmod(),
                        kind.excludes(),
                        excludes(by, kind.excludes()),
                        kind.parents(),
                        // As the reference builder does: a mode is set on files in their place.
                        kind.link() && (words.chmod() == null || words.chmod().isEmpty()));
        Vertex<Tree> made =
                in.planner.vertex(
                        in.name(by),
                        new CopyOp(in.request.at(), spec, in.request.date()),
                        state.tree,
                        sources.trees(),
                        by);
        state.tell(told(by, words, kind), made);
    }

    private static @Nullable Chmod chmod(Instruction by, @Nullable String text)
            throws DockerfileException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Chmod.parse(text)
                .orElseThrow(() ->
                        refused(
                                by,
                                "invalid chmod parameter: '"
                                        + text
                                        + "'. it should be octal string and between 0 and"
                                        + " 07777, or symbolic as of chmod(1)"));
    }

    private String destination(String written) {
        String path = CleanPath.absolute(state.workingDirectory(), written);
        boolean folder =
                written.isEmpty()
                        || written.equals(".")
                        || written.endsWith("/")
                        || written.endsWith("/.");
        return folder && !path.endsWith("/") ? path + "/" : path;
    }

    private static String told(Instruction by, Words words, Kind kind) {
        StringBuilder told = new StringBuilder(by.keyword());
        if (kind.parents()) {
            told.append(" --parents");
        }
        if (words.chown() != null && !words.chown().isEmpty()) {
            told.append(" --chown=").append(words.chown());
        }
        if (words.chmod() != null && !words.chmod().isEmpty()) {
            told.append(" --chmod=").append(words.chmod());
        }
        words.sources().forEach(each -> told.append(' ').append(each));
        words.inline().forEach(each -> told.append(" <<").append(each.name()));
        return told.append(' ').append(words.destination()).append(" # buildkit").toString();
    }
}
