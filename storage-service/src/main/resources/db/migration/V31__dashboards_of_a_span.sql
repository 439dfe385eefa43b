-- A view that groups by the hour reads all hours before it can leave any out. So what is grouped by time is a function of a span,
-- which reads the jobs that ended in it by jobs_by_end; the view of the same name is that function over all time.
-- Their text is put into the question that names them, and reads by the rights of whoever asks.

DROP VIEW dashboards.throughput;
DROP VIEW dashboards.latency;
DROP VIEW dashboards.failures;
DROP VIEW dashboards.usage;

CREATE FUNCTION dashboards.throughput(since timestamptz, until timestamptz)
RETURNS TABLE (minute timestamptz, tenant text, model text, succeeded bigint, failed bigint, canceled bigint, images bigint)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('minute', completed_at) AS minute, jobs.tenant, jobs.model,
           count(*) FILTER (WHERE status = 'succeeded'),
           count(*) FILTER (WHERE status = 'failed'),
           count(*) FILTER (WHERE status = 'canceled'),
           coalesce(sum(image_count) FILTER (WHERE status = 'succeeded'), 0)
    FROM dashboards.jobs WHERE completed_at >= since AND completed_at < until
    GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION dashboards.throughput IS 'Jobs that ended in this span and images they made, by minute, tenant and model.';

CREATE VIEW dashboards.throughput AS SELECT * FROM dashboards.throughput('-infinity', 'infinity');
COMMENT ON VIEW dashboards.throughput IS 'Jobs that ended and images they made, by minute, tenant and model. Of a span of time: the function of this name.';

CREATE FUNCTION dashboards.latency(since timestamptz, until timestamptz)
RETURNS TABLE (hour timestamptz, tenant text, model text, stage text, jobs bigint, p50 double precision, p95 double precision,
               p99 double precision)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('hour', completed_at, 'UTC') AS hour, jobs.tenant, jobs.model, stages.stage, count(*),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds),
           percentile_cont(0.99) WITHIN GROUP (ORDER BY seconds)
    FROM dashboards.jobs, LATERAL (VALUES ('waited', waited_seconds), ('engine', engine_seconds), ('running', running_seconds),
                                          ('whole', whole_seconds)) AS stages (stage, seconds)
    WHERE status = 'succeeded' AND seconds IS NOT NULL AND completed_at >= since AND completed_at < until
    GROUP BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION dashboards.latency IS 'Percentiles of seconds by stage, of jobs that succeeded in this span, by hour, tenant and model.';

CREATE VIEW dashboards.latency AS SELECT * FROM dashboards.latency('-infinity', 'infinity');
COMMENT ON VIEW dashboards.latency IS 'Percentiles of seconds by stage, of jobs that succeeded, by hour (UTC), tenant and model. Of a span of time: the function of this name.';

CREATE INDEX jobs_failed ON jobs (completed_at) WHERE status = 'failed';

CREATE FUNCTION dashboards.failures(since timestamptz, until timestamptz)
RETURNS TABLE (hour timestamptz, tenant text, model text, cause text, jobs bigint, for_example text)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('hour', completed_at, 'UTC') AS hour, jobs.tenant, jobs.model, error_code, count(*), max(error_message)
    FROM dashboards.jobs WHERE status = 'failed' AND completed_at >= since AND completed_at < until
    GROUP BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION dashboards.failures IS 'Jobs that failed in this span by cause, hour, tenant and model.';

CREATE VIEW dashboards.failures AS SELECT * FROM dashboards.failures('-infinity', 'infinity');
COMMENT ON VIEW dashboards.failures IS 'Failed jobs by cause, hour (UTC), tenant and model. Of a span of time: the function of this name.';

CREATE FUNCTION dashboards.usage(since timestamptz, until timestamptz)
RETURNS TABLE (day timestamptz, tenant text, model text, device text, jobs bigint, succeeded bigint, failed bigint,
               canceled bigint, images bigint, model_steps bigint, engine_seconds double precision,
               fruitless_seconds double precision)
LANGUAGE sql STABLE AS $$
    SELECT date_trunc('day', completed_at, 'UTC') AS day, jobs.tenant, jobs.model, jobs.device, count(*),
           count(*) FILTER (WHERE status = 'succeeded'),
           count(*) FILTER (WHERE status = 'failed'),
           count(*) FILTER (WHERE status = 'canceled'),
           coalesce(sum(image_count) FILTER (WHERE status = 'succeeded'), 0),
           sum(CASE WHEN status = 'succeeded' THEN coalesce(steps_total, image_count * steps) ELSE steps_done END),
           coalesce(sum(jobs.engine_seconds), 0),
           coalesce(sum(running_seconds) FILTER (WHERE status <> 'succeeded'), 0)
    FROM dashboards.jobs WHERE completed_at >= since AND completed_at < until
    GROUP BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION dashboards.usage IS 'What jobs that ended in this span used, by day, tenant, model and device.';

CREATE VIEW dashboards.usage AS SELECT * FROM dashboards.usage('-infinity', 'infinity');
COMMENT ON VIEW dashboards.usage IS 'What jobs that ended used on GPU or CPU (NULL: never begun), however they ended, by day (UTC), tenant and model. engine_seconds: inside the engine, of jobs that succeeded; they share runs of the model, so seconds of several at once add up to more than the clock''s. fruitless_seconds: begun to ended, of those that failed or were canceled. model_steps: of all. Of a span of time: the function of this name.';

CREATE FUNCTION dashboards.queue_depth(since timestamptz, until timestamptz, every interval)
RETURNS TABLE (at timestamptz, tenant text, queued bigint, processing bigint)
LANGUAGE sql STABLE AS $$
    WITH seen AS (
        SELECT jobs.tenant, submitted_at, started_at, completed_at FROM dashboards.jobs
        WHERE completed_at >= since AND submitted_at < until
        UNION ALL
        SELECT jobs.tenant, submitted_at, started_at, NULL FROM dashboards.jobs
        WHERE status IN ('queued', 'processing') AND submitted_at < until
    ), steps AS (
        SELECT seen.tenant, changed, queued, processing
        FROM seen, LATERAL (VALUES (submitted_at, 1, 0),
                                   (least(started_at, completed_at), -1, 0),
                                   (least(started_at, completed_at), 0, 1),
                                   (completed_at, 0, -1)) AS changes (changed, queued, processing)
        WHERE changed < until
    ), sums AS (
        SELECT steps.tenant, greatest(ceil(extract(epoch FROM changed - since) / extract(epoch FROM every)), 0) AS nth,
               sum(queued) AS queued, sum(processing) AS processing
        FROM steps GROUP BY 1, 2
    )
    SELECT since + every * nth, tenants.tenant,
           coalesce(sum(sums.queued) OVER so_far, 0)::bigint, coalesce(sum(sums.processing) OVER so_far, 0)::bigint
    FROM (SELECT DISTINCT seen.tenant FROM seen) AS tenants
    CROSS JOIN generate_series(0, floor(extract(epoch FROM least(until, now()) - since) / extract(epoch FROM every))::integer) AS nth
    LEFT JOIN sums USING (tenant, nth)
    WINDOW so_far AS (PARTITION BY tenants.tenant ORDER BY nth)
$$;
COMMENT ON FUNCTION dashboards.queue_depth IS 'How many jobs were queued and processing at moments of this span, by tenant.';

CREATE VIEW dashboards.tenants AS SELECT name AS tenant FROM public.tenants;
COMMENT ON VIEW dashboards.tenants IS 'Every tenant that ever asked for a job or a training.';

-- Images come in the order of their time, or nearly so: a summary of each few pages finds those of a span.
CREATE INDEX images_by_time ON images USING brin (produced_at) WITH (pages_per_range = 32);

-- What trainings reported, in the order of its time or nearly so: a summary of each few pages finds the reports of a span.
CREATE INDEX training_events_by_time ON training_events USING brin (occurred_at) WITH (pages_per_range = 32);

CREATE VIEW dashboards.loss_curves AS
SELECT training_id, coalesce(training_runs.tenant, 'default') AS tenant, training_runs.model || '@' || training_runs.version AS model,
       occurred_at AS at, training_events.step, training_events.loss, training_events.images_per_second
FROM public.training_events JOIN public.training_runs ON training_runs.id = training_id
WHERE type = 'io.unstir.v1.TrainingProgressed' AND training_events.loss IS NOT NULL;
COMMENT ON VIEW dashboards.loss_curves IS 'What trainings reported while they ran: the mean loss over the steps since the report before, and images a second. A run that was killed and resumed goes back in steps.';

-- A checkpoint comes of the one it began with, too, and of that one's data.
CREATE VIEW checkpoint_causes AS
WITH RECURSIVE began (digest, ancestor) AS (
    SELECT digest, digest FROM checkpoints
    UNION
    SELECT began.digest, checkpoints.start_checkpoint FROM began JOIN checkpoints ON checkpoints.digest = began.ancestor
    WHERE checkpoints.start_checkpoint IS NOT NULL)
SELECT DISTINCT began.digest, cause
FROM began JOIN checkpoints ON checkpoints.digest = began.ancestor,
     LATERAL (VALUES (ancestor), (dataset_digest), (training_id)) AS causes (cause)
WHERE cause IS NOT NULL;
COMMENT ON VIEW checkpoint_causes IS 'What each checkpoint came of: itself, its data set and training, and those of the checkpoints that it began with.';

CREATE VIEW dashboards.came_of AS
SELECT came.cause, images.sha256, images.job_id, images.image_index, images.produced_at, jobs.tenant,
       jobs.model || '@' || jobs.version AS model, jobs.prompt
FROM (SELECT origin AS cause, job_id FROM public.job_origins
      UNION
      SELECT checkpoint_causes.cause, job_id FROM public.checkpoint_causes JOIN public.job_origins ON origin = digest) AS came
JOIN public.images ON images.job_id = came.job_id
JOIN public.jobs ON jobs.id = came.job_id;
COMMENT ON VIEW dashboards.came_of IS 'Which images came of a cause: the digest of a checkpoint, data set or picture, or the id of a training, however many images lie between. Ask for a cause.';
