package io.creto.messaging.gateway;

import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What hostile clients do. Each comes from another address than those who behave. */
final class Attacks {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Frame types and flags of HTTP/2, RFC 9113 section 6. */
    private static final int HEADERS = 1;

    private static final int SETTINGS = 4;
    private static final int SETTINGS_BYTES = 4092; // of six each
    private static final int PING = 6;
    private static final int PING_BYTES = 8;
    private static final int PINGS_AT_ONCE = 100;

    /** The beginning of a TLS record with a ClientHello of 512 bytes, RFC 8446 section 5.1. */
    private static final byte[] CLIENT_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private Attacks() {}

    /** Connections that never come to the end of their TLS handshake, a byte at a time. */
    static SocketAttack slowHandshakes(SecureStand stand, int connections) {
        return new SocketAttack(
                connections,
                5,
                Math.max(1, connections / 10),
                () -> stand.socket(SecureStand.ELSEWHERE),
                (socket, turn) ->
                        socket.getOutputStream().write(turn < CLIENT_HELLO.length ? CLIENT_HELLO[turn] : turn));
    }

    /** Connections that never come to the end of their first HTTP/2 frame, a byte at a time. */
    static SocketAttack slowGreetings(SecureStand stand, int connections) {
        byte[] greeting = greeting(out -> frame(out, SETTINGS, 0, SETTINGS_BYTES));
        return new SocketAttack(
                connections,
                1,
                Math.max(1, connections / 20),
                () -> stand.tlsSocket(SecureStand.ELSEWHERE),
                (socket, turn) -> {
                    socket.getOutputStream().write(turn < greeting.length ? greeting[turn] : 0);
                    socket.getOutputStream().flush();
                });
    }

    /** Connections whose one frame of headers never ends. */
    static SocketAttack slowHeaders(SecureStand stand, int connections) {
        byte[] begin = greeting(out -> {
            frame(out, SETTINGS, 0, 0);
            frame(out, HEADERS, 1, 4096);
        });
        return new SocketAttack(
                connections,
                1,
                Math.max(1, connections / 10),
                () -> stand.tlsSocket(SecureStand.ELSEWHERE),
                (socket, turn) -> {
                    socket.getOutputStream().write(turn == 0 ? begin : new byte[] {0});
                    socket.getOutputStream().flush();
                });
    }

    /** Connections that send pings and nothing else. */
    static SocketAttack pings(SecureStand stand, int connections) {
        byte[] greeting = greeting(out -> frame(out, SETTINGS, 0, 0));
        byte[] pings = bytes(out -> {
            for (int i = 0; i < PINGS_AT_ONCE; i++) {
                frame(out, PING, 0, PING_BYTES);
                out.writeLong(i);
            }
        });
        return new SocketAttack(
                connections, 1, connections, () -> stand.tlsSocket(SecureStand.ELSEWHERE), (socket, turn) -> {
                    socket.getOutputStream().write(turn == 0 ? greeting : pings);
                    socket.getOutputStream().flush();
                });
    }

    /** One agent that opens streams, so many with a strike, and ends none; each is refused or stays. */
    static final class Streams extends Attack {
        private final SubmissionServiceGrpc.SubmissionServiceStub[] stubs;
        private final List<ManagedChannel> channels = new ArrayList<>();
        private final int atOnce;
        private final int all;
        private final AtomicInteger ended = new AtomicInteger();
        private int opened;

        /**
         * An attack that has not begun.
         *
         * @param all streams, then it opens no more
         */
        Streams(SecureStand stand, SampleIdentity agent, int connections, int atOnce, int all) {
            this.atOnce = atOnce;
            this.all = all;
            for (int i = 0; i < connections; i++) {
                channels.add(stand.channel(SecureStand.ELSEWHERE));
            }
            stubs = channels.stream()
                    .map(channel -> stand.streams(channel, agent))
                    .toArray(SubmissionServiceGrpc.SubmissionServiceStub[]::new);
        }

        /** Streams that were refused, or have ended otherwise. */
        int ended() {
            return ended.get();
        }

        @Override
        void strike() {
            for (int i = 0; i < atOnce && opened < all; i++, opened++) {
                var unused = stubs[opened % stubs.length].submitStream(new Ended(ended));
            }
        }

        @Override
        void leave() {
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }

    /** Calls with far more metadata than a call may have. */
    static final class GiantMetadata extends Attack {
        private static final int BYTES = 100_000;
        private final ManagedChannel channel;
        private final SubmissionServiceGrpc.SubmissionServiceStub stub;
        private final AtomicInteger ended = new AtomicInteger();

        GiantMetadata(SecureStand stand) {
            Metadata giant = new Metadata();
            giant.put(Metadata.Key.of("giant", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(BYTES));
            channel = stand.channel(SecureStand.ELSEWHERE);
            stub = SubmissionServiceGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(giant));
        }

        /** Calls that were refused. */
        int ended() {
            return ended.get();
        }

        @Override
        void strike() {
            stub.submit(SubmitRequest.getDefaultInstance(), new Ended(ended));
        }

        @Override
        void leave() {
            channel.shutdownNow();
        }
    }

    private record Ended(AtomicInteger count) implements StreamObserver<SubmitResponse> {
        @Override
        public void onNext(SubmitResponse answer) {
            throw new AssertionError("an attack was answered: " + answer);
        }

        @Override
        public void onError(Throwable refused) {
            count.incrementAndGet();
        }

        @Override
        public void onCompleted() {
            throw new AssertionError("an attack was served");
        }
    }

    @FunctionalInterface
    private interface Frames {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] greeting(Frames frames) {
        return bytes(out -> {
            out.write(PREFACE);
            frames.write(out);
        });
    }

    private static byte[] bytes(Frames frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            frames.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A frame's header; its payload follows. */
    private static void frame(DataOutputStream out, int type, int stream, int length) throws IOException {
        out.writeByte(length >> 16);
        out.writeShort(length);
        out.writeByte(type);
        out.writeByte(0);
        out.writeInt(stream);
    }
}
