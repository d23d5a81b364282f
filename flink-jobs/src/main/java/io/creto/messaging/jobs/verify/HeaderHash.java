package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names a batch by the bytes that its signature covers. */
final class HeaderHash {
    private HeaderHash() {}

    /** SHA-256 of a batch header's bytes. */
    static ByteString of(ByteString header) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(header.asReadOnlyByteBuffer());
            return UnsafeByteOperations.unsafeWrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
