-- Rows of every table as the first version held them: jobs of each kind, trainings, a checkpoint that is retired and one that jobs and a
-- training alone remember, events with the bytes they came in, a blob, offsets, a parked record.

INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed, image_count, solver, steps, eta,
                  timestep_spacing, guidance_scale, request_digest, status, worker, device_class, attempt, steps_done, steps_total, started_at,
                  completed_at, sampling_millis, error_code, error_message, cancel_reason)
VALUES
('00000000-0000-7000-8000-000000000001', 'default', '2026-10-31 23:59:58Z', 'emoji', '1', repeat('d', 64), 'a red heart', '', 42, 1, 'ddim', 10, 0,
 'leading', 3, repeat('b', 64), 'succeeded', 'sampler-1', 'cpu', 1, 10, 10, '2026-10-31 23:59:59Z', '2026-11-01 00:00:01Z', 900, NULL, NULL, NULL),
('00000000-0000-7000-8000-000000000002', 'acme', '2026-11-01 12:00:00Z', 'emoji', '1', repeat('c', 64), 'a cat', '', 0, 1, 'ddim', 10, 0,
 '', 1, '', 'failed', 'sampler-1', 'cpu', 1, 0, NULL, '2026-11-01 12:00:01Z', '2026-11-01 12:00:02Z', NULL, 'unknown-solver', 'No such solver.', NULL),
('00000000-0000-7000-8000-000000000003', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 NULL, NULL, NULL, 'processing', 'sampler-1', 'cpu', 1, 0, NULL, '2026-11-02 12:00:01Z', NULL, NULL, NULL, NULL, NULL),
('00000000-0000-7000-8000-000000000004', 'acme', '2026-11-02 12:00:00Z', 'emoji', '1', '', 'a dog', 'a cat', 7, 2, 'ddim', 10, 0.5,
 '', 1, '', 'canceled', NULL, NULL, 0, 0, NULL, NULL, '2026-11-02 12:00:09Z', NULL, NULL, NULL, 'by the user');

INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset, payload)
VALUES
('/unstir/gateway', '1/submitted', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobSubmitted', '2026-10-31 23:59:58Z', NULL,
 NULL, 'unstir.jobs', 0, 0, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303031120764656661756c74'),
('/unstir/sampler', '1/started', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobStarted', '2026-10-31 23:59:59Z', 'sampler-1',
 1, 'unstir.job-events', 0, 0, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303031120764656661756c741a0608ff819ad706220973616d706c65722d31280152051203637075'),
('/unstir/sampler', '1/progress/4', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobProgressed', '2026-11-01 00:00:00Z', 'sampler-1',
 1, 'unstir.job-events', 0, 1, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303031120764656661756c741a060880829ad706220973616d706c65722d3128015a040804100a'),
('/unstir/sampler', '1/image/0', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.ImageProduced', '2026-11-01 00:00:01Z', 'sampler-1',
 1, 'unstir.job-events', 0, 2, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303031120764656661756c741a060881829ad706220973616d706c65722d312801625912403131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313118e807202028203209696d6167652f706e673a03637075'),
('/unstir/sampler', '1/succeeded', '00000000-0000-7000-8000-000000000001', 'io.unstir.v1.JobSucceeded', '2026-11-01 00:00:01Z', 'sampler-1',
 1, 'unstir.job-events', 0, 3, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303031120764656661756c741a060881829ad706220973616d706c65722d3128016a450a4031313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131313131108407'),
('/unstir/sampler', '2/failed', '00000000-0000-7000-8000-000000000002', 'io.unstir.v1.JobFailed', '2026-11-01 12:00:02Z', 'sampler-1',
 1, 'unstir.job-events', 1, 0, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303032120764656661756c741a0608c2d39cd706220973616d706c65722d31280172230a210a0e756e6b6e6f776e2d736f6c766572120f4e6f207375636820736f6c7665722e'),
('/unstir/sampler', '3/started', '00000000-0000-7000-8000-000000000003', 'io.unstir.v1.JobStarted', '2026-11-02 12:00:01Z', 'sampler-1',
 1, 'unstir.job-events', 2, 0, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303033120764656661756c741a0608c1f6a1d706220973616d706c65722d31280152051203637075'),
('/unstir/sampler', '3/dreamt', '00000000-0000-7000-8000-000000000003', 'io.unstir.v1.JobDreamt', '2026-11-02 12:00:02Z', 'sampler-1',
 1, 'unstir.job-events', 2, 1, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303033120764656661756c741a0608c2f6a1d706220973616d706c65722d3128019a06046e657773'),
('/unstir/sampler', '4/canceled', '00000000-0000-7000-8000-000000000004', 'io.unstir.v1.JobCancelled', '2026-11-02 12:00:09Z', 'sampler-1',
 1, 'unstir.job-events', 3, 0, '\x0a2430303030303030302d303030302d373030302d383030302d303030303030303030303034120764656661756c741a0608c9f6a1d706220973616d706c65722d3128017a0d0a0b6279207468652075736572');

INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker, produced_at)
VALUES ('00000000-0000-7000-8000-000000000001', 0, repeat('1', 64), 1000, 32, 32, 'image/png', 'cpu', 'sampler-1', '2026-11-01 00:00:01Z');

INSERT INTO training_runs (id, tenant, requested_at, config_yaml, status, worker, model, version, parameters, dataset_digest, dataset_items,
                           step, total_steps, loss, images_per_second, reported_at, parity_error, checkpoint_digest, started_at,
                           completed_at, error_code, error_message)
VALUES
('run-1', 'acme', '2026-10-01 12:00:00Z', 'model: emoji', 'succeeded', 'trainer', 'emoji', '1', 4800000, repeat('e', 64), 24,
 1000, 1000, 0.0625, 60, '2026-10-01 12:06:00Z', 0.00001, repeat('d', 64), '2026-10-01 12:00:01Z', '2026-10-01 13:00:00Z', NULL, NULL),
('run-2', 'trainers', '2026-10-02 12:00:00Z', 'model: emoji', 'failed', 'trainer', 'emoji', '2', NULL, '', 0,
 0, 1000, NULL, NULL, NULL, NULL, NULL, '2026-10-02 12:00:01Z', '2026-10-02 13:00:00Z', 'bad-config', 'No data.'),
('run-0', NULL, NULL, NULL, 'succeeded', 'trainer', 'emoji', '1', NULL, repeat('e', 64), 24,
 500, 500, 0.5, NULL, NULL, NULL, repeat('c', 64), '2026-09-01 12:00:01Z', '2026-09-01 13:00:00Z', NULL, NULL);

INSERT INTO training_events (source, event_id, training_id, type, occurred_at, worker, topic, partition, kafka_offset, payload)
VALUES
('/unstir/gateway', 'run-1/requested', 'run-1', 'io.unstir.v1.TrainingRequested', '2026-10-01 12:00:00Z', NULL, 'unstir.trainings', 0, 0,
 '\x0a0572756e2d31120461636d65'),
('/unstir/trainer', 'run-1/started', 'run-1', 'io.unstir.v1.TrainingStarted', '2026-10-01 12:00:01Z', 'trainer', 'unstir.training-events', 0, 0,
 '\x0a0572756e2d31120461636d651a0608c196f9d5062207747261696e6572520d0a05656d6f6a6912013120e807'),
('/unstir/trainer', 'run-1/progress/100', 'run-1', 'io.unstir.v1.TrainingProgressed', '2026-10-01 12:06:00Z', 'trainer', 'unstir.training-events', 0, 1,
 '\x0a0572756e2d31120461636d651a0608a899f9d5062207747261696e65725a17086410e80719000000000000e03f210000000000004e40'),
('/unstir/trainer', 'run-1/dreamt', 'run-1', 'io.unstir.v1.TrainingDreamt', '2026-10-01 12:30:00Z', 'trainer', 'unstir.training-events', 0, 2,
 '\x0a0572756e2d31120461636d651a0608c8a4f9d5062207747261696e65729a06046e657773'),
('/unstir/trainer', 'run-1/finished', 'run-1', 'io.unstir.v1.TrainingFinished', '2026-10-01 13:00:00Z', 'trainer', 'unstir.training-events', 0, 3,
 '\x0a0572756e2d31120461636d651a0608d0b2f9d5062207747261696e6572620c10e80719000000000000b03f'),
('/unstir/trainer', 'run-2/failed', 'run-2', 'io.unstir.v1.TrainingFailed', '2026-10-02 13:00:00Z', 'trainer', 'unstir.training-events', 0, 4,
 '\x0a0572756e2d32120461636d651a0608d0d5fed5062207747261696e65726a160a0a6261642d636f6e66696712084e6f20646174612e');

INSERT INTO checkpoints (model, version, digest, published_at, manifest, training_id, dataset_digest, dataset_licence, retired_at,
                         retired_reason)
VALUES
('emoji', '1', repeat('d', 64), '2026-10-01 13:00:01Z',
 '{"model": "emoji", "version": "1", "files": [{"path": "unet/model.onnx", "sizeBytes": "7", "sha256":
   "9999999999999999999999999999999999999999999999999999999999999999"}], "lineage": {"trainingId": "run-1", "datasetItems": "24"}}',
 'run-1', repeat('e', 64), 'Apache-2.0', NULL, NULL),
('emoji', 'old', NULL, NULL, NULL, NULL, NULL, NULL, '2026-10-03 13:00:01Z', 'old'),
('faces', '1', repeat('f', 64), '2026-10-01 14:00:01Z', '{"model": "faces", "version": "1"}',
 NULL, NULL, NULL, '2026-10-03 13:00:01Z', 'not wanted');

INSERT INTO blobs (sha256, size_bytes) VALUES (repeat('1', 64), 1000);

INSERT INTO consumer_offsets (topic, partition, topic_id, next_offset) VALUES ('unstir.jobs', 0, 'AAAAAAAAAAAAAAAAAAAAAA', 3);

INSERT INTO parked_records (topic, partition, topic_id, kafka_offset, recorded_at, record_key, payload, headers, reason)
VALUES ('unstir.jobs', 0, 'AAAAAAAAAAAAAAAAAAAAAA', 1, '2026-11-01 12:00:00Z', '\x6b', '\x0102', '{"ce_type": "x"}', 'not Protobuf');
