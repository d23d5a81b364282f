package io.creto.messaging.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalConfigReaderTest {
    private static final String PREFIX = "creto.authorization.external.";

    @TempDir
    Path directory;

    private final Map<String, String> options = new HashMap<>();

    @BeforeEach
    void someThatCanBeUsed() throws IOException {
        set("address", "authz.example:9443");
        set("fleets", "acme;beta");
        set("trust", Files.writeString(directory.resolve("ca.pem"), "ca").toString());
    }

    @Test
    void withoutOptionsThereIsNone() {
        options.clear();
        assertThat(JobConfigReader.of(options).external()).isEmpty();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        ExternalConfig config = read();
        assertThat(config.host()).isEqualTo("authz.example");
        assertThat(config.port()).isEqualTo(9443);
        assertThat(config.fleets()).containsExactlyInAnyOrder("acme", "beta");
        assertThat(config.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.attempts()).isEqualTo(2);
        assertThat(config.capacity()).isEqualTo(128);
        assertThat(config.tls())
                .isEqualTo(new ExternalConfig.Tls(directory.resolve("ca.pem").toFile(), null, null));
    }

    @Test
    void aClientCertificateComesWithItsKey() throws IOException {
        File certificate = Files.writeString(directory.resolve("me.pem"), "me").toFile();
        File key = Files.writeString(directory.resolve("me.key"), "key").toFile();
        set("certificate", certificate.toString());
        assertRefused("key-file: a client certificate needs its key, and a key its certificate");
        set("key-file", key.toString());
        assertThat(read().tls())
                .isEqualTo(new ExternalConfig.Tls(directory.resolve("ca.pem").toFile(), certificate, key));
        options.remove(PREFIX + "certificate");
        assertRefused("certificate: a client certificate needs its key, and a key its certificate");
    }

    @Test
    void plaintextIsChosenAndNeverFallenBackTo() {
        options.remove(PREFIX + "trust");
        assertRefused("trust: must name the file with the certificates that the service is trusted by");
        set("insecure-plaintext", "true");
        assertThat(read().tls()).isNull();
        set("trust", directory.resolve("ca.pem").toString());
        assertRefused("insecure-plaintext: there is nothing to trust without TLS; choose");
    }

    @Test
    void allFleetsAndNoneAnyMore() {
        set("fleets", "*");
        assertThat(read().fleets()).containsExactly("*");
        set("fleets", "-");
        assertThat(read().fleets()).isEmpty();
        options.remove(PREFIX + "fleets");
        assertRefused("fleets: must name the fleets that the service is asked about");
    }

    @Test
    void withoutItsAddressNothingOfItMayBeThere() {
        options.remove(PREFIX + "address");
        assertRefused("fleets: there is no external authorization without creto.authorization.external.address; "
                + "name the service's address, or leave this out");
    }

    @ParameterizedTest
    @CsvSource({
        "address, authz.example, 'authz.example' is not host:port",
        "address, authz.example:0, 'authz.example:0' is not host:port",
        "address, :9443, ':9443' is not host:port",
        "address, authz.example:99999, 'authz.example:99999' is not host:port",
        "fleets, acme;Beta, 'Beta' is no name of a fleet",
        "fleets, acme;*, '*' is no name of a fleet",
        "fleets, '', must name the fleets",
        "timeout, 9 ms, must be 10 ms to 2 s",
        "timeout, 3 s, must be 10 ms to 2 s",
        "timeout, soon, cannot be read",
        "attempts, 0, must be 1 to 5",
        "attempts, 6, must be 1 to 5",
        "capacity, 0, must be 1 to 1024",
        "capacity, 1025, must be 1 to 1024",
        "trust, /nowhere/ca.pem, /nowhere/ca.pem cannot be read",
        "insecure-plaintext, maybe, cannot be read",
    })
    void whatCannotBeUsedIsNamed(String option, String value, String message) {
        set(option, value);
        assertRefused(option + ": " + message);
    }

    @Test
    void anOptionThatThereIsNotIsRefused() {
        set("fail-open", "true");
        assertThatThrownBy(() -> JobConfigReader.of(options)).hasMessage(PREFIX + "fail-open: no such option");
    }

    private void set(String option, String value) {
        options.put(PREFIX + option, value);
    }

    private ExternalConfig read() {
        return JobConfigReader.of(options).external().orElseThrow();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(PREFIX + message);
    }
}
