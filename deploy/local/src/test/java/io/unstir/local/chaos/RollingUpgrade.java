package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.api.Gateway;
import io.unstir.local.api.Training;
import io.unstir.local.chaos.Upgrade.Step;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New processes of each service take the place of the old ones while jobs are sent and a training is in hand. By default both are of this
 * build; {@code -Dunstir.upgrade.from=FOLDER} has the old ones come from another, an earlier version that is built there.
 */
class RollingUpgrade {
    private static final int JOBS = Integer.getInteger("unstir.upgrade.jobs", 60);
    private static final double A_SECOND = 8;
    private static final int SENDERS = 8;
    private static final int AT_ONCE = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Long enough to be in hand until its trainer is asked to end. */
    private static final String TRAINING = """
            model: upgraded
            data: {kind: two-moons, points: 2000}
            network: {kind: mlp, width: 32, blocks: 2}
            diffusion: {schedule: cosine, steps: 100, prediction: v_prediction}
            training: {steps: 100000, batch: 64, learning_rate: 0.002, warmup_steps: 10, checkpoint_every: 50000}
            sampling: {solver: ddim, steps: 5, guidance_scale: 1}
            """;

    @Test
    void everyServiceIsReplacedUnderLoadAndNoJobIsLostDoubledOrChanged(@TempDir Path folder) throws Exception {
        Installation to = Chaos.installation(folder);
        var from = new Installation(
                Path.of(System.getProperty("unstir.upgrade.from", to.home().toString())), to.starterModels());
        try (var upgrade = Upgrade.begin(folder, from, to)) {
            // Given
            var system = upgrade.system();
            Chaos.awaitModel(system);
            var front = URI.create("http://127.0.0.1:" + upgrade.front());
            var gateway = new Gateway(front, Optional.empty());
            String training = gateway.train(TRAINING).id();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> gateway.training(training).step() > 0);
            // What an earlier version answers can't be mended any more.
            boolean mayFail = !from.home().equals(to.home());
            var disturbed = new Workload(List.of(front), Chaos.MODEL, "disturbed", mayFail);
            var isOver = new AtomicBoolean();
            var sending = CompletableFuture.supplyAsync(
                    () -> send(disturbed, isOver), task -> Thread.ofVirtual().start(task));

            // When
            var steps = new ArrayList<Step>();
            steps.add(upgrade.roll("storage"));
            awaitWriter(upgrade.newPort("storage"));
            steps.add(upgrade.roll("gateway"));
            steps.add(upgrade.roll("sampler-0"));
            steps.add(upgrade.follow("trainer"));
            isOver.set(true);
            int count = sending.join();
            Chaos.awaitEnds(system, disturbed.accepted());

            // Then
            var calm = new Workload(List.of(front), Chaos.MODEL, "calm");
            calm.send(count, 100, SENDERS);
            Chaos.awaitEnds(system, calm.accepted());
            var ledger = Ledger.read(system);
            var ids = disturbed.accepted().values();
            report(steps, count, disturbed, ledger.begunAgain(ids));
            assertThat(ledger.lost(ids)).as("lost").isEmpty();
            assertThat(ledger.doubled(ids)).as("doubled").isEmpty();
            assertThat(ledger.changed(disturbed.accepted(), ledger, calm.accepted()))
                    .as("changed")
                    .isEmpty();
            assertThat(parkedRecords(system)).isZero();

            // Then: the training goes on where the old trainer was
            Training resumed = gateway.training(training);
            assertThat(resumed.isDone()).as("the training outlasts its trainer").isFalse();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> gateway.training(training).step() > resumed.step());
            gateway.cancelTraining(training);

            // Then: and what the first version of all wrote is read by each service
            readsTheFirstSchema(system, gateway, calm);
        }
    }

    private static void readsTheFirstSchema(FaultySystem system, Gateway gateway, Workload calm) throws Exception {
        var model = gateway.model(Chaos.MODEL);
        int number = 1;
        try (var writer = new FirstSchema(system.bootstrapServers())) {
            String job = writer.submit(
                    "model: \"%s\" version: \"%s\" digest: \"%s\""
                            .formatted(model.get("model"), model.get("version"), model.get("digest")),
                    """
                    prompt: "%s" seed: 1 image_count: 1 guidance_scale: 1
                    solver { name: "euler" steps: 8 timestep_spacing: "%s" }
                    """.formatted(Workload.prompt(number), spacing(model)));
            String told = writer.tell(List.of(
                    "started { device_class: \"ort\" }",
                    "progressed { steps_done: 4 steps_total: 8 }",
                    "image_produced { index: 0 sha256: \"%s\" size_bytes: 99 width: 8 height: 8 media_type: \"image/png\" }"
                            .formatted("a".repeat(64)),
                    "succeeded { image_sha256: \"%s\" sampling_millis: 5 }".formatted("a".repeat(64))));
            Chaos.awaitEnds(system, Map.of(number, job, 2, told));

            var ledger = Ledger.read(system);
            assertThat(ledger.changed(Map.of(number, job), ledger, calm.accepted()))
                    .as("images of a job of the first schema")
                    .isEmpty();
            assertThat(ledger.lost(List.of(job, told))).isEmpty();
            assertThat(ledger.images().get(told)).containsExactly(Map.entry(0, "a".repeat(64)));
            assertThat(gateway.job(job).hasSucceeded()).isTrue();
            assertThat(parkedRecords(system)).isZero();
        }
    }

    /** What the gateway puts into a request that leaves it out. */
    private static String spacing(Map<String, Object> model) {
        return Json.object(model, "defaults")
                .flatMap(defaults -> Json.text(defaults, "timestep_spacing"))
                .filter(spacing -> !spacing.isEmpty())
                .orElse("leading");
    }

    /** As long as there is something to replace, and so many jobs at least. */
    private static int send(Workload workload, AtomicBoolean isOver) {
        try {
            int count = 0;
            while (count < JOBS || !isOver.get()) {
                workload.send(IntStream.range(count, count + AT_ONCE).boxed().toList(), A_SECOND, SENDERS);
                count += AT_ONCE;
            }
            return count;
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** It stood by while the old one wrote: of two, one writes. */
    private static void awaitWriter(int storage) {
        Awaitility.await().atMost(PATIENCE).until(() -> metrics(storage)
                .lines()
                .filter(line -> line.startsWith("unstir_storage_intake_lag{"))
                .noneMatch(line -> line.endsWith("NaN")));
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"));
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    private static long parkedRecords(FaultySystem system) throws SQLException {
        try (var connection = system.database();
                var row = connection.createStatement().executeQuery("SELECT count(*) FROM parked_records")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void report(List<Step> steps, int jobs, Workload workload, long begunAgain) throws IOException {
        var text = new StringBuilder("| service | new one ready after, s | old one ended after, s |\n|:--|--:|--:|\n");
        steps.forEach(step -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f |\n",
                step.service(),
                step.untilReady() / 1e3,
                step.untilEnded() / 1e3)));
        text.append(
                "\n%d jobs, %d requests answered by nobody, %d by a failure, %d refused for now, %d jobs begun again\n"
                        .formatted(jobs, workload.unknown(), workload.failed(), workload.refused(), begunAgain));
        System.out.println(text);
        Files.writeString(Path.of("target", "rolling-upgrade.md"), text);
    }
}
