// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The shell scripts beside the classes.
final class Scripts {
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private Scripts() {}

    static String read(String name) throws IOException {
        String known = READ.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing beside " + Scripts.class);
            }
            String text = new String(in.readAllBytes(), US_ASCII);
            READ.put(name, text);
            return text;
        }
    }
}
