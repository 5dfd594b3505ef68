CREATE TABLE circles (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE circles IS 'Named lists of people whom a member tells stories to; nobody but the member knows of them.';
CREATE UNIQUE INDEX circles_name ON circles (account_id, lower(name));

CREATE TABLE circle_members (
    circle_id bigint NOT NULL REFERENCES circles ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (circle_id, account_id)
);
COMMENT ON TABLE circle_members IS 'Who is in a circle. Whom a story was told to stands in mentions and stays as it was then.';
CREATE INDEX circle_members_account ON circle_members (account_id);

COMMENT ON COLUMN stories.audience IS '0 public, 1 unlisted, 2 followers, 3 direct (mentioned only), 4 this server only, 5 the author alone, 6 a circle (those silently mentioned).';
