package io.creto.messaging.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.localstack.home.Endpoints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code creto status}: which parts of the stack answer. */
@Command(name = "status", description = "Show which parts of the stack are up.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int CONNECT_MS = 2000;
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final List<String> COLUMNS = List.of("part", "state", "where");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Settings settings;

    @Override
    public Integer call() {
        Endpoints endpoints = Endpoints.read(settings.home().endpointsFile());
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(part("gateway", answers(endpoints.gateway()), endpoints.gateway()));
        parts.add(part("rest", answers(URI.create(endpoints.rest()).getAuthority()), endpoints.rest()));
        parts.add(part("kafka", answers(endpoints.kafka()), endpoints.kafka()));
        parts.add(part("postgres", answers(endpoints.postgres()), endpoints.postgres()));
        jobs(endpoints.dashboard(), parts);
        settings.output().table(COLUMNS, parts);
        boolean up =
                parts.stream().allMatch(part -> "up".equals(part.get("state")) || "RUNNING".equals(part.get("state")));
        return (up ? ExitCode.OK : ExitCode.NO_STACK).number();
    }

    private static void jobs(String dashboard, List<Map<String, Object>> parts) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(dashboard + "/jobs/overview"))
                    .timeout(ANSWER)
                    .build();
            JsonNode jobs = JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("jobs");
            parts.add(part("flink", "up", dashboard));
            jobs.forEach(job -> parts.add(part(
                    "job " + job.path("name").asText(),
                    job.path("state").asText(),
                    dashboard + "/#/job/running/" + job.path("jid").asText())));
        } catch (IOException e) {
            parts.add(part("flink", "down", dashboard));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, "interrupted", e);
        }
    }

    private static String answers(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    CONNECT_MS);
            return "up";
        } catch (IOException e) {
            return "down";
        }
    }

    private static Map<String, Object> part(String name, String state, String where) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("part", name);
        part.put("state", state);
        part.put("where", where);
        return part;
    }
}
