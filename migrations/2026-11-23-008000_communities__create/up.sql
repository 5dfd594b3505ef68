CREATE TABLE communities (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    welcome text NOT NULL DEFAULT '',
    visibility smallint NOT NULL,
    joining smallint NOT NULL,
    question text NOT NULL DEFAULT '',
    agreement integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE communities IS 'Communities of this server: what an account of kind Group has beyond an account.';
COMMENT ON COLUMN communities.visibility IS 'Who may read its stories: 0 anyone, 1 anyone but in no public timeline, 2 this server, 3 its members, 4 its members, who were invited.';
COMMENT ON COLUMN communities.joining IS '0 anyone joins, 1 anyone asks, 2 by invitation.';
COMMENT ON COLUMN communities.question IS 'What is asked of those who ask to join; empty for nothing.';
COMMENT ON COLUMN communities.agreement IS 'Version of the agreement that holds; 0 for none.';

CREATE TABLE community_agreements (
    community_id bigint NOT NULL REFERENCES communities ON DELETE CASCADE,
    version integer NOT NULL,
    text text NOT NULL,
    written_by bigint REFERENCES accounts ON DELETE SET NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (community_id, version)
);
COMMENT ON TABLE community_agreements IS 'Every version of what members agree on before they speak.';

CREATE TABLE community_members (
    community_id bigint NOT NULL REFERENCES communities ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    state smallint NOT NULL,
    role smallint NOT NULL DEFAULT 0,
    answer text NOT NULL DEFAULT '',
    agreement integer NOT NULL DEFAULT 0,
    banned_until timestamptz,
    reason text NOT NULL DEFAULT '',
    joined_at timestamptz,
    greeted_by bigint REFERENCES accounts ON DELETE SET NULL,
    greeted_at timestamptz,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (community_id, account_id)
);
COMMENT ON TABLE community_members IS 'How somebody stands to a community: asked, in, banned or invited.';
COMMENT ON COLUMN community_members.state IS '0 asked to join, 1 in, 2 banned, 3 invited.';
COMMENT ON COLUMN community_members.role IS '0 member, 1 greeter, 2 steward, 3 founder.';
COMMENT ON COLUMN community_members.agreement IS 'Version of the agreement that was accepted last.';
COMMENT ON COLUMN community_members.banned_until IS 'NULL with state 2: for good.';
COMMENT ON COLUMN community_members.id IS 'Snowflake: the order of lists and the cursor of their pages.';
CREATE INDEX community_members_of_account ON community_members (account_id, community_id);
CREATE INDEX community_members_listed ON community_members (community_id, state, id DESC);
CREATE INDEX community_members_new ON community_members (community_id, id) WHERE state = 1 AND greeted_at IS NULL;

CREATE TABLE community_invites (
    id bigint PRIMARY KEY,
    community_id bigint NOT NULL REFERENCES communities ON DELETE CASCADE,
    code text NOT NULL UNIQUE,
    uses_left integer,
    expires_at timestamptz,
    created_by bigint REFERENCES accounts ON DELETE SET NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE community_invites IS 'Links that let whoever has them into a community.';
COMMENT ON COLUMN community_invites.uses_left IS 'NULL for any number.';
CREATE INDEX community_invites_of ON community_invites (community_id, id DESC);

ALTER TABLE stories ADD COLUMN community_id bigint REFERENCES accounts ON DELETE SET NULL;
COMMENT ON COLUMN stories.community_id IS 'The community (an account of kind Group, of any server) it was told in; replies have that of what they answer.';
COMMENT ON COLUMN stories.audience IS '0 public, 1 unlisted, 2 followers, 3 direct (mentioned only), 4 this server only, 7 members of its community.';
CREATE INDEX stories_community ON stories (community_id, id DESC) WHERE community_id IS NOT NULL AND parent_uri IS NULL AND deleted_at IS NULL;

CREATE TABLE community_stories (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    community_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    prompt boolean NOT NULL DEFAULT false,
    locked_at timestamptz,
    removed_at timestamptz,
    removed_by bigint REFERENCES accounts ON DELETE SET NULL,
    reason text NOT NULL DEFAULT ''
);
COMMENT ON TABLE community_stories IS 'What the stewards of a community decided about a story in it; no row for most.';
COMMENT ON COLUMN community_stories.prompt IS 'Members are asked to answer it with a story of their own.';
COMMENT ON COLUMN community_stories.removed_at IS 'Taken out: only its author and the stewards still read it.';
CREATE INDEX community_stories_prompts ON community_stories (community_id, story_id DESC) WHERE prompt;

ALTER TABLE reports ADD COLUMN community_id bigint REFERENCES accounts ON DELETE SET NULL;
COMMENT ON COLUMN reports.community_id IS 'The community of this server whose stewards look at it.';
CREATE INDEX reports_community ON reports (community_id, id DESC) WHERE community_id IS NOT NULL;
