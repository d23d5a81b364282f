package io.creto.messaging.localstack.home;

import io.creto.messaging.localstack.StackException;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;

/** Connections to the gateway of the stack that runs for a home, for what the SDK does not offer. */
public final class GatewayChannels {
    private GatewayChannels() {}

    /**
     * Connects lazily. The caller shuts it down.
     *
     * @throws StackException if none runs, or its certificate cannot be read
     */
    public static ManagedChannel open(Home home) {
        String gateway = Endpoints.read(home.endpointsFile()).gateway();
        try {
            return Grpc.newChannelBuilder(
                            gateway,
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(home.stack()
                                            .gatewayCertificateFile()
                                            .toFile())
                                    .build())
                    .build();
        } catch (IOException e) {
            throw new StackException(home.stack().gatewayCertificateFile() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
