package io.unstir.local.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Jobs as clients send them that want every one done: each under its own {@code Idempotency-Key}, sent again, to another gateway, while what
 * became of it is not known. A time-out tells nothing, so it never counts as a refusal.
 */
final class Workload {
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** These jobs are long. */
    static final int LONG = 20;

    private static final List<String> SOLVERS = List.of("ddim", "euler", "dpm++2m", "unipc", "ddpm");
    private static final int ACCEPTED = 202;

    private final List<URI> gateways;
    private final String model;
    private final String round;
    private final boolean mayFail;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();

    /** No gateway may answer with a failure. */
    Workload(List<URI> gateways, String model, String round) {
        this(gateways, model, round, false);
    }

    /**
     * @param round tells the jobs of one run from those of another: they have the same numbers and make the same images
     * @param mayFail whether a gateway may answer with a failure, which tells of the job as little as no answer does
     */
    Workload(List<URI> gateways, String model, String round, boolean mayFail) {
        this.gateways = gateways;
        this.model = model;
        this.round = round;
        this.mayFail = mayFail;
    }

    /** Sends so many jobs, the first ones. */
    void send(int count, double aSecond, int senders) throws InterruptedException {
        send(IntStream.range(0, count).boxed().toList(), aSecond, senders);
    }

    /** Sends jobs, so many a second; returns when each is accepted. */
    void send(List<Integer> numbers, double aSecond, int senders) throws InterruptedException {
        long start = System.nanoTime();
        var next = new AtomicInteger();
        var failures = new ConcurrentLinkedQueue<Exception>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < senders; sender++) {
                threads.submit(() -> {
                    try {
                        for (int at = next.getAndIncrement(); at < numbers.size(); at = next.getAndIncrement()) {
                            long due = start + (long) (at / aSecond * 1e9);
                            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                            submit(numbers.get(at));
                        }
                    } catch (IllegalStateException e) {
                        failures.add(e);
                    }
                    return null;
                });
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " senders failed", failures.peek());
        }
    }

    /** The id of each job, by its number. */
    Map<Integer, String> accepted() {
        return Map.copyOf(accepted);
    }

    /** How often nobody answered in time or the connection broke, and the job was sent again. */
    int unknown() {
        return unknown.get();
    }

    /** How often a gateway said that it could not take a job now. */
    int refused() {
        return refused.get();
    }

    /** How often a gateway that may fail did, and the job was sent again. */
    int failed() {
        return failed.get();
    }

    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Returns when it is accepted. */
    void submit(int number) throws InterruptedException {
        long begin = System.nanoTime();
        for (int attempt = 0; ; attempt++) {
            URI gateway = gateways.get((number + attempt) % gateways.size());
            try {
                var answer = http.send(request(gateway, number), BodyHandlers.ofString(UTF_8));
                if (answer.statusCode() == ACCEPTED) {
                    accept(number, answer);
                    slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                    return;
                }
                count(answer, number);
            } catch (IOException e) {
                unknown.incrementAndGet();
            }
            Thread.sleep(PAUSE);
        }
    }

    private void count(HttpResponse<String> answer, int number) {
        int status = answer.statusCode();
        if (status == 503 || status == 429) {
            refused.incrementAndGet();
        } else if (mayFail && status >= 500) {
            failed.incrementAndGet();
        } else {
            throw new IllegalStateException("job %d was answered with %d: %s".formatted(number, status, answer.body()));
        }
    }

    private void accept(int number, HttpResponse<String> answer) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        accepted.put(number, location.substring(location.lastIndexOf('/') + 1));
    }

    private HttpRequest request(URI gateway, int number) {
        return HttpRequest.newBuilder(gateway.resolve("/v1/jobs"))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", round + "-" + number)
                .POST(BodyPublishers.ofString(Json.compact(job(number))))
                .build();
    }

    static String prompt(int number) {
        return "job " + number;
    }

    /** Of all kinds: short and long, one image and several, with and without chance in the solver. */
    private Map<String, Object> job(int number) {
        return Map.of(
                "prompt",
                prompt(number),
                "model",
                model,
                "seed",
                number,
                "n",
                number % 5 == 0 ? 3 : 1,
                "steps",
                number % LONG == 0 ? 400 : 1 + number * 7 % 40,
                "solver",
                SOLVERS.get(number % SOLVERS.size()),
                "guidance_scale",
                1);
    }
}
