CREATE TABLE proxied_files (
    name text PRIMARY KEY,
    url text NOT NULL,
    whole text,
    small text,
    bytes bigint NOT NULL,
    wait_until timestamptz,
    used_at timestamptz NOT NULL
);
COMMENT ON TABLE proxied_files IS 'Pictures of other servers that people here were shown: made fit to show, kept while there is room.';
COMMENT ON COLUMN proxied_files.name IS 'Made of the address; the small form has a name of its own, made of it too.';
COMMENT ON COLUMN proxied_files.whole IS 'Ending that tells the type of the picture; NULL where it could not be had.';
COMMENT ON COLUMN proxied_files.small IS 'The same of its small form.';
COMMENT ON COLUMN proxied_files.bytes IS 'Of both forms together.';
COMMENT ON COLUMN proxied_files.wait_until IS 'Its server is not asked again before.';
COMMENT ON COLUMN proxied_files.used_at IS 'When somebody last saw it, to the hour: those longest ago go first.';
CREATE INDEX proxied_files_used ON proxied_files (used_at);
