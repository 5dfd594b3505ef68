ALTER TABLE drafts DROP COLUMN scheduled_at;
