ALTER TABLE accounts DROP COLUMN barred_at;
