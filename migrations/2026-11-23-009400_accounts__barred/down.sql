DROP INDEX accounts_hidden;
CREATE INDEX accounts_hidden ON accounts (id) WHERE suspended_at IS NOT NULL OR gone_at IS NOT NULL;
ALTER TABLE accounts DROP COLUMN barred_at;
