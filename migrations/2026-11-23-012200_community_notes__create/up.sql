CREATE TABLE community_notes (
    community_id bigint NOT NULL REFERENCES communities ON DELETE CASCADE,
    id text NOT NULL,
    label text NOT NULL,
    description text NOT NULL DEFAULT '',
    added_by bigint REFERENCES accounts ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (community_id, id)
);
COMMENT ON TABLE community_notes IS 'Content notes that a community of this server adds to the vocabulary, for stories told in it.';
COMMENT ON COLUMN community_notes.label IS 'As people read it; goes out as words.';
