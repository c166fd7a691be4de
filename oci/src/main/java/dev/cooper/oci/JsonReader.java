// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// From bytes to [Json], within limits: a document comes from anybody.
final class JsonReader {
    private static final int MOST_DEPTH = 64;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MOST_DEPTH)
                                    .maxNumberLength(64)
                                    .maxNameLength(1 << 16)
                                    .maxStringLength(4 << 20)
                                    .build())
                    .build();

    private JsonReader() {}

    static Json read(byte[] bytes, int maxBytes) throws MalformedJsonException {
        if (bytes.length > maxBytes) {
            throw new MalformedJsonException(
                    "JSON of " + bytes.length + " bytes is larger than " + maxBytes);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("not JSON: empty");
            }
            Json value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("not JSON: something follows the value");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedJsonException("not JSON: " + e.getOriginalMessage());
        }
    }

    private static Json value(JsonParser parser, JsonToken token) throws MalformedJsonException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.Null.VALUE;
            case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new MalformedJsonException("not JSON: unexpected " + token);
        };
    }

    private static Json object(JsonParser parser) throws MalformedJsonException {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        while (true) {
            JsonToken token = next(parser);
            if (token == JsonToken.END_OBJECT) {
                return new Json.Obj(members);
            }
            String name = parser.currentName();
            members.put(name, value(parser, next(parser)));
        }
    }

    private static Json array(JsonParser parser) throws MalformedJsonException {
        List<Json> items = new ArrayList<>();
        while (true) {
            JsonToken token = next(parser);
            if (token == JsonToken.END_ARRAY) {
                return new Json.Arr(items);
            }
            items.add(value(parser, token));
        }
    }

    private static JsonToken next(JsonParser parser) throws MalformedJsonException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new MalformedJsonException("not JSON: it ends too early");
        }
        return token;
    }
}
