// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import dev.cooper.build.remote.HttpFetch;
import dev.cooper.build.solver.StepException;
import dev.cooper.posix.Dir;
import dev.cooper.posix.Name;
import dev.cooper.posix.OpenFile;
import dev.cooper.store.Store;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;

/// A file of the web in a folder of the store, which goes when the stream is closed.
final class WebFile extends FilterInputStream {
    private static final Name NAME = Name.of("file");

    private final ScratchFolder folder;

    private WebFile(InputStream in, ScratchFolder folder) {
        super(in);
        this.folder = folder;
    }

    static InputStream open(Store store, URI address) throws IOException, InterruptedException {
        ScratchFolder folder = ScratchFolder.in(store);
        boolean done = false;
        try (Dir dir = Dir.open(folder.path())) {
            try (OpenFile file = dir.create(NAME, 0600)) {
                new HttpFetch(Map.of()).get(address, null, file::outputStream);
            }
            InputStream opened = new WebFile(dir.openFile(NAME).inputStream(), folder);
            done = true;
            return opened;
        } catch (StepException e) {
            throw new CooperException.InvalidInput(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done) {
                folder.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            super.close();
        }
    }
}
