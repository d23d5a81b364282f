package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of options, and the options as a list, read from the annotations of the records. */
final class Options {
    static final int MAX_PORT = 65_535;
    static final int DAY_MS = 86_400_000;

    private static final PropertyNamingStrategies.KebabCaseStrategy NAMING =
            new PropertyNamingStrategies.KebabCaseStrategy();

    private Options() {}

    /**
     * One option.
     *
     * @param name as in the file, with its sections: {@code grpc.port}
     * @param defaultValue as text
     * @param description for people
     */
    record Option(String name, String defaultValue, String description) {}

    /** All options of a record of options, in its order. */
    static List<Option> of(Class<? extends Record> type) {
        List<Option> options = new ArrayList<>();
        collect("", type, options);
        return options;
    }

    private static void collect(String section, Class<?> type, List<Option> options) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = section + NAMING.translate(component.getName());
            if (component.getType().isRecord()) {
                collect(name + ".", component.getType(), options);
            } else {
                // Annotations on a component reach its accessor.
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                JsonPropertyDescription description =
                        component.getAccessor().getAnnotation(JsonPropertyDescription.class);
                if (property == null || description == null) {
                    throw new IllegalStateException(name + " has no default or no description");
                }
                options.add(new Option(name, property.defaultValue(), description.value()));
            }
        }
    }

    static void range(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException(option + ": " + value + ", must be " + min + " to " + max);
        }
    }

    static void text(String option, @Nullable String value, int maxLength) {
        if (value == null || value.isBlank() || value.length() > maxLength) {
            throw new ConfigException(option + ": must be a text of 1 to " + maxLength + " characters");
        }
    }

    static void optionalText(String option, @Nullable String value, int maxLength) {
        if (value == null || value.length() > maxLength) {
            throw new ConfigException(option + ": must be a text of at most " + maxLength + " characters");
        }
    }
}
