-- A day of two tenants, the first of March 2025 (UTC), with round numbers: what dashboards must say of it can be told by hand.

INSERT INTO tenants VALUES ('acme'), ('default');
INSERT INTO data_sets VALUES (repeat('e', 64), 24, 'Apache-2.0');

INSERT INTO training_runs (id, tenant, requested_at, config_yaml, status, model, version, dataset_digest, step, total_steps, loss,
                           images_per_second, reported_at, checkpoint_digest, started_at, completed_at, error_code, error_message)
VALUES
('run-1', 'acme', '2025-03-01 09:00Z', 'secret: 1', 'succeeded', 'emoji', '1', repeat('e', 64), 1000, 1000, 0.25, 60,
 '2025-03-01 10:00Z', repeat('d', 64), '2025-03-01 09:00:01Z', '2025-03-01 10:00Z', NULL, NULL),
('run-2', 'default', '2025-03-01 10:00Z', 'secret: 2', 'processing', 'emoji', '2', repeat('e', 64), 250, 1000, 0.5, 20,
 '2025-03-01 11:00Z', NULL, '2025-03-01 10:00:01Z', NULL, NULL, NULL),
('run-3', 'default', '2025-03-01 11:00Z', 'secret: 3', 'failed', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL,
 '2025-03-01 11:00:01Z', 'bad-config', 'No model is named.');

-- The second version began with the weights of the first.
INSERT INTO checkpoints (digest, published_at, manifest, training_id, dataset_digest, dataset_licence, start_checkpoint)
VALUES (repeat('d', 64), '2025-03-01 10:00Z', '{"model": "emoji", "version": "1"}', 'run-1', repeat('e', 64), 'Apache-2.0', NULL),
       (repeat('c', 64), '2025-03-01 10:15Z', '{"model": "emoji", "version": "2"}', NULL, NULL, NULL, repeat('d', 64));
INSERT INTO checkpoint_names (model, version, told_at, retired, digest)
VALUES ('emoji', '1', '2025-03-01 10:00Z', false, repeat('d', 64)), ('emoji', '2', '2025-03-01 10:15Z', false, repeat('c', 64));

INSERT INTO checkpoint_evaluations (checkpoint_digest, dataset_digest, classifier_digest, solver, steps, guidance_scale, seed, images,
                                    model, version, reference_pictures, classifier_task, classifier_accuracy, scores, floor_scores,
                                    ceiling_scores, evaluated_at)
VALUES (repeat('d', 64), repeat('e', 64), repeat('f', 64), 'ddim', 10, 3, 1, 500, 'emoji', '1', 900, 'categories', 0.75,
        '{"frechet_distance": 12.5, "precision": 0.5, "recall": 0.25, "prompt_agreement": 0.75}', '{}', '{}', '2025-03-01 10:30Z');

-- Of default 100 that come at noon, wait n tenths of a second and take ten seconds, five of them in the engine. The second begins with
-- an image of the first, and the third with one of the second.
INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver, steps,
                  eta, timestep_spacing, guidance_scale, request_digest, request, status, worker, device_class, attempt, steps_done,
                  steps_total, started_at, completed_at, sampling_millis)
SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000001')::uuid, 'default', '2025-03-01 12:00Z', 'emoji', '1',
       repeat('d', 64), 'a red heart', '', n, 2, 'ddim', 10, 0, 'leading', 3, '',
       jsonb_build_object('prompt', 'a red heart') || CASE WHEN n IN (2, 3) THEN jsonb_build_object('image',
           jsonb_build_object('image_sha256', lpad('1' || (n - 1) || '0', 64, '0'))) ELSE '{}' END,
       'succeeded', 'sampler-0', 'cpu', 1, 20, 20, at, at + interval '10 s', 5000
FROM generate_series(1, 100) AS n, LATERAL (SELECT timestamptz '2025-03-01 12:00Z' + n * interval '0.1 s' AS at) AS began;

-- Of acme ten on a GPU, the first of which begins with that image of default's, too; then three that fail for one reason and one for
-- another.
INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver, steps,
                  eta, timestep_spacing, guidance_scale, request_digest, request, status, worker, device_class, attempt, steps_done,
                  steps_total, started_at, completed_at, sampling_millis)
SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000002')::uuid, 'acme', '2025-03-01 13:30Z', 'emoji', '2', repeat('c', 64),
       'a cat', '', n, 4, 'ddim', 10, 0, 'leading', 3, '',
       jsonb_build_object('prompt', 'a cat') || CASE WHEN n = 1 THEN jsonb_build_object('image',
           jsonb_build_object('image_sha256', lpad('110', 64, '0'))) ELSE '{}' END,
       'succeeded', 'sampler-1', 'ort 1.29 CUDAExecutionProvider', 1, 40, 40, '2025-03-01 13:30:02Z', '2025-03-01 13:30:30Z', 2000
FROM generate_series(1, 10) AS n;

INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver, steps,
                  eta, timestep_spacing, guidance_scale, request_digest, request, status, worker, device_class, attempt, steps_done,
                  started_at, completed_at, error_code, error_message)
SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000003')::uuid, 'acme', '2025-03-01 14:00Z', 'emoji', '2', repeat('c', 64),
       'a cat', '', n, 4, 'ddim', 10, 0, 'leading', 3, '', '{"prompt": "a cat"}', 'failed', 'sampler-1',
       'ort 1.29 CUDAExecutionProvider', 1, CASE WHEN n = 4 THEN 8 ELSE 0 END, '2025-03-01 14:00:01Z',
       timestamptz '2025-03-01 14:00:02Z' + n * interval '1 s', CASE WHEN n = 4 THEN 'out-of-memory' ELSE 'unknown-solver' END,
       CASE WHEN n = 4 THEN 'Too large.' ELSE 'No such solver.' END
FROM generate_series(1, 4) AS n;

-- Of default two that are canceled in the queue and one that is while it runs; two that are queued and one that runs.
INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver, steps,
                  eta, timestep_spacing, guidance_scale, request_digest, request, status, worker, device_class, attempt, steps_done,
                  started_at, completed_at, cancel_reason)
VALUES
('00000001-0000-7000-8000-000000000004', 'default', '2025-03-01 15:00Z', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim', 10, 0,
 'leading', 3, '', '{"priority": "BULK"}', 'canceled', NULL, NULL, 0, 0, NULL, '2025-03-01 15:02Z', 'by the user'),
('00000002-0000-7000-8000-000000000004', 'default', '2025-03-01 15:00Z', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim', 10, 0,
 'leading', 3, '', '{}', 'canceled', NULL, NULL, 0, 0, NULL, '2025-03-01 15:02Z', 'by the user'),
('00000003-0000-7000-8000-000000000004', 'default', '2025-03-01 15:00Z', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim', 10, 0,
 'leading', 3, '', '{}', 'canceled', 'sampler-0', 'cpu', 1, 4, '2025-03-01 15:01Z', '2025-03-01 15:01:30Z', 'by the user'),
('00000001-0000-7000-8000-000000000005', 'default', now() - interval '100 s', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim',
 10, 0, 'leading', 3, '', '{}', 'queued', NULL, NULL, 0, 0, NULL, NULL, NULL),
('00000002-0000-7000-8000-000000000005', 'default', now() - interval '50 s', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim',
 10, 0, 'leading', 3, '', '{}', 'queued', NULL, NULL, 0, 0, NULL, NULL, NULL),
('00000003-0000-7000-8000-000000000005', 'default', now() - interval '50 s', 'emoji', '1', repeat('d', 64), 'a dog', '', 1, 2, 'ddim',
 10, 0, 'leading', 3, '', '{}', 'processing', 'sampler-0', 'cpu', 1, 5, now() - interval '10 s', NULL, NULL);

-- What is known by its events only is nobody's yet.
INSERT INTO jobs (id, status, started_at) VALUES ('00000001-0000-7000-8000-000000000006', 'processing', now());

INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker, produced_at)
SELECT id, i, lpad(right(id::text, 1) || seed || i, 64, '0'), 1000, 32, 32, 'image/png', device_class, worker, completed_at
FROM jobs, LATERAL generate_series(0, image_count - 1) AS i WHERE status = 'succeeded';

-- Four images of the first job made again: by a job that makes another image, on another device; by one that makes the same; by one
-- that was canceled; by one that waits.
INSERT INTO verifications (job_id, tenant, image_sha256, image_index, original_job_id, original_device_class, requested_at)
SELECT verifying::uuid, 'default', sha256, 0, '00000001-0000-7000-8000-000000000001', device, at::timestamptz
FROM (VALUES ('00000004-0000-7000-8000-000000000001', lpad('110', 64, '0'), 'gpu', '2025-03-01 12:00Z'),
             ('00000005-0000-7000-8000-000000000001', lpad('150', 64, '0'), 'cpu', '2025-03-01 12:00Z'),
             ('00000003-0000-7000-8000-000000000004', lpad('110', 64, '0'), 'cpu', '2025-03-01 15:00Z'),
             ('00000001-0000-7000-8000-000000000005', lpad('110', 64, '0'), 'cpu', '2025-03-01 16:00Z'))
    AS asked (verifying, sha256, device, at);
UPDATE verifications SET largest_difference = 3 WHERE outcome = 'different';

SELECT add_job_events_month('2025-03-01 00:00Z');
INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset, payload, known)
VALUES
('/unstir/gateway', '1', '00000001-0000-7000-8000-000000000001', 'io.unstir.v1.JobSubmitted', '2025-03-01 12:00Z', NULL, NULL,
 'unstir.jobs', 0, 0, '\x01', true),
('/unstir/sampler', '2', '00000001-0000-7000-8000-000000000001', 'io.unstir.v1.JobStarted', '2025-03-01 12:00:00.1Z', 'sampler-0', 1,
 'unstir.job-events', 0, 0, '\x02', true),
('/unstir/sampler', '3', '00000001-0000-7000-8000-000000000001', 'io.unstir.v1.JobDreamt', '2025-03-01 12:00:05Z', 'sampler-0', 1,
 'unstir.job-events', 0, 1, '\x03', false),
('/unstir/sampler', '4', '00000001-0000-7000-8000-000000000001', 'io.unstir.v1.JobSucceeded', '2025-03-01 12:00:10Z', 'sampler-0', 1,
 'unstir.job-events', 0, 2, '\x04', true);

INSERT INTO training_events (source, event_id, training_id, type, occurred_at, topic, partition, kafka_offset, payload, known, detail)
VALUES
('/unstir/trainer', '1', 'run-1', 'io.unstir.v1.TrainingDreamt', '2025-03-01 09:30Z', 'unstir.training-events', 0, 0, '\x05', false, NULL),
('/unstir/trainer', '2', 'run-1', 'io.unstir.v1.TrainingProgressed', '2025-03-01 09:40Z', 'unstir.training-events', 0, 1, '\x05', true,
 '{"step": "500", "total_steps": "1000", "loss": 0.75, "images_per_second": 40}'),
('/unstir/trainer', '3', 'run-1', 'io.unstir.v1.TrainingProgressed', '2025-03-01 10:00Z', 'unstir.training-events', 0, 2, '\x05', true,
 '{"step": "1000", "total_steps": "1000", "loss": 0.25, "images_per_second": 60}'),
('/unstir/trainer', '4', 'run-2', 'io.unstir.v1.TrainingProgressed', '2025-03-01 11:00Z', 'unstir.training-events', 0, 3, '\x05', true,
 '{"step": "250", "total_steps": "1000", "loss": 0.5, "images_per_second": 20}'),
('/unstir/trainer', '5', 'run-1', 'io.unstir.v1.TrainingFinished', '2025-03-01 10:00Z', 'unstir.training-events', 0, 4, '\x05', true,
 '{"steps": "1000", "loss": 0.25}');

INSERT INTO parked_records (topic, partition, topic_id, kafka_offset, recorded_at, record_key, payload, headers, reason)
VALUES ('unstir.jobs', 3, 'id', 4, '2025-03-01 16:00Z', '\x06', '\x07', '{"ce_type": "io.unstir.v1.JobSubmitted"}', 'not Protobuf');

INSERT INTO topic_ends VALUES ('unstir.jobs', 0, 7, '2025-03-01 17:00Z'), ('unstir.job-events', 0, 3, '2025-03-01 17:00Z');
INSERT INTO consumer_offsets VALUES ('unstir.jobs', 0, 'id', 5), ('unstir.job-events', 0, 'id', 3);
