CREATE TABLE thread_mutes (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    root_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    expires_at timestamptz,
    PRIMARY KEY (account_id, root_id)
);
COMMENT ON TABLE thread_mutes IS 'Threads a member does not want to hear of: not in their home, no notifications.';
COMMENT ON COLUMN thread_mutes.root_id IS 'Top of the thread as far as it is known here.';
CREATE INDEX thread_mutes_root ON thread_mutes (root_id);
CREATE INDEX thread_mutes_expiry ON thread_mutes (expires_at) WHERE expires_at IS NOT NULL;
