ALTER TABLE accounts ADD COLUMN barred_at timestamptz;
COMMENT ON COLUMN accounts.barred_at IS 'Since when a rule blocks its host: it is hidden as if suspended, and comes back with the rule''s end. Kept in step by whoever sets rules.';
UPDATE accounts a SET barred_at = now()
FROM (SELECT h.host, rule.rule
    FROM (SELECT DISTINCT host, string_to_array(split_part(host, ':', 1), '.') AS labels
          FROM accounts WHERE host IS NOT NULL) h
    CROSS JOIN LATERAL (SELECT r.rule FROM generate_series(0, cardinality(h.labels)) AS level
        JOIN peer_rules r ON r.host = CASE level WHEN 0 THEN h.host ELSE array_to_string(h.labels[level:], '.') END
        ORDER BY level LIMIT 1) rule) ruled
WHERE ruled.host = a.host AND ruled.rule = 0;
DROP INDEX accounts_hidden;
CREATE INDEX accounts_hidden ON accounts (id)
    WHERE suspended_at IS NOT NULL OR gone_at IS NOT NULL OR barred_at IS NOT NULL;
