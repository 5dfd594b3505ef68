//! The program `hearth`.
#![forbid(unsafe_code)]

use clap::Parser as _;
use std::process::ExitCode;

// Frees memory back to the system sooner than the C library's and is faster under many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = hearth::cli::Cli::parse();
    match hearth::cli::run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("hearth: {error:#}");
            ExitCode::FAILURE
        }
    }
}
