// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

import dev.cooper.build.remote.GitRef;
import dev.cooper.build.solver.Vertex;
import dev.cooper.build.step.CopySpec;
import dev.cooper.build.step.GitOp;
import dev.cooper.build.step.HttpOp;
import dev.cooper.build.step.Tree;
import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;
import dev.cooper.dockerfile.Stages;
import dev.cooper.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the sources of one `COPY` or `ADD` are: in the context, a stage, an image, or elsewhere in
/// the world. Collects the vertices that they need.
final class CopySources {
    private static final Pattern REMOTE =
            Pattern.compile("(https?|git|ssh|ftp)://.*|git@[^/]+:.*", Pattern.CASE_INSENSITIVE);

    private static final Pattern HTTP = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);

    private final InstructionPlanner in;
    private final List<Vertex<Tree>> trees = new ArrayList<>();
    private final List<CopySpec.Source> sources = new ArrayList<>();

    CopySources(InstructionPlanner in) {
        this.in = in;
    }

    List<Vertex<Tree>> trees() {
        return trees;
    }

    List<CopySpec.Source> sources() {
        return sources;
    }

    private void add(Vertex<Tree> tree, String path, boolean unpack) {
        int index = trees.indexOf(tree);
        if (index < 0) {
            index = trees.size();
            trees.add(tree);
        }
        sources.add(new CopySpec.Source(index, path, unpack));
    }

    private static DockerfileException refused(Instruction by, String why) {
        return new DockerfileException(why, List.of(by.range()));
    }

    void of(Copy copy, List<String> paths) throws IOException, DockerfileException {
        for (String path : paths) {
            if (REMOTE.matcher(path).matches()) {
                throw refused(copy, "source can't be a URL for COPY");
            }
            add(tree(copy, copy.from()), path, false);
        }
    }

    void of(Add add, List<String> paths) throws DockerfileException {
        if (add.checksum() != null && paths.size() != 1) {
            throw refused(add, "checksum can't be specified for multiple sources");
        }
        for (String path : paths) {
            Optional<GitRef> git = git(add, path);
            if (git.isPresent()) {
                String name = "[internal] git " + git.get().shown();
                add(
                        in.planner.vertex(
                                name, new GitOp(in.request.at(), git.get()), null, List.of(), add),
                        ".",
                        false);
            } else if (HTTP.matcher(path).matches()) {
                add(http(add, path), HttpName.of(path), Boolean.TRUE.equals(add.unpack()));
            } else if (REMOTE.matcher(path).matches()) {
                throw refused(add, "ADD " + path + ": only http, https and git are fetched");
            } else if (add.checksum() != null) {
                throw refused(add, "checksum requires HTTP(S) or Git sources");
            } else {
                add(in.planner.context(add), path, !Boolean.FALSE.equals(add.unpack()));
            }
        }
    }

    private Vertex<Tree> http(Add add, String path) throws DockerfileException {
        Digest checksum = null;
        if (add.checksum() != null) {
            checksum = Digest.parseOrNull(add.checksum());
            if (checksum == null) {
                throw refused(add, "invalid checksum " + add.checksum());
            }
        }
        try {
            URI uri = new URI(path);
            if (uri.getHost() == null) {
                throw refused(add, "ADD " + path + ": a URL without a host");
            }
            HttpOp op = new HttpOp(in.request.at(), uri, HttpName.of(path), checksum);
            return in.planner.vertex(path, op, null, List.of(), add);
        } catch (URISyntaxException e) {
            throw refused(add, "ADD " + path + ": " + e.getMessage());
        }
    }

    private static Optional<GitRef> git(Add add, String path) throws DockerfileException {
        try {
            return GitRef.parse(path, false)
                    .map(ref ->
                            add.keepGitDir() == null ? ref : ref.withKeepGitDir(add.keepGitDir()))
                    .map(ref -> add.checksum() == null ? ref : ref.withChecksum(add.checksum()));
        } catch (IllegalArgumentException e) {
            throw refused(add, "ADD " + path + ": " + e.getMessage());
        }
    }

    private Vertex<Tree> tree(Copy copy, @Nullable String from)
            throws IOException, DockerfileException {
        if (from == null) {
            return in.planner.context(copy);
        }
        if (from.indexOf('$') >= 0) {
            throw refused(
                    copy,
                    "variable expansion is not supported for --from, define a new stage with FROM"
                            + " using ARG from global scope as a workaround");
        }
        Stage here = in.state.stage;
        List<Stage> all = in.request.dockerfile().stages();
        Optional<Stage> stage = Stages.source(all.subList(0, here.index()), from);
        if (stage.isPresent()) {
            return in.planner.stageState(stage.get()).tree;
        }
        if (from.matches("[0-9]+")) {
            throw refused(
                    copy,
                    "invalid from flag value %s: there is no stage %s before this one"
                            .formatted(from, from));
        }
        if (Stages.source(all, from).isPresent()) {
            String name = here.name() == null ? "" : " \"" + here.name() + "\"";
            throw refused(
                    copy,
                    "cannot copy from stage \"%s\", it needs to be defined before current stage%s"
                            .formatted(from, name));
        }
        return in.planner.image(from, here, copy);
    }
}
