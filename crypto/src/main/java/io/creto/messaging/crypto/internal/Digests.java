package io.creto.messaging.crypto.internal;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** SHA-2 over byte strings, without copying them. */
public final class Digests {
    public static final int SHA256_BYTES = 32;
    public static final int SHA512_BYTES = 64;

    private Digests() {}

    /** SHA-256 of some bytes. */
    public static byte[] sha256(byte[] data) {
        return CryptoBackends.active().sha256().digest(data);
    }

    /** SHA-256 of a byte string. */
    public static byte[] sha256(ByteString data) {
        MessageDigest digest = CryptoBackends.active().sha256();
        update(digest, data);
        return digest.digest();
    }

    /** SHA-512 of some bytes. */
    public static byte[] sha512(byte[] data) {
        return CryptoBackends.active().sha512().digest(data);
    }

    /** Feeds a byte string to a digest. */
    public static void update(MessageDigest digest, ByteString data) {
        try {
            UnsafeByteOperations.unsafeWriteTo(data, new DigestOutput(digest));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static final class DigestOutput extends ByteOutput {
        private final MessageDigest digest;

        DigestOutput(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(byte value) {
            digest.update(value);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void write(ByteBuffer value) {
            digest.update(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            digest.update(value);
        }
    }
}
