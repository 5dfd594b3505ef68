CREATE TABLE arrivals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activity_uri text NOT NULL UNIQUE,
    actor_uri text NOT NULL,
    signer_uri text NOT NULL,
    host text NOT NULL,
    body bytea,
    received_at timestamptz NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    lease_until timestamptz,
    done_at timestamptz,
    parked_at timestamptz,
    error text
) WITH (fillfactor = 80);
COMMENT ON TABLE arrivals IS 'Activities received and verified, stored once; worked off after the answer 202. Rows stay 30 days to recognise repeats.';
COMMENT ON COLUMN arrivals.body IS 'The JSON as received; cleared once done.';
CREATE INDEX arrivals_due ON arrivals (run_at, id) WHERE done_at IS NULL AND parked_at IS NULL;
CREATE INDEX arrivals_old ON arrivals (received_at);

CREATE TABLE activities (
    id bigint PRIMARY KEY,
    uri text NOT NULL UNIQUE,
    actor_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind text NOT NULL,
    story_id bigint,
    public boolean NOT NULL,
    body bytea NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE activities IS 'What we said: each activity serialised once, with the SHA-256 of its bytes.';
COMMENT ON COLUMN activities.public IS 'May be fetched by anyone at its id.';
CREATE INDEX activities_created ON activities (created_at);

CREATE TABLE deliveries (
    -- Peers and inboxes are never deleted. A foreign key to each would cost more than all else that a row costs.
    peer_id bigint NOT NULL,
    activity_id bigint NOT NULL REFERENCES activities ON DELETE CASCADE,
    inbox_id bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    lane integer NOT NULL,
    priority smallint NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (activity_id, inbox_id)
) WITH (fillfactor = 80);
COMMENT ON TABLE deliveries IS 'What is still to be sent to whom; a row goes when it was delivered or given up.';
COMMENT ON COLUMN deliveries.lane IS 'Hash of the object: activities of one lane never overtake each other. 0 stands in no lane.';
COMMENT ON COLUMN deliveries.attempts IS 'Times the peer answered this one with an error of its own; such rows go after the others.';
-- Each index serves one question: a finished row is found by the primary key alone, whatever the planner believes.
CREATE INDEX deliveries_due ON deliveries (peer_id, priority, activity_id);
CREATE INDEX deliveries_lane ON deliveries (peer_id, lane, activity_id);
