CREATE TABLE apps (
    id bigint PRIMARY KEY,
    client_id text NOT NULL UNIQUE,
    secret_hash bytea NOT NULL,
    name text NOT NULL,
    website text,
    redirect_uris text[] NOT NULL,
    scopes text[] NOT NULL,
    lasting boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE apps IS 'Programs that registered themselves to ask members for access (OAuth clients); secrets as SHA-256 hashes.';
COMMENT ON COLUMN apps.lasting IS 'Made on the command line: kept even when nobody uses it.';
CREATE INDEX apps_unused ON apps (created_at) WHERE NOT lasting;

ALTER TABLE tokens ADD COLUMN app_id bigint REFERENCES apps ON DELETE CASCADE;
CREATE INDEX tokens_app ON tokens (app_id);

CREATE TABLE grants (
    hash bytea PRIMARY KEY,
    app_id bigint NOT NULL REFERENCES apps ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    redirect_uri text NOT NULL,
    scopes text[] NOT NULL,
    challenge text,
    token_id bigint REFERENCES tokens ON DELETE SET NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE grants IS 'Authorization codes, as SHA-256 hashes: what a member allowed an app, until it fetches its token.';
COMMENT ON COLUMN grants.challenge IS 'PKCE S256 challenge; NULL when the app sent none.';
COMMENT ON COLUMN grants.token_id IS 'What the code was exchanged for; revoked when the code is used again.';
CREATE INDEX grants_app ON grants (app_id);
CREATE INDEX grants_account ON grants (account_id);
CREATE INDEX grants_token ON grants (token_id);
CREATE INDEX grants_created ON grants (created_at);
