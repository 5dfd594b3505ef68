//! Measures what Hearth costs the machine it runs on, beside what the machine could do at best.
//!
//! `script/bench` builds for speed and runs it. Everything happens on loopback, on a private Postgres, in one folder
//! under `target/bench` that is emptied first; the server is the real program, run as a child. What is counted is
//! processor time of the server and its Postgres: this process, which asks and takes deliveries, is not.
#![forbid(unsafe_code)]

mod communities;
mod cpu;
mod deliveries;
mod document;
mod inbox;
mod load;
mod pictures;
mod posting;
mod reads;
mod report;
mod run;
mod scene;
mod server;
mod signing;
mod sinks;
mod sockets;
mod starts;
mod yardsticks;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};

/// Measures Hearth: processor time per operation, beside limits measured in the same run.
#[derive(Debug, Parser)]
#[command(name = "hearth-bench")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// The program to measure. Without one, the `hearth` beside this program.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// A tenth of everything, to try the benchmark itself; the figures mean nothing.
    #[arg(long)]
    quick: bool,
    /// Put the figures into docs/PERFORMANCE.md.
    #[arg(long)]
    write_doc: bool,
    /// Leave the data folder and the server's log behind.
    #[arg(long)]
    keep: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the yardstick that does nothing (the benchmark starts it itself).
    #[command(hide = true)]
    Hello,
    /// Put the figures of the last run into docs/PERFORMANCE.md.
    Doc,
}

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// A tenth of everything.
    pub quick: bool,
    /// Other servers.
    pub hosts: usize,
    /// Connections that requests are sent over.
    pub connections: usize,
}

impl Plan {
    fn new(quick: bool) -> Self {
        Self { quick, hosts: if quick { 100 } else { 1_000 }, connections: 16 }
    }

    /// `usual`, or a tenth of it.
    pub fn of(&self, usual: usize) -> usize {
        if self.quick { usual.div_ceil(10) } else { usual }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Hello) => yardsticks::hello::serve().await,
        Some(Command::Doc) => document::write(&report::Report::read(&json())?),
        None => {
            let program = match cli.program {
                Some(program) => program,
                None => std::env::current_exe()?.with_file_name("hearth"),
            };
            let report = run::run(Plan::new(cli.quick), &program, cli.keep).await?;
            print!("{}", report.table());
            for remark in &report.remarks {
                println!("{remark}");
            }
            report.write(&json())?;
            println!("Written to {}", json().display());
            if cli.write_doc { document::write(&report) } else { Ok(()) }
        }
    }
}

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where everything of a run goes.
pub fn folder() -> PathBuf {
    root().join("target/bench")
}

fn json() -> PathBuf {
    folder().join("latest.json")
}
