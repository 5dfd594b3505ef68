//! Pages, as a browser without an account and another server ask for them.

mod authorize;
pub mod browser;
mod codes;
mod help;
mod join;
mod members;
mod pages;
mod private;
mod signin;
