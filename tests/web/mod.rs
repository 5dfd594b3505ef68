//! Pages, as a browser without an account and another server ask for them.

mod pages;
mod private;
