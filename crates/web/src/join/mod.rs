//! Joining: somebody makes an account for themselves, or asks for one.

pub(crate) mod form;
pub(crate) mod problems;
pub(crate) mod send;
