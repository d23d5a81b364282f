package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads the options from YAML. What the text leaves out has its default; what it has too much or wrong is refused. */
public final class GatewayConfigReader {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.AUTO_DETECT_CREATORS)
            .build();

    private GatewayConfigReader() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException naming the file or the option, if it cannot be used
     */
    public static GatewayConfig read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /**
     * Reads a text.
     *
     * @throws ConfigException naming the option, if it cannot be used
     */
    public static GatewayConfig parse(String yaml) {
        try {
            ObjectNode values = defaults();
            JsonNode given = YAML.readTree(yaml);
            if (given instanceof ObjectNode options) {
                merge(values, options);
            } else if (!given.isMissingNode() && !given.isNull()) {
                throw new ConfigException("not a YAML mapping of options");
            }
            return YAML.treeToValue(values, GatewayConfig.class);
        } catch (JsonProcessingException e) {
            throw refused(e);
        }
    }

    private static ObjectNode defaults() {
        ObjectNode values = YAML.createObjectNode();
        for (Options.Option option : Options.of(GatewayConfig.class)) {
            int dot = option.name().indexOf('.');
            ObjectNode section =
                    dot < 0 ? values : values.withObjectProperty(option.name().substring(0, dot));
            section.put(option.name().substring(dot + 1), option.defaultValue());
        }
        return values;
    }

    private static void merge(ObjectNode values, ObjectNode given) {
        given.properties().forEach(entry -> {
            JsonNode section = values.get(entry.getKey());
            if (section instanceof ObjectNode known && entry.getValue() instanceof ObjectNode options) {
                merge(known, options);
            } else if (!(section instanceof ObjectNode) || !entry.getValue().isNull()) { // an empty section is one
                values.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static ConfigException refused(JsonProcessingException e) {
        if (e.getCause() instanceof ConfigException range) {
            return range;
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new ConfigException(path(unknown) + ": no such option", e);
        }
        if (e instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
            return new ConfigException(path(wrong) + ": not a value of this option", e);
        }
        JsonLocation at = e.getLocation();
        return new ConfigException(
                "not YAML" + (at == null ? "" : " at line " + at.getLineNr()) + ": " + e.getOriginalMessage(), e);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
    }
}
