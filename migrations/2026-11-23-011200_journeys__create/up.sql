CREATE TABLE journeys (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    description text NOT NULL,
    closing text NOT NULL,
    ended_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE journeys IS 'Series of stories by one author, each with an account that others follow and that passes its chapters on.';
COMMENT ON COLUMN journeys.account_id IS 'The account of the journey itself.';
COMMENT ON COLUMN journeys.closing IS 'Last words; empty until it ended.';
CREATE INDEX journeys_author ON journeys (author_id, account_id);

CREATE TABLE chapters (
    journey_id bigint NOT NULL REFERENCES journeys ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    place integer NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (journey_id, story_id)
);
COMMENT ON TABLE chapters IS 'The stories of a journey, in order of place. Who may read each is for the story to say.';
CREATE INDEX chapters_order ON chapters (journey_id, place);
CREATE INDEX chapters_story ON chapters (story_id);
