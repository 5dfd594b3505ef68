//! What a member does not want: blocks, mutes and blocked servers.

pub mod block;
pub mod block_host;
pub mod mute;
mod sever;
pub mod standing;
