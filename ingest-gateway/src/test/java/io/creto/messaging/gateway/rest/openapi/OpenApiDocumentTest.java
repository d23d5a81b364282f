package io.creto.messaging.gateway.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Empty;
import com.google.protobuf.EmptyProto;
import io.creto.messaging.v1.GatewayProto;
import io.creto.messaging.v1.RejectionReason;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description says what the contract says, read by a parser of others. */
class OpenApiDocumentTest {
    private final SwaggerParseResult result = new OpenAPIV3Parser()
            .readContents(OpenApiDocument.of(GatewayProto.getDescriptor().getServices(), "/health"));
    private final OpenAPI document = result.getOpenAPI();

    @Test
    void itIsValid() {
        assertThat(result.getMessages()).isEmpty();
        assertThat(document.getOpenapi()).startsWith("3.0");
        assertThat(document.getComponents().getSecuritySchemes())
                .hasEntrySatisfying(
                        "accessToken", scheme -> assertThat(scheme.getScheme()).isEqualTo("bearer"));
    }

    @Test
    void everyCallWithARuleIsInItAndNoOther() {
        Set<String> ruled = new TreeSet<>();
        for (ServiceDescriptor service : GatewayProto.getDescriptor().getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                if (method.getOptions().hasExtension(AnnotationsProto.http)) {
                    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
                    ruled.add(rule.hasGet() ? "GET " + rule.getGet() : "POST " + rule.getPost());
                }
            }
        }
        Set<String> described = new TreeSet<>();
        document.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(verb -> described.add(verb + " " + path)));

        assertThat(described).contains("GET /health").hasSize(ruled.size() + 1).containsAll(ruled);
        assertThat(ruled).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void commentsOfTheContractAreItsDescriptions() {
        Operation submit = path("/v1/batches").getPost();

        assertThat(submit.getSummary()).isEqualTo("Submits one batch; answered when the log has it.");
        assertThat(schema("SubmitRequest").getDescription()).isEqualTo("A batch to submit.");
        assertThat(property("SubmitRequest", "batch").getDescription())
                .isEqualTo("The serialized SignedBatch, at most 1 MiB.");
        for (String name : document.getComponents().getSchemas().keySet()) {
            assertThat(schema(name).getDescription()).as(name).isNotBlank();
            properties(name)
                    .forEach((field, property) -> assertThat(property.getDescription())
                            .as(name + "." + field)
                            .isNotBlank());
        }
    }

    @Test
    void fieldsHaveTheTypesOfProtobufsJson() {
        assertThat(property("SubmitRequest", "batch").getFormat()).isEqualTo("byte");
        assertThat(property("Accepted", "ingestTimeMs").getType()).isEqualTo("string");
        assertThat(property("Accepted", "ingestTimeMs").getFormat()).isEqualTo("int64");
        assertThat(property("Fault", "code").getType()).isEqualTo("integer");
        assertThat(property("Fault", "reason").getEnum())
                .hasSize(RejectionReason.getDescriptor().getValues().size());
        assertThat(property("FetchKeysRequest", "oneTime").getType()).isEqualTo("boolean");
        assertThat(property("FetchKeysRequest", "owners").getItems().get$ref())
                .isEqualTo("#/components/schemas/SubjectVersion");
        assertThat(property("SubmitResponse", "accepted").getAllOf())
                .singleElement()
                .satisfies(reference -> assertThat(reference.get$ref()).isEqualTo("#/components/schemas/Accepted"));
    }

    @Test
    void whatIsNotInThePathIsInTheQuery() {
        Operation list = path("/v1/fleets/{fleet}/agents").getGet();

        assertThat(list.getRequestBody()).isNull();
        assertThat(list.getParameters())
                .extracting(Parameter::getIn, Parameter::getName)
                .containsExactly(
                        tuple("path", "fleet"),
                        tuple("query", "pageToken"),
                        tuple("query", "pageSize"),
                        tuple("query", "minVersion"));
    }

    @Test
    void aPolicyIsDescribedInAllItsDepth() {
        assertThat(path("/v1/fleets/{fleet}/policy").getGet().getParameters())
                .extracting(Parameter::getIn, Parameter::getName)
                .containsExactly(tuple("path", "fleet"), tuple("query", "version"), tuple("query", "minVersion"));
        assertThat(property("PolicyRule", "effect").getEnum()).hasSize(3);
        assertThat(property("PolicyVersion", "initial").getType()).isEqualTo("boolean");
    }

    @Test
    void itSaysWhichCallsNeedAToken() {
        assertThat(path("/v1/fleets/{fleet}/agents").getGet().getSecurity())
                .containsExactly(new SecurityRequirement().addList("accessToken"));
        assertThat(path("/v1/identities:get").getPost().getSecurity())
                .hasSize(2)
                .anyMatch(Map::isEmpty);
    }

    @Test
    void aRuleThatItDoesNotUnderstandIsRefusedAtStart() throws Exception {
        ServiceDescriptor service =
                service(HttpRule.newBuilder().setDelete("/v1/x").build());

        assertThatThrownBy(() -> OpenApiDocument.of(List.of(service), "/health"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.Service.Call");
    }

    private static ServiceDescriptor service(HttpRule rule) throws DescriptorValidationException {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("test.proto")
                .setPackage("test")
                .setSyntax("proto3")
                .addDependency(EmptyProto.getDescriptor().getName());
        file.addServiceBuilder()
                .setName("Service")
                .addMethodBuilder()
                .setName("Call")
                .setInputType("." + Empty.getDescriptor().getFullName())
                .setOutputType("." + Empty.getDescriptor().getFullName())
                .getOptionsBuilder()
                .setExtension(AnnotationsProto.http, rule);
        return FileDescriptor.buildFrom(file.build(), new FileDescriptor[] {EmptyProto.getDescriptor()})
                .findServiceByName("Service");
    }

    private PathItem path(String path) {
        return Objects.requireNonNull(document.getPaths().get(path));
    }

    private Schema<?> schema(String name) {
        return Objects.requireNonNull(document.getComponents().getSchemas().get(name));
    }

    private Schema<?> property(String message, String field) {
        return Objects.requireNonNull(properties(message).get(field));
    }

    @SuppressWarnings("rawtypes") // the library's
    private Map<String, Schema<?>> properties(String message) {
        Map<String, Schema> raw = schema(message).getProperties();
        Map<String, Schema<?>> properties = new HashMap<>();
        if (raw != null) { // an empty message has none
            raw.forEach(properties::put);
        }
        return properties;
    }
}
