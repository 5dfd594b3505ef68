//! The statements of the hot path, each one fixed text, so that Postgres parses and plans it once per connection.
//!
//! diesel's own `sql_query` is parsed anew each time, and its query builder cannot say `FOR UPDATE SKIP LOCKED` in a
//! subquery or `unnest` several arrays side by side. Each statement here is a diesel query with a type of its own,
//! which is what the statement cache goes by.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use serde_json::Value;

/// Declares a statement: its values in the order of `$1`, `$2` …, the type of its rows, its text.
macro_rules! statement {
    (
        $(#[$doc:meta])*
        $name:ident $(<$life:lifetime>)? { $($field:ident: $rust:ty => $sql:ty),* $(,)? } -> $rows:ty, $text:literal
    ) => {
        $(#[$doc])*
        pub(crate) struct $name $(<$life>)? { $(pub(crate) $field: $rust),* }

        impl $(<$life>)? QueryId for $name $(<$life>)? {
            type QueryId = statement!(@id $name $($life)?);
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl $(<$life>)? Query for $name $(<$life>)? {
            type SqlType = $rows;
        }

        impl $(<$life>)? QueryFragment<Pg> for $name $(<$life>)? {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                out.push_sql($text);
                $(out.push_bind_param_value_only::<$sql, _>(&self.$field)?;)*
                Ok(())
            }
        }
    };
    (@id $name:ident) => { $name };
    (@id $name:ident $life:lifetime) => { $name<'static> };
}

statement! {
    /// Adds jobs. A conflict touches the waiting row only to lock it.
    Insert<'a> {
        name: Vec<&'a str> => Array<Text>,
        payload: Vec<&'a Value> => Array<Jsonb>,
        priority: Vec<i16> => Array<SmallInt>,
        run_at: Vec<DateTime<Utc>> => Array<Timestamptz>,
        unique_key: Vec<Option<&'a str>> => Array<Nullable<Text>>,
        line: Vec<Option<&'a str>> => Array<Nullable<Text>>,
        now: DateTime<Utc> => Timestamptz,
    } -> (), "\
INSERT INTO jobs (name, payload, priority, run_at, unique_key, holds_key, line, created_at)
SELECT new.name, new.payload, new.priority, new.run_at, new.unique_key, new.unique_key IS NOT NULL, new.line, $7
FROM unnest($1, $2, $3, $4, $5, $6) AS new (name, payload, priority, run_at, unique_key, line)
ON CONFLICT (name, unique_key) WHERE holds_key DO UPDATE SET holds_key = true"
}

statement! {
    /// Leases due jobs. `levels` steps from one priority that exists to the next, so that each level is one range of
    /// the index and jobs that are not due yet cost nothing, however many they are. A job whose line has an earlier
    /// one stays, whether that one waits, runs or is put off.
    Claim {
        now: DateTime<Utc> => Timestamptz,
        names: Vec<&'static str> => Array<Text>,
        at_most: i64 => BigInt,
        lease_until: DateTime<Utc> => Timestamptz,
    } -> (BigInt, Text, Jsonb, SmallInt, Timestamptz, Integer, BigInt, Nullable<Text>, Bool), "\
WITH RECURSIVE levels AS (
    (SELECT priority FROM jobs WHERE parked_at IS NULL ORDER BY priority DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT j.priority FROM jobs j WHERE j.parked_at IS NULL AND j.priority < levels.priority
            ORDER BY j.priority DESC LIMIT 1)
    FROM levels WHERE levels.priority IS NOT NULL
), due AS MATERIALIZED (
    SELECT d.id, d.vanished FROM levels CROSS JOIN LATERAL (
        SELECT j.id, j.lease_until IS NOT NULL AS vanished FROM jobs j
        WHERE j.parked_at IS NULL AND j.priority = levels.priority AND j.run_at <= $1 AND j.name = ANY ($2)
          AND (j.lease_until IS NULL OR j.lease_until <= $1)
          AND NOT EXISTS (SELECT 1 FROM jobs e WHERE e.line = j.line AND e.id < j.id AND e.parked_at IS NULL)
        ORDER BY j.run_at, j.id LIMIT $3 FOR UPDATE SKIP LOCKED
    ) d LIMIT $3
)
UPDATE jobs SET attempts = attempts + 1, lease_token = lease_token + 1, lease_until = $4, holds_key = false
FROM due WHERE jobs.id = due.id
RETURNING jobs.id, name, payload, priority, run_at, attempts, lease_token, unique_key, due.vanished"
}

statement! {
    /// Deletes finished jobs that are still ours.
    Finish {
        id: Vec<i64> => Array<BigInt>,
        token: Vec<i64> => Array<BigInt>,
    } -> BigInt, "\
DELETE FROM jobs USING unnest($1, $2) AS mine (id, token)
WHERE jobs.id = mine.id AND jobs.lease_token = mine.token AND jobs.lease_until IS NOT NULL RETURNING jobs.id"
}

statement! {
    /// Puts jobs back to wait. The row is deleted and written again, because only an INSERT can give way when
    /// another job has taken the key meanwhile: that one then stands for both, at the earlier of the two times.
    PutBack {
        id: Vec<i64> => Array<BigInt>,
        token: Vec<i64> => Array<BigInt>,
        run_at: Vec<DateTime<Utc>> => Array<Timestamptz>,
        attempts: Vec<i32> => Array<Integer>,
        error: Vec<Option<String>> => Array<Nullable<Text>>,
        lease_until: Vec<Option<DateTime<Utc>>> => Array<Nullable<Timestamptz>>,
    } -> BigInt, "\
WITH mine AS (
    DELETE FROM jobs USING unnest($1, $2, $3, $4, $5, $6) AS mine (id, token, run_at, attempts, error, lease_until)
    WHERE jobs.id = mine.id AND jobs.lease_token = mine.token AND jobs.lease_until IS NOT NULL
    RETURNING jobs.id, name, payload, priority, mine.run_at, mine.attempts, mine.lease_until, lease_token, unique_key,
              line, coalesce(mine.error, jobs.error) AS error, created_at
)
INSERT INTO jobs
    (id, name, payload, priority, run_at, attempts, lease_until, lease_token, unique_key, holds_key, line, error,
     created_at)
OVERRIDING SYSTEM VALUE
SELECT id, name, payload, priority, run_at, attempts, lease_until, lease_token, unique_key, unique_key IS NOT NULL,
       line, error, created_at
FROM mine
ON CONFLICT (name, unique_key) WHERE holds_key DO UPDATE SET
    run_at = least(jobs.run_at, excluded.run_at), attempts = greatest(jobs.attempts, excluded.attempts),
    error = excluded.error
RETURNING jobs.id"
}

statement! {
    /// Sets jobs aside for a person to look at.
    Park {
        id: Vec<i64> => Array<BigInt>,
        token: Vec<i64> => Array<BigInt>,
        error: Vec<String> => Array<Text>,
        now: DateTime<Utc> => Timestamptz,
    } -> BigInt, "\
UPDATE jobs SET parked_at = $4, error = mine.error, lease_until = NULL
FROM unnest($1, $2, $3) AS mine (id, token, error)
WHERE jobs.id = mine.id AND jobs.lease_token = mine.token AND jobs.lease_until IS NOT NULL RETURNING jobs.id"
}

statement! {
    /// Lengthens the leases of jobs that are still ours.
    Renew {
        id: Vec<i64> => Array<BigInt>,
        token: Vec<i64> => Array<BigInt>,
        lease_until: DateTime<Utc> => Timestamptz,
    } -> BigInt, "\
UPDATE jobs SET lease_until = $3 FROM unnest($1, $2) AS mine (id, token)
WHERE jobs.id = mine.id AND jobs.lease_token = mine.token AND jobs.lease_until IS NOT NULL RETURNING jobs.id"
}

statement! {
    /// When the job that has been due longest became due; steps over the levels as [`Claim`] does.
    OldestDue {
        now: DateTime<Utc> => Timestamptz,
    } -> Nullable<Timestamptz>, "\
WITH RECURSIVE levels AS (
    (SELECT priority FROM jobs WHERE parked_at IS NULL ORDER BY priority DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT j.priority FROM jobs j WHERE j.parked_at IS NULL AND j.priority < levels.priority
            ORDER BY j.priority DESC LIMIT 1)
    FROM levels WHERE levels.priority IS NOT NULL
)
SELECT min(d.run_at) FROM levels CROSS JOIN LATERAL (
    SELECT j.run_at FROM jobs j
    WHERE j.parked_at IS NULL AND j.priority = levels.priority AND j.run_at <= $1
      AND (j.lease_until IS NULL OR j.lease_until <= $1)
    ORDER BY j.run_at LIMIT 1
) d"
}
