package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks storage over HTTP what the gateway asks it: each question by itself, and then all of them by several clients at once. */
final class StorageQuestions {
    static final String TOGETHER = "any of these, by 4 clients at once";

    private static final int CLIENTS = 4;
    private static final int WARM_UP = 40;

    private static final String ROWS = """
            SELECT jobs.id, to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), sha256, prompt,
                   'run-' || 1 + seed % (SELECT count(*) FROM training_runs WHERE tenant = 'busy')
            FROM jobs JOIN images ON job_id = jobs.id AND image_index = 0
            WHERE tenant = 'busy' AND model <> 'rare' ORDER BY md5(jobs.id::text) LIMIT 2000""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI storage;
    private final List<Question.Row> rows;
    private final Console console;

    StorageQuestions(URI storage, Connection connection, Console console) throws SQLException {
        this.storage = storage;
        this.console = console;
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(ROWS)) {
            var all = new ArrayList<Question.Row>();
            while (found.next()) {
                all.add(new Question.Row(
                        found.getString(1),
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        found.getString(5)));
            }
            rows = List.copyOf(all);
        }
    }

    /** @param times that each is asked, and each client asks */
    Map<String, Percentiles> ask(int times) throws InterruptedException {
        var answers = new LinkedHashMap<String, Percentiles>();
        for (var question : Question.values()) {
            console.note(
                    "%d of %d: %s ...".formatted(answers.size() + 1, Question.values().length + 1, question.title()));
            var random = new Random(1);
            for (int i = 0; i < Math.min(times, WARM_UP); i++) {
                micros(question, random);
            }
            long[] micros = new long[times];
            for (int i = 0; i < times; i++) {
                micros[i] = micros(question, random);
            }
            answers.put(question.title(), Percentiles.of(micros));
        }
        console.note(TOGETHER + " ...");
        answers.put(TOGETHER, Percentiles.of(together(times)));
        return answers;
    }

    private long[] together(int times) throws InterruptedException {
        var micros = new long[CLIENTS * times];
        var clients = new ArrayList<Callable<Void>>();
        for (int client = 0; client < CLIENTS; client++) {
            int from = client * times;
            clients.add(() -> {
                var random = new Random(from);
                for (int i = 0; i < times; i++) {
                    micros[from + i] = micros(Question.values()[random.nextInt(Question.values().length)], random);
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (var asked : threads.invokeAll(clients)) {
                asked.get();
            }
        } catch (ExecutionException e) {
            throw new LocalFailure("storage could not be asked: " + e.getCause().getMessage(), e);
        }
        return micros;
    }

    private long micros(Question question, Random random) throws InterruptedException {
        var row = rows.get(random.nextInt(rows.size()));
        var request =
                HttpRequest.newBuilder(storage.resolve(question.path(row))).build();
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
