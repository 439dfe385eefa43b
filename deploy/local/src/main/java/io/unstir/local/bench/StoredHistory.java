package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Fills storage's tables by SQL with a year of one tenant's work, as the intake would have left it.
 *
 * @param connections over which history is written at once
 */
record StoredHistory(List<Connection> connections, Console console) {
    static final int IMAGES = 4;
    static final String CHECKPOINT = "d".repeat(64);
    static final String RARE_CHECKPOINT = "b".repeat(64);
    static final String DATA_SET = "e".repeat(64);

    private static final int EVENTS_OF_TRAINING = 200;
    private static final int JOBS_OF_TRAINING = 250;
    private static final int PARTS = 10;

    /** Words are unevenly common: the likeliest colour is in a fifth of the prompts, a place in hardly any. */
    private static final String JOBS = """
            INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed,
                              image_count, solver, steps, eta, timestep_spacing, guidance_scale, request_digest, request,
                              status, attempt, worker, device_class, steps_done, steps_total, started_at, completed_at,
                              sampling_millis, error_code, error_message)
            SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-00000000bec4')::uuid, 'busy', at, model,
                   CASE WHEN n < 1000 AND n %% 10 = 1 THEN '0' ELSE '1' END,
                   repeat(CASE WHEN model = 'rare' THEN 'b' ELSE 'd' END, 64), prompt, '', n, %d, 'ddim', 50, 0, 'leading', 3, '',
                   jsonb_build_object('prompt', prompt, 'seed', n::text, 'image_count', %d, 'guidance_scale', 3,
                                      'solver', jsonb_build_object('name', 'ddim', 'steps', 50)),
                   status, 1, 'sampler-' || n %% 4, 'cpu', 200, 200, at + interval '1 s', at + interval '5 s',
                   CASE WHEN status = 'succeeded' THEN 3500 END, CASE WHEN status = 'failed' THEN 'unknown-solver' END,
                   CASE WHEN status = 'failed' THEN 'No such solver.' END
            FROM (SELECT n, now() - interval '1 year' * (%d - n) / %d AS at,
                         CASE WHEN n %% 1000 = 0 THEN 'rare' WHEN n %% 5 = 0 THEN 'single-image' ELSE 'emoji' END AS model,
                         CASE WHEN n %% 200 = 7 THEN 'failed' ELSE 'succeeded' END AS status,
                         'a colour' || floor(20 * random() ^ 2) || ' thing' || floor(500 * random() ^ 2)
                             || ' with place' || floor(5000 * random() ^ 2) AS prompt
                  FROM generate_series(1, %d) AS n) AS made""";

    private static final String IMAGE_ROWS = """
            INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker,
                                produced_at)
            SELECT id, i, encode(sha256((id::text || i)::bytea), 'hex'), 2000, 32, 32, 'image/png', 'cpu', worker,
                   started_at + interval '1 s' * i
            FROM jobs, generate_series(0, %d) AS i WHERE tenant = 'busy' AND status = 'succeeded'""";

    /** A tenth of the jobs begins with an image of another, ten in a row at most. */
    private static final String PARENTS = """
            INSERT INTO image_parents (job_id, role, sha256, strength)
            SELECT jobs.id, 'init', images.sha256, 0.6
            FROM jobs JOIN images ON image_index = 0
                AND job_id = (lpad(to_hex(jobs.seed - 10), 8, '0') || '-0000-7000-8000-00000000bec4')::uuid
            WHERE jobs.tenant = 'busy' AND jobs.seed % 10 = 0 AND jobs.seed % 100 > 0""";

    private static final String ORIGINS = """
            INSERT INTO job_origins (job_id, origin, tenant, submitted_at)
            WITH RECURSIVE origins (job, origin) AS (
                SELECT id, checkpoint_digest FROM jobs WHERE tenant = 'busy'
                UNION
                SELECT job_id, sha256 FROM image_parents
                UNION
                SELECT image_parents.job_id, origin
                FROM origins JOIN images ON images.job_id = job JOIN image_parents USING (sha256))
            SELECT job, origin, tenant, submitted_at FROM origins JOIN jobs ON id = job""";

    private static final String CHECKPOINTS = """
            INSERT INTO checkpoints (digest, published_at, manifest, training_id, dataset_digest)
            VALUES (repeat('d', 64), now() - interval '2 years', '{"model": "emoji", "version": "1"}', 'run-1', repeat('e', 64)),
                   (repeat('b', 64), now() - interval '2 years', '{"model": "rare", "version": "1"}', 'run-2', repeat('e', 64))
            ON CONFLICT (digest) DO UPDATE SET
                published_at = excluded.published_at, manifest = excluded.manifest, training_id = excluded.training_id,
                dataset_digest = excluded.dataset_digest""";

    private static final String TRAININGS = """
            INSERT INTO training_runs (id, tenant, requested_at, config_yaml, status, model, version, step, total_steps,
                                       loss, images_per_second, started_at, completed_at, checkpoint_digest)
            SELECT 'run-' || n, 'busy', now() - n * interval '1 hour', 'model: emoji', 'succeeded', 'emoji', n::text, 1000,
                   1000, 0.1, 60, now() - n * interval '1 hour', now() - n * interval '1 hour', repeat('d', 64)
            FROM generate_series(1, %d) AS n""";

    private static final String TRAINING_EVENTS = """
            INSERT INTO training_events (source, event_id, training_id, type, occurred_at, worker, topic, partition,
                                         kafka_offset, payload)
            SELECT '/unstir/trainer', id || '/progress/' || e, id, 'io.unstir.v1.TrainingProgressed', started_at, 'trainer',
                   'unstir.training-events', 0, row_number() OVER (), decode(repeat('0a', 60), 'hex')
            FROM training_runs, generate_series(1, %d) AS e WHERE tenant = 'busy'""";

    private static final String MONTHS = """
            DO $$ BEGIN
                PERFORM add_job_events_month(now() - interval '1 month' * ago) FROM generate_series(0, 12) AS ago;
            END $$""";

    /** A part of the jobs at a time, so that no sort goes over all. */
    private static final String EVENTS = """
            INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition,
                                    kafka_offset, payload)
            SELECT '/unstir/sampler', id || '/progress/1/' || e, id, 'io.unstir.v1.JobProgressed',
                   started_at + interval '0.1 s' * e, worker, 1, 'unstir.job-events', seed %% 12, seed * %d + e,
                   decode(repeat('0a', 90), 'hex')
            FROM jobs, generate_series(1, %d) AS e WHERE tenant = 'busy' AND seed %% %d = %d""";

    void fill(int jobs, int eventsOfJob) throws SQLException, InterruptedException {
        for (var connection : connections) {
            // Foreign keys hold by how the rows are made.
            run(connection, "SET session_replication_role = replica");
            run(connection, "SET synchronous_commit = off");
        }
        var connection = connections.getFirst();
        // Its own database: what is written at once need not be written twice.
        run(connection, "ALTER SYSTEM SET max_wal_size = '8GB'");
        run(connection, "SELECT pg_reload_conf()");
        run(connection, "INSERT INTO tenants VALUES ('busy')");
        run(connection, "INSERT INTO data_sets (digest) VALUES (repeat('e', 64))");
        run(connection, CHECKPOINTS);
        run(connection, TRAININGS.formatted(Math.ceilDiv(jobs, JOBS_OF_TRAINING)));
        run(connection, TRAINING_EVENTS.formatted(EVENTS_OF_TRAINING));
        run(connection, JOBS.formatted(IMAGES, IMAGES, jobs, jobs, jobs));
        console.note("images ...");
        run(connection, IMAGE_ROWS.formatted(IMAGES - 1));
        run(connection, PARENTS);
        run(connection, ORIGINS);
        run(connection, MONTHS);
        writeEvents(eventsOfJob);
        console.note("what the planner has to know ...");
        for (var each : connections) {
            run(each, "SET session_replication_role = origin");
        }
        run(
                connection,
                "VACUUM (ANALYZE) jobs, images, job_events, image_parents, job_origins, training_runs, training_events");
        run(connection, "CHECKPOINT");
    }

    private void writeEvents(int eventsOfJob) throws InterruptedException {
        var writers = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < connections.size(); writer++) {
            var connection = connections.get(writer);
            var parts = IntStream.iterate(writer, part -> part < PARTS, part -> part + connections.size());
            writers.add(() -> {
                for (int part : parts.toArray()) {
                    run(connection, EVENTS.formatted(eventsOfJob, eventsOfJob, PARTS, part));
                    console.note("a %dth of the events ...".formatted(PARTS));
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(writers.size())) {
            for (var written : threads.invokeAll(writers)) {
                written.get();
            }
        } catch (ExecutionException e) {
            throw new LocalFailure(
                    "the events could not be written: " + e.getCause().getMessage(), e);
        }
    }

    private static void run(Connection connection, String statement) throws SQLException {
        try (var prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    /** Rows as they are. */
    static Counted counted(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (SELECT count(*) FROM jobs), (SELECT count(*) FROM images),"
                        + " (SELECT count(*) FROM job_events), pg_database_size(current_database()) / 1048576")) {
            row.next();
            return new Counted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    /** @param mib of the whole database on disk */
    record Counted(long jobs, long images, long events, long mib) {}
}
