ALTER TABLE members
    ADD COLUMN password text,
    ADD COLUMN second_secret bytea,
    ADD COLUMN second_since timestamptz,
    ADD COLUMN second_step bigint;
COMMENT ON COLUMN members.password IS 'argon2id, as a PHC string; NULL for members who cannot sign in.';
COMMENT ON COLUMN members.second_secret IS 'Key of the one-time codes (RFC 6238); being set up until second_since is there.';
COMMENT ON COLUMN members.second_step IS 'Time step of the last one-time code that was used: none is taken twice.';
CREATE UNIQUE INDEX members_email ON members (lower(email));

CREATE TABLE recovery_codes (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    hash bytea NOT NULL,
    PRIMARY KEY (account_id, hash)
);
COMMENT ON TABLE recovery_codes IS 'Codes that each stand in once for a one-time code, as SHA-256 hashes.';

CREATE TABLE web_sessions (
    id bigint PRIMARY KEY,
    hash bytea NOT NULL UNIQUE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    whole boolean NOT NULL,
    agent text NOT NULL,
    seen_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE web_sessions IS 'Browsers in which a member is signed in, by the SHA-256 hash of their cookie.';
COMMENT ON COLUMN web_sessions.whole IS 'False while the password was right and the one-time code is still to come.';
CREATE INDEX web_sessions_account ON web_sessions (account_id);
CREATE INDEX web_sessions_seen ON web_sessions (seen_at);

CREATE TABLE devices (
    hash bytea PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE devices IS 'Browsers in which a member signed in before: strangers who guess cannot lock these out.';
CREATE INDEX devices_account ON devices (account_id);
CREATE INDEX devices_seen ON devices (seen_at);

CREATE TABLE tries (
    key text PRIMARY KEY,
    number integer NOT NULL,
    until timestamptz NOT NULL
);
COMMENT ON TABLE tries IS 'How often something guessable was tried by an address, for an account or from a device, until when that counts.';
CREATE INDEX tries_until ON tries (until);
