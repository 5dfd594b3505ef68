CREATE TABLE interactions (
    id bigint PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    kind smallint NOT NULL,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    actor_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    object_uri text NOT NULL,
    request_uri text,
    accepted boolean,
    created_at timestamptz NOT NULL,
    UNIQUE (story_id, object_uri, kind)
);
COMMENT ON TABLE interactions IS 'Answers, likes and boosts of other servers that need the yes of whoever told a story here, and what they said (GoToSocial''s interaction requests).';
COMMENT ON COLUMN interactions.slug IS 'Unguessable part of the address of the authorization.';
COMMENT ON COLUMN interactions.kind IS 'interactions::Kind: 0 reply, 1 like, 2 boost.';
COMMENT ON COLUMN interactions.object_uri IS 'Id of the answer, the Like or the Announce.';
COMMENT ON COLUMN interactions.request_uri IS 'Id of the request, where the other server asked first.';
COMMENT ON COLUMN interactions.accepted IS 'What was said; null while nothing was.';
CREATE INDEX interactions_actor ON interactions (actor_id);
CREATE INDEX interactions_object ON interactions (object_uri);
