package io.unstir.storage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.KafkaLog;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job as the intake writes it, told by SQL alone. */
class StoryIT {
    @TempDir
    Path folder;

    @Test
    void aJobsStoryIsReadByTheReaderAlone() throws Exception {
        try (var database = new Database(folder.resolve("postgres"));
                var connection = database.connect()) {
            // Given
            database.migrate();
            var job = new JobScript(UUID.randomUUID())
                    .submitted()
                    .started(1)
                    .progressed(4)
                    .cancelRequested()
                    .failed("checkpoint-unavailable");

            // When
            new BatchWriter().write(connection, KafkaLog.of(job.events()).inOrder());

            // Then
            try (var reader = new Reader(database)) {
                assertThat(reader.rows("SELECT what FROM dashboards.job_story WHERE job_id = '%s'".formatted(job.id())
                                + " ORDER BY at, kafka_offset NULLS LAST, what"))
                        .containsExactly(
                                "JobSubmitted",
                                "JobStarted on cpu",
                                "JobProgressed: step 4 of 20",
                                "JobCancelRequested: changed my mind",
                                "JobFailed: checkpoint-unavailable: It did not work.",
                                "ended: failed (checkpoint-unavailable: It did not work.)");
            }
        }
    }
}
