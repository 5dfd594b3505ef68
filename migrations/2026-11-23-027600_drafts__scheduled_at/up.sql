ALTER TABLE drafts ADD COLUMN scheduled_at timestamptz;
COMMENT ON COLUMN drafts.scheduled_at IS 'When its author planned it to be told, through an app; NULL for what was not planned.';
