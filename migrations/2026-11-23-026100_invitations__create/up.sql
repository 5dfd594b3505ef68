CREATE TABLE invitations (
    hash bytea PRIMARY KEY,
    uses_left integer NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE invitations IS 'Codes with which somebody may sign up on this server.';
COMMENT ON COLUMN invitations.hash IS 'SHA-256 of the code, which is not kept.';
COMMENT ON COLUMN invitations.uses_left IS 'How many people may still come in with it.';
