package io.creto.messaging.jobs.external;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;

import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.config.ExternalConfig;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyGrant;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Messages of one sender, with the checks that they ask for. */
final class SampleChecks {
    static final PolicyGrant GRANT = PolicyGrant.newBuilder()
            .setFleet("acme")
            .setPolicy("default")
            .setRule("inside")
            .setVersion(7)
            .build();

    private SampleChecks() {}

    /** One slice of a message to each. */
    static ExternalCheck to(String... recipients) {
        Envelope[] messages = Stream.of(recipients)
                .map(recipient -> SampleEnvelopes.message(ALICE.id(), recipient))
                .toArray(Envelope[]::new);
        Admitted admitted = SampleSlices.admitted(ALICE, messages);
        return ExternalChecks.of(
                        admitted, Stream.of(messages).map(SampleChecks::check).toList())
                .get(0);
    }

    static AuthorizationCheck check(Envelope message) {
        try {
            EnvelopeHeader header = EnvelopeParser.header(message.getHeader());
            return ExternalChecks.check(header, request(Subject.of(header.getRecipient())), List.of(GRANT));
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    static PolicyRequest request(Subject recipient) {
        return PolicyRequest.toAgent(
                Action.ACTION_SEND_MESSAGE,
                Subject.of(ALICE.id()),
                recipient,
                new RequestContext(Lane.LANE_NORMAL, MessageKind.MESSAGE_KIND_MESSAGE, 1234, 60_000, NOW));
    }

    /** How to reach a server. */
    static ExternalConfig config(ReferenceServer server, long timeoutMs, int attempts) {
        return new ExternalConfig(
                "127.0.0.1", server.port(), Set.of("*"), Duration.ofMillis(timeoutMs), attempts, 16, null);
    }
}
