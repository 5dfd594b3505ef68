CREATE INDEX quote_stamps_story ON quote_stamps (story_id, id DESC);
