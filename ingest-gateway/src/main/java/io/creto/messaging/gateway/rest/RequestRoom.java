package io.creto.messaging.gateway.rest;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import java.util.concurrent.Semaphore;

/**
 * Bounds what requests take of the memory, all together: a body is read whole before anybody is asked who they are. What a
 * request does not say of its length counts as the longest. Thread-safe.
 */
final class RequestRoom extends SimpleDecoratingHttpService {
    private static final int UNIT = 1024;

    /** What a request takes beside its body. */
    private static final int BASE_UNITS = 16;

    private final Semaphore room;
    private final int maxBytes;
    private final int maxUnits;
    private final RestFaults faults;

    /**
     * @param room shared by all services, see {@link #of}
     * @param maxBytes of one body
     */
    RequestRoom(HttpService delegate, Semaphore room, int maxBytes, RestFaults faults) {
        super(delegate);
        this.room = room;
        this.maxBytes = maxBytes;
        this.maxUnits = units(maxBytes);
        this.faults = faults;
    }

    /** Room for so many bytes. */
    static Semaphore of(long bytes) {
        return new Semaphore(units(bytes));
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        int units = BASE_UNITS + bodyUnits(request);
        if (!room.tryAcquire(units)) {
            return faults.answer(ctx, new GatewayException(Kind.OVERLOADED, "too much is in flight"));
        }
        boolean handedOn = false;
        try {
            HttpResponse response = unwrap().serve(ctx, request);
            var unused = response.whenComplete().whenComplete((done, failure) -> room.release(units));
            handedOn = true;
            return response;
        } finally {
            if (!handedOn) {
                room.release(units);
            }
        }
    }

    private int bodyUnits(HttpRequest request) {
        if (request.method() == HttpMethod.GET) {
            return 0;
        }
        long length = request.headers().contentLength();
        return length < 0 ? maxUnits : units(Math.min(length, maxBytes));
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }
}
