package io.unstir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a job through the real system, from a picture folder to pixels: the command line starts a broker, a database and
 * the four services; a network is trained and published; jobs come in over HTTP; processes are killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeSystemIT {
    private static final int PORT_BASE = 17600;
    private static final int MOST_EVENTS = 100_000;
    private static final String EMOJI = "a smiling face with sunglasses";

    @TempDir
    static Path folder;

    private TraceCollector traces;
    private RunningSystem system;
    private String firstDigest;

    @BeforeAll
    void start() throws IOException {
        traces = new TraceCollector();
        system = new RunningSystem(
                folder.resolve("data"),
                PORT_BASE,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint(),
                        "OTEL_BSP_SCHEDULE_DELAY", "500",
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true"));
        system.up();
        system.awaitModel("emoji@2");
    }

    @AfterAll
    void stop() {
        system.down();
        traces.close();
        assertThat(system.processes()).as("processes left behind").isEmpty();
    }

    @Test
    @Order(1)
    void databaseRunsWithDurabilityOn() throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(query("show " + setting)).as(setting).containsExactly("on");
        }
    }

    @Test
    @Order(2)
    void emojiJobYieldsAnImageEventsAndRows() throws IOException, SQLException {
        String id = system.submit(Map.of("prompt", EMOJI, "seed", 7, "n", 2));

        JsonNode job = system.succeeded(id);

        firstDigest = job.path("images").path(0).path("sha256").asText();
        for (JsonNode image : job.path("images")) {
            byte[] png = system.bytes(image.path("url").asText());
            assertThat(sha256(png)).isEqualTo(image.path("sha256").asText());
            assertThat(contrast(ImageIO.read(new ByteArrayInputStream(png)))).isGreaterThan(60);
        }
        List<JobEvent.EventCase> events = events(id);
        assertThat(events).startsWith(JobEvent.EventCase.STARTED).endsWith(JobEvent.EventCase.SUCCEEDED);
        assertThat(events).filteredOn(JobEvent.EventCase.IMAGE_PRODUCED::equals).hasSize(2);
        assertThat(query("select count(*) from images where sha256 = '" + firstDigest + "'"))
                .containsExactly("1");
    }

    @Test
    @Order(3)
    void sameSeedYieldsTheSameDigestAndAnotherSeedAnother() {
        assertThat(digest(Map.of("prompt", EMOJI, "seed", 7))).isEqualTo(firstDigest);
        assertThat(digest(Map.of("prompt", EMOJI, "seed", 8))).isNotEqualTo(firstDigest);
    }

    @Test
    @Order(3)
    void aJobIsOneTraceFromItsRequestToItsRowsAndItsLogLinesSayWhich() {
        // When
        String id = system.submit(Map.of("prompt", EMOJI, "seed", 9));
        system.succeeded(id);

        // Then: one trace, told by three services, each span but the first below another
        Awaitility.await().untilAsserted(() -> assertThat(
                        traces.ofJob(id).map(traces::trace).orElse(List.of()))
                .extracting(TraceCollector.Told::name)
                .contains(
                        "unstir-gateway: POST /v1/jobs",
                        "unstir-gateway: send unstir.jobs",
                        "unstir-storage: store unstir.jobs",
                        "unstir-sampler: wait for a sampler",
                        "unstir-sampler: process unstir.jobs",
                        "unstir-sampler: load the model",
                        "unstir-sampler: encode the prompt",
                        "unstir-sampler: sample",
                        "unstir-sampler: store the image",
                        "unstir-storage: PUT /blobs/{sha256}",
                        "unstir-storage: store unstir.job-events"));
        String trace = traces.ofJob(id).orElseThrow();
        var spans = traces.trace(trace);
        assertThat(spans.stream().filter(span -> span.parent().isEmpty()))
                .extracting(TraceCollector.Told::name)
                .containsExactly("unstir-gateway: POST /v1/jobs");
        assertThat(spans.stream().map(TraceCollector.Told::id))
                .containsAll(spans.stream()
                        .map(TraceCollector.Told::parent)
                        .filter(parent -> !parent.isEmpty())
                        .toList());

        // And: the log lines about the job say both, and none says what was asked for
        for (String service : List.of("gateway", "sampler-0")) {
            var lines = system.log(service).stream()
                    .filter(line -> line.contains(id))
                    .map(system::json)
                    .toList();
            assertThat(lines).as(service).isNotEmpty().allSatisfy(line -> {
                assertThat(line.at("/mdc/jobId").asText()).isEqualTo(id);
                assertThat(line.at("/mdc/traceId").asText()).isEqualTo(trace);
            });
        }
        assertThat(List.of("gateway", "storage", "sampler-0", "trainer"))
                .allSatisfy(service -> assertThat(system.log(service)).noneMatch(line -> line.contains(EMOJI)));
    }

    @Test
    @Order(3)
    void everyMetricThatAlertsAndDashboardsAskForIsToldByAService() throws IOException {
        // Given: gateway, storage, trainer, sampler
        var told = new TreeSet<String>();
        for (int port : List.of(0, 1, 2, 10)) {
            told.addAll(Metrics.told(system.metrics(port)));
        }

        // When
        var asked = new TreeSet<>(Metrics.asked(Path.of("../prometheus/rules/unstir.yml")));
        asked.addAll(Metrics.asked(Path.of("../grafana/dashboards/unstir-live.json")));

        // Then
        assertThat(asked).hasSizeGreaterThan(25);
        assertThat(told).containsAll(asked);
    }

    @Test
    @Order(4)
    void badRequestsGetProblemsAndTheCommandLineShowsThem() {
        assertProblem(Map.of("prompt", ""), "prompt");
        assertProblem(Map.of("prompt", "cat", "model", "nonesuch"), "model");
        assertProblem(Map.of("prompt", "cat", "steps", 0), "steps");
        assertProblem(Map.of("prompt", "x".repeat(100_000)), "prompt");

        assertRefused("prompt", "generate", "");
        assertRefused("nonesuch", "generate", "cat", "--model", "nonesuch");
        assertRefused("steps", "generate", "cat", "--steps", "0");
        assertRefused("prompt", "generate", "x".repeat(100_000));
    }

    @Test
    @Order(5)
    void runningSamplerTakesUpAModelTrainedAMomentAgo() throws IOException {
        Path data = folder.resolve("squares");
        ColouredSquares.write(data);
        long sampler = system.pid("sampler-0");

        RunningSystem.Outcome trained = system.command("train", config(data).toString());

        assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();
        system.awaitModel("squares@1");
        for (String colour : ColouredSquares.COLOURS.keySet()) {
            assertThat(dominant(
                            system.succeeded(system.submit(Map.of("prompt", colour, "model", "squares", "seed", 3)))))
                    .isEqualTo(colour);
        }
        assertThat(system.pid("sampler-0")).as("the same sampler process").isEqualTo(sampler);
    }

    @Test
    @Order(6)
    void evaluationComparesWhatTheModelMakesWithItsDataAndIsKept() throws IOException, SQLException {
        String[] evaluate = {"evaluate", "squares", "--images", "24", "--steps", "5,10", "--json"};

        RunningSystem.Outcome first = system.command(evaluate);
        RunningSystem.Outcome again = system.command(evaluate);

        assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
        assertThat(first.err()).contains("24 images of 24 to make");
        JsonNode run = system.json(first.out()).at("/runs/1");
        assertThat(run.path("steps").asInt()).isEqualTo(10);
        assertThat(run.at("/scores/prompt_agreement").asDouble()).isGreaterThan(0.9);
        assertThat(run.at("/scores/frechet_distance").asDouble())
                .isLessThan(run.at("/ceiling/frechet_distance").asDouble());
        assertThat(Path.of(system.json(first.out()).at("/sheets/1").asText())).isNotEmptyFile();
        assertThat(again.err()).contains("0 images of 24 to make").contains("trained before");
        assertThat(system.json(again.out())).isEqualTo(system.json(first.out()));
        Awaitility.await().untilAsserted(() -> assertThat(
                        query("select steps from checkpoint_evaluations where model = 'squares' order by steps"))
                .containsExactly("5", "10"));
        assertThat(query("select (scores ->> 'frechet_distance')::float8 from checkpoint_evaluations where steps = 10"))
                .containsExactly(run.at("/scores/frechet_distance").asText());
        try (var files = Files.walk(folder.resolve("data/trainer/runs"))) {
            assertThat(files.filter(file -> file.endsWith("bundle/evaluation.json")))
                    .hasSize(1);
        }
    }

    @Test
    @Order(7)
    void samplerKilledInTheMiddleOfAJobYieldsTheUndisturbedDigests() {
        Map<String, Object> job = Map.of("prompt", EMOJI, "seed", 11, "n", 8, "steps", 200, "solver", "ddpm");
        List<String> undisturbed = digests(system.succeeded(system.submit(job)));

        String id = system.submit(job);
        Awaitility.await().until(() -> {
            double progress = system.json(system.get("/v1/jobs/" + id).body())
                    .path("progress")
                    .path("value")
                    .asDouble();
            assertThat(progress).as("killed too late to mean anything").isLessThan(1);
            return progress > 0.1;
        });
        long killed = system.pid("sampler-0");
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        assertThat(digests(system.succeeded(id))).isEqualTo(undisturbed);
        assertThat(system.pid("sampler-0")).isNotEqualTo(killed);
    }

    @Test
    @Order(8)
    void aWatchThatIsCutOffGoesOnAtAnotherGateway() throws Exception {
        var random = new Random(20261123);
        try (var second = new SecondGateway(
                PORT_BASE + 9, system.kafka(), system.storage(), folder.resolve("second-gateway.log"))) {
            String id = system.submit(Map.of("prompt", EMOJI, "seed", 11, "n", 4, "steps", 60));
            var undisturbed =
                    CompletableFuture.supplyAsync(() -> watch(second, PORT_BASE, id, Optional.empty(), MOST_EVENTS));

            var seen = new ArrayList<SecondGateway.Event>();
            Optional<String> last = Optional.empty();
            int visits = 0;
            while (seen.isEmpty() || !seen.getLast().name().equals("done")) {
                int port = random.nextBoolean() ? PORT_BASE : second.port();
                for (var event : watch(second, port, id, last, 1 + random.nextInt(6))) {
                    last = event.id().isPresent() ? event.id() : last;
                    seen.add(event);
                }
                visits++;
            }

            System.out.println("A watch was cut off " + (visits - 1) + " times");
            assertThat(visits).isGreaterThan(2);
            assertThat(offsets(seen)).isSorted().doesNotHaveDuplicates();
            assertThat(offsets(undisturbed.get())).isSorted().doesNotHaveDuplicates();
            long begin = Math.max(
                    offsets(seen).getFirst(), offsets(undisturbed.get()).getFirst());
            assertThat(toldFrom(begin, seen)).isEqualTo(toldFrom(begin, undisturbed.get()));
            assertThat(undisturbed.get())
                    .extracting(SecondGateway.Event::name)
                    .contains("status", "progress", "preview", "image", "done");
            assertThat(system.json(seen.getLast().data())).isEqualTo(system.await("/v1/jobs/" + id, "succeeded"));
        }
    }

    private static List<Long> offsets(List<SecondGateway.Event> events) {
        return events.stream()
                .flatMap(event -> event.id().stream())
                .map(id -> Long.valueOf(id.substring(id.indexOf('-') + 1)))
                .toList();
    }

    /** But for progress, of which a client that was slow for a moment gets the newest only. */
    private static List<String> toldFrom(long begin, List<SecondGateway.Event> events) {
        return events.stream()
                .filter(event -> event.id().isPresent() && !event.name().equals("progress"))
                .filter(event -> offsets(List.of(event)).getFirst() > begin)
                .map(event -> event.name() + " " + event.id().get())
                .toList();
    }

    private static List<SecondGateway.Event> watch(
            SecondGateway client, int port, String job, Optional<String> last, int most) {
        try {
            return client.watch(port, job, last, most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(9)
    void sameSeedYieldsTheSameDigestAfterDownAndUp() {
        system.down();
        assertThat(system.processes()).as("processes left behind").isEmpty();
        system.up();

        assertThat(digest(Map.of("prompt", EMOJI, "seed", 7))).isEqualTo(firstDigest);
    }

    @Test
    @Order(10)
    void noRequestThatTheDocumentAllowsOrNearlySoFailsTheGateway() {
        // Given
        var job = system.succeeded(system.submit(Map.of("prompt", EMOJI, "seed", 7)));
        var training = system.post("/v1/trainings", Map.of("config", "model: a"));
        var known = List.of(
                job.path("id").asText(),
                job.at("/images/0/sha256").asText(),
                system.json(training.body()).path("id").asText(),
                "emoji@2",
                "emoji");

        // When
        new RequestStorm(system.gateway()).rage(400, Duration.ofSeconds(60), known);

        // Then
        assertThat(digest(Map.of("prompt", EMOJI, "seed", 7))).isEqualTo(firstDigest);
    }

    @Test
    @Order(12)
    void everyRecordIsAsTheDocumentOfTopicsSays() {
        // Given
        system.succeeded(system.submit(Map.of("prompt", EMOJI, "seed", 7, "priority", "bulk", "preview_every", 1)));

        // When
        var document = system.json(system.get("/asyncapi").body());
        var written = new WrittenTopics(system.kafka(), document).check();

        // Then
        assertThat(written).contains(Topic.JOBS, Topic.JOBS_BULK, Topic.JOB_EVENTS, Topic.PREVIEWS, Topic.CHECKPOINTS);
    }

    @Test
    @Order(11)
    void commandLineAnimatesAnImageTellsItsLineageAndVerifiesIt() throws IOException, SQLException {
        Path png = folder.resolve("red.png");
        Path gif = folder.resolve("red.gif");

        JsonNode made = document(
                "generate",
                "red",
                "--model",
                "squares",
                "--steps",
                "20",
                "-o",
                png.toString(),
                "--gif",
                gif.toString());
        JsonNode lineage = document("lineage", png.toString());
        JsonNode verified = document("verify", png.toString());
        JsonNode newest = document("jobs", "--limit", "2");

        String job = made.at("/jobs/0/id").asText();
        assertThat(frames(gif)).as(made.toString()).isBetween(3, 20);
        assertThat(lineage.path("nodes").findValuesAsText("kind"))
                .contains("image", "job", "checkpoint", "training", "dataset");
        assertThat(verified.path("outcome").asText()).isEqualTo("equal");
        assertThat(verified.path("original").asText()).isEqualTo(job);
        assertThat(newest.path("jobs").findValuesAsText("id"))
                .contains(verified.path("job").asText());
        assertThat(lineage.at("/file/state").asText()).isEqualTo("untouched");
        assertThat(lineage.at("/file/parameters/prompt").asText()).isEqualTo("red");
        assertThat(query("select outcome from verifications where job_id = '"
                        + verified.path("job").asText() + "'"))
                .containsExactly("equal");
        JsonNode sample = document("verify", "--sample", "3", "--seed", "1");
        assertThat(sample.path("equal").asInt()).as(sample.toString()).isEqualTo(3);
        for (JsonNode each : sample.path("verifications")) {
            assertThat(query("select outcome from verifications where job_id = '"
                            + each.path("job").asText() + "'"))
                    .containsExactly("equal");
        }
    }

    /** What a command that succeeds prints with {@code --json}. */
    private JsonNode document(String... words) {
        var line = new ArrayList<>(List.of(words));
        line.add("--json");
        RunningSystem.Outcome outcome = system.command(line.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return system.json(outcome.out());
    }

    private static int frames(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var file = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(file);
            return reader.getNumImages(true);
        } finally {
            reader.dispose();
        }
    }

    /** After all others, so that the system was killed, stopped and started again before. */
    @Nested
    class InABrowser extends StudioScenes {
        @Override
        RunningSystem system() {
            return system;
        }
    }

    @Nested
    class SeenInABrowser extends StudioViews {
        @Override
        RunningSystem system() {
            return system;
        }

        @Override
        int guardedPort() {
            return PORT_BASE + 8;
        }
    }

    private void assertProblem(Map<String, Object> job, String field) {
        HttpResponse<String> response = system.post("/v1/jobs", job);
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(system.json(response.body())
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(response.body().length()).isLessThan(2000);
    }

    private void assertRefused(String named, String... words) {
        RunningSystem.Outcome outcome = system.command(words);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isBetween(1, 2);
        assertThat(outcome.err()).contains(named).doesNotContain("\tat ");
    }

    private String digest(Map<String, Object> job) {
        return digests(system.succeeded(system.submit(job))).getFirst();
    }

    private static List<String> digests(JsonNode job) {
        List<String> digests = new ArrayList<>();
        job.path("images").forEach(image -> digests.add(image.path("sha256").asText()));
        return digests;
    }

    /** The colour channel with the largest mean over a job's first image. */
    private String dominant(JsonNode job) throws IOException {
        byte[] png = system.bytes(job.path("images").path(0).path("url").asText());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            red += rgb >> 16 & 0xff;
            green += rgb >> 8 & 0xff;
            blue += rgb & 0xff;
        }
        if (red > green && red > blue) {
            return "red";
        }
        return green > blue ? "green" : "blue";
    }

    /** Distance of the brightest and the darkest pixel, 0 to 255. */
    private static int contrast(BufferedImage image) {
        int darkest = 255;
        int brightest = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            int grey = ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
            darkest = Math.min(darkest, grey);
            brightest = Math.max(brightest, grey);
        }
        return brightest - darkest;
    }

    private Path config(Path data) throws IOException {
        return Files.writeString(folder.resolve("squares.yaml"), """
                model: squares
                data: {folder: %s, image_size: 8, max_tokens: 8}
                network: {channels: [16, 32], blocks: 1, attention_levels: [], heads: 2}
                diffusion: {schedule: cosine, steps: 100, prediction: v_prediction}
                training: {steps: 300, batch: 12, learning_rate: 0.003, warmup_steps: 20, ema_decay: 0.98, checkpoint_every: 100}
                sampling: {solver: ddim, steps: 10, guidance_scale: 1.0}
                """.formatted(data));
    }

    /** Kinds of a job's events, in the order they stand on the topic. */
    private List<JobEvent.EventCase> events(String jobId) throws IOException {
        var properties = new Properties();
        properties.put("bootstrap.servers", system.kafka());
        List<JobEvent.EventCase> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.JOB_EVENTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (jobId.equals(record.key())) {
                        var type = record.headers().lastHeader("ce_type");
                        JobEvent event = JobEvent.parseFrom(record.value());
                        assertThat(new String(type.value(), StandardCharsets.UTF_8))
                                .startsWith("io.unstir.v1.");
                        events.add(event.getEventCase());
                    }
                }
            }
        }
        return events;
    }

    private List<String> query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(system.databaseUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
