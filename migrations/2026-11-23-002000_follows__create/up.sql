CREATE TABLE follows (
    follower_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    followee_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    accepted_at timestamptz,
    uri text NOT NULL,
    earlier text[] NOT NULL DEFAULT '{}',
    show_boosts boolean NOT NULL DEFAULT true,
    notify boolean NOT NULL DEFAULT false,
    languages text[] NOT NULL DEFAULT '{}',
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (follower_id, followee_id)
);
COMMENT ON TABLE follows IS 'Who follows whom; a row with accepted_at NULL is a request.';
COMMENT ON COLUMN follows.uri IS 'Id of the Follow activity, named again by Accept, Reject and Undo.';
COMMENT ON COLUMN follows.earlier IS 'Ids of Follows received shortly before that were not undone yet: an Undo of one of them may have been overtaken.';
COMMENT ON COLUMN follows.created_at IS 'When the newest Follow was made or received.';
COMMENT ON COLUMN follows.id IS 'Snowflake: the order of lists and the cursor of their pages.';
CREATE INDEX follows_followee ON follows (followee_id, follower_id);
CREATE INDEX follows_of_followee ON follows (followee_id, id DESC);
CREATE INDEX follows_of_follower ON follows (follower_id, id DESC);
CREATE INDEX follows_uri ON follows (uri);

CREATE TABLE blocks (
    blocker_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    blocked_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    uri text NOT NULL,
    earlier text[] NOT NULL DEFAULT '{}',
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
);
COMMENT ON TABLE blocks IS 'Who blocked whom, here or as told by another server.';
COMMENT ON COLUMN blocks.earlier IS 'As in follows.';
CREATE INDEX blocks_blocked ON blocks (blocked_id, blocker_id);

CREATE TABLE mutes (
    muter_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    muted_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    notifications boolean NOT NULL DEFAULT true,
    expires_at timestamptz,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (muter_id, muted_id)
);
COMMENT ON TABLE mutes IS 'Who does not want to read whom; the muted account is not told.';
COMMENT ON COLUMN mutes.notifications IS 'Notifications are muted too.';

CREATE TABLE host_blocks (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    host text NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, host)
);
COMMENT ON TABLE host_blocks IS 'Servers that a member does not want to read or be read by.';

CREATE TABLE undone (
    uri text PRIMARY KEY,
    actor_uri text NOT NULL,
    met boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL
);
COMMENT ON TABLE undone IS 'Activities that were undone: if they arrive late they must have no effect. Kept 30 days.';
COMMENT ON COLUMN undone.met IS 'It did arrive, so only a close repeat is refused: some servers use an id again for the next act of the kind.';
CREATE INDEX undone_at ON undone (at);
