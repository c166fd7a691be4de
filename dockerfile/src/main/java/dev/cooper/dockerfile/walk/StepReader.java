// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.walk;

import dev.cooper.dockerfile.Add;
import dev.cooper.dockerfile.Arg;
import dev.cooper.dockerfile.Cmd;
import dev.cooper.dockerfile.Copy;
import dev.cooper.dockerfile.DockerfileException;
import dev.cooper.dockerfile.Entrypoint;
import dev.cooper.dockerfile.Env;
import dev.cooper.dockerfile.Expander;
import dev.cooper.dockerfile.ExpansionException;
import dev.cooper.dockerfile.Expose;
import dev.cooper.dockerfile.From;
import dev.cooper.dockerfile.HealthcheckInstruction;
import dev.cooper.dockerfile.Heredoc;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.KeyValue;
import dev.cooper.dockerfile.Label;
import dev.cooper.dockerfile.Maintainer;
import dev.cooper.dockerfile.MountFlag;
import dev.cooper.dockerfile.OnBuild;
import dev.cooper.dockerfile.Run;
import dev.cooper.dockerfile.RunMount;
import dev.cooper.dockerfile.Shell;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.SourcesAndDest;
import dev.cooper.dockerfile.StopSignal;
import dev.cooper.dockerfile.User;
import dev.cooper.dockerfile.Volume;
import dev.cooper.dockerfile.Workdir;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Replaces the variables of one instruction, and notes those that are unset.
final class StepReader {
    private final Expander expander;
    private final Expander.Lookup env;
    private final List<String> unset = new ArrayList<>();
    private final List<RunMount> mounts = new ArrayList<>();

    StepReader(Expander expander, Expander.Lookup env) {
        this.expander = expander;
        this.env = env;
    }

    Step read(Instruction written, SourceRange range)
            throws DockerfileException, ExpansionException {
        Instruction expanded = expanded(written);
        return new Step(written, expanded, mounts, range, false);
    }

    private Instruction expanded(Instruction written)
            throws DockerfileException, ExpansionException {
        return switch (written) {
            case Env env -> new Env(env.origin(), pairs(env.pairs()));
            case Label label -> new Label(label.origin(), pairs(label.pairs()));
            case Workdir workdir -> new Workdir(workdir.origin(), word(workdir.path()));
            case User user -> new User(user.origin(), word(user.user()));
            case StopSignal signal -> new StopSignal(signal.origin(), word(signal.signal()));
            case Volume volume -> new Volume(volume.origin(), words(volume.paths()));
            case Copy copy -> copy(copy);
            case Add add -> add(add);
            case Run run -> {
                for (MountFlag flag : run.mounts()) {
                    mounts.add(flag.resolve(this::word));
                }
                yield run;
            }
            case Expose expose -> new Expose(expose.origin(), ports(expose.ports()));
            case Arg _,
                    Cmd _,
                    Entrypoint _,
                    From _,
                    HealthcheckInstruction _,
                    Maintainer _,
                    OnBuild _,
                    Shell _ ->
                    written;
        };
    }

    /// A word with its variables replaced.
    String word(String word) throws ExpansionException {
        return noted(expander.process(word, env));
    }

    private String noted(Expander.Expansion expansion) {
        unset.addAll(new TreeSet<>(expansion.unset()));
        return expansion.text();
    }

    List<String> unset() {
        return unset;
    }

    private @Nullable String wordOrNull(@Nullable String word) throws ExpansionException {
        return word == null ? null : word(word);
    }

    private List<String> words(List<String> words) throws ExpansionException {
        List<String> expanded = new ArrayList<>();
        for (String each : words) {
            expanded.add(word(each));
        }
        return expanded;
    }

    private List<KeyValue> pairs(List<KeyValue> pairs) throws ExpansionException {
        List<KeyValue> expanded = new ArrayList<>();
        for (KeyValue each : pairs) {
            expanded.add(new KeyValue(word(each.key()), word(each.value()), each.legacy()));
        }
        return expanded;
    }

    private Instruction copy(Copy copy) throws ExpansionException {
        String chown = wordOrNull(copy.chown());
        String chmod = wordOrNull(copy.chmod());
        return new Copy(
                copy.origin(),
                files(copy.files()),
                copy.from(),
                chown,
                chmod,
                copy.link(),
                copy.parents(),
                copy.excludes());
    }

    private Instruction add(Add add) throws ExpansionException {
        String chown = wordOrNull(add.chown());
        String chmod = wordOrNull(add.chmod());
        String checksum = wordOrNull(add.checksum());
        return new Add(
                add.origin(),
                files(add.files()),
                chown,
                chmod,
                add.link(),
                add.excludes(),
                checksum,
                add.keepGitDir(),
                add.unpack());
    }

    private SourcesAndDest files(SourcesAndDest files) throws ExpansionException {
        List<String> sources = words(files.sources());
        String destination = word(files.destination());
        for (Heredoc each : files.inline()) {
            if (each.expand()) {
                noted(expander.expandHeredoc(each.text(), env));
            }
        }
        return new SourcesAndDest(sources, files.inline(), destination);
    }

    /// Sorted, as BuildKit does before it looks at them; and unset variables go unnoticed there.
    private List<String> ports(List<String> ports) throws ExpansionException {
        List<String> expanded = new ArrayList<>();
        for (String each : ports.stream().sorted().toList()) {
            expanded.addAll(expander.expandToWords(each, env));
        }
        return expanded;
    }
}
