package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.TrainingCancelRequested;
import io.unstir.proto.v1.TrainingControl;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer against a real broker. */
class TrainerIT {
    private static final String NETWORK = """
            data: {folder: shapes, image_size: 8, max_tokens: 8}
            network: {channels: [8], blocks: 1, attention_levels: [], heads: 2}
            """;

    @TempDir
    Path folder;

    private Broker broker;
    private Blobs blobs;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
        blobs = new Blobs();
        dataSet();
    }

    @AfterEach
    void stop() {
        blobs.close();
        broker.close();
    }

    @Test
    void requestedTrainingsEndInCheckpointsOrFailuresAndAreNotRepeated() throws Exception {
        // Given
        request("good", yaml("shapes", 3));
        request("bad", "model: Shapes\n");
        request("empty", yaml("shapes", 3).replace("folder: shapes", "folder: nowhere"));

        // When
        try (var trainer = trainer(Map.of())) {
            soon().until(() -> trainer.readiness() == 200);
            soon().until(() -> ends().size() == 3);
            soon().untilAsserted(() -> assertThat(trainer.metrics())
                    .contains(
                            "unstir_trainings_finished_total 1.0",
                            "unstir_trainings_failed_total{cause=\"bad-config\"} 1.0",
                            "unstir_trainings_failed_total{cause=\"dataset-unreadable\"} 1.0",
                            "unstir_training_active 0.0",
                            "unstir_training_step NaN"));
        }
        try (var trainer = trainer(Map.of())) {
            request("after", "model: Shapes\n");
            soon().until(() -> ends().size() == 4);
        }

        // Then
        assertThat(ends()).extracting(TrainingEvent::getTrainingId).containsExactly("good", "bad", "empty", "after");
        var finished = ends().getFirst().getFinished();
        assertThat(finished.getCheckpoint().getModel()).isEqualTo("shapes");
        assertThat(finished.getSteps()).isEqualTo(3);
        assertThat(ends().get(1).getFailed().getCode()).isEqualTo("bad-config");
        assertThat(ends().get(1).getFailed().getMessage())
                .contains("model must be text", "data.folder must be given; it has no default (got nothing)");
        assertThat(ends().get(2).getFailed().getCode()).isEqualTo("dataset-unreadable");
        var published = checkpoints().getFirst().getPublished();
        assertThat(published.getDigest()).isEqualTo(finished.getCheckpoint().getDigest());
        assertThat(blobs.digests())
                .contains(published.getDigest())
                .containsAll(published.getManifest().getFilesList().stream()
                        .map(BundleFile::getSha256)
                        .toList());
        var sampled = events().stream().filter(TrainingEvent::hasSampled).toList();
        assertThat(sampled).singleElement().satisfies(event -> {
            assertThat(event.getTrainingId()).isEqualTo("good");
            assertThat(event.getSampled().getStep()).isEqualTo(3);
            assertThat(blobs.digests())
                    .contains(
                            event.getSampled().getSamplesSha256(),
                            event.getSampled().getLossCurveSha256());
        });
        var record = broker.read(Topic.TRAINING_EVENTS).getFirst();
        assertThat(Broker.header(record, "ce_type")).isEqualTo("io.unstir.v1.TrainingStarted");
        assertThat(Broker.header(record, "ce_id")).isEqualTo("good/started/0");
        assertThat(record.key()).isEqualTo("good");
        var started = events().getFirst().getStarted();
        var lineage = published.getManifest().getLineage();
        assertThat(started.getSoftware().getCodeRevision()).isEqualTo(lineage.getCodeRevision());
        assertThat(started.getSoftware().getLibrariesMap())
                .isEqualTo(lineage.getLibrariesMap())
                .containsKeys("djl", "pytorch", "onnxruntime");
        assertThat(started.getStartCheckpoint()).isEmpty();
    }

    @Test
    void aStoppedAndAKilledTrainingGoOnAtTheNextStart() throws Exception {
        // Given
        request("long", yaml("shapes", 100_000));

        // When
        try (var trainer = trainer(Map.of())) {
            soon().until(() -> progressOf("long") > 0);
            assertThat(trainer.stop()).as("seconds until the step ended").isLessThan(20);
        }
        long stoppedAt = progressOf("long");
        try (var trainer = trainer(Map.of())) {
            soon().until(() -> progressOf("long") > stoppedAt + 2);
            trainer.kill();
        }
        try (var trainer = trainer(Map.of())) {
            soon().until(() -> starts().size() == 3);
        }

        // Then
        assertThat(starts()).isSorted().startsWith(0L).doesNotHaveDuplicates();
        assertThat(ends()).isEmpty();
    }

    @Test
    void aCanceledTrainingStopsKeepsItsStateAndLetsTheNextOneIn() throws Exception {
        // Given
        request("long", yaml("shapes", 100_000));
        request("never", yaml("shapes", 100_000));
        cancel("never");

        // When
        try (var trainer = trainer(Map.of())) {
            soon().until(() -> progressOf("long") > 0);
            cancel("long");
            soon().until(() -> ends().size() == 2);
        }

        // Then
        assertThat(ends())
                .allMatch(TrainingEvent::hasCancelled)
                .extracting(TrainingEvent::getTrainingId)
                .containsExactly("long", "never");
        var cancelled = ends().getFirst().getCancelled();
        assertThat(cancelled.getReason()).isEqualTo("not wanted");
        assertThat(cancelled.getSteps()).isPositive();
        assertThat(folder.resolve(
                        "trainer/runs/long/checkpoints/step-%09d.safetensors".formatted(cancelled.getSteps())))
                .exists();
        assertThat(starts()).as("only the first one began").containsExactly(0L);
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void aBundleTrainedOnTheCommandLineIsPublishedOnceAsStarterModel() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("starter.yaml"), yaml("starter", 3));
        try (var training = new TrainerProcess(
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()),
                "train",
                config.toString(),
                "--out",
                folder.resolve("starters/run").toString())) {
            assertThat(training.exitStatus()).isZero();
        }
        Files.move(folder.resolve("starters/run/bundle"), folder.resolve("starters/starter"));
        Bundle bundle = new BundleReader().read(folder.resolve("starters/starter"));
        var starters = Map.of(
                "UNSTIR_TRAINER_STARTER_MODELS", folder.resolve("starters").toString());

        // When
        try (var trainer = trainer(starters)) {
            soon().until(() -> checkpoints().size() == 1);
        }
        try (var trainer = trainer(starters)) {
            request("after", "model: Shapes\n");
            soon().until(() -> ends().size() == 1);
        }

        // Then
        assertThat(checkpoints()).singleElement().satisfies(event -> assertThat(
                        event.getPublished().getManifest())
                .isEqualTo(bundle.manifest()));
        assertThat(blobs.digests()).contains(bundle.digest());
    }

    private TrainerProcess trainer(Map<String, String> settings) throws IOException {
        var environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("UNSTIR_STORAGE_URL", blobs.url());
        environment.put("UNSTIR_TRAINER_FOLDER", folder.resolve("trainer").toString());
        environment.put("UNSTIR_TRAINER_DATA_FOLDER", folder.toString());
        return new TrainerProcess(environment);
    }

    private void request(String id, String yaml) throws Exception {
        broker.send(
                Topic.TRAININGS,
                id,
                TrainingRequested.newBuilder()
                        .setTrainingId(id)
                        .setConfigYaml(yaml)
                        .build());
    }

    private void cancel(String id) throws Exception {
        broker.send(
                Topic.TRAINING_CONTROL,
                id,
                TrainingControl.newBuilder()
                        .setTrainingId(id)
                        .setCancelRequested(TrainingCancelRequested.newBuilder().setReason("not wanted"))
                        .build());
    }

    private static String yaml(String model, int steps) {
        return "model: %s\n%straining: {steps: %d, batch: 2, checkpoint_every: 2}\n".formatted(model, NETWORK, steps);
    }

    private List<TrainingEvent> events() throws InvalidProtocolBufferException {
        var events = new ArrayList<TrainingEvent>();
        for (var record : broker.read(Topic.TRAINING_EVENTS)) {
            events.add(TrainingEvent.parseFrom(record.value()));
        }
        return events;
    }

    private List<TrainingEvent> ends() throws InvalidProtocolBufferException {
        return events().stream()
                .filter(event -> event.hasFinished() || event.hasFailed() || event.hasCancelled())
                .toList();
    }

    /** The steps that runs went on from. */
    private List<Long> starts() throws InvalidProtocolBufferException {
        return events().stream()
                .filter(TrainingEvent::hasStarted)
                .map(event -> event.getStarted().getFromStep())
                .toList();
    }

    private long progressOf(String id) throws InvalidProtocolBufferException {
        return events().stream()
                .filter(event -> event.getTrainingId().equals(id) && event.hasProgressed())
                .mapToLong(event -> event.getProgressed().getStep())
                .max()
                .orElse(0);
    }

    private List<CheckpointEvent> checkpoints() throws InvalidProtocolBufferException {
        var events = new ArrayList<CheckpointEvent>();
        for (var record : broker.read(Topic.CHECKPOINTS)) {
            events.add(CheckpointEvent.parseFrom(record.value()));
        }
        return events;
    }

    private void dataSet() throws IOException {
        Path shapes = Files.createDirectories(folder.resolve("shapes"));
        var metadata = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xff00ff);
            ImageIO.write(image, "png", shapes.resolve(i + ".png").toFile());
            metadata.append("{\"file_name\": \"%d.png\", \"text\": \"dot %d\"}%n".formatted(i, i));
        }
        Files.writeString(shapes.resolve("metadata.jsonl"), metadata);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
    }
}
