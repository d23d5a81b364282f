package io.creto.messaging.gateway.rest;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import io.creto.messaging.gateway.rest.openapi.OpenApiDocument;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the HTTP port has beside the calls: health, the OpenAPI document, and a page to read and try. No token is asked for here. */
final class Pages {
    static final String HEALTH = "/health";
    static final String OPENAPI = "/openapi.json";
    static final String DOCS = "/docs";

    /** The page brings all that it needs; a token that is typed into it goes nowhere else. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Pages() {}

    /** Adds them. */
    static void add(ServerBuilder builder, List<BindableService> services, BooleanSupplier healthy) {
        builder.service(
                HEALTH,
                HealthCheckService.builder()
                        .longPolling(0)
                        .checkers(healthy::getAsBoolean)
                        .build());
        AggregatedHttpResponse document = AggregatedHttpResponse.of(
                HttpStatus.OK, MediaType.JSON_UTF_8, OpenApiDocument.of(descriptors(services), HEALTH));
        builder.route().get(OPENAPI).build((HttpService) (ctx, request) -> document.toHttpResponse());
        builder.serviceUnder(
                DOCS,
                DocService.builder()
                        .exampleHeaders(HttpHeaders.of(HttpHeaderNames.AUTHORIZATION, "Bearer TOKEN"))
                        .webAppTitle("Creto Messaging")
                        .build()
                        .decorate((delegate, ctx, request) -> {
                            ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
                            return delegate.serve(ctx, request);
                        }));
    }

    private static List<ServiceDescriptor> descriptors(List<BindableService> services) {
        return services.stream()
                .map(service -> service.bindService().getServiceDescriptor())
                .map(service -> {
                    if (service.getSchemaDescriptor() instanceof ProtoFileDescriptorSupplier contract) {
                        String name = service.getName();
                        return contract.getFileDescriptor()
                                .findServiceByName(name.substring(name.lastIndexOf('.') + 1));
                    }
                    throw new IllegalArgumentException(service.getName() + " is of no contract");
                })
                .toList();
    }
}
