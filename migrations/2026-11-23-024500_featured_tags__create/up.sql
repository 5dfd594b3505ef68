CREATE TABLE featured_tags (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    tag text COLLATE "C" NOT NULL,
    name text NOT NULL,
    id bigint NOT NULL UNIQUE,
    PRIMARY KEY (account_id, tag)
);
COMMENT ON TABLE featured_tags IS 'Hashtags that members show on their profile.';
COMMENT ON COLUMN featured_tags.tag IS 'Folded, as in story_tags.';
COMMENT ON COLUMN featured_tags.name IS 'As it was typed.';
COMMENT ON COLUMN featured_tags.id IS 'Snowflake, by which apps name it.';
