CREATE TABLE tellings (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    kind smallint NOT NULL,
    wish smallint NOT NULL,
    notes text[] NOT NULL DEFAULT '{}',
    own_words text NOT NULL DEFAULT '',
    boosts boolean NOT NULL
);
COMMENT ON TABLE tellings IS 'What a story told here says about itself, where it says anything: stories told by Mastodon apps have no row.';
COMMENT ON COLUMN tellings.kind IS 'stories::Kind.';
COMMENT ON COLUMN tellings.wish IS 'stories::Wish: which answers its author hopes for.';
COMMENT ON COLUMN tellings.notes IS 'Ids of content notes, from the vocabulary of core::notes.';
COMMENT ON COLUMN tellings.own_words IS 'A content note in the author''s own words.';
COMMENT ON COLUMN tellings.boosts IS 'Others may pass it on.';

ALTER TABLE stories ADD COLUMN held_by bigint REFERENCES accounts ON DELETE CASCADE;
ALTER TABLE stories ADD COLUMN declined_at timestamptz;
COMMENT ON COLUMN stories.held_by IS 'Whoever decides on this answer, which stands against the wish of their story. Until then only they and its author read it.';
COMMENT ON COLUMN stories.declined_at IS 'When they turned it down; it stays held.';
CREATE INDEX stories_held ON stories (held_by, root_id, id) WHERE held_by IS NOT NULL;
