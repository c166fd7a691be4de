// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class Drivers {
    private Drivers() {}

    static Sandbox auto(Path memory) throws IOException, InterruptedException {
        return new UnshareSandbox(HostTools.locate());
    }
}
