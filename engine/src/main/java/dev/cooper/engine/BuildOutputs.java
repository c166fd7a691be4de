// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.output.Output;
import dev.cooper.build.output.Sink;
import dev.cooper.oci.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The outputs of a request as builds take them.
final class BuildOutputs {
    private BuildOutputs() {}

    static List<Output> of(BuildRequest request) {
        if (request.outputs().isEmpty()) {
            return List.of(new Output.Image(request.tags()));
        }
        List<Output> outputs = new ArrayList<>();
        for (BuildOutput each : request.outputs()) {
            outputs.add(
                    switch (each) {
                        case BuildOutput.Image(List<Reference> names) ->
                                new Output.Image(together(request.tags(), names));
                        case BuildOutput.Folder(var folder) -> new Output.Folder(folder);
                        case BuildOutput.Tar(var target) -> new Output.Tar(sink(target));
                        case BuildOutput.Archive(var target, boolean docker, var packing) ->
                                new Output.Archive(sink(target), docker, packing(request, packing));
                        case BuildOutput.Layout(var folder, var packing) ->
                                new Output.Layout(folder, packing(request, packing));
                        case BuildOutput.CacheOnly _ -> new Output.Nothing();
                    });
        }
        return outputs;
    }

    /// Names that the result has in the store.
    static List<Reference> stored(List<Output> outputs) {
        List<Reference> names = new ArrayList<>();
        for (Output each : outputs) {
            if (each instanceof Output.Image(List<Reference> own)) {
                names.addAll(own);
            }
        }
        return names.stream().distinct().toList();
    }

    private static Sink sink(BuildOutput.Target target) {
        return switch (target) {
            case BuildOutput.Target.File(var path) -> new Sink.File(path);
            case BuildOutput.Target.Stream(var stream) -> new Sink.Stream(stream);
        };
    }

    private static Output.Packing packing(BuildRequest request, BuildOutput.Packing packing) {
        return new Output.Packing(
                together(request.tags(), packing.names()),
                packing.compression().codec,
                packing.level().orElse(packing.compression().usualLevel),
                packing.annotations(),
                packing.descriptorAnnotations());
    }

    private static List<Reference> together(List<Reference> a, List<Reference> b) {
        LinkedHashSet<Reference> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
