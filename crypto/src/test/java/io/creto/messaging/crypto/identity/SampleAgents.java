package io.creto.messaging.crypto.identity;

import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import java.security.SecureRandom;

/** An agent and its signer. */
final class SampleAgents {
    static final SecureRandom RANDOM = TestRandom.seeded(6);
    static final long NOW_MS = 1_700_000_000_000L;
    static final AgentId AGENT = AgentId.of("acme", "worker-1");
    static final CompositePrivateKey AGENT_KEY = CompositePrivateKey.generate(RANDOM);
    static final AgentId SIGNER = AgentId.of("acme", "host-7");
    static final CompositePrivateKey SIGNER_KEY = CompositePrivateKey.generate(RANDOM);

    private SampleAgents() {}
}
