// SPDX-License-Identifier: Apache-2.0
package dev.cooper.it.language;

import dev.cooper.engine.BuildEvent;
import dev.cooper.engine.BuildRequest;
import dev.cooper.engine.Cooper;
import dev.cooper.engine.CooperException;
import dev.cooper.engine.ImportRequest;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.store.Store;
import dev.cooper.store.StoredImage;
import dev.cooper.testkit.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The store that all cases are built in, with `busybox` in it. Safe for threads.
final class LanguageStore implements AutoCloseable {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Cooper cooper;
    private final Store store;
    private final StoredImage busybox;
    private final SortedMap<String, String> busyboxTree;

    private LanguageStore(Cooper cooper, Store store, Digest base)
            throws IOException, InterruptedException {
        this.cooper = cooper;
        this.store = store;
        this.busybox = store.images().find(base).orElseThrow();
        this.busyboxTree = tree(busybox);
    }

    static LanguageStore in(Path root) throws IOException {
        Cooper cooper = Cooper.open(root);
        try (InputStream tar = Files.newInputStream(Project.baseTar("busybox"))) {
            Digest base =
                    cooper.images()
                            .importTar(
                                    new ImportRequest(
                                            tar,
                                            Optional.of(Reference.parse("busybox")),
                                            List.of("CMD [\"sh\"]", "ENV PATH=" + PATH),
                                            "",
                                            Platform.host()));
            return new LanguageStore(cooper, Store.open(root), base);
        } catch (InterruptedException | dev.cooper.oci.InvalidReferenceException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Puts the case's context into `folder` and builds it, every step anew.
    Outcome build(LanguageCase each, Path folder) throws IOException, InterruptedException {
        each.prepare(folder);
        for (Map.Entry<String, Path> base : each.bases().entrySet()) {
            BuildRequest request =
                    BuildRequest.of(folder)
                            .dockerfile(new dev.cooper.engine.DockerfileSource.At(base.getValue()))
                            .tag(base.getKey())
                            .create();
            cooper.build(request);
        }
        List<String> log = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        BuildRequest.Builder builder =
                BuildRequest.of(folder)
                        .noCache(true)
                        .events(event -> {
                            if (event instanceof BuildEvent.Log line) {
                                log.add(TreeText.oneLine(Name.of(line.line()).text()));
                            } else if (event instanceof BuildEvent.Warning warning) {
                                warnings.add(warning.text());
                            }
                        });
        BuildArguments.apply(each.arguments(folder), builder);
        Map<String, List<String>> sections = new LinkedHashMap<>();
        try {
            StoredImage image =
                    store.images().find(cooper.build(builder.create()).image()).orElseThrow();
            boolean based = ImageText.startsWith(image, busybox);
            sections.put("config", ImageText.config(image, based ? busybox : null));
            sections.put("history", ImageText.history(image, based ? busybox : null));
            sections.put(
                    "tree",
                    TreeText.difference(based ? busyboxTree : new TreeMap<>(), tree(image)));
        } catch (CooperException e) {
            sections.put("error", error(e, folder));
        }
        sections.put("log", log);
        sections.put("warnings", warnings);
        return new Outcome(sections);
    }

    private static List<String> error(CooperException e, Path folder) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.valueOf(e.getMessage())
                        .replace(folder.toString(), "$CONTEXT")
                        // No test asks a registry.
                        .replaceFirst(", and it can't be pulled: .* is blocked by \\S+", ""));
        if (e instanceof CooperException.BuildFailed failed) {
            failed.excerpt().lines().filter(line -> line.contains(" | >>>")).forEach(lines::add);
        }
        return lines;
    }

    private SortedMap<String, String> tree(StoredImage image)
            throws IOException, InterruptedException {
        try (Dir root = store.snapshots().open(store.layers().snapshot(image.config().diffIds()))) {
            return TreeText.of(root);
        }
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cooper.close();
    }
}
