package io.creto.messaging.gateway.admission;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.Lane;

/**
 * A batch that has passed admission, in the form in which it is appended. Shares no memory with the request.
 *
 * @param batchId its id, 16 bytes
 * @param signer whose batch it is, {@code fleet/name}: the key of its record
 * @param lane which names the topic
 * @param envelopes how many it has
 * @param bytes its size as it was submitted
 * @param recordValue the serialized IngestRecord around the exact bytes that were submitted; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the log once, never compared
public record AdmittedBatch(
        ByteString batchId, String signer, Lane lane, int envelopes, int bytes, byte[] recordValue) {
    /** The signer's. */
    public String fleet() {
        return signer.substring(0, signer.indexOf('/'));
    }
}
