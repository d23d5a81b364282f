package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.SignedDelegation;

/** Reads delegations. */
public final class DelegationParser {
    private static final StrictWire<Delegation> DELEGATION =
            StrictWire.of(Delegation.getDescriptor(), Delegation.parser(), WireLimits.MAX_DELEGATION_BYTES);
    private static final StrictWire<SignedDelegation> SIGNED = StrictWire.of(
            SignedDelegation.getDescriptor(),
            SignedDelegation.parser(),
            WireLimits.MAX_DELEGATION_BYTES + WireLimits.SIGNATURE_BYTES + 16);

    private DelegationParser() {}

    /**
     * Reads the signed part. Refuses another version or suite with UNSUPPORTED_VERSION, more than 1024 bytes with TOO_LARGE,
     * and with MALFORMED: an id that is not UUIDv7, agents against the grammar, of two fleets or the same one twice, no
     * scope or one twice, a life outside (0, 90 d].
     */
    public static Delegation delegation(ByteString bytes) throws WireException {
        Delegation delegation = DELEGATION.parse(bytes);
        String path = "delegation.";
        MessageId.check(delegation.getDelegationId(), path + "delegation_id");
        String agent = delegation.getAgent();
        String signer = delegation.getSigner();
        AgentId.check(agent, path + "agent");
        AgentId.check(signer, path + "signer");
        Check.rule(AgentId.sameFleet(agent, signer), path + "signer", "of another fleet, must be of the agent's");
        Check.rule(!agent.equals(signer), path + "signer", "the agent itself, must be another");
        KeyId.check(delegation.getAgentKeyId(), path + "agent_key_id");
        KeyId.check(delegation.getSignerKeyId(), path + "signer_key_id");
        Check.count(delegation.getScopesCount(), 1, Integer.MAX_VALUE, path + "scopes");
        for (var scope : delegation.getScopesList()) {
            Check.given(scope, path + "scopes");
        }
        Check.distinct(delegation.getScopesList(), path + "scopes");
        Check.time(delegation.getNotBeforeMs(), path + "not_before_ms");
        Check.time(delegation.getNotAfterMs(), path + "not_after_ms");
        Check.span(
                delegation.getNotBeforeMs(),
                delegation.getNotAfterMs(),
                1,
                WireLimits.MAX_DELEGATION_LIFE_MS,
                path + "not_after_ms");
        return delegation;
    }

    /**
     * Reads a delegation with its signature, which is not verified here. Refuses what {@link #delegation} refuses, and a
     * signature of other than 3373 bytes with MALFORMED.
     */
    public static SignedDelegation signed(ByteString bytes) throws WireException {
        SignedDelegation signed = SIGNED.parse(bytes);
        check(signed, "signed_delegation");
        return signed;
    }

    /** Checks one that stands inside another message, and returns its signed part. */
    static Delegation check(SignedDelegation signed, String path) throws WireException {
        Check.size(signed.getSignature(), WireLimits.SIGNATURE_BYTES, path + ".signature");
        return delegation(signed.getDelegation());
    }
}
