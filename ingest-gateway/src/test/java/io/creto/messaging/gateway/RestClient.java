package io.creto.messaging.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import io.creto.messaging.v1.SignedBatch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A caller that speaks HTTP/JSON, and knows of the gateway what stands in its descriptions. */
record RestClient(HttpClient http, String root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError(response.body(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The reason of its ErrorInfo, or nothing. */
        String reason() {
            for (JsonNode detail : json().path("details")) {
                if (detail.path("@type").asText().equals("type.googleapis.com/google.rpc.ErrorInfo")) {
                    return detail.path("reason").asText();
                }
            }
            return "";
        }
    }

    static RestClient trusting(Path certificate, int port) throws IOException, GeneralSecurityException {
        return new RestClient(
                HttpClient.newBuilder().sslContext(trust(certificate)).build(), "https://127.0.0.1:" + port);
    }

    static RestClient plaintext(int port, Version version) {
        return new RestClient(HttpClient.newBuilder().version(version).build(), "http://127.0.0.1:" + port);
    }

    static SSLContext trust(Path certificate) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A batch as the body of a submission. */
    static String body(SignedBatch batch) {
        return "{\"batch\":\"" + Base64.getEncoder().encodeToString(batch.toByteArray()) + "\"}";
    }

    Answer get(String path, @Nullable String bearer) throws IOException, InterruptedException {
        return send(request(path, bearer).GET().build());
    }

    Answer post(String path, @Nullable String bearer, String json) throws IOException, InterruptedException {
        return send(request(path, bearer)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** Fills a message from an answer, which must be one. */
    static <B extends com.google.protobuf.Message.Builder> B parse(Answer answer, B into) throws IOException {
        JsonFormat.parser().merge(answer.response().body(), into);
        return into;
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    HttpRequest.Builder request(String path, @Nullable String bearer) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
        return bearer == null ? request : request.header("authorization", bearer);
    }
}
