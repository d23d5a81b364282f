package io.creto.messaging.localstack.home;

import io.creto.messaging.client.Enrolment;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;

/** Who runs the stack, and creates fleets: the root of all trust in it. */
final class Operator {
    static final AgentId ID = AgentId.OPERATOR;

    private Operator() {}

    /**
     * The operator's public key; the first time, the key is made.
     *
     * @throws IdentityException if the key store cannot be opened or written
     */
    static CompositePublicKey of(Home home, StoreSecret secret) {
        try {
            return Enrolment.createIdentity(ID, home.agent(ID), secret.key());
        } catch (MessagingException e) {
            throw new IdentityException(String.valueOf(e.getMessage()), e);
        }
    }
}
