CREATE TABLE dismissed_suggestions (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    other_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (account_id, other_id)
);
COMMENT ON TABLE dismissed_suggestions IS 'People whom members do not want suggested to them again.';
CREATE INDEX dismissed_suggestions_other ON dismissed_suggestions (other_id);
CREATE INDEX accounts_discoverable ON accounts (last_story_at DESC NULLS LAST, id DESC) WHERE discoverable;
