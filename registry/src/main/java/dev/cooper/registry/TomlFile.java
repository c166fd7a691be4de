// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The reading of TOML files: the one class that knows the library. Keys are taken as they are,
/// with no dots interpreted.
final class TomlFile {
    private static final int MOST = 4 << 20;

    /// A table, with the file it is from for messages.
    record Table(Path file, TomlTable table) {
        @Nullable String string(String key) throws RegistryException {
            return switch (table.get(List.of(key))) {
                case null -> null;
                case String text -> text;
                default -> throw wrong(key, "a string");
            };
        }

        boolean bool(String key, boolean otherwise) throws RegistryException {
            return switch (table.get(List.of(key))) {
                case null -> otherwise;
                case Boolean value -> value;
                default -> throw wrong(key, "true or false");
            };
        }

        /// Empty if it isn't there; one string counts as a list of it.
        List<String> strings(String key) throws RegistryException {
            return switch (table.get(List.of(key))) {
                case null -> List.of();
                case String text -> List.of(text);
                case TomlArray array -> strings(key, array);
                default -> throw wrong(key, "a list of strings");
            };
        }

        /// As [#strings], where each may be a list in turn.
        List<List<String>> groups(String key) throws RegistryException {
            if (!(table.get(List.of(key)) instanceof TomlArray array)) {
                List<String> one = strings(key);
                return one.isEmpty() ? List.of() : List.of(one);
            }
            List<List<String>> all = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                switch (array.get(i)) {
                    case String text -> all.add(List.of(text));
                    case TomlArray inner -> all.add(strings(key, inner));
                    default -> throw wrong(key, "a list of strings, or of lists of them");
                }
            }
            return all;
        }

        private List<String> strings(String key, TomlArray array) throws RegistryException {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof String text)) {
                    throw wrong(key, "a list of strings");
                }
                all.add(text);
            }
            return all;
        }

        @Nullable Table table(String key) throws RegistryException {
            return switch (table.get(List.of(key))) {
                case null -> null;
                case TomlTable inner -> new Table(file, inner);
                default -> throw wrong(key, "a table");
            };
        }

        List<Table> tables(String key) throws RegistryException {
            Object value = table.get(List.of(key));
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof TomlArray array)) {
                throw wrong(key, "a list of tables");
            }
            List<Table> all = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable inner)) {
                    throw wrong(key, "a list of tables");
                }
                all.add(new Table(file, inner));
            }
            return all;
        }

        /// In the file's order.
        List<String> keys() {
            return table.keySet().stream()
                    .sorted(
                            Comparator.comparing(
                                    key -> table.inputPositionOf(List.of(key)),
                                    Comparator.nullsLast(
                                            Comparator.comparingInt(org.tomlj.TomlPosition::line)
                                                    .thenComparingInt(
                                                            org.tomlj.TomlPosition::column))))
                    .toList();
        }

        RegistryException wrong(String key, String wanted) {
            return unusable(file, "\"%s\" is not %s".formatted(Shown.text(key, 100), wanted));
        }
    }

    private TomlFile() {}

    /// Empty if there is no such file.
    static Optional<Table> read(Path file) throws RegistryException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(file, String.valueOf(e.getMessage()));
        }
        if (bytes.length > MOST) {
            throw unusable(file, "it is larger than " + MOST + " bytes");
        }
        TomlParseResult result = Toml.parse(new String(bytes, UTF_8));
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw unusable(
                    file, "line %d: %s".formatted(first.position().line(), first.getMessage()));
        }
        return Optional.of(new Table(file, result));
    }

    /// The files of a folder of drop-ins, in the order of their names; none if there is no folder.
    static List<Path> dropIns(Path folder) throws RegistryException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.conf")) {
            files.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw unusable(folder, String.valueOf(e.getMessage()));
        }
        all.sort(Comparator.comparing(each -> String.valueOf(each.getFileName())));
        return all;
    }

    static RegistryException unusable(Path file, String why) {
        return new RegistryException(
                Kind.CONFIGURATION,
                file.toString(),
                "reading the configuration of registries",
                "%s: %s".formatted(file, Shown.text(why, 300)));
    }
}
