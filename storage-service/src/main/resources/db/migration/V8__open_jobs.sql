-- How many jobs wait is asked often, and nearly all jobs have ended.
CREATE INDEX jobs_open ON jobs (tenant) WHERE NOT terminal;
