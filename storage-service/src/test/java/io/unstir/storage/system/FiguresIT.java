package io.unstir.storage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.storage.fixture.Database;
import io.unstir.storage.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What a tenant is shown of the views that the dashboards read. */
class FiguresIT {
    private static Database database;
    private static FiguresReader reader;
    private static SystemReader systemReader;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = new Database(folder.resolve("postgres"));
        database.migrate();
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser("postgres");
        reader = new FiguresReader(source);
        systemReader = new SystemReader(source);
        database.execute("INSERT INTO tenants (name) VALUES ('ann'), ('ben')");
        database.execute("""
                INSERT INTO jobs (id, tenant, status, prompt, model, version, seed, image_count, solver, steps, submitted_at,
                                  started_at, completed_at, worker, attempt, device_class, sampling_millis, error_code, error_message)
                SELECT gen_random_uuid(), tenant, status, 'a heart', 'emoji', '1', 7, 2, 'ddim', 10, ended - interval '4 seconds',
                       CASE WHEN status <> 'queued' THEN ended - interval '3 seconds' END,
                       CASE WHEN status <> 'queued' THEN ended END, 'sampler', 1, 'ort/cpu',
                       CASE WHEN status = 'succeeded' THEN 900 END,
                       CASE WHEN status = 'failed' THEN 'not-finite' END,
                       CASE WHEN status = 'failed' THEN 'It did not work.' END
                FROM (VALUES ('ann', 'succeeded', now()), ('ann', 'succeeded', now()), ('ann', 'failed', now()),
                             ('ann', 'queued', now()), ('ben', 'succeeded', now()),
                             ('ann', 'succeeded', now() - interval '30 days')) AS jobs (tenant, status, ended)""");
        database.execute("""
                INSERT INTO verifications (job_id, tenant, image_sha256, image_index, original_job_id, original_device_class, requested_at)
                SELECT id, tenant, repeat('a', 64), 0, gen_random_uuid(), 'ort/cpu', now() FROM jobs
                WHERE status IN ('queued', 'failed')""");
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void aTenantIsShownItsOwnOfLateAndNothingElse() throws Exception {
        // When
        var figures = reader.figures(Tenant.required("ann"));

        // Then
        assertThat(figures.throughput().stream()
                        .mapToLong(Figures.Minute::succeeded)
                        .sum())
                .isEqualTo(2);
        assertThat(figures.throughput().stream()
                        .mapToLong(Figures.Minute::failed)
                        .sum())
                .isEqualTo(1);
        assertThat(figures.throughput().stream()
                        .mapToLong(Figures.Minute::images)
                        .sum())
                .isEqualTo(4);
        assertThat(figures.failures())
                .containsExactly(new Figures.Failure("not-finite", "emoji@1", 1, Optional.of("It did not work.")));
        assertThat(figures.usage()).hasSize(1).first().satisfies(usage -> {
            assertThat(usage.device()).contains("cpu");
            assertThat(usage.jobs()).isEqualTo(3);
            assertThat(usage.images()).isEqualTo(4);
            assertThat(usage.engineSeconds()).isEqualTo(1.8);
        });
    }

    @Test
    void latencyIsToldByStage() throws Exception {
        // When
        var latency = reader.figures(Tenant.required("ann")).latency();

        // Then
        assertThat(latency)
                .extracting(Figures.Latency::stage)
                .containsExactlyInAnyOrder("waited", "engine", "running", "whole");
        assertThat(latency)
                .filteredOn(row -> row.stage().equals("whole"))
                .first()
                .satisfies(whole -> {
                    assertThat(whole.p50()).isEqualTo(4);
                    assertThat(whole.p99()).isEqualTo(4);
                });
    }

    @Test
    void verificationsAreCountedByOutcome() throws Exception {
        assertThat(reader.figures(Tenant.required("ann")).verifications())
                .containsExactly(
                        new Figures.Verifications("emoji@1", "inconclusive", 1),
                        new Figures.Verifications("emoji@1", "pending", 1));
        assertThat(reader.figures(Tenant.required("ben")).verifications()).isEmpty();
    }

    @Test
    void whoHasNothingIsShownNothing() throws Exception {
        assertThat(reader.figures(Tenant.required("eve")).throughput()).isEmpty();
        assertThat(systemReader.system(Tenant.required("eve")).oldestQueuedSeconds())
                .isZero();
    }

    @Test
    void theQueueTellsWhatIsLeftAndWhoWaitsLongest() throws Exception {
        // When
        var system = systemReader.system(Tenant.required("ann"));

        // Then
        assertThat(system.queued()).isEqualTo(1);
        assertThat(system.stepsLeft()).isEqualTo(20);
        assertThat(system.oldestQueuedSeconds()).isBetween(3.0, 600.0);
    }
}
