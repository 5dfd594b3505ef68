//! What arrives, worked off: one file per activity type.
