package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.EnrolmentBinding;

/** Reads what the co-signature of an enrolment or a key replacement covers. */
public final class EnrolmentParser {
    private static final StrictWire<EnrolmentBinding> BINDING = StrictWire.of(
            EnrolmentBinding.getDescriptor(), EnrolmentBinding.parser(), WireLimits.MAX_ENROLMENT_BINDING_BYTES);

    private EnrolmentParser() {}

    /**
     * Reads a binding. Refuses another version or suite with UNSUPPORTED_VERSION, more than 2304 bytes with TOO_LARGE, and
     * with MALFORMED an agent against the grammar, a key of other than 1984 bytes, a replaced key id of other than 17 (where
     * there is one: whether there must be, the command says).
     */
    public static EnrolmentBinding binding(ByteString bytes) throws WireException {
        EnrolmentBinding binding = BINDING.parse(bytes);
        AgentId.check(binding.getAgent(), "enrolment_binding.agent");
        Check.size(binding.getPublicKey(), WireLimits.PUBLIC_KEY_BYTES, "enrolment_binding.public_key");
        if (!binding.getReplacedKeyId().isEmpty()) {
            KeyId.check(binding.getReplacedKeyId(), "enrolment_binding.replaced_key_id");
        }
        return binding;
    }
}
