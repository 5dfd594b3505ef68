//! Deliveries on a real Postgres, to servers that answer as badly as servers do.

#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

#[path = "../../core/tests/world/mod.rs"]
#[expect(dead_code, reason = "written for the domain's tests, of which these need a part")]
mod world;

mod delivery {
    pub mod sink;
    pub mod stage;

    mod cost;
    mod failing;
    mod healing;
    mod order;
    mod pace;
    mod refusing;
    mod several;
}
