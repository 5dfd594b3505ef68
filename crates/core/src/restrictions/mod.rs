//! What a member does not want: blocks, mutes and blocked servers.

pub mod block;
pub mod block_host;
pub mod mute;
pub mod mute_thread;
mod sever;
pub mod standing;
