CREATE TABLE applications (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    password text NOT NULL,
    reason text NOT NULL,
    language text,
    token_hash bytea NOT NULL UNIQUE,
    app_id bigint REFERENCES apps (id) ON DELETE SET NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE applications IS 'People who ask for an account. Nobody is there until those who run this server say yes: no account, no actor.';
COMMENT ON COLUMN applications.id IS 'Becomes the id of the account.';
COMMENT ON COLUMN applications.password IS 'As in members: hashed.';
COMMENT ON COLUMN applications.token_hash IS 'SHA-256 of the token that their app holds; it opens nothing yet.';
CREATE UNIQUE INDEX applications_name ON applications (lower(name));
CREATE UNIQUE INDEX applications_email ON applications (lower(email));
CREATE INDEX applications_app ON applications (app_id);
