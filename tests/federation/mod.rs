//! What passes between servers: two Hearths in one process, a fake remote, and those who mean harm.

mod cards;
mod communities;
mod crossing;
mod floods;
mod forum;
mod golden;
mod handed_anew;
mod journeys;
mod lineage;
mod origins;
mod ownership;
mod pictures;
mod polls;
mod previewed;
mod private;
mod proxied;
mod quotes;
mod resources;
mod scene;
mod signatures;
mod speakers;
mod stewards_elsewhere;
mod taken_back;
mod together;
mod wishes;
