CREATE TABLE drafts (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    content jsonb NOT NULL,
    release_at timestamptz,
    problem text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE drafts IS 'Stories that were not told yet: being written, or waiting for the end of their undo window.';
COMMENT ON COLUMN drafts.content IS 'What is to be told, in the form of stories::Draft.';
COMMENT ON COLUMN drafts.release_at IS 'When the undo window closes; NULL while it is only a draft.';
COMMENT ON COLUMN drafts.problem IS 'Why it could not be told when its window closed.';
CREATE INDEX drafts_account ON drafts (account_id, id DESC);
CREATE INDEX drafts_release ON drafts (release_at) WHERE release_at IS NOT NULL;

CREATE TABLE windows (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    plain integer NOT NULL,
    noted integer NOT NULL,
    apps integer NOT NULL
);
COMMENT ON TABLE windows IS 'Undo windows that members chose, in seconds; who has no row has the defaults.';
COMMENT ON COLUMN windows.noted IS 'For stories with content notes.';
COMMENT ON COLUMN windows.apps IS 'For stories told with an app made for Mastodon.';

CREATE TABLE expiries (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    expired boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE expiries IS 'Stories that delete themselves at a time; the row stays afterwards, to tell how they ended.';
CREATE INDEX expiries_due ON expiries (expires_at) WHERE NOT expired;

CREATE TABLE folded (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    audience smallint NOT NULL,
    folded_at timestamptz NOT NULL
);
COMMENT ON TABLE folded IS 'Stories that were folded away: for their author alone, with the audience they come back to.';
