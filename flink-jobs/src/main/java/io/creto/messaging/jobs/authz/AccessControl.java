package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.authz.AccessDecision.Answer;
import io.creto.messaging.jobs.authz.AccessKnowledge.PolicyInForce;
import io.creto.messaging.jobs.authz.AccessRequests.Asked;
import io.creto.messaging.jobs.external.ExternalChecks;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.policy.AccessCheck;
import io.creto.messaging.jobs.policy.AccessCheck.Decided;
import io.creto.messaging.jobs.policy.PolicyAnswer;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.split.Routes;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AuthorizationCheck;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.PolicyGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on envelopes by the policies that count at their ingest time. What leaves a fleet needs the permission of its policy
 * (egress), then of the other fleet's (ingress). The operator's commands are the deployment's own: no policy is asked.
 */
final class AccessControl {
    private static final String OPERATOR = AgentId.OPERATOR.toString();
    private static final AccessDecision UNAVAILABLE =
            new AccessDecision(Answer.UNAVAILABLE, "", "", 0, "policies cannot be read");

    private final AccessKnowledge known;
    private final Metering metering;
    private final PolicyTrust trust;
    private final ExternalFleets external;

    /**
     * @param metering of the slice whose envelopes are decided
     * @param trust in what is known of policies
     * @param external the fleets that an external service is asked about, too
     */
    AccessControl(AccessKnowledge known, Metering metering, PolicyTrust trust, ExternalFleets external) {
        this.known = known;
        this.metering = metering;
        this.trust = trust;
        this.external = external;
    }

    /**
     * Decides.
     *
     * @param ingestTimeMs of its batch
     * @throws io.creto.messaging.schemas.WireException if the envelope is not what has been verified
     */
    Ruling rule(EnvelopeHeader header, Envelope envelope, long ingestTimeMs) throws Exception {
        boolean operators = header.getSender().equals(OPERATOR) && header.getSystem();
        Optional<Asked> asked = operators ? Optional.empty() : AccessRequests.of(header, envelope);
        if ((asked.isPresent() || Metering.isSent(header.getKind())) && trust == PolicyTrust.NOT_YET) {
            return new Ruling.Waits(FleetWaiting.POLICIES);
        }
        if (asked.isPresent() && trust == PolicyTrust.NONE) {
            return new Ruling.Refused(UNAVAILABLE, false);
        }
        Optional<Ruling> quota = metering.count(header, envelope);
        if (quota.isPresent() && !(quota.get() instanceof Ruling.Waits && trust == PolicyTrust.OPEN)) {
            return quota.get();
        }
        long version = 0;
        Optional<AuthorizationCheck> check = Optional.empty();
        if (asked.isPresent()) {
            PolicyRequest request = request(asked.get(), header, envelope, ingestTimeMs);
            boolean asks = external.concern(request);
            List<PolicyGrant> grants = new ArrayList<>();
            for (String fleet : AccessCheck.concerned(request)) {
                Optional<PolicyInForce> policy = known.policy(fleet, ingestTimeMs);
                if (policy.isEmpty() && trust == PolicyTrust.OPEN) {
                    continue;
                }
                if (policy.isEmpty()) {
                    return new Ruling.Waits(fleet);
                }
                Decided decided = AccessCheck.by(policy.get().policy(), request);
                if (!decided.permitted()) {
                    return new Ruling.Refused(
                            denied(policy.get().version(), decided),
                            decided.answer().error().isPresent());
                }
                version = version == 0 ? policy.get().version() : version;
                if (asks) {
                    grants.add(ExternalChecks.grant(decided, policy.get().version()));
                }
            }
            check = asks ? Optional.of(ExternalChecks.check(header, request, grants)) : Optional.empty();
        }
        boolean unchecked = asked.isPresent() && trust == PolicyTrust.OPEN;
        Optional<String> decidedAt = Routes.agent(header).map(FleetShares::fleetOf);
        if (decidedAt.isEmpty()) {
            return new Ruling.Permitted(version, Optional.empty(), check, unchecked);
        }
        Optional<FleetShare> to = known.fleet(decidedAt.get());
        return to.isEmpty() ? new Ruling.Waits(decidedAt.get()) : new Ruling.Permitted(version, to, check, unchecked);
    }

    private PolicyRequest request(Asked asked, EnvelopeHeader header, Envelope envelope, long atMs) {
        Subject sender = known.agent(header.getSender(), atMs);
        @Nullable
        Subject recipient = asked.agent().map(agent -> known.agent(agent, atMs)).orElse(null);
        RequestContext context = new RequestContext(
                header.getLane(),
                header.getKind(),
                envelope.getBody().size(),
                header.getExpiresAtMs() - header.getCreatedAtMs(),
                atMs);
        return new PolicyRequest(
                asked.action(), sender, recipient, asked.channel().orElse(null), context);
    }

    private static AccessDecision denied(long version, Decided decided) {
        PolicyAnswer answer = decided.answer();
        return new AccessDecision(Answer.DENY, answer.policy(), answer.rule(), version, decided.reason());
    }
}
