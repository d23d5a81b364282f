package io.creto.messaging.jobs.external;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.AuthorizationContext;
import io.creto.messaging.v1.AuthorizationSubject;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service is asked, about whom, and in how many pieces. */
class ExternalChecksTest {
    private static final RequestContext CONTEXT =
            new RequestContext(Lane.LANE_URGENT, MessageKind.MESSAGE_KIND_MESSAGE, 1234, 60_000, NOW);

    @Test
    void aCheckSaysWhatThePoliciesWereAskedAndWhoOfThemPermitsIt() throws Exception {
        EnvelopeHeader header = EnvelopeParser.header(
                SampleEnvelopes.message(ALICE.id(), "beta/bob").getHeader());
        Subject bob = Subject.of("beta/bob", List.of("ops", "night"), Map.of("site", "graz", "floor", "2"));
        PolicyRequest request = PolicyRequest.toAgent(Action.ACTION_SEND_MESSAGE, Subject.of(ALICE.id()), bob, CONTEXT);

        AuthorizationCheck check = ExternalChecks.check(header, request, List.of(SampleChecks.GRANT));
        assertThat(check)
                .isEqualTo(AuthorizationCheck.newBuilder()
                        .setMessageId(header.getMessageId())
                        .setAction(Action.ACTION_SEND_MESSAGE)
                        .setSender(AuthorizationSubject.newBuilder().setAgent(ALICE.id()))
                        .setRecipient(AuthorizationSubject.newBuilder()
                                .setAgent("beta/bob")
                                .addGroups("ops")
                                .addGroups("night")
                                .addAttributes(attribute("floor", "2"))
                                .addAttributes(attribute("site", "graz")))
                        .setContext(AuthorizationContext.newBuilder()
                                .setLane(Lane.LANE_URGENT)
                                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                                .setMessageSize(1234)
                                .setTtlMs(60_000)
                                .setTimeMs(NOW))
                        .addGrantedBy(SampleChecks.GRANT)
                        .build());
    }

    @Test
    void aCheckOnAChannelNamesItAndNoRecipient() throws Exception {
        EnvelopeHeader header = EnvelopeParser.header(
                SampleEnvelopes.message(ALICE.id(), "acme/bob").getHeader());
        PolicyRequest request =
                PolicyRequest.toChannel(Action.ACTION_CREATE_CHANNEL, Subject.of(ALICE.id()), "acme/alerts", CONTEXT);
        AuthorizationCheck check = ExternalChecks.check(header, request, List.of());
        assertThat(check.getChannel()).isEqualTo("acme/alerts");
        assertThat(check.hasRecipient()).isFalse();
    }

    @Test
    void whatWouldBeTooMuchForOneRequestIsAskedInSeveralInOrder() throws Exception {
        List<Envelope> messages = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> SampleEnvelopes.message(ALICE.id(), "acme/bob"))
                .toList());
        List<AuthorizationCheck> checks = new ArrayList<>();
        for (Envelope message : messages) {
            checks.add(ExternalChecks.check(
                    EnvelopeParser.header(message.getHeader()),
                    SampleChecks.request(largest("acme/bob")),
                    List.of(SampleChecks.GRANT)));
        }
        Admitted admitted = SampleSlices.admitted(ALICE, messages.toArray(Envelope[]::new));

        List<ExternalCheck> parts = ExternalChecks.of(admitted, checks);
        assertThat(parts).hasSizeGreaterThan(1).allSatisfy(part -> {
            assertThat(part.getRequest().getSerializedSize()).isLessThanOrEqualTo(WireLimits.MAX_CHECK_BYTES);
            assertThat(part.getRequest().getChecksCount())
                    .isEqualTo(part.getAdmitted().getSlice().getEnvelopesCount())
                    .isEqualTo(part.getAdmitted().getLeafHashesCount());
        });
        assertThat(parts.stream()
                        .flatMap(part -> part.getRequest().getChecksList().stream())
                        .toList())
                .isEqualTo(checks);
        assertThat(parts.stream()
                        .flatMap(part -> part.getAdmitted().getLeafHashesList().stream())
                        .toList())
                .isEqualTo(admitted.getLeafHashesList());
        assertThat(ExternalChecks.of(admitted, Collections.nCopies(60, SampleChecks.check(messages.get(0)))))
                .singleElement()
                .satisfies(part -> assertThat(part.getAdmitted()).isEqualTo(admitted));
        assertThat(ExternalChecks.of(admitted, List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/a, acme/b, acme, true",
        "acme/a, beta/b, acme, true",
        "beta/b, acme/a, acme, true",
        "beta/b, beta/c, acme, false",
        "beta/b, beta/c, *, true",
        "beta/b, beta/c, '', false",
        "acme-2/b, acme-2/c, acme, false",
    })
    void itIsAskedAboutWhatComesFromOrGoesToAFleetThatOptedIn(
            String sender, String recipient, String fleet, boolean asked) {
        ExternalFleets fleets = fleet.isEmpty() ? ExternalFleets.NONE : new ExternalFleets(Set.of(fleet));
        PolicyRequest request =
                PolicyRequest.toAgent(Action.ACTION_SEND_MESSAGE, Subject.of(sender), Subject.of(recipient), CONTEXT);
        assertThat(fleets.concern(request)).isEqualTo(asked);
    }

    private static Subject largest(String agent) {
        return Subject.of(
                agent,
                IntStream.range(0, WireLimits.MAX_GROUPS)
                        .mapToObj(i -> i + "g".repeat(60))
                        .toList(),
                IntStream.range(0, WireLimits.MAX_ATTRIBUTES)
                        .boxed()
                        .collect(Collectors.toMap(i -> i + "a".repeat(60), i -> "v".repeat(255))));
    }

    private static Attribute attribute(String name, String value) {
        return Attribute.newBuilder().setName(name).setValue(value).build();
    }
}
