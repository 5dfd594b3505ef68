CREATE TABLE push_subscriptions (
    id bigint PRIMARY KEY,
    token_id bigint NOT NULL UNIQUE REFERENCES tokens ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    endpoint text NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    standard boolean NOT NULL,
    alerts integer NOT NULL,
    policy smallint NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE push_subscriptions IS 'Where the device behind an access token is told of notifications (Web Push).';
COMMENT ON COLUMN push_subscriptions.p256dh IS 'The device''s public key: a point of P-256, uncompressed.';
COMMENT ON COLUMN push_subscriptions.auth IS 'The secret that the device shares with whoever may write to it.';
COMMENT ON COLUMN push_subscriptions.standard IS 'Encrypted as RFC 8291 says, not as the draft before it.';
COMMENT ON COLUMN push_subscriptions.alerts IS 'Kinds that it wants to hear of: bit 1 << notifications.kind, and from bit 16 on those that never come.';
COMMENT ON COLUMN push_subscriptions.policy IS 'From whom: 0 everybody, 1 those the member follows, 2 those who follow them, 3 nobody.';
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);
