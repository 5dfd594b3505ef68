//! Runs a private Postgres out of the machine's own binaries, so that Hearth needs no database to be set up.
//!
//! A [`Cluster`] lives in a folder of its own, listens on nothing but a unix socket that only its user can reach,
//! and ends with the process that started it, however that process ends. Linux only: it relies on the
//! parent-death signal, on user namespaces and on `/proc`.
//!
//! ```text
//! data_dir/postgres/
//!   lock              held for as long as a process runs the cluster; whoever finds it held attaches instead
//!   cluster/          Postgres's own data folder
//!   cluster.new.PID/  the same while `initdb` works on it; renamed when it is whole
//!   run/              the socket, if its path is short enough for one
//!   log               what Postgres says
//! ```

#![deny(clippy::undocumented_unsafe_blocks)]

mod binaries;
mod cluster;
mod error;
mod home;
mod identity;
mod initialise;
mod launch;
mod pid_file;
mod settings;
mod sockets;
mod start;
mod users;

pub use cluster::Cluster;
pub use error::Error;
pub use settings::Settings;
