package io.creto.messaging.localstack;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Where a stack keeps its data. Each server locks its own directory, so two stacks never share one.
 *
 * @param root of everything
 */
public record StackDirectory(Path root) {

    Path kafka() {
        return root.resolve("kafka");
    }

    /** How the stack's own clients reach Kafka, who may do everything. Its owner alone may read it. */
    public Path kafkaClientProperties() {
        return kafka().resolve("kafka-client.properties");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path flink() {
        return root.resolve("flink");
    }

    Path gateway() {
        return root.resolve("gateway");
    }

    /** How the gateway logs in to Kafka. */
    Path gatewayKafkaProperties() {
        return gateway().resolve("kafka.properties");
    }

    /** The gateway's certificate, which clients of this stack trust. */
    public Path gatewayCertificateFile() {
        return gateway().resolve("tls.crt");
    }

    /** The operator's public key, base64url without padding of the raw composite key. */
    public Path operatorKeyFile() {
        return root.resolve("operator.pub");
    }

    /**
     * Writes the operator's public key at the first start; later it must be the same.
     *
     * @throws StackException if it is another one, or the file cannot be written
     */
    void keepOperatorKey(CompositePublicKey operator) {
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(operator.encoded().toByteArray());
        try {
            Files.createDirectories(root);
            Path file = operatorKeyFile();
            if (Files.exists(file)) {
                if (!Files.readString(file).strip().equals(text)) {
                    throw new StackException(root + " belongs to another operator key: choose another directory");
                }
            } else {
                Files.writeString(file, text + "\n");
            }
        } catch (IOException e) {
            throw new StackException(root + " cannot be written: " + e.getMessage(), e);
        }
    }
}
