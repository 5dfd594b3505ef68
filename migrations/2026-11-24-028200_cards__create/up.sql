CREATE TABLE cards (
    id bigint PRIMARY KEY,
    url text NOT NULL UNIQUE,
    page jsonb,
    fetched_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE cards IS 'Pages that stories link to, each asked once for all stories.';
COMMENT ON COLUMN cards.url IS 'As the first story linked it, without its fragment.';
COMMENT ON COLUMN cards.page IS 'What the page says of itself; NULL while nobody asked, or where it says nothing that could be shown.';
COMMENT ON COLUMN cards.fetched_at IS 'When it was last asked with an outcome; NULL while it is still to be asked.';

CREATE TABLE story_cards (
    story_id bigint PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
    card_id bigint NOT NULL REFERENCES cards ON DELETE CASCADE
);
COMMENT ON TABLE story_cards IS 'The page that a story links to first.';
CREATE INDEX story_cards_card ON story_cards (card_id);
