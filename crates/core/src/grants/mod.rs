//! Grants: what a member allowed an app, as a code that the app exchanges for its token.

pub mod issue;
pub mod redeem;

pub use issue::issue;
pub use redeem::redeem;

use chrono::TimeDelta;

/// For how long a code can be exchanged.
const LIFE: TimeDelta = TimeDelta::minutes(10);
