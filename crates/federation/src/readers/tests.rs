//! The readers, on documents as we send them.
