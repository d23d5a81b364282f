package io.creto.messaging.jobs.external;

import com.google.protobuf.CodedOutputStream;
import io.creto.messaging.jobs.policy.AccessCheck.Decided;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.split.Parts;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.AuthorizationContext;
import io.creto.messaging.v1.AuthorizationSubject;
import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.PolicyGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an external service is asked: what the policies were asked, who of them permits it, and never payload. */
public final class ExternalChecks {
    private ExternalChecks() {}

    /** The check of an envelope that the policies permit. */
    public static AuthorizationCheck check(EnvelopeHeader header, PolicyRequest request, List<PolicyGrant> grants) {
        AuthorizationCheck.Builder check = AuthorizationCheck.newBuilder()
                .setMessageId(header.getMessageId())
                .setAction(request.action())
                .setSender(subject(request.sender()))
                .setContext(context(request.context()))
                .addAllGrantedBy(grants);
        Subject recipient = request.recipient();
        if (recipient != null) {
            check.setRecipient(subject(recipient));
        }
        String channel = request.channel();
        if (channel != null) {
            check.setChannel(channel);
        }
        return check.build();
    }

    /** A policy that permits. */
    public static PolicyGrant grant(Decided permitted, long version) {
        return PolicyGrant.newBuilder()
                .setFleet(permitted.fleet())
                .setPolicy(permitted.answer().policy())
                .setRule(permitted.answer().rule())
                .setVersion(version)
                .build();
    }

    /**
     * Envelopes with their checks, cut where a request would become larger than the contract lets it.
     *
     * @param checks one for each envelope, in the same order
     */
    public static List<ExternalCheck> of(Admitted admitted, List<AuthorizationCheck> checks) {
        List<ExternalCheck> all = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < checks.size(); i++) {
            int more = CodedOutputStream.computeMessageSize(CheckRequest.CHECKS_FIELD_NUMBER, checks.get(i));
            if (!places.isEmpty() && size + more > WireLimits.MAX_CHECK_BYTES) {
                all.add(part(admitted, checks, places));
                places.clear();
                size = 0;
            }
            places.add(i);
            size += more;
        }
        if (!places.isEmpty()) {
            all.add(part(admitted, checks, places));
        }
        return all;
    }

    private static ExternalCheck part(Admitted admitted, List<AuthorizationCheck> checks, List<Integer> places) {
        return ExternalCheck.newBuilder()
                .setAdmitted(Parts.of(admitted, places))
                .setRequest(CheckRequest.newBuilder()
                        .addAllChecks(places.stream().map(checks::get).toList()))
                .build();
    }

    private static AuthorizationSubject subject(Subject subject) {
        return AuthorizationSubject.newBuilder()
                .setAgent(subject.id())
                .addAllGroups(subject.groups())
                .addAllAttributes(subject.attributes().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(attribute -> Attribute.newBuilder()
                                .setName(attribute.getKey())
                                .setValue(attribute.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static AuthorizationContext context(RequestContext context) {
        return AuthorizationContext.newBuilder()
                .setLane(context.lane())
                .setKind(context.kind())
                .setMessageSize(context.messageSize())
                .setTtlMs(context.ttlMs())
                .setTimeMs(context.timeMs())
                .build();
    }
}
