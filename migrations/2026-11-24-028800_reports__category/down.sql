ALTER TABLE reports DROP COLUMN rule_ids;
ALTER TABLE reports DROP COLUMN category;
