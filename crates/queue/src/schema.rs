//! The job table as diesel sees it; the migration `jobs__create` explains the columns.

diesel::table! {
    jobs (id) {
        id -> BigInt,
        name -> Text,
        payload -> Jsonb,
        priority -> SmallInt,
        run_at -> Timestamptz,
        attempts -> Integer,
        lease_until -> Nullable<Timestamptz>,
        lease_token -> BigInt,
        unique_key -> Nullable<Text>,
        holds_key -> Bool,
        parked_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
        line -> Nullable<Text>,
    }
}
