package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The certificate of the listener of agents.
 *
 * @param certificateFile the chain, PEM; empty where there is none
 * @param privateKeyFile its key, PEM
 * @param reloadMs how often the files are looked at
 * @param insecurePlaintext no TLS
 */
public record TlsConfig(
        @JsonProperty(defaultValue = "")
        @JsonPropertyDescription("Certificate chain, PEM, the gateway's own first; must be given")
        String certificateFile,

        @JsonProperty(defaultValue = "")
        @JsonPropertyDescription("Private key of the certificate, PEM (PKCS#8), EC or RSA")
        String privateKeyFile,

        @JsonProperty(defaultValue = "10000")
        @JsonPropertyDescription("How often the two files are looked at for a new certificate, 100 to 3600000")
        int reloadMs,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("true instead of a certificate: no TLS, for loopback only; the log says so")
        boolean insecurePlaintext) {
    /** @throws ConfigException if a value is out of its range, or not all of a certificate is given */
    public TlsConfig {
        Options.optionalText("tls.certificate-file", certificateFile, 4096);
        Options.optionalText("tls.private-key-file", privateKeyFile, 4096);
        Options.range("tls.reload-ms", reloadMs, 100, 3_600_000);
        if (certificateFile.isEmpty() != privateKeyFile.isEmpty()) {
            throw new ConfigException("tls: give both certificate-file and private-key-file, or none of them");
        }
        if (insecurePlaintext && !certificateFile.isEmpty()) {
            throw new ConfigException("tls.insecure-plaintext: true besides a certificate; choose one");
        }
    }

    /** Whether there is a certificate. */
    public boolean isOn() {
        return !certificateFile.isEmpty();
    }
}
