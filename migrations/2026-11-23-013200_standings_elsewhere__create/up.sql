CREATE TABLE standings_elsewhere (
    community_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    steward boolean NOT NULL DEFAULT false,
    banned_at timestamptz,
    banned_until timestamptz,
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (community_id, account_id)
);
COMMENT ON TABLE standings_elsewhere IS 'What communities of other servers said of people: who looks after them, and whom they keep out. Theirs to decide; kept so that members here are told.';
COMMENT ON COLUMN standings_elsewhere.banned_until IS 'NULL with banned_at: for good.';
CREATE INDEX standings_elsewhere_of_account ON standings_elsewhere (account_id);
