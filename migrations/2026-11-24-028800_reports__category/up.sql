-- What kind of wrong somebody reports, and which of the rules it is against.
ALTER TABLE reports ADD COLUMN category SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN rule_ids INTEGER[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN reports.category IS '0 other, 1 spam, 2 legal, 3 against rules';
COMMENT ON COLUMN reports.rule_ids IS 'Numbers of this server''s rules, from 1, as they stood then';
