package io.unstir.trainer.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged trainer as a process of its own: what is stopped here is stopped for real. */
final class TrainerProcess implements AutoCloseable {
    private static final Path LOG = Path.of("target", "trainer-it.log");

    private final int port = Broker.freePort();
    private final Process process;

    TrainerProcess(Map<String, String> environment, String... arguments) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        process = builder.start();
    }

    int readiness() {
        try {
            return get("/q/health/ready").statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What it tells Prometheus, line by line. */
    List<String> metrics() throws IOException {
        return get("/q/metrics").body().lines().toList();
    }

    private HttpResponse<String> get(String path) throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGTERM; how long it took, in seconds. */
    double stop() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** SIGKILL: no shutdown hook, no last checkpoint. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
