CREATE TABLE feed (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    entry_id bigint NOT NULL,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    author_id bigint NOT NULL,
    boost_id bigint REFERENCES boosts ON DELETE CASCADE,
    PRIMARY KEY (account_id, entry_id)
);
COMMENT ON TABLE feed IS 'Home timelines of members seen in the last 14 days, at most 800 entries each; rebuilt when somebody returns.';
COMMENT ON COLUMN feed.entry_id IS 'The story''s id, or the boost''s.';
COMMENT ON COLUMN feed.author_id IS 'Whose follow put it here: the author, or the booster.';
CREATE INDEX feed_story ON feed (story_id);
CREATE INDEX feed_boost ON feed (boost_id) WHERE boost_id IS NOT NULL;
CREATE INDEX feed_author ON feed (account_id, author_id);

CREATE TABLE notifications (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind smallint NOT NULL,
    from_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint REFERENCES stories ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    dismissed_at timestamptz
);
COMMENT ON TABLE notifications IS 'What a member should hear about.';
COMMENT ON COLUMN notifications.kind IS '0 mention, 1 follow, 2 follow request, 3 favourite, 4 boost, 5 story by somebody followed with a bell, 6 edit of a story they acted on.';
CREATE UNIQUE INDEX notifications_once ON notifications (account_id, kind, from_id, coalesce(story_id, 0));
COMMENT ON COLUMN notifications.dismissed_at IS 'Cleared away by the member; the row stays so that nothing tells of it a second time.';
CREATE INDEX notifications_account ON notifications (account_id, id DESC) WHERE dismissed_at IS NULL;
CREATE INDEX notifications_from ON notifications (from_id);

CREATE TABLE reports (
    id bigint PRIMARY KEY,
    uri text NOT NULL UNIQUE,
    reporter_id bigint REFERENCES accounts ON DELETE SET NULL,
    target_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_uris text[] NOT NULL DEFAULT '{}',
    comment text NOT NULL DEFAULT '',
    forwarded boolean NOT NULL DEFAULT false,
    local boolean NOT NULL,
    created_at timestamptz NOT NULL,
    resolved_at timestamptz
);
COMMENT ON TABLE reports IS 'Flags: somebody asked the people who run this server to look at an account or its stories.';

CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event jsonb NOT NULL,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE events IS 'What happened, recorded in the transaction that did it; the dispatcher turns each row into its reactions.';
