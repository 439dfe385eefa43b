-- A gateway that starts asks which jobs of which key are on their way, so that limits outlive it.
ALTER TABLE jobs ADD COLUMN key_id text;
COMMENT ON COLUMN jobs.key_id IS 'Public id of the API key, or subject of the token, that the job was submitted with. NULL where it came with neither, or before this column was there.';
