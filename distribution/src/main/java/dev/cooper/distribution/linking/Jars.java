// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Rewrites the classes of jars where they lie: `Jars JAR...`. All jars that they refer to are to
/// be among them, or in the same folders.
public final class Jars {
    private Jars() {}

    public static void main(String[] words) throws IOException {
        List<Path> jars = new ArrayList<>();
        List<URL> library = new ArrayList<>();
        for (String word : words) {
            Path jar = Path.of(word).toAbsolutePath();
            jars.add(jar);
            try (var beside = Files.newDirectoryStream(jar.resolveSibling("."), "*.jar")) {
                for (Path each : beside) {
                    library.add(each.normalize().toUri().toURL());
                }
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(
                        library.stream().distinct().toArray(URL[]::new),
                        ClassLoader.getPlatformClassLoader())) {
            EarlyLinking linking = new EarlyLinking(loader);
            List<Path> rewritten = new ArrayList<>();
            for (Path jar : jars) {
                rewritten.add(rewrite(jar, linking));
            }
            // Only now: the loader reads them.
            for (int i = 0; i < jars.size(); i++) {
                Files.move(rewritten.get(i), jars.get(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path rewrite(Path jar, EarlyLinking linking) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".linked");
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(next);
                ZipOutputStream to = new ZipOutputStream(file)) {
            for (ZipEntry entry : from.stream().toList()) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                boolean isClass =
                        entry.getName().endsWith(".class")
                                && !entry.getName().endsWith("module-info.class");
                to.write(isClass ? linking.rewrite(bytes) : bytes);
                to.closeEntry();
            }
        }
        return next;
    }
}
