CREATE TABLE endorsements (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    endorsed_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    id bigint NOT NULL UNIQUE,
    PRIMARY KEY (account_id, endorsed_id)
);
COMMENT ON TABLE endorsements IS 'People whom members feature on their profile.';
COMMENT ON COLUMN endorsements.id IS 'Snowflake, the cursor of the list.';
CREATE INDEX endorsements_list ON endorsements (account_id, id);
CREATE INDEX endorsements_endorsed ON endorsements (endorsed_id);
