package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.EnrolmentBinding;

/** Reads what the co-signature of an enrolment or a key replacement covers. */
public final class EnrolmentParser {
    private static final StrictWire<EnrolmentBinding> BINDING = StrictWire.of(
            EnrolmentBinding.getDescriptor(), EnrolmentBinding.parser(), WireLimits.MAX_ENROLMENT_BINDING_BYTES);

    private EnrolmentParser() {}

    /**
     * Reads a binding. Refuses another version with UNSUPPORTED_VERSION, more than 2304 bytes with TOO_LARGE, an agent
     * against the grammar and a key of other than 1984 bytes with MALFORMED.
     */
    public static EnrolmentBinding binding(ByteString bytes) throws WireException {
        EnrolmentBinding binding = BINDING.parse(bytes);
        AgentId.check(binding.getAgent(), "enrolment_binding.agent");
        Check.size(binding.getPublicKey(), WireLimits.PUBLIC_KEY_BYTES, "enrolment_binding.public_key");
        return binding;
    }
}
