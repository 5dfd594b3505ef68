CREATE TABLE announcements (
    id bigint PRIMARY KEY,
    text text NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    all_day boolean NOT NULL,
    published_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE announcements IS 'What those who run this server tell everybody who lives here.';
COMMENT ON COLUMN announcements.published_at IS 'Since when people see it; NULL while nobody does.';
COMMENT ON COLUMN announcements.ends_at IS 'When what it tells of ends; from then on it is not shown.';

CREATE TABLE announcement_reads (
    announcement_id bigint NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES members (account_id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    PRIMARY KEY (announcement_id, account_id)
);
COMMENT ON TABLE announcement_reads IS 'Who put which announcement away.';
CREATE INDEX announcement_reads_account ON announcement_reads (account_id);

CREATE TABLE announcement_reactions (
    id bigint PRIMARY KEY,
    announcement_id bigint NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES members (account_id) ON DELETE CASCADE,
    name text NOT NULL,
    at timestamptz NOT NULL,
    taken_back_at timestamptz,
    UNIQUE (announcement_id, account_id, name)
);
COMMENT ON TABLE announcement_reactions IS 'Emoji with which people reacted to announcements; who did is shown to themselves alone.';
COMMENT ON COLUMN announcement_reactions.name IS 'An emoji, or the shortcode of a custom one.';
COMMENT ON COLUMN announcement_reactions.taken_back_at IS 'The row stays, so that those who listen can be told what was taken back.';
CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id);
