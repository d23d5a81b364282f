package io.creto.messaging.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.merkle.MerkleTree;
import io.creto.messaging.crypto.sealing.ChannelChain;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.WireLimits;
import org.junit.jupiter.api.Test;

/** The sizes that the standards give are the sizes that the wire contract demands. */
class SizesTest {

    @Test
    void primitivesFitTheContract() {
        assertThat(CompositePublicKey.BYTES).isEqualTo(WireLimits.PUBLIC_KEY_BYTES);
        assertThat(CompositePublicKey.SIGNATURE_BYTES).isEqualTo(WireLimits.SIGNATURE_BYTES);
        assertThat(EncapsulationKey.BYTES).isEqualTo(WireLimits.ENCAPSULATION_KEY_BYTES);
        assertThat(MlKem768.CIPHERTEXT_BYTES).isEqualTo(WireLimits.KEM_CIPHERTEXT_BYTES);
        assertThat(AesGcm.KEY_BYTES + AesKeyWrap.OVERHEAD_BYTES).isEqualTo(WireLimits.WRAPPED_KEY_BYTES);
        assertThat(AesGcm.NONCE_BYTES).isEqualTo(WireLimits.NONCE_BYTES);
        assertThat(AesGcm.TAG_BYTES).isEqualTo(WireLimits.TAG_BYTES);
        assertThat(MerkleTree.HASH_BYTES).isEqualTo(WireLimits.HASH_BYTES);
        assertThat(ChannelChain.CHAIN_KEY_BYTES).isEqualTo(WireLimits.CHAIN_KEY_BYTES);
    }
}
