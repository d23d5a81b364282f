package io.creto.messaging.gateway.rest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses what transcoding would pass over: parameters of a query that the call does not know, that the path has already, or beside
 * a body. Thread-safe.
 */
final class KnownQuery extends SimpleDecoratingHttpService {
    private final GrpcService calls;
    private final RestFaults faults;

    KnownQuery(GrpcService calls, RestFaults faults) {
        super(calls);
        this.calls = calls;
        this.faults = faults;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        Set<String> names = ctx.queryParams().names();
        if (!names.isEmpty() && !known(ctx, request.method()).containsAll(names)) {
            return faults.malformed("a parameter in the query that this call does not take");
        }
        return unwrap().serve(ctx, request);
    }

    private Set<String> known(ServiceRequestContext ctx, HttpMethod method) {
        Set<String> known = new HashSet<>();
        ServerMethodDefinition<?, ?> call = calls.methodDefinition(ctx);
        if (method == HttpMethod.GET
                && call != null
                && call.getMethodDescriptor().getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract) {
            for (FieldDescriptor field :
                    contract.getMethodDescriptor().getInputType().getFields()) {
                if (!ctx.pathParams().containsKey(field.getName())) {
                    known.add(field.getName());
                    known.add(field.getJsonName());
                }
            }
        }
        return known;
    }
}
