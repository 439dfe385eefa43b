package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line takes for answers of a gateway. */
public final class HostileAnswers {
    private HostileAnswers() {}

    public static void events(byte[] stream) throws IOException {
        var job = new Job("a", "queued", Optional.empty(), 0, 1, List.of(), Optional.empty());
        try (var reader = new EventReader(new ByteArrayInputStream(stream))) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                job = job.after(event.get());
            }
        }
    }

    public static void problem(byte[] body) {
        Problem.of(400, body).text();
    }

    public static Map<String, Object> document(byte[] body) throws IOException {
        return Json.read(new String(body, UTF_8));
    }

    public static void job(Map<String, Object> document) {
        new JobList(document).nextCursor();
        new JobList(document).jobs().forEach(Job::of);
        Job.of(document).isDone();
    }

    public static void training(Map<String, Object> document) {
        var training = Training.of(document);
        training.id();
        training.isDone();
        training.step();
        training.loss();
        training.model();
        training.error();
        ImageSample.of(document);
    }

    public static void verification(Map<String, Object> document) {
        var verification = Verification.of(document);
        verification.isPending();
        verification.isBeingCompared();
        verification.image();
        verification.job();
        verification.self();
    }
}
