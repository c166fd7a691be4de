// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `KEY=value` words, where a bare `KEY` takes the caller's value, or nothing if there is none.
final class EnvironmentWords {
    private final Map<String, String> caller;

    EnvironmentWords(Map<String, String> caller) {
        this.caller = caller;
    }

    /// Those of `--env-file`s, then those of `-e`, which so win.
    List<String> all(List<String> files, List<String> words) throws CommandFailure {
        List<String> all = new ArrayList<>();
        for (String file : files) {
            read(file, all);
        }
        for (String word : words) {
            if (word.isEmpty() || word.startsWith("=")) {
                throw new CommandFailure("invalid environment variable: " + word);
            }
            add(word, all);
        }
        return all;
    }

    private void add(String word, List<String> all) {
        if (word.indexOf('=') >= 0) {
            all.add(word);
        } else if (caller.containsKey(word)) {
            all.add(word + "=" + caller.get(word));
        }
    }

    private void read(String file, List<String> all) throws CommandFailure {
        String text;
        try (InputStream in = LocalFiles.open(file)) {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in.readAllBytes()))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailure("env file " + file + " contains invalid utf8 bytes");
        } catch (IOException e) {
            throw new CommandFailure("open " + file + ": " + LocalFiles.why(e));
        }
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : plain.lines().toList()) {
            String word = line.stripLeading();
            if (word.isEmpty() || word.startsWith("#")) {
                continue;
            }
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (key.isEmpty()) {
                throw new CommandFailure(
                        "poorly formatted environment: no variable name on line '" + word + "'");
            }
            if (key.chars().anyMatch(Character::isWhitespace)) {
                throw new CommandFailure(
                        "poorly formatted environment: variable '"
                                + key
                                + "' contains whitespaces");
            }
            add(word, all);
        }
    }
}
