//! The tests over the whole house live in `main.rs`; this empty library is what cargo needs beside them.
