package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.LocalFailure;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The gateway's HTTP as this command needs it. HttpURLConnection, since it loads in a fraction of the time of java.net.http.
 *
 * @param key what proves who calls, where the gateway asks for it
 */
public record Gateway(URI root, Optional<String> key) {
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 30_000;
    /** Three times the gateway's heartbeat. */
    private static final int SILENCE_MS = 45_000;

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    public static Gateway onPort(int port, Optional<String> key) {
        return new Gateway(URI.create("http://127.0.0.1:" + port), key);
    }

    public Job submit(JobRequest request) {
        return Job.of(json("POST", "/v1/jobs", request.document()));
    }

    /** The same key and request give the same job, however often it is asked for. */
    public Job submit(JobRequest request, String idempotencyKey) {
        byte[] body = Json.compact(request.document()).getBytes(UTF_8);
        var key = Map.of("Idempotency-Key", idempotencyKey);
        return Job.of(read("POST", "/v1/jobs", exchange("POST", "/v1/jobs", body, JSON, key)));
    }

    public Job job(String id) {
        return Job.of(jobDocument(id));
    }

    /** All that the gateway tells of a job. */
    public Map<String, Object> jobDocument(String id) {
        return json("GET", "/v1/jobs/" + id, null);
    }

    /** The job as it stood, which has ended or is asked to. */
    public Job cancel(String id) {
        return Job.of(json("POST", "/v1/jobs/" + id + "/cancel", NOTHING, JSON));
    }

    /** A page of jobs, newest first. */
    public JobList jobs(Map<String, Object> filters) {
        return new JobList(json("GET", "/v1/jobs" + query(filters), null));
    }

    /** A page of trainings, newest first. */
    public TrainingList trainings(Map<String, Object> filters) {
        return new TrainingList(json("GET", "/v1/trainings" + query(filters), null));
    }

    private static String query(Map<String, Object> filters) {
        String query = filters.entrySet().stream()
                .map(filter -> filter.getKey() + "="
                        + URLEncoder.encode(filter.getValue().toString(), UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /** Takes a job's events as they come; returns when the gateway ends the stream. */
    public void jobEvents(String id, Optional<String> lastEventId, Consumer<ServerEvent> taker) {
        events("/v1/jobs/" + id + "/events", lastEventId, taker);
    }

    /** Sends an image file; returns the digest by which a job names it. */
    public String upload(byte[] file, String mediaType) {
        return Json.required(json("POST", "/v1/images", file, mediaType), "sha256");
    }

    /** The PNG's bytes. */
    public byte[] image(String url) {
        return exchange("GET", url, null, JSON, Map.of());
    }

    /** The PNG with its parameters in it as text chunks; without them, they are the bytes of {@link #image}. */
    public byte[] copy(String url) {
        return image(url + "?download");
    }

    /** What signs this tenant's webhooks. */
    public Map<String, Object> webhookSecret() {
        return json("GET", "/v1/webhooks/secret", null);
    }

    /** What an image was made from. */
    public Map<String, Object> lineage(String sha256) {
        return json("GET", "/v1/images/" + sha256 + "/lineage", null);
    }

    /** A page of the images that came of a checkpoint, data set, training or image. */
    public Map<String, Object> cameOf(String cause, Optional<String> cursor) {
        String next =
                cursor.map(at -> "&cursor=" + URLEncoder.encode(at, UTF_8)).orElse("");
        return json("GET", "/v1/images?from=" + URLEncoder.encode(cause, UTF_8) + "&limit=100" + next, null);
    }

    /** Has an image made again. */
    public Verification verify(String sha256) {
        return Verification.of(json("POST", "/v1/images/" + sha256 + "/verify", NOTHING, JSON));
    }

    /** Has an image made again when nobody waits for anything else. */
    public Verification verifyInBulk(String sha256) {
        return Verification.of(json("POST", "/v1/images/" + sha256 + "/verify?priority=bulk", NOTHING, JSON));
    }

    /** Images at random. @param seed empty for any */
    public ImageSample sample(int count, Optional<Long> seed) {
        String query = "?count=" + count + seed.map(number -> "&seed=" + number).orElse("");
        return ImageSample.of(json("GET", "/v1/images/sample" + query, null));
    }

    /** A verification as it stands by now. */
    public Verification refreshed(Verification verification) {
        return Verification.of(json("GET", verification.self(), null));
    }

    /** @param id such as {@code emoji@1} or {@code emoji@latest} */
    public Map<String, Object> model(String id) {
        return json("GET", "/v1/models/" + segment(id), null);
    }

    public Map<String, Object> retire(String id, Map<String, Object> body) {
        return json("POST", "/v1/models/" + segment(id) + "/retire", body);
    }

    public List<Map<String, Object>> models() {
        return Json.objects(json("GET", "/v1/models", null), "models");
    }

    public Training train(String configYaml) {
        return Training.of(json("POST", "/v1/trainings", Map.of("config", configYaml)));
    }

    public Training training(String id) {
        return Training.of(json("GET", "/v1/trainings/" + id, null));
    }

    /** The training as it stood, which has ended or is asked to. */
    public Training cancelTraining(String id) {
        return Training.of(json("POST", "/v1/trainings/" + id + "/cancel", NOTHING, JSON));
    }

    /** Makes an API key; the answer is the only one that has it. */
    public Map<String, Object> createKey(Map<String, Object> body) {
        return json("POST", "/v1/keys", body);
    }

    public Map<String, Object> keys() {
        return json("GET", "/v1/keys", null);
    }

    public Map<String, Object> revokeKey(String id) {
        return json("DELETE", "/v1/keys/" + segment(id), null);
    }

    /** A page of parked jobs, those parked last first. */
    public ParkedList parked(Map<String, Object> filters) {
        return new ParkedList(json("GET", "/v1/parked" + query(filters), null));
    }

    /** Submits a parked job again; the answer names the new one. */
    public Map<String, Object> retryParked(String id) {
        return json("POST", "/v1/parked/" + segment(id) + "/retry", NOTHING, JSON);
    }

    public void dropParked(String id) {
        exchange("DELETE", "/v1/parked/" + segment(id), null, JSON, Map.of());
    }

    private Map<String, Object> json(String method, String path, Map<String, Object> body) {
        return json(method, path, body == null ? null : Json.compact(body).getBytes(UTF_8), JSON);
    }

    private Map<String, Object> json(String method, String path, byte[] body, String mediaType) {
        return read(method, path, exchange(method, path, body, mediaType, Map.of()));
    }

    private Map<String, Object> read(String method, String path, byte[] answer) {
        try {
            return Json.read(new String(answer, UTF_8));
        } catch (IOException e) {
            throw new LocalFailure("the gateway at " + root + " answered " + method + " " + path + " with no JSON", e);
        }
    }

    /** @throws ProblemFailure also where the gateway has no such stream */
    private void events(String path, Optional<String> lastEventId, Consumer<ServerEvent> taker) {
        try {
            HttpURLConnection connection = connection("GET", path, SILENCE_MS);
            connection.setRequestProperty("Accept", EVENT_STREAM);
            lastEventId.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NO_CONTENT) {
                return;
            }
            String type = String.valueOf(connection.getContentType());
            if (status != HttpURLConnection.HTTP_OK || !type.startsWith(EVENT_STREAM)) {
                throw new ProblemFailure(Problem.of(status, bytes(connection.getErrorStream())));
            }
            try (var reader = new EventReader(connection.getInputStream())) {
                for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                    taker.accept(event.get());
                }
            }
        } catch (IOException e) {
            throw new GatewayUnreachable(root, e);
        }
    }

    private byte[] exchange(String method, String path, byte[] body, String mediaType, Map<String, String> headers) {
        try {
            HttpURLConnection connection = connection(method, path, READ_MS);
            headers.forEach(connection::setRequestProperty);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", mediaType);
                connection.setFixedLengthStreamingMode(body.length);
                try (var out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
                throw new ProblemFailure(Problem.of(status, bytes(connection.getErrorStream())));
            }
            return bytes(connection.getInputStream());
        } catch (IOException e) {
            throw new GatewayUnreachable(root, e);
        }
    }

    private HttpURLConnection connection(String method, String path, int readMillis) throws IOException {
        var connection = (HttpURLConnection) root.resolve(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(readMillis);
        key.ifPresent(bearer -> connection.setRequestProperty("Authorization", "Bearer " + bearer));
        return connection;
    }

    /** Without the key, so that no message shows it. */
    @Override
    public String toString() {
        return root.toString();
    }

    /** What a user names, as one segment of a path. */
    private static String segment(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("%40", "@");
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
