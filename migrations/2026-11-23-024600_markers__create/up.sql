CREATE TABLE markers (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    timeline text NOT NULL,
    last_read_id bigint NOT NULL,
    version integer NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, timeline)
);
COMMENT ON TABLE markers IS 'How far members read, so that their next app goes on there.';
COMMENT ON COLUMN markers.timeline IS 'home or notifications.';
COMMENT ON COLUMN markers.version IS 'Rises with each change.';
