//! Each kind of document, byte for byte, built from values in memory.
