package io.creto.messaging.client;

/** Records come through the gateway: no access to Kafka. */
class ClientOverGatewayITCase extends ClientCases {
    ClientOverGatewayITCase() {
        super(false);
    }
}
