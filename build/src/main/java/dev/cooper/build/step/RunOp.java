// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.Content;
import dev.cooper.build.solver.Op;
import dev.cooper.build.solver.StepException;
import dev.cooper.build.solver.StepLog;
import dev.cooper.build.tree.Excludes;
import dev.cooper.build.tree.Selection;
import dev.cooper.build.tree.SourceTree;
import dev.cooper.oci.Digest;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.sandbox.Emulators;
import dev.cooper.sandbox.ProcessUser;
import dev.cooper.sandbox.RootTree;
import dev.cooper.sandbox.Sandbox;
import dev.cooper.sandbox.SandboxMount;
import dev.cooper.sandbox.SandboxProcess;
import dev.cooper.sandbox.SandboxSpec;
import dev.cooper.sandbox.StartException;
import dev.cooper.sandbox.UnknownUserException;
import dev.cooper.sandbox.UserLookup;
import dev.cooper.store.Draft;
import dev.cooper.store.WritableTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `RUN`: a program in a sandbox, over the root's tree. What it writes is the new snapshot as it
/// lies; nothing is copied or packed.
public final class RunOp implements Op<Tree> {
    private final Workplace at;
    private final RunSpec spec;
    private final SourceDate date;

    public RunOp(Workplace at, RunSpec spec, SourceDate date) {
        this.at = at;
        this.spec = spec;
        this.date = date;
    }

    /// The folders that it shares with other steps, by what tells them apart.
    public List<String> cacheMounts() {
        List<String> ids = new ArrayList<>();
        for (StepMount each : spec.mounts()) {
            if (each instanceof StepMount.Cache cache) {
                ids.add(cache.id());
            }
        }
        return ids;
    }

    @Override
    public Digest definition() {
        return date.in(spec.describe()).digest();
    }

    @Override
    public String detail() {
        return date.in(spec.describe()).text();
    }

    @Override
    public Content content(int index, Tree source, StepLog log)
            throws IOException, InterruptedException {
        String path = spec.sourcePath(index);
        try (SourceTree files = Trees.open(at, source)) {
            return Contents.of(
                    source, files, new Selection(files).select(path), Excludes.NONE, log);
        } catch (StepException e) {
            throw new UnreadableSourceException(e);
        }
    }

    @Override
    @SuppressWarnings("try")
    public Tree execute(@Nullable Tree root, List<Tree> sources, StepLog log)
            throws IOException, InterruptedException, StepException {
        Sandbox sandbox = at.sandbox();
        try (Draft draft = at.store().snapshots().draft(Trees.base(root));
                Scratch scratch = Scratch.in(at.store());
                Loans loans = new Loans(at.secrets());
                Mounts mounts = new Mounts(at, scratch, loans);
                Dir merged = draft.tree().merged()) {
            SandboxSpec process =
                    process(
                            draft.tree(),
                            merged,
                            mounts.of(spec.mounts(), sources),
                            scratch,
                            loans);
            try {
                run(sandbox, process, merged, log);
            } catch (StepException e) {
                // The debugger's shell has a view of its own, and there may be one at a time.
                merged.close();
                StepDebugger debugger = at.debugger();
                if (debugger != null) {
                    debugger.failed(
                            new FailedRun(
                                    sandbox,
                                    process,
                                    String.valueOf(e.getMessage()),
                                    spec.arguments(),
                                    () -> folder(scratch, loans)));
                }
                throw e;
            }
            return new Tree.Stored(date.commit(draft));
        }
    }

    private void run(Sandbox sandbox, SandboxSpec process, Dir merged, StepLog log)
            throws IOException, InterruptedException, StepException {
        OneIdLog told = OneIdLog.of(log);
        int exitCode;
        try (SandboxProcess running = sandbox.start(process, merged)) {
            exitCode = StepOutput.pump(running, told);
        } catch (StartException e) {
            throw new StepException("process " + command() + ": " + e.getMessage(), e);
        }
        if (exitCode != 0) {
            told.failed();
            throw new ProcessFailedException(command(), exitCode);
        }
    }

    private SandboxSpec process(
            WritableTree tree, Dir merged, List<SandboxMount> mounts, Scratch scratch, Loans loans)
            throws IOException, StepException {
        ProcessUser user;
        try {
            user = UserLookup.in(merged).resolve(spec.user());
            if (!spec.foreign().isEmpty()) {
                ForeignProgram.check(
                        merged,
                        spec.arguments().getFirst(),
                        spec.environment(),
                        spec.foreign(),
                        Emulators.ofMachine());
            }
        } catch (UnknownUserException e) {
            throw new StepException(e.getMessage(), e);
        }
        return new SandboxSpec(
                new RootTree(tree.lowersNewestFirst(), tree.upper(), tree.work(), tree.passing()),
                mounts,
                spec.arguments().stream().map(Name::of).toList(),
                environment(user, loans),
                Name.of(spec.workingDirectory()),
                user,
                spec.hostname(),
                spec.network(),
                at.extraHosts(),
                at.limits(),
                false,
                false,
                folder(scratch, loans));
    }

    /// Where the sandbox writes down what to run: in memory, if that tells of what was lent.
    private static Path folder(Scratch scratch, Loans loans) throws IOException {
        Path memory = loans.folder();
        return memory == null ? scratch.fresh() : Files.createTempDirectory(memory, "s");
    }

    private List<Name> environment(ProcessUser user, Loans loans) {
        List<Name> variables = new ArrayList<>();
        spec.environment().forEach(each -> variables.add(Name.of(each)));
        spec.hidden().forEach(each -> variables.add(Name.of(each)));
        loans.variables().forEach(each -> variables.add(Name.of(each)));
        if (spec.environment().stream().noneMatch(each -> each.startsWith("HOME="))) {
            variables.add(Name.of("HOME=" + user.home().text()));
        }
        return variables;
    }

    private String command() {
        return GoText.quoted(String.join(" ", spec.arguments()));
    }
}
