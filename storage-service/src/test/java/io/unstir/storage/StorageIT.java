package io.unstir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.Variation;
import io.unstir.storage.fixture.Broker;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.StorageProcess;
import io.unstir.storage.fixture.TrainingScript;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real broker and a real PostgreSQL: from a record to the read API, and blobs over HTTP. */
class StorageIT {
    private static Path folder;
    private static Database database;
    private static Broker broker;
    private static StorageProcess storage;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        database = new Database(folder.resolve("postgres"));
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
        storage = new StorageProcess(
                database,
                broker.bootstrapServers(),
                folder,
                "-Dunstir.blobs.max-size=1M",
                "-Dunstir.blobs.checked-in-memory=64K");
        System.out.printf(
                "storage-service ready after %d ms%n", storage.awaitReady().toMillis());
    }

    @AfterAll
    static void stop() throws Exception {
        storage.close();
        broker.close();
        database.close();
    }

    @Test
    void aJobIsShownAsTheContractSays() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .progressed(10)
                .produced(0)
                .produced(1);

        // When
        send(job.events());

        // Then
        await().untilAsserted(() ->
                assertThat(json("/jobs/" + job.id()).at("/images")).hasSize(2));
        assertThat(json("/jobs/" + job.id())).isEqualTo(new ObjectMapper().readTree("""
                {"id": "%s", "status": "processing", "model": "emoji@1", "checkpoint": "%s",
                 "request_digest": "%s",
                 "input": {"prompt": "a cat", "negative_prompt": "a dog", "n": 2, "seed": 42, "steps": 10,
                           "solver": "ddim", "guidance_scale": 3.0, "eta": 0.0, "timestep_spacing": "leading"},
                 "progress": {"value": 0.5, "steps_done": 10, "steps_total": 20},
                 "images": [{"index": 0, "sha256": "%s", "width": 32, "height": 32, "seed": 42},
                            {"index": 1, "sha256": "%s", "width": 32, "height": 32, "seed": 42}],
                 "error": null, "created_at": "2026-11-23T12:00:00Z", "started_at": "2026-11-23T12:00:01Z",
                 "completed_at": null}
                """.formatted(
                job.id(), JobScript.DIGEST, JobScript.REQUEST_DIGEST, job.imageDigest(0), job.imageDigest(1))));
        assertThat(json("/images/" + job.imageDigest(1)).at("/job_id").asText()).isEqualTo(job.id());
        assertThat(json("/images/" + job.imageDigest(1)).at("/size_bytes").asLong())
                .isEqualTo(1000);
    }

    @Test
    void thePlainConsumerOfTheDocsFollowsAJobByItsEventsAlone() throws Exception {
        // Given
        var other = new JobScript(UUID.randomUUID()).submitted().started(1).succeeded();
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .progressed(10)
                .produced(0)
                .produced(1)
                .succeeded();
        send(other.events());
        send(job.events());

        // When
        var consumer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/quarkus-app/lib/main/*",
                        "../docs/examples/FollowJob.java",
                        broker.bootstrapServers(),
                        job.id())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var told = new String(consumer.getInputStream().readAllBytes(), UTF_8).lines();

        // Then
        assertThat(told)
                .containsExactly(
                        "started by sampler-1",
                        "10 of 20 steps",
                        "image " + job.imageDigest(0),
                        "image " + job.imageDigest(1),
                        "succeeded");
        assertThat(consumer.waitFor()).isZero();
    }

    @Test
    void aJobsEventsAreReadWithItAsOfOneMoment() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .progressed(5)
                .produced(0)
                .progressed(10);
        send(job.events());
        var path = "/jobs/" + job.id() + "/events?tenant=default";
        await().until(() -> json(path).at("/job/progress/steps_done").asInt() == 10);
        var all = json(path + "&after=99-0");
        var started = all.at("/events/0");

        // When
        var after = json(path + "&after=%s-%s".formatted(started.at("/partition"), started.at("/offset")));

        // Then
        assertThat(json(path).at("/events")).isEmpty();
        assertThat(all.at("/events")).hasSize(4);
        assertThat(after.at("/events")).hasSize(3);
        assertThat(JobEvent.parseFrom(after.at("/events/1/payload").binaryValue())
                        .getImageProduced()
                        .getSha256())
                .isEqualTo(job.imageDigest(0));
        assertThat(after.at("/attempt_before").asInt()).isEqualTo(1);
        assertThat(after.at("/complete").asBoolean()).isTrue();
        assertThat(after.at("/last/offset")).isEqualTo(after.at("/events/2/offset"));
        assertThat(after.at("/read_to/" + started.at("/partition").asText()).asLong())
                .isGreaterThan(after.at("/last/offset").asLong());
        assertThat(after.at("/submissions_read_to/unstir.jobs")).isNotEmpty();
        assertThat(after.at("/submissions_read_to").has("unstir.jobs.bulk")).isTrue();
    }

    @Test
    void theEventsOfAnotherTenantsJobAreNotShown() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted().started(1);
        send(job.events());
        await().until(() -> storage.get("/jobs/" + job.id()).statusCode() == 200);

        // When
        var course = json("/jobs/" + job.id() + "/events?tenant=other&after=99-0");

        // Then
        assertThat(course.at("/job").isNull()).isTrue();
        assertThat(course.at("/events")).isEmpty();
    }

    @Test
    void aTenantsJobsAndImagesAreReadPageByPageNewestFirst() throws Exception {
        // Given
        var tenant = "pages";
        var scripts = new ArrayList<JobScript>();
        for (int i = 0; i < 7; i++) {
            int number = i;
            // Three of them at the same moment.
            var job = new JobScript(UUID.randomUUID(), tenant, i < 3 ? 0 : i)
                    .submitted(request -> request.setPrompt(number % 2 == 0 ? "100% Odd_one" : "another"))
                    .started(1)
                    .produced(0)
                    .produced(1);
            scripts.add(i == 5 ? job.failed("not-finite") : i == 6 ? job : job.succeeded());
            send(scripts.getLast().events());
        }
        await().until(() -> list("/images", tenant, "limit=100").at("/images").size() == 14
                && list("/jobs", tenant, "limit=100&status=succeeded")
                                .at("/jobs")
                                .size()
                        == 5);

        // When
        var jobs = new ArrayList<JsonNode>();
        var images = new ArrayList<JsonNode>();
        var page = list("/jobs", tenant, "limit=2");
        page.at("/jobs").forEach(jobs::add);
        while (page.at("/more").asBoolean()) {
            var last = jobs.getLast();
            page = list(
                    "/jobs",
                    tenant,
                    "limit=2&older_than=%s&older_than_id=%s"
                            .formatted(
                                    last.at("/created_at").asText(),
                                    last.at("/id").asText()));
            page.at("/jobs").forEach(jobs::add);
        }
        page = list("/images", tenant, "limit=3");
        page.at("/images").forEach(images::add);
        while (page.at("/more").asBoolean()) {
            var last = images.getLast();
            page = list(
                    "/images",
                    tenant,
                    "limit=3&older_than=%s&older_than_id=%s&older_than_index=%d"
                            .formatted(
                                    last.at("/submitted_at").asText(),
                                    last.at("/job").asText(),
                                    last.at("/index").asInt()));
            page.at("/images").forEach(images::add);
        }

        // Then
        assertThat(jobs).hasSize(7);
        assertThat(jobs)
                .extracting(
                        job -> job.at("/created_at").asText() + job.at("/id").asText())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(jobs).allSatisfy(job -> assertThat(job.at("/images")).hasSize(2));
        assertThat(images)
                .extracting(image ->
                        image.at("/job").asText() + "/" + image.at("/index").asInt())
                .isEqualTo(jobs.stream()
                        .flatMap(job -> Stream.of(
                                job.at("/id").asText() + "/0", job.at("/id").asText() + "/1"))
                        .toList());
        assertThat(images.getFirst().at("/model").asText()).isEqualTo("emoji@1");
        assertThat(ids(tenant, "status=failed")).containsExactly(scripts.get(5).id());
        assertThat(ids(tenant, "status=processing"))
                .containsExactly(scripts.get(6).id());
        assertThat(ids(tenant, "prompt=100%25%20odd_")).hasSize(4);
        assertThat(ids(tenant, "prompt=ODD+10")).hasSize(4);
        assertThat(ids(tenant, "prompt=00")).as("no word begins so").isEmpty();
        assertThat(ids(tenant, "prompt=%25")).as("no word").hasSize(4);
        assertThat(ids(tenant, "prompt=%27%5C%3A*+%26")).as("no word either").isEmpty();
        assertThat(ids(tenant, "prompt=odd%27%5C%3A*")).hasSize(4);
        assertThat(ids(tenant, "model=emoji")).hasSize(7);
        assertThat(ids(tenant, "model=emoji@1&status=succeeded")).hasSize(5);
        assertThat(ids(tenant, "model=emoji@2")).isEmpty();
        var fourth = jobs.get(3).at("/created_at").asText();
        assertThat(ids(tenant, "created_after=" + fourth)).hasSize(3);
        assertThat(ids(tenant, "created_before=" + fourth)).hasSize(3);
        assertThat(list("/jobs", "nobody", "limit=100").at("/jobs")).isEmpty();
        assertThat(list("/images", "nobody", "limit=100").at("/images")).isEmpty();
    }

    @Test
    void rareWordsAreFoundBesideCommonOnes() throws Exception {
        // Given
        database.execute("INSERT INTO tenants VALUES ('words')");
        database.execute(
                "INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, image_count,"
                        + " steps, solver, request) SELECT gen_random_uuid(), 'words', now(), 'emoji', '1', '', 'a common thing'"
                        + " || CASE WHEN n = 7 THEN ' alone \u2764' ELSE '' END, 1, 1, 'ddim', '{}' FROM generate_series(1, 5000) AS n");
        database.execute("ANALYZE jobs");

        // Then
        assertThat(ids("words", "prompt=a+thing+alone")).hasSize(1);
        assertThat(ids("words", "prompt=A+THING+alon+%25")).hasSize(1);
        assertThat(ids("words", "prompt=other+thing+alone")).isEmpty();
        assertThat(ids("words", "prompt=a+thing")).hasSizeGreaterThan(1);
        assertThat(ids("words", "prompt=a+thing+%25")).hasSizeGreaterThan(1);
        assertThat(ids("words", "prompt=%E2%9D%A4")).hasSize(1);
        assertThat(ids("words", "prompt=%E2%9D%A4+%E2%98%80")).isEmpty();
        database.execute("DELETE FROM job_origins WHERE tenant = 'words'");
        database.execute("DELETE FROM jobs WHERE tenant = 'words'");
        database.execute("ANALYZE jobs");
    }

    private static List<String> ids(String tenant, String filter) throws Exception {
        var ids = new ArrayList<String>();
        list("/jobs", tenant, "limit=100&" + filter)
                .at("/jobs")
                .forEach(job -> ids.add(job.at("/id").asText()));
        return ids;
    }

    private static JsonNode list(String path, String tenant, String query) throws Exception {
        return json(path + "?tenant=" + tenant + "&" + query);
    }

    @Test
    void aVerificationIsRecordedAndPicturesOfTwoDeviceClassesAreCompared() throws Exception {
        // Given: as a processor with other instructions rounds.
        var before = picture(100);
        var after = picture(103);
        for (var file : List.of(before, after)) {
            storage.put(address(file), file);
        }
        var original = new JobScript(UUID.randomUUID())
                .submitted()
                .produced(0, sha256(before), "cpu avx2")
                .succeeded();
        var again = new JobScript(UUID.randomUUID())
                .submittedToVerify(sha256(before), original, "cpu avx2")
                .started(1)
                .produced(0, sha256(after), "cpu neon")
                .succeeded();
        var gone = new JobScript(UUID.randomUUID())
                .submittedToVerify(sha256(before), original, "cpu avx2")
                .produced(0, "e".repeat(64), "cpu neon");

        // When
        send(original.events());
        send(again.events());
        send(gone.events());

        // Then
        var path = "/verifications/" + again.id() + "?tenant=default";
        await().until(() -> storage.get(path).statusCode() == 200
                && json(path).at("/largest_difference").isNumber());
        assertThat(json(path)).isEqualTo(new ObjectMapper().readTree("""
                {"image": "%s", "original": "%s", "job": "%s", "status": "succeeded", "error": null, "outcome": "different",
                 "actual": "%s", "original_device_class": "cpu avx2", "actual_device_class": "cpu neon",
                 "largest_difference": 3, "not_compared": null, "requested_at": "2026-11-23T12:00:00Z",
                 "decided_at": "2026-11-23T12:00:02Z"}
                """.formatted(
                                sha256(before), original.id(), again.id(), sha256(after))));
        var all = "/images/" + sha256(before) + "/verifications?tenant=";
        await().until(() -> json(all + "default").at("/verifications").size() == 2
                && json(all + "default")
                        .findValuesAsText("not_compared")
                        .contains("one of the files is gone or damaged"));
        assertThat(json(all + "other").at("/verifications")).isEmpty();
        assertThat(storage.get("/verifications/" + again.id() + "?tenant=other").statusCode())
                .isEqualTo(404);
        assertThat(database.query(
                        "SELECT same_device_class FROM dashboards.verifications WHERE largest_difference = 3"))
                .containsExactly("f");
    }

    @Test
    void imagesAreDrawnAtRandomOverHttp() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID(), "drawer", 0)
                .submitted()
                .produced(0)
                .produced(1);
        send(job.events());
        await().until(() -> list("/images", "drawer", "limit=10").at("/images").size() == 2);

        // When
        var sample = json("/images/sample?tenant=drawer&count=5&seed=7").at("/images");

        // Then
        assertThat(sample)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(job.imageDigest(0), job.imageDigest(1));
        assertThat(json("/images/sample?tenant=drawer&count=1&seed=7").at("/images/0"))
                .isEqualTo(sample.get(0));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return address(bytes).substring("/blobs/".length());
    }

    private static byte[] picture(int grey) throws Exception {
        var picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 1, grey << 16 | 7);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws Exception {
        // When
        var response = storage.get("/jobs/" + UUID.randomUUID() + "/events?tenant=default&after=x");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"field\":\"after\"");
    }

    @Test
    void everySettingThatWasGivenIsShown() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted(StorageIT::withEverySetting);

        // When
        send(job.events());

        // Then
        await().until(() -> storage.get("/jobs/" + job.id()).statusCode() == 200);
        assertThat(json("/jobs/" + job.id()).at("/input"))
                .isEqualTo(new ObjectMapper().readTree("""
                {"prompt": "a cat", "negative_prompt": "a dog", "n": 2, "seed": 42, "steps": 10, "solver": "unipc",
                 "guidance_scale": 3.0, "eta": 0.0, "timestep_spacing": "karras",
                 "variance": "fixed-large", "order": 3,
                 "guidance_start": 0.1, "guidance_end": 1.0, "guidance_rescale": 0.7,
                 "thresholding": "dynamic", "threshold_percentile": 0.9, "width": 64, "height": 48,
                 "init_image": "%1$s", "mask": "%1$s", "strength": 0.5,
                 "outpaint": {"left": 1, "top": 2, "right": 3, "bottom": 4}, "resample_times": 5, "resample_jump": 6,
                 "variation_of": {"seed": 9007199254740991, "image": 3, "strength": 0.25}, "priority": "bulk",
                 "preview_every": 2}
                """.formatted(JobScript.DIGEST)));
    }

    @Test
    void whatIsOnItsWayIsToldWithItsKeyAndHowFarTheTopicsWereRead() throws Exception {
        // Given
        int now = Math.toIntExact(Duration.between(Event.NOON, Instant.now()).toSeconds());
        var open = new JobScript(UUID.randomUUID(), "default", now)
                .withKey("0123456789abcdef")
                .submitted()
                .started(1);
        var plain = new JobScript(UUID.randomUUID(), "other", now).submitted();
        var ended = new JobScript(UUID.randomUUID(), "default", now)
                .submitted()
                .started(1)
                .succeeded();
        var old = new JobScript(UUID.randomUUID(), "default", now - 25 * 3600).submitted();
        send(ended.events());
        send(open.events());
        send(old.events());
        send(plain.events());
        await().until(() -> json("/jobs/" + plain.id() + "?tenant=other")
                        .at("/status")
                        .asText()
                        .equals("queued")
                && json("/jobs/" + old.id()).at("/status").asText().equals("queued")
                && json("/jobs/" + open.id()).at("/status").asText().equals("processing")
                && json("/jobs/" + ended.id()).at("/status").asText().equals("succeeded"));

        // When
        var document = json("/open-jobs");

        // Then
        var keys = new HashMap<String, String>();
        document.get("jobs")
                .forEach(job ->
                        keys.put(job.get("id").asText(), job.get("key_id").asText("")));
        assertThat(keys).containsEntry(open.id(), "0123456789abcdef").containsEntry(plain.id(), "");
        assertThat(keys).doesNotContainKeys(ended.id(), old.id());
        assertThat(document.at("/read_to")).isNotEmpty();
        assertThat(document.at("/submissions_read_to/unstir.jobs")).isNotEmpty();
    }

    @Test
    void theEndOfAJobIsShown() throws Exception {
        var succeeded = new JobScript(UUID.randomUUID()).submitted().started(1).succeeded();
        var failed = new JobScript(UUID.randomUUID()).submitted().failed("unknown-solver");
        var canceled = new JobScript(UUID.randomUUID()).submitted().canceled();

        send(succeeded.events());
        send(failed.events());
        send(canceled.events());

        await().untilAsserted(() -> {
            assertThat(json("/jobs/" + succeeded.id()).at("/status").asText()).isEqualTo("succeeded");
            assertThat(json("/jobs/" + failed.id()).at("/error/code").asText()).isEqualTo("unknown-solver");
            assertThat(json("/jobs/" + canceled.id()).at("/status").asText()).isEqualTo("canceled");
        });
        assertThat(json("/jobs/" + succeeded.id()).at("/progress/value").asDouble())
                .isEqualTo(1);
        assertThat(json("/jobs/" + canceled.id()).at("/error").isNull()).isTrue();
    }

    @Test
    void metricsTellOfRecordsBatchesBlobsAndSpace() throws Exception {
        // Given
        double before = metric("unstir_storage_records_total{topic=\"unstir.jobs\"}");
        byte[] blob = "measured".getBytes(UTF_8);

        // When
        send(new JobScript(UUID.randomUUID()).submitted().events());
        assertThat(storage.put("/blobs/" + sha256(blob), blob).statusCode()).isEqualTo(201);

        // Then
        await().untilAsserted(() -> assertThat(metric("unstir_storage_records_total{topic=\"unstir.jobs\"}"))
                .isEqualTo(before + 1));
        assertThat(metric("unstir_storage_batch_seconds_count")).isPositive();
        assertThat(metric("unstir_storage_delay_seconds_count")).isPositive();
        assertThat(metric("unstir_blob_seconds_count{operation=\"put\"}")).isPositive();
        assertThat(metric("unstir_storage_parked_total")).isNotNegative();
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(metric("unstir_storage_intake_lag{topic=\"unstir.jobs\"}"))
                        .isZero());
        assertThat(storage.get("/q/metrics").body()).containsPattern("disk_free_bytes\\{path=\"[^\"]+\"} [1-9]");
    }

    private static double metric(String series) throws Exception {
        return storage.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void anEvaluationIsKeptBesideTheTrainings() throws Exception {
        send(new TrainingScript("run-8").evaluated(50, 9.5).events());

        await().untilAsserted(
                        () -> assertThat(database.query("SELECT checkpoint_digest || (scores ->> 'frechet_distance')"
                                        + " FROM checkpoint_evaluations WHERE steps = 50"))
                                .containsExactly(TrainingScript.DIGEST + "9.5"));
        assertThat(database.query("SELECT count(*) FROM training_runs WHERE id = 'run-8'"))
                .containsExactly("0");
    }

    @Test
    void theTrainingsOfATenantAreListedNewestFirstPageByPage() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            send(new TrainingScript("listed-" + i, "lister").requested().events());
        }
        await().until(() -> storage.get("/trainings/listed-2?tenant=lister").statusCode() == 200);

        // When
        var first = json("/trainings?tenant=lister&limit=2");
        var second = json("/trainings?tenant=lister&limit=2&cursor="
                + first.at("/next_cursor").asText());

        // Then
        assertThat(first.findValuesAsText("id")).containsExactly("listed-2", "listed-1");
        assertThat(second.findValuesAsText("id")).containsExactly("listed-0");
        assertThat(second.at("/next_cursor").isNull()).isTrue();
        assertThat(storage.get("/trainings?tenant=lister&limit=0").statusCode()).isEqualTo(400);
        assertThat(storage.get("/trainings?tenant=lister&cursor=x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatWasToldOfATrainingIsGivenInOrderAndThinnedWhereItIsMuch() throws Exception {
        // Given
        var training = new TrainingScript("told", "teller").requested().started(0);
        for (int step = 1; step <= 10; step++) {
            training.progressed(step, 1.0 / step);
        }
        send(training.cancelled(10).events());
        await().untilAsserted(() -> assertThat(
                        json("/trainings/told?tenant=teller").at("/status").asText())
                .isEqualTo("canceled"));

        // When
        var all = told("/trainings/told/events?tenant=teller");
        var thinned = told("/trainings/told/events?tenant=teller&most=3");
        var rest =
                told("/trainings/told/events?tenant=teller&after=" + all.get(5).offset());

        // Then
        assertThat(all).extracting(Told::event).hasSize(12);
        assertThat(all.getFirst().event().hasStarted()).isTrue();
        assertThat(all.getLast().event().hasCancelled()).isTrue();
        assertThat(thinned)
                .extracting(Told::event)
                .filteredOn(TrainingEvent::hasProgressed)
                .extracting(event -> event.getProgressed().getStep())
                .containsExactly(2L, 6L, 10L);
        assertThat(rest).isEqualTo(all.subList(6, 12));
        assertThat(storage.get("/trainings/told/events?tenant=another").statusCode())
                .isEqualTo(404);
    }

    private record Told(long offset, TrainingEvent event) {}

    private static List<Told> told(String path) throws Exception {
        var told = new ArrayList<Told>();
        for (var event : json(path).at("/events")) {
            told.add(new Told(
                    event.get("offset").longValue(),
                    TrainingEvent.parseFrom(event.get("payload").binaryValue())));
        }
        return told;
    }

    @Test
    void aTrainingIsShownAsTheContractSays() throws Exception {
        var training = new TrainingScript("run-7")
                .requested()
                .started(0)
                .progressed(500, 0.25)
                .sampled(500)
                .published()
                .finished();

        send(training.events());

        await().untilAsserted(() ->
                assertThat(json("/trainings/run-7").at("/status").asText()).isEqualTo("succeeded"));
        assertThat(json("/trainings/run-7"))
                .isEqualTo(new ObjectMapper().readTree("""
                {"id": "run-7", "status": "succeeded", "model": "emoji", "step": 1000, "total_steps": 1000, "loss": 0.05,
                 "images_per_second": 60.0,
                 "checkpoint": {"model": "emoji", "version": "1", "digest": "%s"}, "error": null,
                 "created_at": "2026-11-23T12:00:00Z", "started_at": "2026-11-23T12:00:01Z",
                 "completed_at": "2026-11-23T12:00:05Z"}
                """.formatted(TrainingScript.DIGEST)));
        assertThat(database.query("SELECT model FROM checkpoints WHERE digest = '%s'".formatted(TrainingScript.DIGEST)))
                .containsExactly("emoji");
    }

    @Test
    void aJobKnownByItsEventsOnlyAppearsWithItsSubmission() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .produced(0)
                .succeeded();
        send(job.events().subList(1, 4));
        await().until(() -> !database.query("SELECT id FROM jobs WHERE terminal AND id = '" + job.id() + "'")
                .isEmpty());
        assertThat(storage.get("/jobs/" + job.id()).statusCode()).isEqualTo(404);

        // When
        send(job.events().subList(0, 1));

        // Then
        await().untilAsserted(() ->
                assertThat(json("/jobs/" + job.id()).at("/status").asText()).isEqualTo("succeeded"));
        assertThat(json("/jobs/" + job.id()).at("/images")).hasSize(1);
    }

    @Test
    void anUnreadableRecordIsParkedAndTheNextOneFlows() throws Exception {
        var job = new JobScript(UUID.randomUUID()).submitted();

        broker.send(Event.garbage(Topic.JOBS, job.id(), "\u0001\u0002 not protobuf"));
        send(job.events());

        await().untilAsserted(() ->
                assertThat(storage.get("/jobs/" + job.id()).statusCode()).isEqualTo(200));
        assertThat(database.query(
                        "SELECT reason FROM parked_records WHERE record_key = convert_to('" + job.id() + "', 'UTF8')"))
                .singleElement()
                .asString()
                .startsWith("not Protobuf");
    }

    @Test
    void anEventIsVisibleWithinFiftyMilliseconds() throws Exception {
        // Given
        var warm = new JobScript(UUID.randomUUID()).submitted();
        send(warm.events());
        await().until(() -> storage.get("/jobs/" + warm.id()).statusCode() == 200);

        // When: what else the machine does makes it slower only, and not all the time
        long median = medianLatency();
        for (int again = 0; again < 2 && median >= 50; again++) {
            median = medianLatency();
        }

        // Then
        assertThat(median).isLessThan(50);
    }

    private long medianLatency() {
        var latencies = LongStream.range(0, 60).map(_ -> latency()).sorted().toArray();
        System.out.printf("record to read API: median %d ms, p90 %d ms%n", latencies[30], latencies[54]);
        return latencies[30];
    }

    @Test
    void anUnknownIdIsAProblem() throws Exception {
        var job = storage.get("/jobs/" + UUID.randomUUID());
        var nonsense = storage.get("/jobs/nonsense");

        assertThat(job.statusCode()).isEqualTo(404);
        assertThat(job.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(new ObjectMapper().readTree(job.body()).at("/type").asText())
                .isEqualTo("https://unstir.io/problems/not-found");
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper()
                        .readTree(nonsense.body())
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("id");
        assertThat(storage.get("/trainings/none").statusCode()).isEqualTo(404);
        assertThat(storage.get("/trainings/%00").statusCode()).isEqualTo(400);
        assertThat(storage.get("/images/none").statusCode()).isEqualTo(404);
        assertThat(storage.get("/nowhere").headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
    }

    @Test
    void aBlobGoesInAndOutByItsDigest() throws Exception {
        var small = "small".getBytes(UTF_8);
        var large = "large".repeat(100_000).getBytes(UTF_8);

        for (var bytes : List.of(small, large)) {
            assertThat(storage.put(address(bytes), bytes).statusCode()).isEqualTo(201);
            assertThat(storage.put(address(bytes), bytes).statusCode()).isEqualTo(200);
            assertThat(storage.bytes(address(bytes)).body()).isEqualTo(bytes);
            var head = storage.head(address(bytes));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(bytes.length);
        }
        assertThat(database.query("SELECT size_bytes FROM blobs ORDER BY 1")).contains("5", "500000");
        assertThat(storage.head("/blobs/" + "0".repeat(64)).statusCode()).isEqualTo(404);
        assertThat(storage.get("/blobs/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    }

    @Test
    void whatCameOfADataSetTrainingCheckpointOrPictureIsFoundThroughAllThatLiesBetween() throws Exception {
        // Given
        var upload = "5".repeat(64);
        var bad = "5d".repeat(32);
        var dataSet = "5e".repeat(32);
        var first = new JobScript(UUID.randomUUID(), "recall", 0)
                .submitted(
                        bad,
                        request ->
                                request.setImage(ImageConditioning.newBuilder().setImageSha256(upload)))
                .started(1)
                .produced(0)
                .succeeded();
        var second = new JobScript(UUID.randomUUID(), "recall", 60)
                .submitted(
                        "6".repeat(64),
                        request ->
                                request.setImage(ImageConditioning.newBuilder().setImageSha256(first.imageDigest(0))))
                .started(1)
                .produced(0)
                .succeeded();
        var other = new JobScript(UUID.randomUUID(), "recall", 120)
                .submitted("6".repeat(64), request -> request)
                .started(1)
                .produced(0)
                .succeeded();
        send(new TrainingScript("run-of-recall")
                .publishedFromStart(bad, dataSet)
                .published("0".repeat(64), "1".repeat(64))
                .events());

        // When
        send(first.events());
        send(second.events());
        send(other.events());

        // Then
        await().until(() -> cameOf("6".repeat(64)).size() == 2);
        assertThat(cameOf(dataSet)).containsExactly(second.id(), first.id());
        assertThat(cameOf(bad)).containsExactly(second.id(), first.id());
        assertThat(cameOf("run-of-recall")).containsExactly(second.id(), first.id());
        assertThat(cameOf(TrainingScript.START)).containsExactly(second.id(), first.id());
        assertThat(cameOf(upload)).containsExactly(second.id(), first.id());
        assertThat(cameOf(first.imageDigest(0))).containsExactly(second.id());
        assertThat(cameOf("6".repeat(64))).containsExactly(other.id(), second.id());
        assertThat(cameOf("7".repeat(64))).isEmpty();
    }

    private static List<String> cameOf(String cause) throws Exception {
        return json("/images?tenant=recall&limit=10&from=" + cause)
                .at("/images")
                .findValuesAsText("job");
    }

    @Test
    void anImagesLineageLeadsFromTheDataSetOverThePictureItBeganWithToTheImage() throws Exception {
        // Given
        var digest = "4d".repeat(32);
        var upload = "1".repeat(64);
        var first = new JobScript(UUID.randomUUID())
                .submitted(
                        digest,
                        request ->
                                request.setImage(ImageConditioning.newBuilder().setImageSha256(upload)))
                .started(1)
                .produced(0)
                .succeeded();
        var second = new JobScript(UUID.randomUUID())
                .submitted(digest, request -> request.setImage(
                                ImageConditioning.newBuilder().setImageSha256(first.imageDigest(0)))
                        .setVariation(Variation.newBuilder()
                                .setOfSeed(7)
                                .setOfImage(1)
                                .setStrength(0.25)))
                .started(1)
                .produced(0)
                .produced(1)
                .succeeded();

        // When
        send(new TrainingScript("run-of-lineage")
                .publishedFromStart(digest, TrainingScript.DATASET)
                .published("4e".repeat(32), "4f".repeat(32))
                .evaluated(digest, 31, 12.5)
                .events());
        send(first.events());
        send(second.events());

        // Then
        var address = "/images/" + second.imageDigest(1) + "/lineage";
        await().until(() -> json(address).at("/nodes").size() == 10
                && !node(json(address), digest).at("/properties/evaluations").isMissingNode());
        var lineage = json(address);
        assertThat(lineage.at("/nodes").findValuesAsText("kind"))
                .containsExactlyInAnyOrder(
                        "image",
                        "job",
                        "image",
                        "job",
                        "image",
                        "noise",
                        "checkpoint",
                        "checkpoint",
                        "training",
                        "dataset");
        assertThat(edges(lineage))
                .containsExactlyInAnyOrder(
                        TrainingScript.DATASET + " > run-of-lineage",
                        TrainingScript.START + " > run-of-lineage",
                        "run-of-lineage > " + digest,
                        digest + " > " + first.id(),
                        digest + " > " + second.id(),
                        upload + " > " + first.id(),
                        first.id() + " > " + first.imageDigest(0),
                        first.imageDigest(0) + " > " + second.id(),
                        "noise 7/1 > " + second.id(),
                        second.id() + " > " + second.imageDigest(1));
        assertThat(lineage.at("/nodes/1/properties/request/seed").asText()).isEqualTo("42");
        var dataSet = node(lineage, TrainingScript.DATASET).get("properties");
        assertThat(dataSet.get("licence").asText()).isEqualTo("Apache-2.0");
        assertThat(dataSet.get("items").asInt()).isEqualTo(24);
        var training = node(lineage, "run-of-lineage").get("properties");
        assertThat(training.get("code_revision").asText()).isEqualTo("7".repeat(40));
        assertThat(training.at("/libraries/pytorch").asText()).isEqualTo("2.7.1");
        for (var made : List.of(second.imageDigest(1), first.imageDigest(0))) {
            var image = node(lineage, made).get("properties");
            assertThat(image.get("device_class").asText()).isEqualTo("cpu");
            assertThat(image.get("code_revision").asText()).isEqualTo(JobScript.SOFTWARE.getCodeRevision());
            assertThat(image.at("/libraries/onnxruntime").asText()).isEqualTo("1.29.0");
        }
        var evaluations = node(lineage, digest).at("/properties/evaluations");
        assertThat(evaluations).anySatisfy(evaluation -> {
            assertThat(evaluation.get("steps").asInt()).isEqualTo(31);
            assertThat(evaluation.at("/scores/frechet_distance").asDouble()).isEqualTo(12.5);
            assertThat(evaluation.at("/ceiling/frechet_distance").asDouble()).isEqualTo(100);
            assertThat(evaluation.get("dataset").asText()).isEqualTo(TrainingScript.DATASET);
        });
    }

    @Test
    void anImageThatIsWhatItsJobBeganWithLeadsNobodyInACircle() throws Exception {
        // Given
        var same = "4".repeat(64);
        var job = new JobScript(UUID.randomUUID())
                .submitted(request ->
                        request.setImage(ImageConditioning.newBuilder().setImageSha256(same)))
                .started(1)
                .produced(0, same)
                .succeeded();

        // When
        send(job.events());

        // Then
        await().until(() -> storage.get("/images/" + same + "/lineage").statusCode() == 200);
        assertThat(edges(json("/images/" + same + "/lineage")))
                .containsExactlyInAnyOrder(job.id() + " > " + same, JobScript.DIGEST + " > " + job.id());
    }

    private static JsonNode node(JsonNode lineage, String id) {
        for (var node : lineage.at("/nodes")) {
            if (node.get("id").asText().equals(id)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void aJobCanBeRunAgainFromWhatIsKeptOfIt() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID())
                .submitted(StorageIT::withEverySetting)
                .started(1)
                .produced(0);

        // When
        send(job.events());

        // Then
        await().until(() -> storage.get("/jobs/%s/run".formatted(job.id())).statusCode() == 200
                && json("/jobs/%s/run".formatted(job.id())).at("/images").size() == 1);
        var run = json("/jobs/%s/run".formatted(job.id()));
        var request = SamplingRequest.newBuilder();
        JsonFormat.parser().merge(run.get("request").toString(), request);
        assertThat(request.build())
                .isEqualTo(
                        JobSubmitted.parseFrom(job.events().getFirst().value()).getRequest());
        assertThat(run.get("checkpoint").asText()).isEqualTo(JobScript.DIGEST);
        assertThat(run.at("/images/0/device_class").asText()).isEqualTo("cpu");
    }

    @Test
    void openJobsAreCountedAndTheirSamplersNamed() throws Exception {
        // Given
        var before = json("/system?tenant=default");
        var waiting = new JobScript(UUID.randomUUID()).submitted();
        var running = new JobScript(UUID.randomUUID()).submitted().started(7);

        // When
        send(waiting.events());
        send(running.events());

        // Then
        await().untilAsserted(() -> {
            var now = json("/system?tenant=default");
            assertThat(now.get("queued").asLong())
                    .isEqualTo(before.get("queued").asLong() + 1);
            assertThat(now.get("processing").asLong())
                    .isEqualTo(before.get("processing").asLong() + 1);
            assertThat(now.get("samplers").findValuesAsText("worker")).contains("sampler-7");
        });
        assertThat(json("/system?tenant=other").get("samplers")).isEmpty();
    }

    @Test
    void aTenantSeesNothingOfAnother() throws Exception {
        // Given
        var job = new JobScript(UUID.randomUUID()).submitted().started(1).produced(0);
        send(job.events());
        send(new TrainingScript("run-of-default").requested().sampled(100).events());

        // When
        await().until(() -> storage.get("/images/" + job.imageDigest(0)).statusCode() == 200
                && storage.get("/trainings/run-of-default").statusCode() == 200);

        // Then
        for (var path : List.of(
                "/jobs/" + job.id(),
                "/jobs/" + job.id() + "/run",
                "/images/" + job.imageDigest(0),
                "/images/" + job.imageDigest(0) + "/lineage",
                "/trainings/run-of-default")) {
            assertThat(storage.get(path + "?tenant=other").statusCode())
                    .as(path)
                    .isEqualTo(404);
            assertThat(storage.get(path + "?tenant=").statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void aBlobIsThereForWhomItWasPutAndWhoseJobMadeIt() throws Exception {
        // Given
        var bytes = "drawn by hand".getBytes(UTF_8);
        var made = "made by a job".getBytes(UTF_8);
        var job = new JobScript(UUID.randomUUID())
                .submitted()
                .started(1)
                .produced(0, address(made).substring(7));
        send(job.events());
        await().until(() -> storage.get("/images/" + address(made).substring(7)).statusCode() == 200);

        // When
        var first = storage.put(address(bytes) + "?tenant=a", bytes);
        var again = storage.put(address(bytes) + "?tenant=a", bytes);
        var byAnother = storage.put(address(bytes) + "?tenant=b", bytes);
        storage.put(address(made), made);

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(byAnother.statusCode()).as("nobody learns what others have").isEqualTo(201);
        assertThat(storage.bytes(address(bytes) + "?tenant=a").body()).isEqualTo(bytes);
        assertThat(storage.bytes(address(bytes) + "?tenant=b").body()).isEqualTo(bytes);
        assertThat(storage.get(address(bytes) + "?tenant=c").statusCode()).isEqualTo(404);
        assertThat(storage.head(address(bytes) + "?tenant=c").statusCode()).isEqualTo(404);
        assertThat(storage.get(address(bytes)).statusCode())
                .as("for samplers and trainers")
                .isEqualTo(200);
        assertThat(storage.get(address(made) + "?tenant=default").statusCode()).isEqualTo(200);
        assertThat(storage.get(address(made) + "?tenant=a").statusCode()).isEqualTo(404);
    }

    @Test
    void thePicturesOfATrainingAreItsTenants() throws Exception {
        // When
        send(new TrainingScript("run-with-pictures").requested().sampled(7).events());

        // Then
        await().untilAsserted(() -> assertThat(
                        database.query("SELECT tenant || ' ' || left(sha256, 1) FROM blob_owners ORDER BY 1"))
                .contains("default a", "default b"));
    }

    @Test
    void aBlobThatCannotBeTakenIsAProblem() throws Exception {
        var bytes = "bytes".getBytes(UTF_8);
        var wrong = storage.put("/blobs/" + "0".repeat(64), bytes);
        var bad = storage.put("/blobs/XYZ", bytes);
        var large = new byte[(1 << 20) + 1];
        var tooLarge = storage.put(address(large), large);

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(code(wrong.body())).isEqualTo("wrong-digest");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(code(bad.body())).isEqualTo("bad-digest");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(code(tooLarge.body())).isEqualTo("blob-too-large");
    }

    @Test
    void damagedBytesAreNeverGivenOut() throws Exception {
        for (var bytes :
                List.of("precious".getBytes(UTF_8), "precious".repeat(50_000).getBytes(UTF_8))) {
            storage.put(address(bytes), bytes);
            var hex = address(bytes).substring("/blobs/".length());
            Files.write(
                    folder.resolve("blobs")
                            .resolve(hex.substring(0, 2))
                            .resolve(hex.substring(2, 4))
                            .resolve(hex),
                    new byte[3]);

            var damaged = storage.get(address(bytes));

            assertThat(damaged.statusCode()).isEqualTo(500);
            assertThat(code(damaged.body())).isEqualTo("blob-corrupt");
        }
    }

    private static SamplingRequest.Builder withEverySetting(SamplingRequest.Builder request) {
        request.getSolverBuilder()
                .setName("unipc")
                .setTimestepSpacing("karras")
                .setVariance("fixed-large")
                .setOrder(3);
        request.getGuidanceBuilder().setIntervalStart(0.1).setRescale(0.7);
        request.getThresholdingBuilder().setKind("dynamic").setPercentile(0.9);
        request.getCanvasBuilder().setWidth(64).setHeight(48);
        request.getImageBuilder()
                .setImageSha256(JobScript.DIGEST)
                .setMaskSha256(JobScript.DIGEST)
                .setStrength(0.5)
                .setOutpaint(
                        Margins.newBuilder().setLeft(1).setTop(2).setRight(3).setBottom(4))
                .setResampleTimes(5)
                .setResampleJump(6);
        request.getVariationBuilder().setOfSeed(9007199254740991L).setOfImage(3).setStrength(0.25);
        return request.setPriority(Priority.BULK).setPreviewEvery(2);
    }

    private static long latency() {
        try {
            var job = new JobScript(UUID.randomUUID()).submitted();
            broker.send(job.events().getFirst());
            long begin = System.nanoTime();
            while (storage.get("/jobs/" + job.id()).statusCode() != 200) {
                Thread.onSpinWait();
            }
            return Duration.ofNanos(System.nanoTime() - begin).toMillis();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void send(List<Event> events) throws Exception {
        for (var event : events) {
            broker.send(event);
        }
    }

    private static JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(storage.get(path).body());
    }

    private static List<String> edges(JsonNode lineage) {
        return lineage.at("/edges")
                .valueStream()
                .map(edge -> edge.get("from").asText() + " > " + edge.get("to").asText())
                .toList();
    }

    private static String code(String body) throws Exception {
        return new ObjectMapper().readTree(body).at("/code").asText();
    }

    private static String address(byte[] bytes) throws Exception {
        return "/blobs/"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
