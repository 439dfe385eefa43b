package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.LocalFailure;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The gateway's HTTP as this command needs it. HttpURLConnection, since it loads in a fraction of the time of java.net.http. */
public record Gateway(URI root) {
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 30_000;
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    public static Gateway onPort(int port) {
        return new Gateway(URI.create("http://127.0.0.1:" + port));
    }

    public Job submit(JobRequest request) {
        return Job.of(json("POST", "/v1/jobs", request.document()));
    }

    public Job job(String id) {
        return Job.of(json("GET", "/v1/jobs/" + id, null));
    }

    /** The job as it stood, which has ended or is asked to. */
    public Job cancel(String id) {
        return Job.of(json("POST", "/v1/jobs/" + id + "/cancel", NOTHING, JSON));
    }

    /** Sends an image file; returns the digest by which a job names it. */
    public String upload(byte[] file, String mediaType) {
        return Json.text(json("POST", "/v1/images", file, mediaType), "sha256").orElseThrow();
    }

    /** The PNG's bytes. */
    public byte[] image(String url) {
        return exchange("GET", url, null, JSON);
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

    private Map<String, Object> json(String method, String path, Map<String, Object> body) {
        return json(method, path, body == null ? null : Json.compact(body).getBytes(UTF_8), JSON);
    }

    private Map<String, Object> json(String method, String path, byte[] body, String mediaType) {
        byte[] answer = exchange(method, path, body, mediaType);
        try {
            return Json.read(new String(answer, UTF_8));
        } catch (IOException e) {
            throw new LocalFailure("the gateway at " + root + " answered " + method + " " + path + " with no JSON", e);
        }
    }

    private byte[] exchange(String method, String path, byte[] body, String mediaType) {
        try {
            var connection = (HttpURLConnection) root.resolve(path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(READ_MS);
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

    private static byte[] bytes(InputStream stream) throws IOException {
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
