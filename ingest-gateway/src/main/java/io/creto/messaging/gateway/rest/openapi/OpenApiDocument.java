package io.creto.messaging.gateway.rest.openapi;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.creto.messaging.gateway.auth.OpenCalls;
import io.grpc.MethodDescriptor;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;

/** The HTTP calls of services in OpenAPI 3.0, made from their contract: rules, messages, comments. */
public final class OpenApiDocument {
    private static final String VERSION = "v1";
    private static final String TOKEN = "accessToken";
    private static final String STATUS = "Status";
    private static final String JSON = "application/json";

    private final Comments comments = Comments.read();
    private final Components components = new Components();
    private final Schemas schemas = new Schemas(comments, components);
    private final OpenAPI document = new OpenAPI()
            .info(new Info()
                    .title("Creto Messaging")
                    .version(VERSION)
                    .description("The gateway's calls as HTTP/JSON. Bytes are base64, 64-bit numbers text, names"
                            + " lowerCamelCase; what is empty is left out, what is not known is refused."))
            .components(components);

    private OpenApiDocument() {}

    /**
     * Describes the calls that have a rule, and the health check.
     *
     * @param healthPath where it is
     * @return JSON
     */
    public static String of(List<ServiceDescriptor> services, String healthPath) {
        OpenApiDocument made = new OpenApiDocument();
        made.components.addSecuritySchemes(
                TOKEN,
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("A SignedAccessToken in base64url without padding, signed by the agent's own key,"
                                + " good for 5 minutes at most"));
        made.components.addSchemas(STATUS, status());
        services.forEach(made::add);
        made.document.path(healthPath, new PathItem().get(health()));
        return Json.pretty(made.document);
    }

    private void add(ServiceDescriptor service) {
        List<HttpCall> calls = HttpCall.of(service);
        if (!calls.isEmpty()) {
            document.addTagsItem(new Tag().name(service.getName()).description(comments.of(service.getFullName())));
            for (HttpCall call : calls) {
                PathItem path = new PathItem();
                path.operation(call.verb(), operation(service, call));
                document.path(call.path(), path);
            }
        }
    }

    private Operation operation(ServiceDescriptor service, HttpCall call) {
        String comment = comments.of(call.call().getFullName());
        Operation operation = new Operation()
                .operationId(call.call().getName())
                .addTagsItem(service.getName())
                .summary(firstSentence(comment))
                .description(comment)
                .responses(answers(schemas.of(call.call().getOutputType())));
        for (FieldDescriptor field : call.pathFields()) {
            operation.addParametersItem(
                    parameter(field).name(field.getName()).in("path").required(true));
        }
        for (FieldDescriptor field : call.queryFields()) {
            operation.addParametersItem(
                    parameter(field).name(field.getJsonName()).in("query"));
        }
        if (call.hasBody()) {
            operation.requestBody(new RequestBody()
                    .required(true)
                    .content(json(schemas.of(call.call().getInputType()))));
        }
        operation.addSecurityItem(new SecurityRequirement().addList(TOKEN));
        if (OpenCalls.toStrangers(MethodDescriptor.generateFullMethodName(
                service.getFullName(), call.call().getName()))) {
            operation.addSecurityItem(new SecurityRequirement()); // or nobody
        }
        return operation;
    }

    private Parameter parameter(FieldDescriptor field) {
        Schema<?> schema = schemas.of(field);
        Parameter parameter = new Parameter().schema(schema).description(schema.getDescription());
        schema.setDescription(null);
        return parameter;
    }

    private static Operation health() {
        return new Operation()
                .operationId("Health")
                .summary("Whether the gateway takes batches.")
                .responses(new ApiResponses()
                        .addApiResponse("200", new ApiResponse().description("It does."))
                        .addApiResponse(
                                "503", new ApiResponse().description("Kafka does not answer, or the gateway stops.")));
    }

    private static ApiResponses answers(Schema<?> answer) {
        return new ApiResponses()
                .addApiResponse(
                        "200", new ApiResponse().description("Answered.").content(json(answer)))
                .addApiResponse(
                        ApiResponses.DEFAULT,
                        new ApiResponse()
                                .description("Refused or failed; where a retry may succeed, Retry-After says when.")
                                .content(json(new Schema<>().$ref(STATUS))));
    }

    private static Content json(Schema<?> schema) {
        return new Content().addMediaType(JSON, new MediaType().schema(schema));
    }

    /** google.rpc.Status, with the details that are used. */
    private static Schema<?> status() {
        return new ObjectSchema()
                .description("google.rpc.Status: why a call was refused or failed.")
                .addProperty("code", new IntegerSchema().format("int32").description("Of gRPC, 1 to 16."))
                .addProperty("message", new StringSchema().description("For people."))
                .addProperty(
                        "details",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("@type", new StringSchema().description("Its type's URL."))
                                        .additionalProperties(true))
                                .description("google.rpc.ErrorInfo with the reason, BadRequest with the field,"
                                        + " RetryInfo with the time to wait."));
    }

    private static String firstSentence(String comment) {
        int end = comment.indexOf(". ");
        return end < 0 ? comment : comment.substring(0, end + 1);
    }
}
