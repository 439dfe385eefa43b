ALTER TABLE jobs ADD COLUMN request jsonb;

COMMENT ON COLUMN jobs.request IS 'The whole SamplingRequest in Protobuf''s JSON form, with the field names of proto: with checkpoint_digest, all that the pixels are a function of. The columns beside it are for queries.';

-- The columns hold all that a request could say until now. As Protobuf has it, what is empty or zero is left out, and a
-- 64-bit integer is a text.
UPDATE jobs
SET request = jsonb_strip_nulls(jsonb_build_object(
        'prompt', nullif(prompt, ''),
        'negative_prompt', nullif(negative_prompt, ''),
        'seed', nullif(seed, 0)::text,
        'image_count', image_count,
        'solver', jsonb_build_object(
            'name', nullif(solver, ''),
            'steps', steps,
            'eta', nullif(eta, 0),
            'timestep_spacing', nullif(timestep_spacing, '')),
        'guidance_scale', nullif(guidance_scale, 0)))
WHERE submitted_at IS NOT NULL;
