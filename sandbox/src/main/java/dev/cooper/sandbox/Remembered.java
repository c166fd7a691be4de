// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

import dev.cooper.posix.Kernel;
import dev.cooper.posix.Rights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// A file of what was found out about a driver. It counts for one boot of the machine, and for the
/// programs as they were.
final class Remembered {
    private static final String KEY = "key";

    private final Path file;
    private final String key;

    /// @param programs all that the driver starts, by name; each is there
    Remembered(Path file, List<String> programs) throws IOException {
        this.file = file;
        StringBuilder all = new StringBuilder(Kernel.bootId()).append(' ').append(Rights.own());
        for (String each : programs) {
            Path program = Path.of(HostTools.program(each));
            all.append(' ').append(program).append(' ').append(Files.size(program));
            all.append(' ').append(Files.getLastModifiedTime(program).toMillis());
        }
        this.key = all.toString();
    }

    /// Empty if nothing is known, or of other circumstances, or what is there can't be read.
    Optional<Properties> read() throws IOException {
        Properties known = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            known.load(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not what was written here
        }
        return key.equals(known.getProperty(KEY)) ? Optional.of(known) : Optional.empty();
    }

    void write(Properties known) throws IOException {
        known.setProperty(KEY, key);
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            known.store(out, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
