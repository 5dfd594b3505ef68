CREATE TABLE polls (
    story_id bigint PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    options text[] NOT NULL,
    tallies bigint[] NOT NULL,
    voters bigint,
    multiple boolean NOT NULL,
    hide_totals boolean NOT NULL,
    ends_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    changed_at timestamptz,
    ended boolean NOT NULL DEFAULT false,
    CHECK (cardinality(options) = cardinality(tallies))
);
COMMENT ON TABLE polls IS 'What stories ask, and what was answered.';
COMMENT ON COLUMN polls.tallies IS 'Votes for each option: of a poll of ours as poll_votes has them, else as its server tells.';
COMMENT ON COLUMN polls.voters IS 'People who voted; NULL where the server of a poll does not say.';
COMMENT ON COLUMN polls.version IS 'Grows with each change, so that a story in memory is known to be old.';
COMMENT ON COLUMN polls.changed_at IS 'First vote that other servers were not told of yet.';
COMMENT ON COLUMN polls.ended IS 'Those who asked and answered were told of its end.';
CREATE INDEX polls_ends_at ON polls (ends_at) WHERE NOT ended AND ends_at IS NOT NULL;
CREATE INDEX polls_changed_at ON polls (changed_at) WHERE changed_at IS NOT NULL;

CREATE TABLE poll_votes (
    story_id bigint NOT NULL REFERENCES polls (story_id) ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    choice smallint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (story_id, account_id, choice)
);
COMMENT ON TABLE poll_votes IS 'Who chose what in a poll; shown to themselves alone.';
CREATE INDEX poll_votes_account_id ON poll_votes (account_id);
