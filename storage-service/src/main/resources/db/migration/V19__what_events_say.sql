-- What an event says, where SQL can read it: until now it stood in the bytes alone. Rows from before are read by the next migration.

ALTER TABLE job_events ADD COLUMN detail jsonb;
COMMENT ON COLUMN job_events.detail IS 'What the event says, in Protobuf''s JSON form with the field names of proto: of JobProgressed steps_done and steps_total, of JobFailed error, of ImageProduced index and sha256. NULL for a submission, whose request is in jobs, and for what this version does not know.';

ALTER TABLE training_events ADD COLUMN detail jsonb;
ALTER TABLE training_events
    ADD COLUMN step bigint GENERATED ALWAYS AS
        ((coalesce(detail ->> 'step', detail ->> 'steps', detail ->> 'from_step'))::bigint) STORED,
    ADD COLUMN loss double precision GENERATED ALWAYS AS ((detail ->> 'loss')::double precision) STORED,
    ADD COLUMN images_per_second double precision GENERATED ALWAYS AS
        ((detail ->> 'images_per_second')::double precision) STORED;
COMMENT ON TABLE training_events IS 'Append-only history of every training run with the bytes as they came; a loss curve is step and loss of its TrainingProgressed. Not partitioned: docs/decisions says why.';
COMMENT ON COLUMN training_events.detail IS 'What the event says, in Protobuf''s JSON form with the field names of proto. NULL for a request, whose configuration is in training_runs, and for what this version does not know.';
COMMENT ON COLUMN training_events.step IS 'Step that the event is about; of a start the one it goes on from. NULL where it is about none.';
COMMENT ON COLUMN training_events.loss IS 'Mean over the steps since the report before; of TrainingFinished the last. NULL where the event tells none.';
COMMENT ON COLUMN training_events.images_per_second IS 'Of TrainingProgressed; NULL for others.';

-- History is not removed row by row either. A partition may be dropped, and an operator who must remove rows says so first:
-- SET unstir.retention = 'on'. The service never does.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('unstir.retention', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION '%: what was told is not removed, unless the session says SET unstir.retention = ''on''', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION refuse_removal IS 'Keeps rows of histories from being deleted, except by a session with unstir.retention = on. Dropping a partition is no deletion.';

CREATE TRIGGER job_events_remain BEFORE DELETE ON job_events FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER job_events_are_not_truncated BEFORE TRUNCATE ON job_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER training_events_remain BEFORE DELETE ON training_events FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER training_events_are_not_truncated BEFORE TRUNCATE ON training_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER checkpoint_names_remain BEFORE DELETE ON checkpoint_names FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER checkpoint_names_are_not_truncated BEFORE TRUNCATE ON checkpoint_names
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER checkpoint_names_stay BEFORE UPDATE ON checkpoint_names
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was told does not change');
CREATE TRIGGER unknown_checkpoint_events_remain BEFORE DELETE ON unknown_checkpoint_events
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER unknown_checkpoint_events_stay BEFORE UPDATE ON unknown_checkpoint_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was told does not change');

CREATE OR REPLACE VIEW dashboards.job_story AS
SELECT job_id, occurred_at AS at,
       CASE split_part(type, '.', 4)
           WHEN 'JobStarted' THEN 'JobStarted' || coalesce(' on ' || nullif(detail ->> 'device_class', ''), '')
           WHEN 'JobProgressed' THEN 'JobProgressed' || coalesce(': step ' || (detail ->> 'steps_done') || ' of ' || (detail ->> 'steps_total'), '')
           WHEN 'ImageProduced' THEN 'ImageProduced' || coalesce(': image ' || (detail ->> 'index') || ' is ' || (detail ->> 'sha256'), '')
           WHEN 'JobFailed' THEN 'JobFailed' || coalesce(': ' || (detail #>> '{error,code}') || ': ' || (detail #>> '{error,message}'), '')
           WHEN 'JobCancelled' THEN 'JobCancelled' || coalesce(': ' || nullif(detail ->> 'reason', ''), '')
           WHEN 'JobCancelRequested' THEN 'JobCancelRequested' || coalesce(': ' || nullif(detail ->> 'reason', ''), '')
           ELSE split_part(type, '.', 4)
       END AS what,
       worker, attempt, known, topic, partition, kafka_offset, detail
FROM public.job_events
UNION ALL
SELECT job_id, produced_at, 'image ' || image_index || ' is ' || sha256, worker, NULL, true, NULL, NULL, NULL, NULL FROM public.images
UNION ALL
SELECT id, completed_at,
       'ended: ' || status || coalesce(' (' || coalesce(error_code || coalesce(': ' || nullif(error_message, ''), ''), nullif(cancel_reason, '')) || ')', ''),
       worker, attempt, true, NULL, NULL, NULL, NULL
FROM public.jobs WHERE completed_at IS NOT NULL;
