-- Views for dashboards and for whoever asks by SQL, in a schema of their own that the role unstir_reader may read; the tables it
-- may not. A later migration that changes what a view reads makes the view anew.

CREATE SCHEMA dashboards;
COMMENT ON SCHEMA dashboards IS 'Views for dashboards; docs/dashboards.md describes them. The role unstir_reader reads nothing else.';

CREATE VIEW dashboards.jobs AS
SELECT id, tenant, model || '@' || version AS model, status, prompt, seed, image_count, solver, steps, priority, worker,
       CASE WHEN device_class ILIKE ANY (ARRAY['%cuda%', '%gpu%', '%tensorrt%', '%rocm%']) THEN 'gpu'
            WHEN device_class IS NOT NULL THEN 'cpu' END AS device,
       device_class, attempt, steps_done, steps_total, submitted_at, started_at, completed_at,
       extract(epoch FROM started_at - submitted_at)::double precision AS waited_seconds,
       extract(epoch FROM completed_at - started_at)::double precision AS running_seconds,
       extract(epoch FROM completed_at - submitted_at)::double precision AS whole_seconds,
       sampling_millis / 1000.0::double precision AS engine_seconds,
       error_code, error_message, cancel_reason
FROM (SELECT *, lower(coalesce(request ->> 'priority', 'interactive')) AS priority FROM public.jobs) AS asked
WHERE submitted_at IS NOT NULL;
COMMENT ON VIEW dashboards.jobs IS 'One row a job with its times worked out: waited (accepted to begun), running (begun to ended), whole (accepted to ended), engine (time inside the sampler''s engine, of jobs that succeeded).';

CREATE VIEW dashboards.throughput AS
SELECT date_trunc('minute', completed_at) AS minute, tenant, model || '@' || version AS model,
       count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       count(*) FILTER (WHERE status = 'canceled') AS canceled,
       coalesce(sum(image_count) FILTER (WHERE status = 'succeeded'), 0) AS images
FROM public.jobs WHERE completed_at IS NOT NULL AND submitted_at IS NOT NULL
GROUP BY 1, 2, 3;
COMMENT ON VIEW dashboards.throughput IS 'Jobs that ended and images they made, by minute, tenant and model.';

CREATE VIEW dashboards.latency AS
SELECT date_trunc('hour', completed_at) AS hour, tenant, model, stage, count(*) AS jobs,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY seconds) AS p99
FROM dashboards.jobs, LATERAL (VALUES ('waited', waited_seconds), ('engine', engine_seconds), ('running', running_seconds),
                                      ('whole', whole_seconds)) AS stages (stage, seconds)
WHERE status = 'succeeded' AND seconds IS NOT NULL
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW dashboards.latency IS 'Percentiles of seconds by stage, of jobs that succeeded, by hour, tenant and model.';

CREATE VIEW dashboards.queue AS
SELECT tenant, model || '@' || version AS model, count(*) FILTER (WHERE status = 'queued') AS queued,
       count(*) FILTER (WHERE status = 'processing') AS processing,
       coalesce(sum(image_count * steps - steps_done), 0) AS steps_left,
       extract(epoch FROM now() - min(submitted_at) FILTER (WHERE status = 'queued'))::double precision AS oldest_queued_seconds
FROM public.jobs WHERE NOT terminal AND submitted_at IS NOT NULL
GROUP BY 1, 2;
COMMENT ON VIEW dashboards.queue IS 'What is open now, by tenant and model.';

CREATE VIEW dashboards.failures AS
SELECT date_trunc('hour', completed_at) AS hour, tenant, model || '@' || version AS model, error_code AS cause,
       count(*) AS jobs, max(error_message) AS for_example
FROM public.jobs WHERE status = 'failed'
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW dashboards.failures IS 'Failed jobs by cause, hour, tenant and model.';

CREATE VIEW dashboards.usage AS
SELECT date_trunc('day', completed_at) AS day, tenant, model, device, count(*) AS jobs, sum(image_count) AS images,
       sum(engine_seconds) AS engine_seconds
FROM dashboards.jobs WHERE status = 'succeeded'
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW dashboards.usage IS 'Seconds inside the engine on GPU or CPU, jobs and images, by day, tenant and model. Jobs share runs of the model: seconds of several at once add up to more than the clock''s.';

CREATE VIEW dashboards.trainings AS
SELECT id, coalesce(tenant, 'default') AS tenant, model || '@' || version AS model, status, step, total_steps,
       CASE WHEN total_steps > 0 THEN step::double precision / total_steps END AS progress,
       loss, images_per_second,
       reported_at,
       coalesce(requested_at, started_at) AS created_at, started_at, completed_at, dataset_digest, checkpoint_digest,
       error_code, error_message
FROM public.training_runs;
COMMENT ON VIEW dashboards.trainings IS 'One row a training run and how far it is.';

CREATE VIEW dashboards.evaluations AS
SELECT coalesce(model || '@' || version, left(checkpoint_digest, 12)) AS model, checkpoint_digest, dataset_digest,
       classifier_task, solver, steps, guidance_scale, images, (scores ->> 'frechet_distance')::double precision AS frechet_distance,
       (scores ->> 'precision')::double precision AS precision, (scores ->> 'recall')::double precision AS recall,
       (scores ->> 'prompt_agreement')::double precision AS prompt_agreement, evaluated_at
FROM public.checkpoint_evaluations;
COMMENT ON VIEW dashboards.evaluations IS 'How near the images of checkpoints are to their data. Rows compare where data set and classifier are the same.';

CREATE VIEW dashboards.lineage AS
SELECT images.sha256, images.job_id, images.image_index, images.produced_at, jobs.tenant, jobs.prompt, jobs.seed, jobs.solver,
       jobs.steps, jobs.guidance_scale, images.device_class, jobs.model || '@' || jobs.version AS model,
       jobs.checkpoint_digest, checkpoints.training_id, checkpoints.dataset_digest, data_sets.items AS dataset_items,
       data_sets.licence AS dataset_licence,
       (SELECT string_agg(role || ' ' || coalesce(sha256, 'seed ' || of_seed || ', image ' || of_image), '; ' ORDER BY role)
        FROM public.image_parents WHERE image_parents.job_id = images.job_id) AS parents
FROM public.images
JOIN public.jobs ON jobs.id = images.job_id
LEFT JOIN LATERAL (SELECT * FROM public.checkpoints WHERE digest = jobs.checkpoint_digest ORDER BY published_at LIMIT 1)
    AS checkpoints ON true
LEFT JOIN public.data_sets ON data_sets.digest = checkpoints.dataset_digest;
COMMENT ON VIEW dashboards.lineage IS 'Where each image comes from: job, checkpoint, training, data set, parents.';

CREATE VIEW dashboards.job_story AS
SELECT job_id, occurred_at AS at, split_part(type, '.', 4) AS what, worker, attempt, known, topic, partition, kafka_offset
FROM public.job_events
UNION ALL
SELECT job_id, produced_at, 'image ' || image_index || ' is ' || sha256, worker, NULL, true, NULL, NULL, NULL FROM public.images
UNION ALL
SELECT id, completed_at, 'ended: ' || status || coalesce(' (' || coalesce(error_code, cancel_reason) || ')', ''), worker, attempt,
       true, NULL, NULL, NULL
FROM public.jobs WHERE completed_at IS NOT NULL;
COMMENT ON VIEW dashboards.job_story IS 'What became of a job, line by line: ask for a job_id, ordered by at and kafka_offset.';

CREATE VIEW dashboards.lag AS
SELECT ends.topic, ends.partition, coalesce(offsets.next_offset, 0) AS next_offset, ends.end_offset,
       greatest(ends.end_offset - coalesce(offsets.next_offset, 0), 0) AS records_behind, ends.seen_at
FROM public.topic_ends AS ends LEFT JOIN public.consumer_offsets AS offsets USING (topic, partition);
COMMENT ON VIEW dashboards.lag IS 'Records that are on the topics and not in the tables yet, as of seen_at. What retention removed before it was read counts too until the partition is read.';

CREATE VIEW dashboards.unknown_events AS
SELECT 'unstir.job-events' AS topic, type, count(*) AS events FROM public.job_events WHERE NOT known GROUP BY type
UNION ALL
SELECT 'unstir.training-events', type, count(*) FROM public.training_events WHERE NOT known GROUP BY type;
COMMENT ON VIEW dashboards.unknown_events IS 'Event types that this version does not know, which are kept and move nothing.';

CREATE VIEW dashboards.parked AS
SELECT topic, partition, kafka_offset, recorded_at, headers ->> 'ce_type' AS type, reason FROM public.parked_records;
COMMENT ON VIEW dashboards.parked IS 'Records that could not be read or written, with the reason.';

-- Somebody else may have made the role, or forbidden this account to make any.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'unstir_reader') THEN
        CREATE ROLE unstir_reader NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA dashboards TO unstir_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA dashboards TO unstir_reader;
    ALTER DEFAULT PRIVILEGES IN SCHEMA dashboards GRANT SELECT ON TABLES TO unstir_reader;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'unstir_reader could not be made or granted: %', SQLERRM;
END $$;
