CREATE TABLE bookmarks (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    id bigint NOT NULL UNIQUE,
    PRIMARY KEY (account_id, story_id)
);
COMMENT ON TABLE bookmarks IS 'Stories that members keep for themselves; nobody else is told.';
COMMENT ON COLUMN bookmarks.id IS 'Snowflake, the cursor of the list.';
CREATE INDEX bookmarks_list ON bookmarks (account_id, id);
CREATE INDEX bookmarks_story ON bookmarks (story_id);
