CREATE TABLE account_notes (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    about_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    note text NOT NULL,
    PRIMARY KEY (account_id, about_id)
);
COMMENT ON TABLE account_notes IS 'What members wrote down about others, for their own eyes.';
CREATE INDEX account_notes_about ON account_notes (about_id);
