CREATE TABLE kindnesses (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    target_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind smallint NOT NULL,
    plain boolean NOT NULL,
    UNIQUE (target_id, account_id, kind)
);
COMMENT ON TABLE kindnesses IS 'Private answers that are a thank-you or an "I relate": each once for a story and a person.';
COMMENT ON COLUMN kindnesses.story_id IS 'The answer that says it in words.';
COMMENT ON COLUMN kindnesses.target_id IS 'The story it is for.';
COMMENT ON COLUMN kindnesses.kind IS 'kindness::Kindness: 0 thank, 1 relate.';
COMMENT ON COLUMN kindnesses.plain IS 'In our words alone, without own ones.';
CREATE INDEX kindnesses_account ON kindnesses (account_id);
