package io.creto.messaging.gateway.rest;

import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Services with their rules for HTTP.
 *
 * @param calls serves them
 * @param routes of the rules; those of gRPC are not among them, it has its own port
 */
record Transcoding(GrpcService calls, Set<Route> routes) {
    /** @param interceptors see every call, the first one first */
    static Transcoding of(
            List<? extends BindableService> services, List<ServerInterceptor> interceptors, RestFaults faults) {
        GrpcServiceBuilder builder = GrpcService.builder()
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .queryParamMatchRules(
                                HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                                HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                        .errorHandler(faults)
                        .build())
                .jsonMarshallerFactory(service -> new StrictJson())
                .useClientTimeoutHeader(false)
                .exceptionHandler(faults::status);
        services.forEach(service ->
                builder.addService(ServerInterceptors.interceptForward(service.bindService(), interceptors)));
        GrpcService calls = builder.build();
        Set<Route> routes = new LinkedHashSet<>(calls.routes());
        routes.removeAll(calls.methodsByRoute().keySet());
        return new Transcoding(calls, routes);
    }
}
