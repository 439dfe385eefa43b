package io.unstir.storage.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.SamplingRequest;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.JobScript;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with rows, made by the first release and brought to today's shape. Real PostgreSQL, no Kafka. */
class MigrationIT {
    private static final String FIRST_RELEASE = "4";
    private static final UUID SUBMITTED = new UUID(0x7000, 0x8000_0000_0000_0001L);
    private static final UUID ENDED = new UUID(0x7000, 0x8000_0000_0000_0002L);
    private static final UUID KNOWN_BY_EVENTS = new UUID(0x7000, 0x8000_0000_0000_0003L);

    private static final String SUBMIT = """
            INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed,
                              image_count, solver, steps, eta, timestep_spacing, guidance_scale, request_digest, status,
                              completed_at)
            VALUES ('%s', 'default', '2026-11-23 12:00:00Z', 'emoji', '1', '%s', 'a cat', '%s', %s,
                    2, 'ddim', 10, %s, 'leading', 3, '%s', %s)""";

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void start() throws Exception {
        database = new Database(folder.resolve("postgres"));
        database.migrateTo(FIRST_RELEASE);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
    }

    @Test
    void jobsOfTheFirstReleaseGetTheRequestTheyWouldGetToday() throws SQLException {
        // Given
        database.execute(SUBMIT.formatted(
                SUBMITTED, JobScript.DIGEST, "a dog", "42", "0.5", JobScript.REQUEST_DIGEST, "'queued', NULL"));
        database.execute(SUBMIT.formatted(
                ENDED,
                JobScript.DIGEST,
                "",
                "0",
                "0",
                JobScript.REQUEST_DIGEST,
                "'succeeded', '2026-11-23 12:00:09Z'"));
        database.execute("INSERT INTO jobs (id, status) VALUES ('%s', 'processing')".formatted(KNOWN_BY_EVENTS));

        // When
        database.migrate();

        // Then
        assertThat(database.query("SELECT status FROM jobs ORDER BY id"))
                .containsExactly("queued", "succeeded", "processing");
        database.execute("CREATE TABLE migrated AS SELECT id, request FROM jobs");
        database.empty();
        write(new JobScript(SUBMITTED).submitted(MigrationIT::withEta));
        write(new JobScript(ENDED)
                .submitted(request -> request.clearNegativePrompt().clearSeed()));
        write(new JobScript(KNOWN_BY_EVENTS).started(1));
        assertThat(database.query("SELECT request IS NULL FROM jobs ORDER BY id"))
                .containsExactly("f", "f", "t");
        assertThat(database.query("SELECT jobs.request || migrated.request FROM jobs JOIN migrated USING (id) "
                        + "WHERE jobs.request IS DISTINCT FROM migrated.request"))
                .isEmpty();
    }

    @Test
    void whatWasUploadedBeforeThereWereOwnersIsTheDefaultTenants() throws SQLException {
        // Given
        database.execute("INSERT INTO blobs (sha256, size_bytes) VALUES ('%s', 5)".formatted(JobScript.DIGEST));

        // When
        database.migrate();

        // Then
        assertThat(database.query("SELECT tenant || ' ' || sha256 FROM blob_owners"))
                .containsExactly("default " + JobScript.DIGEST);
    }

    private static SamplingRequest.Builder withEta(SamplingRequest.Builder request) {
        request.getSolverBuilder().setEta(0.5);
        return request;
    }

    private void write(JobScript job) throws SQLException {
        try (var connection = database.connect()) {
            new BatchWriter().write(connection, KafkaLog.of(job.events()).inOrder());
        }
    }
}
