CREATE TABLE heard (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    community_id bigint REFERENCES accounts ON DELETE SET NULL,
    local boolean NOT NULL,
    audience smallint NOT NULL,
    asked_at timestamptz NOT NULL,
    open boolean NOT NULL,
    answer_id bigint REFERENCES stories ON DELETE SET NULL,
    heard_at timestamptz,
    enough_at timestamptz,
    waiting boolean NOT NULL GENERATED ALWAYS AS (open AND heard_at IS NULL AND enough_at IS NULL) STORED
);
COMMENT ON TABLE heard IS 'Stories that hope for an answer, and whether one came: kept by the verbs in their transactions, so that a queue of those that wait is read from an index. No row for what asks for none.';
COMMENT ON COLUMN heard.community_id IS 'As stories.community_id.';
COMMENT ON COLUMN heard.audience IS 'As stories.audience.';
COMMENT ON COLUMN heard.open IS 'Somebody but its author may answer it now: not deleted, folded away, taken out, closed, or a prompt.';
COMMENT ON COLUMN heard.answer_id IS 'The first answer of somebody else that its author may read and does not hold.';
COMMENT ON COLUMN heard.heard_at IS 'When that answer was told here or reached this server.';
COMMENT ON COLUMN heard.enough_at IS 'When its author said that they feel heard.';
-- What waits is a small part, whatever the number of stories.
CREATE INDEX heard_in_community ON heard (community_id, story_id) WHERE waiting AND community_id IS NOT NULL;
CREATE INDEX heard_here ON heard (story_id) WHERE waiting AND local;
CREATE INDEX heard_here_open ON heard (story_id) WHERE waiting AND local AND audience IN (0, 1, 4);
CREATE INDEX heard_narrow ON heard (author_id, story_id) WHERE waiting AND local AND audience IN (2, 6);
CREATE INDEX heard_among_members ON heard (community_id, story_id) WHERE waiting AND local AND audience = 7;
CREATE INDEX heard_author ON heard (author_id, story_id);
CREATE INDEX heard_asked ON heard (community_id, asked_at) WHERE community_id IS NOT NULL;
CREATE INDEX heard_answer ON heard (answer_id) WHERE answer_id IS NOT NULL;

CREATE INDEX reports_target ON reports (target_id);
