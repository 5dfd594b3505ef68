CREATE TABLE notification_policies (
    account_id bigint PRIMARY KEY REFERENCES members (account_id) ON DELETE CASCADE,
    for_not_following smallint NOT NULL,
    for_not_followers smallint NOT NULL,
    for_new_accounts smallint NOT NULL,
    for_private_mentions smallint NOT NULL,
    for_limited_accounts smallint NOT NULL
);
COMMENT ON TABLE notification_policies IS 'What members want done with notifications from whom they do not know: 0 accept, 1 keep aside, 2 drop. No row: as from the start.';

CREATE TABLE notification_requests (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES members (account_id) ON DELETE CASCADE,
    from_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (account_id, from_id)
);
COMMENT ON TABLE notification_requests IS 'Whose mentions are kept aside until the member lets them in or sends them away.';
CREATE INDEX notification_requests_page ON notification_requests (account_id, id DESC);
CREATE INDEX notification_requests_from ON notification_requests (from_id);

CREATE TABLE notification_permissions (
    account_id bigint NOT NULL REFERENCES members (account_id) ON DELETE CASCADE,
    from_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, from_id)
);
COMMENT ON TABLE notification_permissions IS 'Whose request a member accepted: nothing of theirs is kept aside any more.';
CREATE INDEX notification_permissions_from ON notification_permissions (from_id);

ALTER TABLE notifications ADD COLUMN filtered boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN notifications.filtered IS 'Kept aside by the policy of its member until the request of its sender is accepted.';
CREATE INDEX notifications_filtered ON notifications (account_id, from_id, id DESC) WHERE filtered AND dismissed_at IS NULL;
