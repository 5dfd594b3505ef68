ALTER TABLE dropped_files DROP COLUMN after;
ALTER TABLE attachments DROP COLUMN film;
DROP INDEX media_idempotency;
ALTER TABLE media DROP COLUMN idempotency_key;
ALTER TABLE media DROP COLUMN film;
ALTER TABLE media DROP COLUMN failure;
ALTER TABLE media DROP COLUMN raw;
