CREATE TABLE inspirations (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    source_id bigint REFERENCES stories ON DELETE CASCADE,
    source_author bigint REFERENCES accounts ON DELETE CASCADE,
    source_uri text NOT NULL,
    source_url text NOT NULL,
    state smallint NOT NULL,
    offer_uri text NOT NULL,
    answer_uri text,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE inspirations IS 'Which story gave another courage. Of stories told here whatever their authors named; of others what their authors asked ours for.';
COMMENT ON COLUMN inspirations.story_id IS 'The story that names another.';
COMMENT ON COLUMN inspirations.source_id IS 'The story that is named, where it is known here.';
COMMENT ON COLUMN inspirations.state IS '0 the words of whoever names it, 1 its author is asked, 2 its author said yes, 3 said no, 4 took the yes back.';
COMMENT ON COLUMN inspirations.offer_uri IS 'Id of the Offer that asks.';
COMMENT ON COLUMN inspirations.answer_uri IS 'Id of the Accept or Reject that answered last.';
CREATE UNIQUE INDEX inspirations_offer ON inspirations (offer_uri);
CREATE INDEX inspirations_source ON inspirations (source_id, state, story_id);
CREATE INDEX inspirations_author ON inspirations (source_author, state, story_id);

CREATE TABLE unasked (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE
);
COMMENT ON TABLE unasked IS 'Members who do not want to be asked whether a story may say that theirs gave it courage.';
