CREATE TABLE followed_tags (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    tag text COLLATE "C" NOT NULL,
    name text NOT NULL,
    id bigint NOT NULL UNIQUE,
    PRIMARY KEY (account_id, tag)
);
COMMENT ON TABLE followed_tags IS 'Hashtags whose public stories members want in their home timeline.';
COMMENT ON COLUMN followed_tags.tag IS 'Folded, as in story_tags.';
COMMENT ON COLUMN followed_tags.name IS 'As it was typed.';
COMMENT ON COLUMN followed_tags.id IS 'Snowflake, the cursor of the list.';
CREATE INDEX followed_tags_list ON followed_tags (account_id, id);
CREATE INDEX followed_tags_tag ON followed_tags (tag);
