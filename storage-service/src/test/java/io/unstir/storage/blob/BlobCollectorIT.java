package io.unstir.storage.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.Event;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.S3Server;
import io.unstir.storage.fixture.TrainingScript;
import io.unstir.storage.tenant.Tenant;
import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.CheckpointRestoration;
import io.unstir.storage.topic.KafkaLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is removed and what never is, over a real PostgreSQL, and real files or a real S3 server. */
@ParameterizedClass
@EnumSource(BlobConfig.Kind.class)
class BlobCollectorIT {
    private static final Instant EVER = Instant.now().plus(Duration.ofDays(1));
    private static final String JOB = "0199b0a0-0000-7000-8000-000000000001";

    private static Database database;
    private static DataSource source;
    private static S3Server server;
    private static int tests;

    @Parameter
    private BlobConfig.Kind kind;

    @TempDir
    private Path folder;

    private BlobStore store;
    private BlobIndex index;
    private BlobOwners owners;
    private BlobCollector collector;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new S3Server(folder.resolve("s3"));
        database = new Database(folder.resolve("postgres"));
        database.migrate();
        var postgres = new PGSimpleDataSource();
        postgres.setUrl(database.url());
        postgres.setUser("postgres");
        source = postgres;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        database.close();
    }

    @BeforeEach
    void open() throws IOException, SQLException {
        database.empty();
        database.execute("DELETE FROM blobs");
        store = switch (kind) {
            case FOLDER -> new FolderStore(new DurableFiles(folder), 1 << 20, 0, 1 << 20);
            case S3 -> Buckets.of(server, folder, "test-%d/".formatted(++tests));
        };
        index = new BlobIndex(source);
        owners = new BlobOwners(source);
        collector = new BlobCollector(source, store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatNobodyNamesGoesWithItsRowsAndOwners() throws Exception {
        // Given
        var unnamed = put("unnamed");
        owners.add(unnamed, Tenant.required("acme"));

        // When
        var collected = collector.collect(EVER);

        // Then
        assertThat(collected).isEqualTo(new BlobCollector.Collected(1, "unnamed".length()));
        assertThat(store.size(unnamed)).isEmpty();
        assertThat(database.query("SELECT sha256 FROM blobs")).isEmpty();
        assertThat(database.query("SELECT sha256 FROM blob_owners")).isEmpty();
    }

    @Test
    void whatAnyKindOfRowNamesStays() throws Exception {
        // Given
        var named = List.of(
                put("image"), put("init"), put("mask"), put("manifest"), put("unet"), put("samples"), put("parked"));
        job("{\"image\":{\"image_sha256\":\"%s\",\"mask_sha256\":\"%s\"}}".formatted(named.get(1), named.get(2)));
        image(0, named.get(0));
        database.execute("""
                INSERT INTO checkpoints (digest, published_at, manifest)
                VALUES ('%s', now(), '{"files":[{"path":"unet/model.onnx","sha256":"%s"}]}')""".formatted(named.get(3), named.get(4)));
        database.execute("INSERT INTO training_runs (id) VALUES ('t')");
        database.execute("""
                INSERT INTO training_events (source, event_id, training_id, type, occurred_at, topic, partition, kafka_offset, payload)
                VALUES ('s', 'e', 't', 'x', now(), 'x', 0, 0, '\\x12'::bytea || convert_to('%s', 'UTF8') || '\\x1a')""".formatted(named.get(5)));
        database.execute("""
                INSERT INTO parked_records (topic, partition, topic_id, kafka_offset, recorded_at, payload, headers, reason)
                VALUES ('x', 0, 'x', 0, now(), '\\x00ff'::bytea || convert_to('ab%sc0', 'UTF8'), '{}', 'refused')""".formatted(named.get(6)));

        // When
        var collected = collector.collect(EVER);

        // Then
        assertThat(collected.blobs()).isZero();
        for (var digest : named) {
            assertThat(store.read(digest)).isPresent();
        }
    }

    @Test
    void whoNamesABlobIsAskedOfIndexesHoweverMuchWasTold() throws Exception {
        // Given
        var unnamed = put("unnamed");
        database.execute("INSERT INTO training_runs (id) VALUES ('t')");
        database.execute("""
                INSERT INTO training_events (source, event_id, training_id, type, occurred_at, topic, partition, kafka_offset, payload)
                SELECT 's', 'e' || i, 't', 'x', now(), 'x', 0, i, convert_to(encode(sha256(convert_to(i::text, 'UTF8')), 'hex'), 'UTF8')
                FROM generate_series(1, 3000) AS i""");
        database.execute("ANALYZE training_events");

        // When
        var plan =
                database.query("EXPLAIN " + BlobCollector.STILL_UNNAMED.replaceFirst("\\?", "'" + unnamed.hex() + "'"));

        // Then
        assertThat(plan).anyMatch(line -> line.contains("training_events_name_blobs"));
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan on training_events"));
        assertThat(collector.collect(EVER).blobs()).isOne();
    }

    @Test
    void whatJobsAreTiedToStaysWhenItsNameIsPublishedAnew() throws Exception {
        // Given
        var training = new TrainingScript("run");
        var unet = put("unet of the first");
        var first = bundle(training, unet);
        var second = bundle(training, put("unet of the second"));
        var queued = new JobScript(UUID.randomUUID()).submitted(first.hex(), request -> request);
        write(training.published(first.hex(), manifest(training, unet))
                .published(second.hex(), manifest(training, unet))
                .retired(second.hex())
                .events());
        write(queued.events());

        // When
        var collected = collector.collect(EVER);

        // Then
        assertThat(collected.blobs()).isEqualTo(1);
        assertThat(store.read(first)).isPresent();
        assertThat(store.read(unet)).isPresent();
        assertThat(store.read(second)).isPresent();
    }

    @Test
    void nothingGoesWhileTheFilesOfACheckpointThatAJobNamesAreNotKnown() throws Exception {
        // Given: the topic was compacted before it was read, so that the job alone tells of its checkpoint
        var training = new TrainingScript("run");
        var unet = put("unet");
        var checkpoint = bundle(training, unet);
        var unnamed = put("unnamed");
        write(new JobScript(UUID.randomUUID())
                .submitted(checkpoint.hex(), request -> request)
                .events());

        // When
        assertThatThrownBy(() -> collector.collect(EVER)).hasMessageContaining(checkpoint.hex());
        int restored;
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            restored = new CheckpointRestoration(new BlobBytes(store)).restore(connection);
        }
        var collected = collector.collect(EVER);

        // Then
        assertThat(restored).isEqualTo(1);
        assertThat(database.query("SELECT training_id || ' ' || dataset_licence || ' ' || (published_at IS NULL)"
                        + " FROM checkpoints WHERE digest = '%s'".formatted(checkpoint)))
                .containsExactly("run Apache-2.0 true");
        assertThat(collected.blobs()).isEqualTo(1);
        assertThat(store.read(checkpoint)).isPresent();
        assertThat(store.read(unet)).isPresent();
        assertThat(store.read(unnamed)).isEmpty();
    }

    @Test
    void bytesThatAreNoManifestTellNothingOfACheckpoint() throws Exception {
        // Given
        var text = put("not a manifest");
        var empty = put("{}");
        for (var digest : List.of(text, empty)) {
            write(new JobScript(UUID.randomUUID())
                    .submitted(digest.hex(), request -> request)
                    .events());
        }

        // When
        int restored;
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            restored = new CheckpointRestoration(new BlobBytes(store)).restore(connection);
        }

        // Then
        assertThat(restored).isZero();
        assertThat(database.query("SELECT count(*) FROM checkpoints WHERE manifest IS NULL"))
                .containsExactly("2");
    }

    @Test
    void aCheckpointWhoseBundleIsGoneIsTracedToTheTrainingThatMadeIt() throws Exception {
        // Given
        write(new TrainingScript("run").started(0).finished().events());
        write(new JobScript(UUID.randomUUID())
                .submitted(TrainingScript.DIGEST, request -> request)
                .started(1)
                .produced(0)
                .events());

        // When
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            new CheckpointRestoration(new BlobBytes(store)).restore(connection);
        }

        // Then
        assertThat(database.query("SELECT training_id || ' ' || dataset_digest FROM dashboards.lineage"))
                .containsExactly("run " + TrainingScript.DATASET);
        assertThat(database.query("SELECT manifest IS NULL FROM checkpoints")).containsExactly("t");
    }

    private static BundleManifest manifest(TrainingScript training, Sha256 unet) {
        var manifest = training.manifest(TrainingScript.DIGEST, TrainingScript.DATASET);
        manifest.getFilesBuilder(0).setSha256(unet.hex());
        return manifest.build();
    }

    private Sha256 bundle(TrainingScript training, Sha256 unet) throws Exception {
        return put(JsonFormat.printer().print(manifest(training, unet)));
    }

    private static void write(List<Event> events) throws SQLException {
        try (var connection = database.connect()) {
            new BatchWriter().write(connection, KafkaLog.of(events).inOrder());
        }
    }

    @Test
    void whatWasUsedSinceStays() throws Exception {
        // Given
        var used = put("an upload that a job is going to name");
        database.execute("UPDATE blobs SET used_at = now() - interval '8 days'");
        index.use(used);

        // When
        var collected = collector.collect(Instant.now().minus(Duration.ofDays(7)));

        // Then
        assertThat(collected.blobs()).isZero();
        assertThat(store.read(used)).isPresent();
    }

    @Test
    void noBlobThatWasTakenAndNamedIsLostToACollectorBesideIt() throws Exception {
        // Given: blobs that are old each time, so that every put finds a file that is about to go
        job("{}");
        int blobsOfEach = 3;
        var next = new AtomicInteger();
        var done = new AtomicBoolean();
        var removed = new AtomicInteger();
        Callable<Void> collect = () -> {
            while (!done.get()) {
                removed.addAndGet(collector
                        .collect(Instant.now().minus(Duration.ofDays(7)))
                        .blobs());
            }
            return null;
        };
        Callable<Void> write = () -> {
            int writer = next.getAndIncrement();
            for (int round = 0; round < 60; round++) {
                int i = writer * 1000 + round;
                var digest = put("blob of writer %d, %d".formatted(writer, round % blobsOfEach));
                assertThat(store.read(digest)).as("acknowledged").isPresent();
                image(i, digest);
                assertThat(store.read(digest)).as("named").isPresent();
                database.execute("DELETE FROM images WHERE image_index = " + i);
                database.execute(
                        "UPDATE blobs SET used_at = now() - interval '8 days' WHERE sha256 = '%s'".formatted(digest));
            }
            return null;
        };

        // When
        var writers = new ArrayList<Future<Void>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var collecting = threads.submit(collect);
            for (int i = 0; i < 4; i++) {
                writers.add(threads.submit(write));
            }
            try {
                for (var writer : writers) {
                    writer.get();
                }
            } finally {
                done.set(true);
            }
            collecting.get();
        }

        // Then
        assertThat(removed).hasPositiveValue();
    }

    /** As {@code PUT /blobs/{sha256}} does. */
    private Sha256 put(String text) throws IOException, SQLException {
        var bytes = text.getBytes(UTF_8);
        var digest = Sha256.of(bytes);
        index.use(digest);
        index.add(digest, store.put(digest, new ByteArrayInputStream(bytes)).size());
        return digest;
    }

    private static void job(String request) throws SQLException {
        database.execute("INSERT INTO jobs (id, request) VALUES ('%s', '%s')".formatted(JOB, request));
    }

    private static void image(int at, Sha256 digest) throws SQLException {
        database.execute("""
                INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker, produced_at)
                VALUES ('%s', %d, '%s', 1, 1, 1, 'image/png', 'd', 'w', now())""".formatted(JOB, at, digest));
    }
}
