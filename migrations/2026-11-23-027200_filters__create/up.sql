CREATE TABLE filters (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title text NOT NULL,
    contexts smallint NOT NULL,
    action smallint NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE filters IS 'What members want to be warned of, or not to meet; nobody else knows of them.';
COMMENT ON COLUMN filters.contexts IS 'Where it holds, as bits: 1 home and lists, 2 notifications, 4 public timelines, 8 threads, 16 accounts.';
COMMENT ON COLUMN filters.action IS 'What is done with a story: 0 covered with a warning, 1 not shown, 2 its media covered.';
CREATE INDEX filters_account_id ON filters (account_id, id);

CREATE TABLE filter_keywords (
    id bigint PRIMARY KEY,
    filter_id bigint NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
    keyword text NOT NULL,
    whole_word boolean NOT NULL
);
COMMENT ON TABLE filter_keywords IS 'Words that a filter looks for.';
CREATE INDEX filter_keywords_filter_id ON filter_keywords (filter_id, id);

CREATE TABLE filter_stories (
    id bigint PRIMARY KEY,
    filter_id bigint NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    UNIQUE (filter_id, story_id)
);
COMMENT ON TABLE filter_stories IS 'Single stories that a filter holds for, whatever words are in them.';
CREATE INDEX filter_stories_story_id ON filter_stories (story_id);
