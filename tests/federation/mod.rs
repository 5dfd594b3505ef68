//! What passes between servers: two Hearths in one process, a fake remote, and those who mean harm.

mod communities;
mod crossing;
mod floods;
mod journeys;
mod lineage;
mod origins;
mod ownership;
mod private;
mod resources;
mod scene;
mod signatures;
mod speakers;
mod taken_back;
mod together;
