-- A tenant's jobs newest first, from any of them on. A job known by its events only is in no list yet.
CREATE INDEX jobs_by_time ON jobs (tenant, submitted_at DESC, id DESC) WHERE submitted_at IS NOT NULL;

-- What is not as usual is rare among a tenant's jobs and would be looked for through all of them.
CREATE INDEX jobs_not_succeeded ON jobs (tenant, status, submitted_at DESC, id DESC)
    WHERE submitted_at IS NOT NULL AND status <> 'succeeded';
