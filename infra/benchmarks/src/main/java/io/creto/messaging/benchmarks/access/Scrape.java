package io.creto.messaging.benchmarks.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads a gateway's metrics as Prometheus does. */
final class Scrape {
    private Scrape() {}

    /**
     * One metric's value.
     *
     * @param port of the metrics
     * @param series name with labels, as the page writes them
     * @return 0 where the page has no such series yet
     */
    static double value(int port, String series) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try {
            String page = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return value(page, series);
        } catch (IOException e) {
            throw new IllegalStateException("the gateway shows no metrics: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The same of a page that has been read. */
    static double value(String page, String series) {
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }
}
