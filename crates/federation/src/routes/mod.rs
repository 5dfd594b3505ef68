//! What other servers can ask of this one.
