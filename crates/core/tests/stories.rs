//! Stories and timelines, on a real Postgres.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, what cannot be is a failure")]

mod stories {
    mod acts;
    mod barred;
    mod change;
    mod drafts;
    mod feed;
    mod held;
    mod kit;
    mod plans;
    mod publish;
    mod receive;
    mod spawnable;
    mod thread;
    mod timelines;
    mod visibility;
}
mod world;
