CREATE TABLE media (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    story_id bigint REFERENCES stories,
    file text NOT NULL,
    preview text NOT NULL,
    media_type text NOT NULL,
    description text,
    blurhash text,
    width integer,
    height integer,
    focus_x real,
    focus_y real,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE media IS 'Files that members sent, made fit to show; what stands in a story has a row of the same id in attachments.';
COMMENT ON COLUMN media.story_id IS 'The story it stands in; NULL until one is told with it. What is in no story and in no draft after a day goes.';
COMMENT ON COLUMN media.file IS 'Name of the kept file, with the ending that tells its type, as in its address.';
CREATE INDEX media_story ON media (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX media_account ON media (account_id);
CREATE INDEX media_loose ON media (created_at) WHERE story_id IS NULL;

CREATE TABLE dropped_files (
    name text PRIMARY KEY
);
COMMENT ON TABLE dropped_files IS 'Kept files that no row needs any more: written with the change that needs them no more, taken off once the file is gone.';
