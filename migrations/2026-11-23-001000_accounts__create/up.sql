CREATE TABLE peers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host text NOT NULL UNIQUE,
    software text,
    software_version text,
    software_checked_at timestamptz,
    signature_scheme smallint NOT NULL DEFAULT 0,
    state smallint NOT NULL DEFAULT 0,
    ready boolean NOT NULL DEFAULT false,
    next_attempt_at timestamptz NOT NULL DEFAULT '-infinity',
    asked_until timestamptz,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    lease_token bigint NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    bad_days smallint NOT NULL DEFAULT 0,
    last_bad_day date,
    last_success_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL
) WITH (fillfactor = 80);
COMMENT ON TABLE peers IS 'Other servers: their software, how they like requests signed, and the health of deliveries to them.';
COMMENT ON COLUMN peers.host IS 'Lower-case punycode host, with the port if it is not the default one.';
COMMENT ON COLUMN peers.signature_scheme IS '0 draft-cavage, 1 RFC 9421: what worked last.';
COMMENT ON COLUMN peers.state IS '0 alive, 1 backing off, 2 dead (seven bad days).';
COMMENT ON COLUMN peers.ready IS 'There are deliveries waiting for this host.';
COMMENT ON COLUMN peers.asked_until IS 'Until then the host asked to be left alone (Retry-After): hearing from it does not shorten that.';
COMMENT ON COLUMN peers.lease_token IS 'Fence: rises with each lease, so that a stalled sender cannot release a lease it has lost.';
COMMENT ON COLUMN peers.bad_days IS 'Distinct days on which deliveries failed since the last success.';
CREATE INDEX peers_due ON peers (next_attempt_at) WHERE ready;

CREATE TABLE peer_rules (
    host text PRIMARY KEY,
    rule smallint NOT NULL,
    reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE peer_rules IS 'What the people who run this server decided about a host and its subdomains.';
COMMENT ON COLUMN peer_rules.rule IS '0 blocked, 1 allowed (counts in allow-list mode).';

CREATE TABLE inboxes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    peer_id bigint NOT NULL REFERENCES peers ON DELETE CASCADE,
    url text NOT NULL UNIQUE,
    gone_at timestamptz
);
CREATE INDEX inboxes_gone ON inboxes (peer_id) WHERE gone_at IS NOT NULL;
COMMENT ON TABLE inboxes IS 'Where a delivery is posted: a shared inbox where the peer has one, else a personal one.';

CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    host text,
    kind smallint NOT NULL,
    uri text NOT NULL UNIQUE,
    url text NOT NULL,
    display_name text NOT NULL DEFAULT '',
    note_html text NOT NULL DEFAULT '',
    note_source text NOT NULL DEFAULT '',
    profile jsonb NOT NULL DEFAULT '{}',
    inbox_id bigint REFERENCES inboxes,
    inbox_url text NOT NULL DEFAULT '',
    endpoints jsonb NOT NULL DEFAULT '{}',
    locked boolean NOT NULL DEFAULT false,
    bot boolean NOT NULL DEFAULT false,
    discoverable boolean NOT NULL DEFAULT false,
    indexable boolean NOT NULL DEFAULT false,
    also_known_as text[] NOT NULL DEFAULT '{}',
    moved_to bigint REFERENCES accounts,
    moved_at timestamptz,
    suspended_at timestamptz,
    gone_at timestamptz,
    last_story_at timestamptz,
    fetched_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE accounts IS 'Anyone who can be named @name@host, here or elsewhere: people, communities, services.';
COMMENT ON COLUMN accounts.host IS 'NULL for accounts of this server.';
COMMENT ON COLUMN accounts.kind IS '0 Person, 1 Service, 2 Group, 3 Organization, 4 Application.';
COMMENT ON COLUMN accounts.uri IS 'ActivityPub id.';
COMMENT ON COLUMN accounts.url IS 'Page for people.';
COMMENT ON COLUMN accounts.profile IS 'Fields, emoji, avatar and header addresses: {fields:[{name,value}],emojis:[{shortcode,url}],avatar,header}.';
COMMENT ON COLUMN accounts.inbox_id IS 'Effective inbox (shared where there is one); NULL for local accounts.';
COMMENT ON COLUMN accounts.endpoints IS 'Remote collections: {outbox,followers,following,featured}.';
COMMENT ON COLUMN accounts.suspended_at IS 'Suspended by the people who run this server.';
COMMENT ON COLUMN accounts.gone_at IS 'The actor was deleted at its origin.';
-- Lemmy and its kin let a person and a community share a name; here they may not.
CREATE UNIQUE INDEX accounts_handle ON accounts (lower(name), coalesce(host, ''), (kind = 2 AND host IS NOT NULL));
CREATE INDEX accounts_name_prefix ON accounts (lower(name) text_pattern_ops);
CREATE INDEX accounts_display_name_prefix ON accounts (lower(display_name) text_pattern_ops);
CREATE INDEX accounts_host ON accounts (host) WHERE host IS NOT NULL;
CREATE INDEX accounts_inbox ON accounts (inbox_id) WHERE inbox_id IS NOT NULL;

CREATE TABLE keys (
    uri text PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    algorithm smallint NOT NULL,
    public_key text NOT NULL,
    private_key bytea,
    fetched_at timestamptz NOT NULL
);
COMMENT ON TABLE keys IS 'Signing keys of local accounts and verification keys of remote ones.';
COMMENT ON COLUMN keys.algorithm IS '0 RSA, 1 Ed25519.';
COMMENT ON COLUMN keys.public_key IS 'PEM (SPKI) for RSA, Multikey multibase for Ed25519.';
COMMENT ON COLUMN keys.private_key IS 'PKCS#8 DER; only for local accounts.';
CREATE INDEX keys_account ON keys (account_id);

CREATE TABLE spare_keys (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rsa_private bytea NOT NULL,
    rsa_public text NOT NULL,
    ed25519_private bytea NOT NULL,
    ed25519_public text NOT NULL
);
COMMENT ON TABLE spare_keys IS 'Key pairs made ahead of time, so that nobody waits for one at sign-up.';

CREATE TABLE members (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    role smallint NOT NULL DEFAULT 0,
    email text,
    default_audience smallint,
    default_language text,
    default_sensitive boolean NOT NULL DEFAULT false,
    seen_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE members IS 'Accounts with a login here.';
COMMENT ON COLUMN members.role IS '0 member, 1 moderator, 2 owner.';
COMMENT ON COLUMN members.default_audience IS 'NULL until the first story asked: then the answer given.';
COMMENT ON COLUMN members.seen_at IS 'Last use of the server; home feeds are kept for members seen in the last 14 days.';

CREATE TABLE tokens (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash bytea NOT NULL UNIQUE,
    account_id bigint REFERENCES accounts ON DELETE CASCADE,
    scopes text[] NOT NULL,
    label text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE tokens IS 'Access tokens, kept as SHA-256 hashes.';
CREATE INDEX tokens_account ON tokens (account_id);

CREATE TABLE server_facts (
    name text PRIMARY KEY,
    value jsonb NOT NULL
);
COMMENT ON TABLE server_facts IS 'Single facts about this server, such as the domain its ids were made for.';
