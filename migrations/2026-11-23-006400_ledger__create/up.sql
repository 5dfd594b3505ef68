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
COMMENT ON COLUMN handed.state IS '0 has it, 1 asked to delete it, 2 accepted that, 3 refused that.';
COMMENT ON COLUMN handed.asked_at IS 'When it was first asked to delete it.';
COMMENT ON COLUMN handed.tried_at IS 'When that was last queued.';
CREATE INDEX handed_asked ON handed (tried_at) WHERE state IN (1, 3);
INSERT INTO server_facts (name, value) VALUES ('ledger_since', to_jsonb(now())) ON CONFLICT DO NOTHING;
