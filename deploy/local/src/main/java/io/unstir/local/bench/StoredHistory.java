package io.unstir.local.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** Fills storage's tables by SQL with a year of one tenant's work, as the intake would have left it. */
record StoredHistory(Connection connection) {
    static final int IMAGES = 4;

    /** Words are unevenly common: the likeliest colour is in a fifth of the prompts, a place in hardly any. */
    private static final String JOBS = """
            INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed,
                              image_count, solver, steps, eta, timestep_spacing, guidance_scale, request_digest, request,
                              status, attempt, worker, device_class, steps_done, steps_total, started_at, completed_at,
                              sampling_millis, error_code, error_message)
            SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-00000000bec4')::uuid, 'busy', at, model, '1',
                   repeat('d', 64), prompt, '', n, %d, 'ddim', 50, 0, 'leading', 3, '',
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

    private static final String MONTHS = """
            DO $$ BEGIN
                PERFORM add_job_events_month(now() - interval '1 month' * ago) FROM generate_series(0, 12) AS ago;
            END $$""";

    /** A tenth of the jobs at a time, so that no sort goes over all. */
    private static final String EVENTS = """
            INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition,
                                    kafka_offset, payload)
            SELECT '/unstir/sampler', id || '/progress/1/' || e, id, 'io.unstir.v1.JobProgressed',
                   started_at + interval '0.1 s' * e, worker, 1, 'unstir.job-events', seed %% 12, seed * %d + e,
                   decode(repeat('0a', 90), 'hex')
            FROM jobs, generate_series(1, %d) AS e WHERE tenant = 'busy' AND seed %% 10 = %d""";

    void fill(int jobs, int eventsOfJob) throws SQLException {
        try (var statement = connection.createStatement()) {
            // Foreign keys hold by how the rows are made.
            statement.execute("SET session_replication_role = replica");
            statement.execute("SET synchronous_commit = off");
            statement.execute("INSERT INTO tenants VALUES ('busy')");
            statement.execute(JOBS.formatted(IMAGES, IMAGES, jobs, jobs, jobs));
            statement.execute(IMAGE_ROWS.formatted(IMAGES - 1));
            statement.execute(MONTHS);
            for (int tenth = 0; tenth < 10; tenth++) {
                statement.execute(EVENTS.formatted(eventsOfJob, eventsOfJob, tenth));
            }
            statement.execute("SET session_replication_role = origin");
            statement.execute("VACUUM (ANALYZE) jobs, images, job_events");
            statement.execute("CHECKPOINT");
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
