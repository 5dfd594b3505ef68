CREATE TABLE jobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    payload jsonb NOT NULL,
    priority smallint NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    lease_until timestamptz,
    lease_token bigint NOT NULL DEFAULT 0,
    unique_key text,
    holds_key boolean NOT NULL DEFAULT false,
    parked_at timestamptz,
    error text,
    created_at timestamptz NOT NULL,
    CONSTRAINT jobs_only_a_keyed_job_holds_its_key CHECK (unique_key IS NOT NULL OR NOT holds_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE jobs IS 'Work that must happen once its transaction has committed. A finished job is a deleted row.';
COMMENT ON COLUMN jobs.id IS 'Kept when a job is put back, so that one job has one number in the log.';
COMMENT ON COLUMN jobs.name IS 'Which message the payload is; workers claim only names they have a handler for.';
COMMENT ON COLUMN jobs.payload IS 'The message, as its serde form.';
COMMENT ON COLUMN jobs.priority IS 'Higher runs first; equal ones run in the order of run_at, then id.';
COMMENT ON COLUMN jobs.run_at IS 'Not before this time. A claim leaves it alone, so that claiming touches no index (HOT update).';
COMMENT ON COLUMN jobs.attempts IS 'Rises with each claim, so that a job that kills its process is counted too; given back when it never started.';
COMMENT ON COLUMN jobs.lease_until IS 'A worker holds the job until then; past it anybody may claim again. NULL: nobody holds it.';
COMMENT ON COLUMN jobs.lease_token IS 'Fence: rises with each claim, so that a stalled worker cannot finish a job it has lost.';
COMMENT ON COLUMN jobs.unique_key IS 'At most one job per name and key waits at a time.';
COMMENT ON COLUMN jobs.holds_key IS 'True while a job with a unique key waits; a running or parked one lets go of it.';
COMMENT ON COLUMN jobs.parked_at IS 'Given up at this time; it stays for a person to read, and to retry.';
COMMENT ON COLUMN jobs.error IS 'Why the last attempt failed.';
COMMENT ON COLUMN jobs.created_at IS 'When the job was enqueued.';
CREATE INDEX jobs_due ON jobs (priority, run_at, id) WHERE parked_at IS NULL;
CREATE UNIQUE INDEX jobs_unique_key ON jobs (name, unique_key) WHERE holds_key;
CREATE INDEX jobs_parked ON jobs (parked_at) WHERE parked_at IS NOT NULL;
