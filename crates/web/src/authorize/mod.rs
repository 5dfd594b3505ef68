//! The page on which a member lets an app in, or does not (RFC 6749, 4.1).

pub(crate) mod answer;
pub(crate) mod ask;
mod asked;
pub(crate) mod native;
mod words;
