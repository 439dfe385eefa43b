-- Words of a prompt, in no language's grammar: a prompt may be in any. Stored, so that a filter over many rows costs no parsing.
ALTER TABLE jobs ADD COLUMN prompt_words tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(prompt, ''))) STORED;

COMMENT ON COLUMN jobs.prompt_words IS 'The words of prompt, for full text search; made by PostgreSQL.';

CREATE INDEX jobs_by_words ON jobs USING gin (prompt_words) WITH (fastupdate = off);

-- A tenant's jobs of one model, newest first: a model that is rarely used would be looked for through all the others.
CREATE INDEX jobs_by_model ON jobs (tenant, model, submitted_at DESC, id DESC) WHERE submitted_at IS NOT NULL;

-- What dashboards ask: what ended in a span of time.
CREATE INDEX jobs_by_end ON jobs (completed_at) WHERE completed_at IS NOT NULL;
