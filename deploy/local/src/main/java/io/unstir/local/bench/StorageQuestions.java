package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Asks storage over HTTP what the gateway asks it, one question after the other, each about other rows. */
final class StorageQuestions {
    private static final int WARM_UP = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI storage;
    private final List<Row> rows;

    private record Row(String id, String at, String sha256, String words) {}

    private enum Kind {
        JOB("a job", row -> "/jobs/" + row.id() + "?tenant=busy"),
        EVENTS("a job's 40 events", row -> "/jobs/" + row.id() + "/events?tenant=busy&after=99-0"),
        IMAGE("an image", row -> "/images/" + row.sha256() + "?tenant=busy"),
        LINEAGE("an image's lineage", row -> "/images/" + row.sha256() + "/lineage?tenant=busy"),
        NEWEST_JOBS("20 newest jobs", _ -> "/jobs?tenant=busy&limit=20"),
        OLDER_JOBS("20 jobs from anywhere on", row -> "/jobs?tenant=busy&limit=20" + olderThan(row)),
        FAILED("20 failed from anywhere on", row -> "/jobs?tenant=busy&limit=20&status=failed" + olderThan(row)),
        RARE_MODEL("20 of a rare model", _ -> "/jobs?tenant=busy&limit=20&model=rare"),
        SPAN("20 of a span of time", row -> "/jobs?tenant=busy&limit=20&created_before=" + row.at()),
        NEWEST_IMAGES("20 newest images", _ -> "/images?tenant=busy&limit=20"),
        OLDER_IMAGES(
                "20 images from anywhere on",
                row -> "/images?tenant=busy&limit=20" + olderThan(row) + "&older_than_index=0"),
        COLOUR(
                "jobs by a common word",
                row -> "/jobs?tenant=busy&limit=20&prompt=" + row.words().split(" ")[1]),
        THING(
                "jobs by a word",
                row -> "/jobs?tenant=busy&limit=20&prompt=" + row.words().split(" ")[2]),
        PLACE(
                "jobs by a rare word",
                row -> "/jobs?tenant=busy&limit=20&prompt=" + row.words().split(" ")[4]),
        PROMPT(
                "images by a whole prompt",
                row -> "/images?tenant=busy&limit=20&prompt=" + URLEncoder.encode(row.words(), StandardCharsets.UTF_8)),
        NOTHING("jobs by a word that nobody used", _ -> "/jobs?tenant=busy&limit=20&prompt=nobody");

        private final String title;
        private final Function<Row, String> path;

        Kind(String title, Function<Row, String> path) {
            this.title = title;
            this.path = path;
        }

        private static String olderThan(Row row) {
            return "&older_than=" + row.at() + "&older_than_id=" + row.id();
        }
    }

    StorageQuestions(URI storage, Connection connection) throws SQLException {
        this.storage = storage;
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        SELECT jobs.id, to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), sha256, prompt
                        FROM jobs JOIN images ON job_id = jobs.id AND image_index = 0
                        WHERE tenant = 'busy' AND model <> 'rare' ORDER BY md5(jobs.id::text) LIMIT 2000""")) {
            var all = new ArrayList<Row>();
            while (found.next()) {
                all.add(new Row(found.getString(1), found.getString(2), found.getString(3), found.getString(4)));
            }
            rows = List.copyOf(all);
        }
    }

    Map<String, Percentiles> ask(int times) throws InterruptedException {
        var random = new Random(1);
        var answers = new LinkedHashMap<String, Percentiles>();
        for (var kind : Kind.values()) {
            for (int i = 0; i < WARM_UP; i++) {
                micros(kind, random);
            }
            long[] micros = new long[times];
            for (int i = 0; i < times; i++) {
                micros[i] = micros(kind, random);
            }
            answers.put(kind.title, Percentiles.of(micros));
        }
        return answers;
    }

    private long micros(Kind kind, Random random) throws InterruptedException {
        var row = rows.get(random.nextInt(rows.size()));
        var request =
                HttpRequest.newBuilder(storage.resolve(kind.path.apply(row))).build();
        long begin = System.nanoTime();
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            long micros = (System.nanoTime() - begin) / 1000;
            if (response.statusCode() != 200) {
                throw new LocalFailure("storage answered " + response.statusCode() + " to " + request.uri());
            }
            return micros;
        } catch (IOException e) {
            throw new LocalFailure("storage did not answer: " + e.getMessage(), e);
        }
    }
}
