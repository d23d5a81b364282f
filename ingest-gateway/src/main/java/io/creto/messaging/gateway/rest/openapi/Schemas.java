package io.creto.messaging.gateway.rest.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;

/** Messages as schemas, in protobuf's mapping to JSON. Each message that is named stands once among the components. */
final class Schemas {
    private final Comments comments;
    private final Components components;

    Schemas(Comments comments, Components components) {
        this.comments = comments;
        this.components = components;
    }

    /** Refers to a message, after it has been described. */
    Schema<?> of(Descriptor message) {
        String name = message.getName();
        if (components.getSchemas() == null || !components.getSchemas().containsKey(name)) {
            ObjectSchema schema = new ObjectSchema();
            schema.description(comments.of(message.getFullName())).additionalProperties(false);
            components.addSchemas(name, schema);
            for (FieldDescriptor field : message.getFields()) {
                schema.addProperty(field.getJsonName(), of(field));
            }
        }
        return new Schema<>().$ref(name);
    }

    /** A field with its comment. */
    Schema<?> of(FieldDescriptor field) {
        String comment = comments.of(field.getFullName());
        if (field.isRepeated()) {
            return new ArraySchema().items(single(field)).description(comment);
        }
        Schema<?> schema = single(field);
        return schema.get$ref() == null ? schema.description(comment) : described(schema, comment);
    }

    /** What stands beside a reference is not seen by readers of OpenAPI 3.0. */
    private static Schema<?> described(Schema<?> reference, String comment) {
        return new Schema<>().addAllOfItem(reference).description(comment);
    }

    private Schema<?> single(FieldDescriptor field) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> of(field.getMessageType());
            case ENUM -> names(field);
            case BYTES -> new StringSchema().format("byte");
            case STRING -> new StringSchema();
            case BOOL -> new BooleanSchema().type("boolean");
            case INT64, SINT64, SFIXED64 -> new StringSchema().format("int64");
            case UINT64, FIXED64 -> new StringSchema().format("uint64");
            case INT32, SINT32, SFIXED32 -> new IntegerSchema().format("int32");
            case UINT32, FIXED32 -> new IntegerSchema().format("uint32");
            case FLOAT -> new NumberSchema().format("float");
            case DOUBLE -> new NumberSchema().format("double");
        };
    }

    private static Schema<?> names(FieldDescriptor field) {
        StringSchema schema = new StringSchema();
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            schema.addEnumItem(value.getName());
        }
        return schema;
    }
}
