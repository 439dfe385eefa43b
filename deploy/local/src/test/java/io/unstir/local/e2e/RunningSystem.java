package io.unstir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.local.data.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The whole system as a user has it: started and stopped by the command line, spoken to over HTTP. */
final class RunningSystem {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path repository;
    private final Path data;
    private final int portBase;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param data folder the system keeps everything in */
    RunningSystem(Path data, int portBase) {
        this(data, portBase, Map.of());
    }

    /** @param environment of every command, and so of what it starts */
    RunningSystem(Path data, int portBase, Map<String, String> environment) {
        this.environment = environment;
        this.repository = Path.of("../..").toAbsolutePath().normalize();
        this.data = data;
        this.portBase = portBase;
    }

    /** What a command printed and how it ended. */
    record Outcome(int exitCode, String out, String err) {}

    void up() {
        Outcome outcome = command("up", "--detach");
        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    }

    void down() {
        Outcome outcome = command("down");
        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    }

    /** Runs the command line with this system's data folder and ports. */
    Outcome command(String... words) {
        var line = new ArrayList<>(program());
        line.addAll(List.of(words));
        line.addAll(List.of("--data", data.toString(), "--port-base", Integer.toString(portBase)));
        try {
            Path out = Files.createTempFile("unstir", ".out");
            Path err = Files.createTempFile("unstir", ".err");
            var builder = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            builder.environment()
                    .put("XDG_CACHE_HOME", data.resolveSibling("caches").toString());
            Process process = builder.start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as(String.join(" ", words))
                    .isTrue();
            var outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> program() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                repository.resolve("deploy/local/target/unstir-local.jar") + ":"
                        + repository.resolve("deploy/local/target/lib") + "/*",
                "-Dunstir.home=" + repository,
                "io.unstir.local.Main");
    }

    /** Writes a command that is {@code ./unstir} of this system. */
    void launcher(Path file) throws IOException {
        Files.writeString(
                file, """
                #!/bin/sh
                export XDG_CACHE_HOME='%s'
                exec '%s' "$@" --data '%s' --port-base %d
                """.formatted(data.resolveSibling("caches"), String.join("' '", program()), data, portBase));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Posts a job and returns the gateway's answer, whatever it is. */
    HttpResponse<String> post(String path, Map<String, Object> body) {
        try {
            return send(HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    byte[] bytes(String path) {
        try {
            var response =
                    http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Submits a job and returns its id. */
    String submit(Map<String, Object> job) {
        HttpResponse<String> accepted = post("/v1/jobs", job);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = json(accepted.body()).path("id").asText();
        assertThat(accepted.headers().firstValue("Location").orElse("")).endsWith("/v1/jobs/" + id);
        assertThat(get("/v1/jobs/" + id).statusCode())
                .as("a read right after the 202")
                .isEqualTo(200);
        return id;
    }

    /** Waits until the job has ended well, and returns it. */
    JsonNode succeeded(String id) {
        JsonNode job = await("/v1/jobs/" + id, "succeeded");
        assertThat(job.path("images").size())
                .isEqualTo(job.path("input").path("n").asInt());
        return job;
    }

    /** Waits for a resource's status; another terminal one fails at once. */
    JsonNode await(String path, String status) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            JsonNode resource = json(get(path).body());
                            assertThat(resource.path("status").asText())
                                    .as(resource.toString())
                                    .isNotEqualTo("failed".equals(status) ? "succeeded" : "failed");
                            return resource;
                        },
                        resource -> status.equals(resource.path("status").asText()));
    }

    /** Waits until the registry of the gateway has a model. */
    void awaitModel(String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> get("/v1/models").body().contains("\"" + id + "\""));
    }

    URI gateway() {
        return uri("");
    }

    String storage() {
        return "http://127.0.0.1:" + (portBase + 1);
    }

    String kafka() {
        return "127.0.0.1:" + (portBase + 3);
    }

    /** With the password that the data folder keeps. */
    String databaseUrl() {
        try {
            String password = Files.readString(new DataFolder(data).postgresPassword());
            return "jdbc:postgresql://127.0.0.1:%d/unstir?user=unstir&password=%s".formatted(portBase + 5, password);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Process of a service as {@code status} names it. */
    long pid(String service) {
        for (JsonNode row : json(command("status", "--json").out()).path("services")) {
            if (service.equals(row.path("name").asText())) {
                return row.path("pid").asLong();
            }
        }
        throw new AssertionError("status names no service " + service);
    }

    /** Command lines of the processes that belong to this system's data folder, the test's own left out. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a service logged. */
    List<String> log(String service) {
        try {
            return Files.readAllLines(new DataFolder(data).log(service));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a service tells Prometheus. @param port after the first one */
    String metrics(int port) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (portBase + port) + "/q/metrics"))
                        .build())
                .body();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + portBase + path);
    }
}
