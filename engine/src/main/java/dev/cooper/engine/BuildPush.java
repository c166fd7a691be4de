// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.output.Output;
import dev.cooper.build.step.Publisher;
import dev.cooper.engine.TransferEvent.Phase;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The push at the end of a build. What the first of several names has brought to a registry isn't
/// sent again for the others: it is there, or is mounted from there.
record BuildPush(Store store, RegistryAccess registries) implements Publisher {
    @Override
    public Descriptor push(List<Reference> names, Output.Push push, Consumer<String> status)
            throws IOException, InterruptedException {
        Descriptor pushed = null;
        for (Reference each : names) {
            status.accept("pushing layers for " + each.name());
            PushedImage image =
                    new ImagePush(store, registries)
                            .push(
                                    each,
                                    push,
                                    RegistryAccess.oneAtATime(event -> tell(event, status)));
            status.accept("pushing layers for " + each.name() + " done");
            status.accept("pushing manifest for " + each + "@" + image.digest() + " done");
            pushed = Descriptor.of(image.mediaType(), image.digest(), image.size());
        }
        if (pushed == null) {
            throw new IllegalArgumentException("nothing is pushed without a name");
        }
        return pushed;
    }

    private static void tell(TransferEvent event, Consumer<String> status) {
        switch (event) {
            case TransferEvent.Layer(var id, Phase phase, _, long total, String from) -> {
                String size = String.format(Locale.ROOT, "%.2fMB", total / 1e6);
                switch (phase) {
                    case DONE -> status.accept("pushing layer " + id + " " + size + " done");
                    case MOUNTED ->
                            status.accept("layer " + id + " mounted from " + from + " done");
                    case EXISTS, LEFT_OUT, WAITING, MOVING, ARRIVED -> {
                        // Nothing was sent, or not all of it yet.
                    }
                }
            }
            case TransferEvent.Note(String text) -> status.accept(text);
            case TransferEvent.Resolved _ -> {
                // The name is in what comes before.
            }
        }
    }
}
