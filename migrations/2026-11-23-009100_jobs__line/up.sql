ALTER TABLE jobs ADD COLUMN line text;
COMMENT ON COLUMN jobs.line IS 'Jobs of one line run one at a time in the order of their ids; a parked one holds nobody up. NULL stands in no line.';
CREATE INDEX jobs_line ON jobs (line, id) WHERE line IS NOT NULL AND parked_at IS NULL;
