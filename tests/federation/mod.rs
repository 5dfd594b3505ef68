//! What passes between servers: two Hearths in one process, a fake remote, and those who mean harm.

mod crossing;
mod origins;
mod ownership;
mod scene;
mod signatures;
mod speakers;
