// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.step;

import dev.cooper.build.solver.StepException;
import dev.cooper.build.tree.Destination;
import dev.cooper.build.tree.Owner;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.posix.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Here-documents of `COPY` and `ADD`: root's, mode 0644, named after their delimiter where the
/// destination is a folder.
final class InlineFiles {
    private InlineFiles() {}

    static void write(CopySpec spec, Dir root, @Nullable Owner chown)
            throws IOException, StepException {
        Owner owner = chown == null ? Owner.ROOT : chown;
        Destination destination = new Destination(root, owner, spec.chmod());
        Name asked = Name.of(spec.destination());
        for (CopySpec.Inline each : spec.inline()) {
            Name target =
                    asked.endsWithSlash() ? destination.folder(asked) : destination.file(asked);
            Stat there = target.isEmpty() ? root.self() : root.statOrNull(target);
            Name path =
                    there != null && there.isDirectory()
                            ? target.child(Name.of(each.name()))
                            : target;
            Stat old = root.statOrNull(path);
            if (old != null && old.isDirectory()) {
                throw new StepException("cannot replace to directory /" + path + " with file");
            }
            if (old != null) {
                root.unlink(path);
            }
            try (OpenFile file = root.create(path, 0644)) {
                byte[] content = Name.of(each.content().replace("\0", "")).bytes();
                file.write(content, 0, content.length);
                file.chown(owner.uid(), owner.gid());
                if (spec.chmod() != null) {
                    file.chmod(spec.chmod().apply(0644, false));
                }
            }
        }
    }
}
