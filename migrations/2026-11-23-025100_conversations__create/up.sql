CREATE TABLE conversations (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    root_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    read_id bigint NOT NULL DEFAULT 0,
    dismissed_id bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, root_id)
);
COMMENT ON TABLE conversations IS 'How far members read threads that only those named in them can read, and which they put away. A thread without a row is unread.';
COMMENT ON COLUMN conversations.read_id IS 'The newest story of the thread when it was read.';
COMMENT ON COLUMN conversations.dismissed_id IS 'The newest story of the thread when it was put away; a newer one brings it back.';
CREATE INDEX conversations_root ON conversations (root_id);
