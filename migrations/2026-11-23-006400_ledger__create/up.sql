CREATE TABLE handed (
    story_id bigint NOT NULL,
    peer_id bigint NOT NULL,
    inbox_id bigint NOT NULL,
    state smallint NOT NULL,
    first_sent_at timestamptz NOT NULL,
    asked_at timestamptz,
    tried_at timestamptz,
    answered_at timestamptz,
    PRIMARY KEY (story_id, peer_id)
) WITH (fillfactor = 90);
COMMENT ON TABLE handed IS 'The ledger: which server was handed which story of ours, and what became of asking for it back. Without foreign keys, so that writing down what was delivered can never fail.';
COMMENT ON COLUMN handed.inbox_id IS 'The inbox that took it.';
COMMENT ON COLUMN handed.state IS '0 has it, 1 asked to delete it, 2 accepted that, 3 refused that, 4 is to be asked once it can be reached, 5 may have it.';
COMMENT ON COLUMN handed.asked_at IS 'When it was first asked to delete it.';
COMMENT ON COLUMN handed.tried_at IS 'When that was last queued.';
CREATE INDEX handed_asked ON handed (tried_at) WHERE state IN (1, 3, 4);
CREATE INDEX activities_story ON activities (story_id) WHERE story_id IS NOT NULL;

-- Who may have what was told before there was a ledger: the servers of followers and of those named.
INSERT INTO handed (story_id, peer_id, inbox_id, state, first_sent_at)
SELECT DISTINCT ON (s.id, i.peer_id) s.id, i.peer_id, i.id, 5, s.published_at
FROM stories s
JOIN LATERAL (
    SELECT f.follower_id AS account_id FROM follows f
    WHERE f.followee_id = s.author_id AND f.accepted_at IS NOT NULL AND s.audience IN (0, 1, 2)
    UNION SELECT m.account_id FROM mentions m WHERE m.story_id = s.id
) r ON true
JOIN accounts a ON a.id = r.account_id
JOIN inboxes i ON i.id = a.inbox_id
WHERE s.local AND s.deleted_at IS NULL AND s.audience IN (0, 1, 2, 3)
ORDER BY s.id, i.peer_id, i.id;
