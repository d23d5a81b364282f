package io.creto.messaging.gateway.rest.openapi;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One call as HTTP, by its google.api.http.
 *
 * @param verb GET or POST, no others are used
 * @param path with variables in braces
 * @param call what it calls
 */
record HttpCall(HttpMethod verb, String path, MethodDescriptor call) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** The calls of a service that have a rule, in the order of the contract. */
    static List<HttpCall> of(ServiceDescriptor service) {
        List<HttpCall> calls = new ArrayList<>();
        for (MethodDescriptor method : service.getMethods()) {
            if (method.getOptions().hasExtension(AnnotationsProto.http)) {
                calls.add(of(method, method.getOptions().getExtension(AnnotationsProto.http)));
            }
        }
        return calls;
    }

    private static HttpCall of(MethodDescriptor method, HttpRule rule) {
        boolean wholeBody = rule.getBody().equals("*");
        boolean plain =
                rule.getAdditionalBindingsCount() == 0 && rule.getResponseBody().isEmpty();
        if (plain && rule.hasGet() && rule.getBody().isEmpty()) {
            return new HttpCall(HttpMethod.GET, rule.getGet(), method);
        }
        if (plain && rule.hasPost() && wholeBody) {
            return new HttpCall(HttpMethod.POST, rule.getPost(), method);
        }
        throw new IllegalArgumentException(method.getFullName() + ": a rule of a form that is not described yet");
    }

    /** Fields that stand in the path. */
    List<FieldDescriptor> pathFields() {
        return VARIABLE.matcher(path).results().map(this::field).toList();
    }

    /** Fields that may stand in the query: all others, where there is no body. */
    List<FieldDescriptor> queryFields() {
        if (hasBody()) {
            return List.of();
        }
        Set<FieldDescriptor> inPath = pathFields().stream().collect(Collectors.toSet());
        return call.getInputType().getFields().stream()
                .filter(field -> !inPath.contains(field))
                .toList();
    }

    boolean hasBody() {
        return verb == HttpMethod.POST;
    }

    private FieldDescriptor field(MatchResult variable) {
        FieldDescriptor field = call.getInputType().findFieldByName(variable.group(1));
        if (field == null) {
            throw new IllegalArgumentException(call.getFullName() + ": no field " + variable.group(1));
        }
        return field;
    }
}
