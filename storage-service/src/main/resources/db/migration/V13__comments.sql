-- Whoever reads the tables with SQL alone finds out here what they hold.

COMMENT ON COLUMN jobs.id IS 'UUIDv7, or UUIDv5 of tenant and Idempotency-Key: a retried submission is the same job.';
COMMENT ON COLUMN jobs.tenant IS 'Whose it is. NULL until the submission is read.';
COMMENT ON COLUMN jobs.submitted_at IS 'When the gateway accepted it. NULL while only its events are known.';
COMMENT ON COLUMN jobs.model IS 'Name of the model, with version.';
COMMENT ON COLUMN jobs.version IS 'Version of the model that the name meant when the job was accepted.';
COMMENT ON COLUMN jobs.prompt IS 'What the image should show; empty for a model without text.';
COMMENT ON COLUMN jobs.negative_prompt IS 'What guidance leads away from; empty where nothing was said.';
COMMENT ON COLUMN jobs.seed IS '0 to 2^53 - 1. Image i draws its noise from (seed, i).';
COMMENT ON COLUMN jobs.image_count IS 'How many images were asked for.';
COMMENT ON COLUMN jobs.solver IS 'Name of the reverse process, for example ddim or dpm++2m.';
COMMENT ON COLUMN jobs.steps IS 'Reverse steps of each image.';
COMMENT ON COLUMN jobs.eta IS 'DDIM''s stochasticity: 0 deterministic, 1 as DDPM.';
COMMENT ON COLUMN jobs.timestep_spacing IS 'How the steps lie on the schedule; empty for the bundle''s default.';
COMMENT ON COLUMN jobs.guidance_scale IS 'w of classifier-free guidance; 1 is off.';
COMMENT ON COLUMN jobs.request_digest IS 'SHA-256 (hex) of the canonical request; tells a retried submission from another one under the same key.';
COMMENT ON COLUMN jobs.status IS 'queued, then processing, then one of succeeded, failed and canceled for good.';
COMMENT ON COLUMN jobs.worker IS 'The sampler replica that spoke last of it.';
COMMENT ON COLUMN jobs.device_class IS 'What bit equality is promised for: ONNX Runtime version, provider, graph options, processor instruction set.';
COMMENT ON COLUMN jobs.steps_done IS 'Model steps done over all images in the newest attempt.';
COMMENT ON COLUMN jobs.steps_total IS 'Model steps of the whole job; NULL until a sampler has said.';
COMMENT ON COLUMN jobs.started_at IS 'When a sampler first began it.';
COMMENT ON COLUMN jobs.completed_at IS 'When it ended, however; NULL until then.';
COMMENT ON COLUMN jobs.sampling_millis IS 'How long the engine had the job, of a job that succeeded.';
COMMENT ON COLUMN jobs.error_code IS 'Of a failed job: the cause, for programs.';
COMMENT ON COLUMN jobs.error_message IS 'Of a failed job: the cause, for people.';
COMMENT ON COLUMN jobs.cancel_reason IS 'Of a canceled job: why.';

COMMENT ON COLUMN job_events.source IS 'CloudEvents source: which service spoke; kafka where the record said none.';
COMMENT ON COLUMN job_events.event_id IS 'CloudEvents id, which a redelivery keeps; the record''s place in its topic where it said none.';
COMMENT ON COLUMN job_events.job_id IS 'The job it is about.';
COMMENT ON COLUMN job_events.type IS 'CloudEvents type, for example io.unstir.v1.ImageProduced.';
COMMENT ON COLUMN job_events.occurred_at IS 'When it happened, as its sender says; of an occurrence told twice, the first telling.';
COMMENT ON COLUMN job_events.worker IS 'The sampler replica that spoke; NULL for others.';
COMMENT ON COLUMN job_events.attempt IS 'Delivery count of the job at that replica; NULL for a submission.';
COMMENT ON COLUMN job_events.topic IS 'Where it was read.';
COMMENT ON COLUMN job_events.partition IS 'Of the topic.';
COMMENT ON COLUMN job_events.kafka_offset IS 'In the partition; orders the events of one job.';
COMMENT ON COLUMN job_events.payload IS 'The record''s value, untouched: Protobuf.';

COMMENT ON COLUMN images.job_id IS 'The job that made it.';
COMMENT ON COLUMN images.image_index IS 'Place in the job, from 0.';
COMMENT ON COLUMN images.sha256 IS 'Of the file''s bytes: its address in the blob store.';
COMMENT ON COLUMN images.size_bytes IS 'Of the file.';
COMMENT ON COLUMN images.width IS 'Pixels.';
COMMENT ON COLUMN images.height IS 'Pixels.';
COMMENT ON COLUMN images.media_type IS 'image/png.';
COMMENT ON COLUMN images.device_class IS 'What bit equality is promised for, of the replica that made it.';
COMMENT ON COLUMN images.worker IS 'The sampler replica that made it.';
COMMENT ON COLUMN images.produced_at IS 'When it was first told of.';

COMMENT ON COLUMN training_runs.id IS 'As the gateway or the trainer named the run.';
COMMENT ON COLUMN training_runs.tenant IS 'Whose it is; NULL for a run that nobody asked for over Kafka.';
COMMENT ON COLUMN training_runs.requested_at IS 'When the gateway accepted it; NULL where it did not.';
COMMENT ON COLUMN training_runs.config_yaml IS 'The configuration as given.';
COMMENT ON COLUMN training_runs.status IS 'queued, then processing, then one of succeeded, failed and canceled for good.';
COMMENT ON COLUMN training_runs.terminal IS 'A terminal row absorbs: the trigger training_runs_terminal_absorbs refuses any change of its course.';
COMMENT ON COLUMN training_runs.worker IS 'The trainer that has it.';
COMMENT ON COLUMN training_runs.model IS 'Name of the model that it makes.';
COMMENT ON COLUMN training_runs.version IS 'Version of the model that it makes.';
COMMENT ON COLUMN training_runs.parameters IS 'Numbers that the network learns.';
COMMENT ON COLUMN training_runs.dataset_digest IS 'The data set it learns from.';
COMMENT ON COLUMN training_runs.dataset_items IS 'Pictures in it, as this run counted.';
COMMENT ON COLUMN training_runs.step IS 'Of the newest report.';
COMMENT ON COLUMN training_runs.total_steps IS 'Steps of the whole run.';
COMMENT ON COLUMN training_runs.loss IS 'Mean over the steps before the newest report.';
COMMENT ON COLUMN training_runs.images_per_second IS 'At the newest report.';
COMMENT ON COLUMN training_runs.parity_error IS 'Largest difference between the trained network and its exported graph.';
COMMENT ON COLUMN training_runs.checkpoint_digest IS 'Of the checkpoint that a successful run made. No foreign key: the registry''s topic is read independently and compacted.';
COMMENT ON COLUMN training_runs.started_at IS 'When the trainer first began it.';
COMMENT ON COLUMN training_runs.completed_at IS 'When it ended, however; NULL until then.';
COMMENT ON COLUMN training_runs.error_code IS 'Of a failed run: the cause, for programs.';
COMMENT ON COLUMN training_runs.error_message IS 'Of a failed run: the cause, for people.';
COMMENT ON COLUMN training_runs.cancel_reason IS 'Of a canceled run: why.';

COMMENT ON COLUMN training_events.source IS 'CloudEvents source: which service spoke; kafka where the record said none.';
COMMENT ON COLUMN training_events.event_id IS 'CloudEvents id, which a redelivery keeps; the record''s place in its topic where it said none.';
COMMENT ON COLUMN training_events.training_id IS 'The run it is about.';
COMMENT ON COLUMN training_events.type IS 'CloudEvents type, for example io.unstir.v1.TrainingProgressed.';
COMMENT ON COLUMN training_events.occurred_at IS 'When it happened, as its sender says.';
COMMENT ON COLUMN training_events.worker IS 'The trainer that spoke; NULL for a request.';
COMMENT ON COLUMN training_events.topic IS 'Where it was read.';
COMMENT ON COLUMN training_events.partition IS 'Of the topic.';
COMMENT ON COLUMN training_events.kafka_offset IS 'In the partition; orders the events of one run.';
COMMENT ON COLUMN training_events.payload IS 'The record''s value, untouched: Protobuf.';

COMMENT ON COLUMN checkpoints.model IS 'Name of the model.';
COMMENT ON COLUMN checkpoints.version IS 'Of the model.';
COMMENT ON COLUMN checkpoints.digest IS 'SHA-256 (hex) of the bundle''s manifest: the checkpoint''s address. NULL where only its retirement is known.';
COMMENT ON COLUMN checkpoints.published_at IS 'When this digest was published under this name.';
COMMENT ON COLUMN checkpoints.manifest IS 'The bundle''s manifest in Protobuf''s JSON form: files, shapes, schedule, training lineage.';
COMMENT ON COLUMN checkpoints.dataset_digest IS 'What it learnt from; NULL where the manifest does not say.';
COMMENT ON COLUMN checkpoints.dataset_licence IS 'Of those data, as the manifest says.';
COMMENT ON COLUMN checkpoints.retired_at IS 'When it was last retired.';
COMMENT ON COLUMN checkpoints.retired_reason IS 'Why.';

COMMENT ON COLUMN checkpoint_evaluations.checkpoint_digest IS 'What was evaluated. No foreign key: a checkpoint may have been published elsewhere.';
COMMENT ON COLUMN checkpoint_evaluations.dataset_digest IS 'The data that its images were compared with.';
COMMENT ON COLUMN checkpoint_evaluations.classifier_digest IS 'SHA-256 (hex) of the weights whose features were compared.';
COMMENT ON COLUMN checkpoint_evaluations.solver IS 'That made the images.';
COMMENT ON COLUMN checkpoint_evaluations.steps IS 'Reverse steps of each image.';
COMMENT ON COLUMN checkpoint_evaluations.guidance_scale IS 'w of classifier-free guidance; 1 is off.';
COMMENT ON COLUMN checkpoint_evaluations.seed IS 'Image i has seed + i.';
COMMENT ON COLUMN checkpoint_evaluations.images IS 'How many were made.';
COMMENT ON COLUMN checkpoint_evaluations.version IS 'The version it was evaluated under.';
COMMENT ON COLUMN checkpoint_evaluations.reference_pictures IS 'Pictures of the data that were compared with.';
COMMENT ON COLUMN checkpoint_evaluations.classifier_task IS 'What the classifier learnt: categories or rotations.';
COMMENT ON COLUMN checkpoint_evaluations.classifier_accuracy IS 'Share of right answers on pictures it never saw.';
COMMENT ON COLUMN checkpoint_evaluations.scores IS 'Of the images: distances, precision, recall, density, coverage, prompt agreement.';
COMMENT ON COLUMN checkpoint_evaluations.ceiling_scores IS 'What noise reaches, measured in the same way.';
COMMENT ON COLUMN checkpoint_evaluations.evaluated_at IS 'Of the newest evaluation of this kind.';

COMMENT ON COLUMN blobs.sha256 IS 'Of the bytes: their address.';
COMMENT ON COLUMN blobs.size_bytes IS 'How many.';
COMMENT ON COLUMN blobs.created_at IS 'When they were first put here.';
COMMENT ON COLUMN blob_owners.sha256 IS 'The blob. No foreign key: a training''s event may come before its picture, and rows are rebuilt from Kafka.';
COMMENT ON COLUMN blob_owners.tenant IS 'For whom. No foreign key: a tenant may upload before it has asked for anything.';
COMMENT ON COLUMN blob_owners.since IS 'Since when, as this database knows it.';

COMMENT ON COLUMN consumer_offsets.topic IS 'Read by the intake.';
COMMENT ON COLUMN consumer_offsets.partition IS 'Of the topic.';
COMMENT ON COLUMN consumer_offsets.next_offset IS 'Of the first record that is not in these tables yet.';

COMMENT ON COLUMN parked_records.topic IS 'Where it was read.';
COMMENT ON COLUMN parked_records.partition IS 'Of the topic.';
COMMENT ON COLUMN parked_records.topic_id IS 'Kafka''s id of the topic.';
COMMENT ON COLUMN parked_records.kafka_offset IS 'In the partition.';
COMMENT ON COLUMN parked_records.recorded_at IS 'The record''s timestamp.';
COMMENT ON COLUMN parked_records.record_key IS 'The record''s key, untouched.';
COMMENT ON COLUMN parked_records.payload IS 'The record''s value, untouched.';
COMMENT ON COLUMN parked_records.headers IS 'The record''s headers as text, the last of each name.';
COMMENT ON COLUMN parked_records.reason IS 'Why it is not in the tables.';

-- How far behind the intake is: the ends of the topics, as it last saw them.
CREATE TABLE topic_ends (
    topic      text NOT NULL,
    partition  integer NOT NULL CHECK (partition >= 0),
    end_offset bigint NOT NULL CHECK (end_offset >= 0),
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (topic, partition)
);

COMMENT ON TABLE topic_ends IS 'Where the topics end, asked of Kafka every few seconds: less consumer_offsets, it is the lag of these tables.';
COMMENT ON COLUMN topic_ends.topic IS 'Read by the intake.';
COMMENT ON COLUMN topic_ends.partition IS 'Of the topic.';
COMMENT ON COLUMN topic_ends.end_offset IS 'Of the record that would come next.';
COMMENT ON COLUMN topic_ends.seen_at IS 'When Kafka said so.';
