-- What came of a checkpoint is looked for when it is found to be bad.
CREATE INDEX jobs_by_checkpoint ON jobs (checkpoint_digest) WHERE checkpoint_digest IS NOT NULL;
