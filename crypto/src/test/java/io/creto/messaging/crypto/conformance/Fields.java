package io.creto.messaging.crypto.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A JSON object with typed, strict access: whatever is missing or of another type is malformed. */
record Fields(JsonNode node) {

    Fields {
        if (!node.isObject()) {
            throw new MalformedVectorException("not a JSON object");
        }
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    String text(String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new MalformedVectorException("no text \"" + name + "\"");
        }
        return value.textValue();
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    byte[] hex(String name) {
        try {
            return HexFormat.of().parseHex(text(name));
        } catch (IllegalArgumentException e) {
            throw new MalformedVectorException("\"" + name + "\" is not hexadecimal");
        }
    }

    /** Empty bytes where the field is absent. */
    byte[] hexOrEmpty(String name) {
        return has(name) ? hex(name) : new byte[0];
    }

    byte[] base64(String name) {
        return base64(name, node.path(name));
    }

    /** A list of base64 texts; null and absence are the empty list. */
    List<byte[]> base64List(String name) {
        List<byte[]> values = new ArrayList<>();
        if (has(name)) {
            array(name).forEach(element -> values.add(base64(name, element)));
        }
        return values;
    }

    boolean bool(String name) {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new MalformedVectorException("no boolean \"" + name + "\"");
        }
        return value.booleanValue();
    }

    boolean isTrue(String name) {
        return has(name) && bool(name);
    }

    int integer(String name) {
        JsonNode value = node.path(name);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new MalformedVectorException("no integer \"" + name + "\"");
        }
        return value.intValue();
    }

    BigInteger number(String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber()) {
            throw new MalformedVectorException("no integer \"" + name + "\"");
        }
        return value.bigIntegerValue();
    }

    Fields object(String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw new MalformedVectorException("no object \"" + name + "\"");
        }
        return new Fields(value);
    }

    List<Fields> objects(String name) {
        return objects(array(name));
    }

    static List<Fields> objects(JsonNode array) {
        List<Fields> values = new ArrayList<>();
        array.forEach(element -> values.add(new Fields(element)));
        return values;
    }

    List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        if (has(name)) {
            for (JsonNode element : array(name)) {
                if (!element.isTextual()) {
                    throw new MalformedVectorException("\"" + name + "\" holds something that is not text");
                }
                values.add(element.textValue());
            }
        }
        return values;
    }

    private JsonNode array(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw new MalformedVectorException("no array \"" + name + "\"");
        }
        return value;
    }

    private static byte[] base64(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new MalformedVectorException("no text \"" + name + "\"");
        }
        try {
            return Base64.getDecoder().decode(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new MalformedVectorException("\"" + name + "\" is not base64");
        }
    }
}
