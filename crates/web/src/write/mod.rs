//! Writing: one composer for stories, small steps and answers; what waits and what is kept.

pub(crate) mod compose;
pub(crate) mod drafts;
mod form;
pub(crate) mod send;
