CREATE TABLE lists (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    title text NOT NULL,
    replies smallint NOT NULL,
    exclusive boolean NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE lists IS 'People whom members follow and read apart; nobody else knows of them.';
COMMENT ON COLUMN lists.replies IS 'Answers shown: 0 to whomever the member follows, 1 to people on the list, 2 none.';
COMMENT ON COLUMN lists.exclusive IS 'What people on it tell is not in the home timeline.';
CREATE INDEX lists_account ON lists (account_id, id);

CREATE TABLE list_members (
    list_id bigint NOT NULL REFERENCES lists ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    id bigint NOT NULL UNIQUE,
    PRIMARY KEY (list_id, account_id)
);
COMMENT ON TABLE list_members IS 'Who is on a list.';
COMMENT ON COLUMN list_members.id IS 'Snowflake, the cursor of the list.';
CREATE INDEX list_members_account ON list_members (account_id);
