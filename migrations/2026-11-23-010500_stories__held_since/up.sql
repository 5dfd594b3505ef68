CREATE INDEX stories_held_since ON stories (created_at) WHERE held_by IS NOT NULL AND deleted_at IS NULL AND declined_at IS NULL;
