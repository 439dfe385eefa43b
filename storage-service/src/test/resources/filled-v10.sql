-- Rows as version 10 of the tables held them: a job of each kind, a training, its checkpoint, an evaluation, a blob.

INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver,
                  steps, eta, timestep_spacing, guidance_scale, request_digest, request, status, worker, device_class, attempt,
                  steps_done, steps_total, started_at, completed_at, sampling_millis, error_code, error_message)
VALUES
('00000000-0000-7000-8000-000000000001', 'default', '2026-10-31 23:59:58Z', 'emoji', '1', repeat('d', 64), 'a red heart', '', 42, 1,
 'ddim', 10, 0, 'leading', 3, '', '{"prompt": "a red heart", "seed": "42", "image_count": 1, "image": {"image_sha256":
 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "strength": 0.5}, "variation": {"of_seed": "7", "strength": 0.25}}',
 'succeeded', 'sampler-1', 'cpu', 1, 10, 10, '2026-10-31 23:59:59Z', '2026-11-01 00:00:01Z', 900, NULL, NULL),
('00000000-0000-7000-8000-000000000002', 'acme', '2026-11-01 12:00:00Z', 'emoji', '1', repeat('d', 64), 'a cat', '', 0, 1,
 'ddim', 10, 0, '', 1, '', '{"prompt": "a cat", "image_count": 1}',
 'failed', 'sampler-1', 'cpu', 1, 0, NULL, '2026-11-01 12:00:01Z', '2026-11-01 12:00:02Z', NULL, 'unknown-solver', 'No such solver.'),
('00000000-0000-7000-8000-000000000003', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 'processing', 'sampler-1', 'cpu', 1, 0, NULL, '2026-11-02 12:00:01Z', NULL, NULL, NULL, NULL);

INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset, payload)
VALUES
('/unstir/gateway', '1/submitted', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobSubmitted', '2026-10-31 23:59:58Z', NULL,
 NULL, 'unstir.jobs', 0, 0, '\x01'),
('/unstir/sampler', '1/started', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobStarted', '2026-10-31 23:59:59Z', 'sampler-1',
 1, 'unstir.job-events', 0, 0, '\x02'),
('/unstir/sampler', '1/succeeded', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobSucceeded', '2026-11-01 00:00:01Z',
 'sampler-1', 1, 'unstir.job-events', 0, 1, '\x03'),
('/unstir/sampler', '3/dreamt', '00000000-0000-7000-8000-000000000003', 'io.unstir.v1.JobDreamt', '2026-11-02 12:00:01Z', 'sampler-1', 1,
 'unstir.job-events', 0, 2, '\x04'),
('/unstir/sampler', '3/lost', '00000000-0000-7000-8000-000000000003', 'io.unstir.v1.JobStarted', '1970-01-01 00:00:00Z', 'sampler-1', 1,
 'unstir.job-events', 0, 3, '\x05');

INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker, produced_at)
VALUES ('00000000-0000-7000-8000-000000000001', 0, repeat('1', 64), 1000, 32, 32, 'image/png', 'cpu', 'sampler-1', '2026-11-01 00:00:01Z');

INSERT INTO training_runs (id, tenant, requested_at, config_yaml, status, worker, model, version, dataset_digest, dataset_items, step,
                           total_steps, checkpoint_digest, started_at, completed_at, error_code)
VALUES
('run-1', 'acme', '2026-10-01 12:00:00Z', 'model: emoji', 'succeeded', 'trainer', 'emoji', '1', repeat('e', 64), 24, 1000, 1000,
 repeat('d', 64), '2026-10-01 12:00:01Z', '2026-10-01 13:00:00Z', NULL),
('run-2', 'trainers', '2026-10-02 12:00:00Z', 'model: emoji', 'failed', 'trainer', 'emoji', '2', '', 0, 0, 1000,
 NULL, '2026-10-02 12:00:01Z', '2026-10-02 13:00:00Z', 'bad-config');

INSERT INTO training_events (source, event_id, training_id, type, occurred_at, worker, topic, partition, kafka_offset, payload)
VALUES ('/unstir/trainer', 'run-1/dreamt', 'run-1', 'io.unstir.v1.TrainingDreamt', '2026-10-01 12:30:00Z', 'trainer',
        'unstir.training-events', 0, 0, '\x06');

INSERT INTO checkpoints (model, version, digest, published_at, manifest, training_id, dataset_digest, dataset_licence)
VALUES ('emoji', '1', repeat('d', 64), '2026-10-01 13:00:01Z',
        '{"model": "emoji", "version": "1", "files": [{"path": "unet/model.onnx", "sha256":
          "9999999999999999999999999999999999999999999999999999999999999999", "sizeBytes": "7"}],
          "lineage": {"trainingId": "run-1", "datasetItems": "24"}}',
        'run-1', repeat('e', 64), 'Apache-2.0');

INSERT INTO checkpoint_evaluations (checkpoint_digest, dataset_digest, classifier_digest, solver, steps, guidance_scale, seed, images,
                                    reference_pictures, classifier_task, classifier_accuracy, scores, floor_scores, ceiling_scores,
                                    evaluated_at)
VALUES (repeat('d', 64), repeat('c', 64), repeat('f', 64), 'ddim', 10, 3, 1, 500, 900, 'categories', 0.75,
        '{"frechet_distance": 12.5}', '{}', '{}', '2026-10-01 14:00:00Z');

INSERT INTO blobs (sha256, size_bytes) VALUES (repeat('1', 64), 1000);
INSERT INTO blob_owners (sha256, tenant) VALUES (repeat('1', 64), 'default');
