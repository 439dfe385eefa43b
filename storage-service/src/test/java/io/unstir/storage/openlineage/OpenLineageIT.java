package io.unstir.storage.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.storage.fixture.Broker;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.LineageServer;
import io.unstir.storage.fixture.StorageProcess;
import io.unstir.storage.fixture.TrainingScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as OpenLineage events, with a real broker, a real PostgreSQL and a real HTTP server. */
class OpenLineageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INIT = "1".repeat(64);

    @TempDir
    Path folder;

    private Broker broker;
    private Database database;
    private LineageServer server;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
        database = new Database(folder.resolve("postgres"));
        server = new LineageServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        database.close();
        broker.close();
    }

    @Test
    void everyRunIsToldOnceFromItsStartToItsEndInValidEvents() throws Exception {
        // Given
        var succeeded = whole(new UUID(1, 1), 0);
        var failed =
                new JobScript(new UUID(1, 2), "acme", 60).submitted().started(1).failed("unknown-solver");
        var canceled = new JobScript(new UUID(1, 3), "acme", 120).submitted().canceled();
        var trained = new TrainingScript("emoji-first")
                .requested()
                .started(0)
                .progressed(500, 0.1)
                .started(500)
                .published()
                .finished();
        var broken = new TrainingScript("emoji-second").requested().started(0).failed("loss-not-finite");

        // When
        try (var storage = storage()) {
            storage.awaitReady();
            for (var script : List.of(trained.events(), broken.events())) {
                broker.sendAll(script);
            }
            for (var job : List.of(succeeded, failed, canceled)) {
                broker.sendAll(job.events());
                broker.sendAll(job.events());
            }
            await().until(() -> published().size() >= 10);
            // What was told again has been read when this one is through.
            broker.sendAll(trained.events());
            broker.sendAll(whole(new UUID(1, 4), 600).events());
            await().until(() -> published().size() >= 12);
        }

        // Then
        var events = published();
        assertThat(events)
                .extracting(OpenLineageIT::told)
                .doesNotHaveDuplicates()
                .hasSize(12);
        for (var run : List.of(succeeded.id(), failed.id(), canceled.id())) {
            assertThat(of(events, run))
                    .extracting(event -> event.get("eventType").asText())
                    .startsWith("START");
        }
        var complete = of(events, succeeded.id()).get(1);
        assertThat(told(complete)).isEqualTo(succeeded.id() + " COMPLETE 2026-11-23T12:00:04Z");
        assertThat(complete.at("/job/name").asText()).isEqualTo("sampling/emoji");
        assertThat(complete.at("/inputs").findValuesAsText("name")).containsExactly(JobScript.DIGEST, INIT);
        assertThat(complete.at("/outputs").findValuesAsText("name"))
                .containsExactly(succeeded.imageDigest(0), succeeded.imageDigest(1));
        assertThat(complete.at("/outputs/0/outputFacets/outputStatistics/size").asLong())
                .isEqualTo(1000);
        assertThat(complete.at("/run/facets/unstir_sampling/request/seed").asText())
                .isEqualTo("42");
        assertThat(complete.at("/run/facets/unstir_sampling/request/solver/name")
                        .asText())
                .isEqualTo("ddim");
        assertThat(complete.at("/run/facets/processing_engine/version").asText())
                .isEqualTo("1.29.0");
        assertThat(complete.at("/job/facets/sourceCodeLocation/version").asText())
                .isEqualTo(JobScript.SOFTWARE.getCodeRevision());
        var failure = of(events, failed.id()).get(1);
        assertThat(told(failure)).isEqualTo(failed.id() + " FAIL 2026-11-23T12:01:02Z");
        assertThat(failure.at("/run/facets/errorMessage/message").asText()).isNotEmpty();
        assertThat(of(events, canceled.id()))
                .extracting(OpenLineageIT::told)
                .containsExactly(
                        canceled.id() + " START 2026-11-23T12:02:00Z", canceled.id() + " ABORT 2026-11-23T12:02:01Z");
        var training = of(events, RunId.of("emoji-first").toString());
        assertThat(training)
                .extracting(event -> event.get("eventType").asText())
                .containsExactly("START", "COMPLETE");
        assertThat(training.getFirst().at("/eventTime").asText()).isEqualTo("2026-11-23T12:00:01Z");
        assertThat(training.get(1).at("/inputs").findValuesAsText("name"))
                .containsExactly(TrainingScript.DATASET, TrainingScript.START);
        assertThat(training.get(1)
                        .at("/inputs/0/inputFacets/inputStatistics/rowCount")
                        .asLong())
                .isEqualTo(24);
        assertThat(training.get(1).at("/outputs").findValuesAsText("name")).containsExactly(TrainingScript.DIGEST);
        assertThat(of(events, RunId.of("emoji-second").toString()))
                .extracting(event -> event.get("eventType").asText())
                .containsExactly("START", "FAIL");
        assertThat(records()).allSatisfy(record -> {
            assertThat(header(record, "ce_type")).isEqualTo("io.openlineage.RunEvent");
            assertThat(header(record, "content-type")).isEqualTo("application/json");
            assertThat(header(record, "ce_id")).startsWith(record.key() + "/");
        });
    }

    @Test
    void whatARebuiltDatabaseTellsAgainIsTheSameToTheByte() throws Exception {
        // Given
        var scripts = new ArrayList<Event>();
        scripts.addAll(new TrainingScript("emoji-first")
                .requested()
                .started(0)
                .published()
                .finished()
                .events());
        scripts.addAll(whole(new UUID(2, 1), 0).events());
        scripts.addAll(whole(new UUID(2, 2), 60).events());
        try (var storage = storage()) {
            storage.awaitReady();
            broker.sendAll(scripts);
            await().until(() -> published().size() == 6);
        }
        var before = records().stream().map(OpenLineageIT::text).sorted().toList();

        // When
        database.drop();
        try (var storage = storage()) {
            storage.awaitReady();
            await().until(() -> published().size() == 12);
        }

        // Then
        assertThat(records().stream().skip(6).map(OpenLineageIT::text).sorted().toList())
                .isEqualTo(before);
    }

    @Test
    void anEndpointThatWasAwayIsToldAllInOrderAlsoByTheNextProcess() throws Exception {
        // Given
        server.answer(_ -> 503);
        var told = new ArrayList<String>();
        try (var storage = storage(endpoint())) {
            storage.awaitReady();
            for (int i = 0; i < 5; i++) {
                broker.sendAll(whole(new UUID(3, i), 60 * i).events());
            }
            await().until(() -> published().size() == 10 && server.turnedAway() >= 2);
            published().forEach(event -> told.add(told(event)));
            assertThat(server.taken()).isEmpty();
            storage.kill();
        }

        // When
        try (var storage = storage(endpoint())) {
            storage.awaitReady();
            int before = server.turnedAway();
            await().until(() -> server.turnedAway() > before);
            server.answer(_ -> 201);
            await().until(() -> firstOfEach(server.taken()).size() == 10);
        }

        // Then
        assertThat(firstOfEach(server.taken())).containsExactlyElementsOf(told);
        for (var event : server.taken()) {
            OpenLineageRules.check(event);
        }
        assertThat(database.query("SELECT sent_through = (SELECT max(sequence) FROM lineage_events)"
                        + " FROM lineage_outlets WHERE name = 'endpoint'"))
                .containsExactly("t");
    }

    @Test
    void whatTheEndpointRefusesIsCountedAndTheNextOneGoesOut() throws Exception {
        // Given
        var refused = whole(new UUID(4, 1), 0);
        var other = whole(new UUID(4, 2), 60);
        server.answer(document -> document.contains(refused.id()) ? 422 : 201);

        // When
        try (var storage = storage(endpoint())) {
            storage.awaitReady();
            broker.sendAll(refused.events());
            broker.sendAll(other.events());
            await().until(() -> server.taken().size() == 2);
        }

        // Then
        assertThat(firstOfEach(server.taken())).allMatch(event -> event.startsWith(other.id()));
        assertThat(database.query("SELECT refused || ' ' || last_refusal FROM lineage_outlets WHERE name = 'endpoint'"))
                .containsExactly("2 " + refused.id() + "/COMPLETE: status 422");
    }

    @Test
    void aTopicThatIsMissingDelaysItsEventsAndNothingElse() throws Exception {
        // Given
        broker.deleteTopic(Topic.LINEAGE);
        var job = whole(new UUID(5, 1), 0);

        // When
        try (var storage = storage(endpoint())) {
            storage.awaitReady();
            broker.sendAll(job.events());
            await().until(() -> storage.get("/jobs/" + job.id()).body().contains("succeeded"));
            await().until(() -> server.taken().size() == 2);
            broker.createTopic(Topic.LINEAGE);
            await().until(() -> published().size() == 2);
        }

        // Then
        assertThat(published()).extracting(OpenLineageIT::told).allMatch(event -> event.startsWith(job.id()));
    }

    private static JobScript whole(UUID id, int begin) {
        return new JobScript(id, "default", begin)
                .submitted(request ->
                        request.setImage(ImageConditioning.newBuilder().setImageSha256(INIT)))
                .started(1)
                .produced(0)
                .produced(1)
                .succeeded();
    }

    private StorageProcess storage(String... settings) throws IOException {
        var all =
                new ArrayList<>(List.of("-Dunstir.lineage.look-after-events=50ms", "-Dunstir.lineage.max-backoff=1s"));
        all.addAll(List.of(settings));
        return new StorageProcess(database, broker.bootstrapServers(), folder, all.toArray(String[]::new));
    }

    private String[] endpoint() {
        return new String[] {"-Dunstir.lineage.endpoint.url=" + server.url(), "-Dunstir.lineage.endpoint.token=secret"};
    }

    private List<ConsumerRecord<String, byte[]>> records() throws Exception {
        return broker.read(Topic.LINEAGE);
    }

    /** All on the topic, each of them valid. */
    private List<JsonNode> published() throws Exception {
        var events = new ArrayList<JsonNode>();
        for (var record : records()) {
            events.add(OpenLineageRules.check(text(record)));
        }
        return events;
    }

    private static List<String> firstOfEach(List<String> documents) throws IOException {
        var told = new ArrayList<String>();
        for (var document : documents) {
            told.add(told(JSON.readTree(document)));
        }
        return told.stream().distinct().toList();
    }

    private static List<JsonNode> of(List<JsonNode> events, String run) {
        return events.stream()
                .filter(event -> event.at("/run/runId").asText().equals(run))
                .toList();
    }

    private static String told(JsonNode event) {
        return event.at("/run/runId").asText() + " " + event.get("eventType").asText() + " "
                + event.get("eventTime").asText();
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
