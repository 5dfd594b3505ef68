CREATE TABLE stories (
    id bigint PRIMARY KEY,
    uri text NOT NULL UNIQUE,
    url text NOT NULL,
    slug text UNIQUE,
    author_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    local boolean NOT NULL,
    kind text NOT NULL DEFAULT 'Note',
    audience smallint NOT NULL,
    title text NOT NULL DEFAULT '',
    content_html text NOT NULL,
    source text NOT NULL DEFAULT '',
    source_type text NOT NULL DEFAULT 'text/plain',
    summary text NOT NULL DEFAULT '',
    sensitive boolean NOT NULL DEFAULT false,
    language text,
    emojis jsonb NOT NULL DEFAULT '[]',
    parent_id bigint REFERENCES stories ON DELETE SET NULL,
    parent_uri text,
    root_id bigint NOT NULL,
    context_uri text,
    quote_policy smallint NOT NULL DEFAULT 0,
    pushed boolean NOT NULL DEFAULT true,
    replies_uri text,
    replies_fetched_at timestamptz,
    published_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE stories IS 'Stories and replies (a reply is a story with a parent), ours and those that reached us.';
COMMENT ON COLUMN stories.slug IS 'Unguessable part of the address of a local story; NULL for remote ones.';
COMMENT ON COLUMN stories.kind IS 'ActivityStreams type it came as: Note, Article, Page, Question, Event, Video…';
COMMENT ON COLUMN stories.audience IS '0 public, 1 unlisted, 2 followers, 3 direct (mentioned only), 4 this server only.';
COMMENT ON COLUMN stories.source IS 'What the author typed (local) or the source a peer sent.';
COMMENT ON COLUMN stories.summary IS 'Content notes, as plain words.';
COMMENT ON COLUMN stories.parent_uri IS 'Set on every reply; parent_id follows once the parent is known.';
COMMENT ON COLUMN stories.root_id IS 'Top of the known thread; its own id for a top-level story.';
COMMENT ON COLUMN stories.quote_policy IS 'Who may quote: 0 nobody, 1 followers, 2 anyone.';
COMMENT ON COLUMN stories.pushed IS 'Told here or sent to us; false while it was only fetched, so that nobody was told of it yet.';
CREATE INDEX stories_author ON stories (author_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX stories_parent ON stories (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX stories_root ON stories (root_id, id);
CREATE INDEX stories_public ON stories (id DESC) WHERE audience IN (0, 4) AND deleted_at IS NULL AND parent_uri IS NULL;
CREATE INDEX stories_public_here ON stories (id DESC) WHERE local AND audience IN (0, 4) AND deleted_at IS NULL AND parent_uri IS NULL;
CREATE INDEX stories_orphans ON stories (parent_uri) WHERE parent_uri IS NOT NULL AND parent_id IS NULL;

-- Every list asks of every author whether they are hidden; few ever are.
CREATE INDEX accounts_hidden ON accounts (id) WHERE suspended_at IS NOT NULL OR gone_at IS NOT NULL;

CREATE TABLE story_edits (
    id bigint PRIMARY KEY,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    title text NOT NULL,
    content_html text NOT NULL,
    source text NOT NULL,
    summary text NOT NULL,
    sensitive boolean NOT NULL,
    emojis jsonb NOT NULL,
    at timestamptz NOT NULL
);
COMMENT ON TABLE story_edits IS 'Earlier versions of edited stories; at is when that version was published.';
CREATE INDEX story_edits_story ON story_edits (story_id, id);

CREATE TABLE attachments (
    id bigint PRIMARY KEY,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    position smallint NOT NULL,
    media_type text NOT NULL,
    url text NOT NULL,
    preview_url text,
    description text,
    blurhash text,
    width integer,
    height integer,
    focus_x real,
    focus_y real
);
COMMENT ON TABLE attachments IS 'Pictures, sounds and films that came with a remote story, at their origin.';
CREATE INDEX attachments_story ON attachments (story_id, position);

CREATE TABLE mentions (
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    silent boolean NOT NULL DEFAULT false,
    PRIMARY KEY (story_id, account_id)
);
COMMENT ON TABLE mentions IS 'Accounts that a story names or addresses.';
COMMENT ON COLUMN mentions.silent IS 'Addressed but not named: may read, is not notified.';
CREATE INDEX mentions_account ON mentions (account_id, story_id);

CREATE TABLE story_tags (
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    tag text COLLATE "C" NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (story_id, tag)
);
COMMENT ON TABLE story_tags IS 'Hashtags of a story: tag is folded for look-up, name is as written.';
COMMENT ON COLUMN story_tags.tag IS 'Sorts by code points, so that the tags that start with some letters are one range of the index.';
CREATE INDEX story_tags_tag ON story_tags (tag, story_id DESC);

CREATE TABLE emojis (
    shortcode text PRIMARY KEY,
    media_type text NOT NULL,
    image bytea NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE emojis IS 'Custom emoji of this server.';

CREATE TABLE tombstones (
    uri text PRIMARY KEY,
    at timestamptz NOT NULL
);
COMMENT ON TABLE tombstones IS 'Ids that were deleted: nothing may be stored under them again. Kept 90 days.';
CREATE INDEX tombstones_at ON tombstones (at);

CREATE TABLE favourites (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    uri text NOT NULL,
    earlier text[] NOT NULL DEFAULT '{}',
    content text,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, story_id)
);
COMMENT ON TABLE favourites IS 'Acts of liking; never counted.';
COMMENT ON COLUMN favourites.content IS 'The emoji, where a peer sent a reaction with one.';
CREATE INDEX favourites_story ON favourites (story_id, id);
COMMENT ON COLUMN favourites.earlier IS 'Ids under which it came before, while their Undo may still be on its way.';
CREATE INDEX favourites_uri ON favourites (uri);
CREATE INDEX favourites_repeated ON favourites (account_id) WHERE earlier <> '{}';

CREATE TABLE boosts (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    uri text NOT NULL UNIQUE,
    earlier text[] NOT NULL DEFAULT '{}',
    audience smallint NOT NULL,
    published_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account_id, story_id)
);
COMMENT ON TABLE boosts IS 'Acts of passing a story on to one''s followers; never counted.';
COMMENT ON COLUMN boosts.earlier IS 'Ids under which it came before, while their Undo may still be on its way.';
CREATE INDEX boosts_repeated ON boosts (account_id) WHERE earlier <> '{}';
CREATE INDEX boosts_account ON boosts (account_id, id DESC);
CREATE INDEX boosts_story ON boosts (story_id);

CREATE TABLE pins (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    id bigint NOT NULL,
    PRIMARY KEY (account_id, story_id)
);
COMMENT ON TABLE pins IS 'Stories that an account features on its profile.';

CREATE TABLE quote_stamps (
    id bigint PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    story_id bigint NOT NULL REFERENCES stories ON DELETE CASCADE,
    quote_uri text NOT NULL UNIQUE,
    quoter_uri text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE quote_stamps IS 'QuoteAuthorization stamps (FEP-044f) given for quotes of local stories.';

CREATE TABLE idempotency_keys (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    key text NOT NULL,
    story_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
COMMENT ON TABLE idempotency_keys IS 'Idempotency-Key of a published story: a repeat within an hour gets the same story.';
