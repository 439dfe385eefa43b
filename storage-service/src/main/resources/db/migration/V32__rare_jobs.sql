-- What is rare among a tenant's jobs would be looked for through all of them: an old version of a model, and a text without words.

CREATE INDEX jobs_by_version ON jobs (tenant, model, version, submitted_at DESC, id DESC) WHERE submitted_at IS NOT NULL;

CREATE FUNCTION prompt_signs(prompt text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN string_to_array(regexp_replace(prompt, '[[:alnum:][:space:]]+', '', 'g'), NULL);

COMMENT ON FUNCTION prompt_signs IS 'The characters of a prompt that are no part of a word: pictographs and punctuation, which full text search does not see.';

CREATE INDEX jobs_by_signs ON jobs USING gin (prompt_signs(prompt)) WITH (fastupdate = off);
