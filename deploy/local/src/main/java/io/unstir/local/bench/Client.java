package io.unstir.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Submits jobs over connections that are kept open, from as many threads as one likes. */
final class Client implements AutoCloseable {
    private static final Pattern BROKER = Pattern.compile("broker;dur=([0-9.]+)");
    private static final int ACCEPTED = 202;
    private static final int AWAY = 503;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();
    private final URI jobs;
    private final String model;
    private final Optional<String> key;

    /** @param gateway where, and as whom */
    Client(Gateway gateway, String model) {
        this.jobs = gateway.root().resolve("/v1/jobs");
        this.key = gateway.key();
        this.model = model;
    }

    /**
     * A job the gateway took.
     *
     * @param brokerMicros 0 where the gateway doesn't say
     */
    record Accepted(String id, long posted, long at, long brokerMicros) {}

    /** The gateway asks to send the job again. */
    static final class Away extends LocalFailure {
        private Away(String problem) {
            super("the gateway took no job for now: " + problem);
        }
    }

    /** @param seed tells the jobs apart, so that every image is another one */
    Accepted submit(long seed) throws InterruptedException {
        return submit(seed, Map.of("steps", 1, "guidance_scale", 1));
    }

    /** @param settings fields of the job's body besides prompt, model, seed and solver */
    Accepted submit(long seed, Map<String, Object> settings) throws InterruptedException {
        var fields = new HashMap<String, Object>(settings);
        fields.putAll(Map.of("prompt", "nothing", "model", model, "seed", seed, "solver", "ddim"));
        String body = Json.compact(fields);
        var request = HttpRequest.newBuilder(jobs)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        key.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        long posted = JobTimes.now();
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            long at = JobTimes.now();
            if (answer.statusCode() == AWAY) {
                throw new Away(new String(answer.body(), UTF_8));
            }
            if (answer.statusCode() != ACCEPTED) {
                throw new LocalFailure("the gateway answered a job with " + answer.statusCode() + ": "
                        + new String(answer.body(), UTF_8));
            }
            return new Accepted(id(answer), posted, at, brokerMicros(answer));
        } catch (IOException e) {
            throw new LocalFailure("the gateway took no job: " + e, e);
        }
    }

    private static String id(HttpResponse<byte[]> answer) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static long brokerMicros(HttpResponse<byte[]> answer) {
        return answer.headers().allValues("Server-Timing").stream()
                .map(BROKER::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Math.round(Double.parseDouble(found.group(1)) * 1000))
                .sum();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
