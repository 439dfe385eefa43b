package io.unstir.local.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;

/** What a service tells Prometheus. */
record MetricsPage(String text) {
    private static final int TIMEOUT_MS = 10_000;

    /** Empty where the service does not answer. */
    static MetricsPage of(int port) {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/metrics")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try (var in = connection.getInputStream()) {
                return new MetricsPage(new String(in.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            return new MetricsPage("");
        }
    }

    /** Over all labels; NaN where there is no such metric, or nobody knows one of them now. */
    double sum(String metric) {
        double[] values = text.lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0 ? Double.NaN : Arrays.stream(values).sum();
    }
}
