CREATE TABLE former_ids (
    uri text PRIMARY KEY,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    slug text NOT NULL UNIQUE,
    until timestamptz NOT NULL
);
COMMENT ON TABLE former_ids IS 'Ids that stories of ours had before they were asked back elsewhere and handed out anew: other servers never take an id again that they deleted.';
COMMENT ON COLUMN former_ids.until IS 'When the change of audience was made that the story has another id since.';
CREATE INDEX former_ids_of_story ON former_ids (story_id, until DESC);
