//! The command line: what can be asked of `hearth`, and which command answers.

use crate::commands::{
    account, announcement, app, check, demo, emoji, health, invite, member, peers, queue, seed, serve, token,
};
use crate::config::{self, Config};
use crate::database::Database;
use clap::{Parser, Subcommand};
use hearth_core::Core;
use std::path::PathBuf;
use std::process::ExitCode;

/// A place to tell personal stories and be answered, on a server of your own.
#[derive(Debug, Parser)]
#[command(name = "hearth", version)]
pub struct Cli {
    /// Configuration file. Without one, the defaults and HEARTH__SECTION__KEY hold.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    Serve(serve::Args),
    /// Run two servers whose invented people answer each other, to see a story cross.
    Demo(demo::Args),
    /// Make, list, show, suspend and delete accounts.
    #[command(subcommand)]
    Account(account::Command),
    /// Tell everybody who lives here something.
    #[command(subcommand)]
    Announcement(announcement::Command),
    /// Make, list and remove apps.
    #[command(subcommand)]
    App(app::Command),
    /// Make a code with which somebody may sign up.
    Invite(invite::Args),
    /// List those who ask for an account, let them in or turn them away.
    #[command(subcommand)]
    Member(member::Command),
    /// Make and revoke access tokens.
    #[command(subcommand)]
    Token(token::Command),
    /// Make the accounts, apps and tokens that a file names.
    Seed(seed::Args),
    /// Custom emoji.
    #[command(subcommand)]
    Emoji(emoji::Command),
    /// Other servers: what they run, how deliveries to them go, blocks.
    Peers(peers::Args),
    /// What waits to be done or sent.
    Queue(queue::Args),
    /// Can others reach this server, and is it well?
    Check,
    /// Asks the running server whether it lives; for container health checks.
    Health,
    /// Bring the database up to date and stop.
    Migrate,
}

/// Runs a command.
///
/// # Errors
/// With a text that says what to do.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = config::load(cli.config.as_deref())?;
    log_to_stderr(&config);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(answer(cli.command, config))
}

async fn answer(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(args) => serve::run(args, config).await.map(|()| ExitCode::SUCCESS),
        Command::Demo(args) => demo::run(args, config).await.map(|()| ExitCode::SUCCESS),
        Command::Health => health::ask(&config).await,
        Command::Check => check::run(&config).await,
        Command::Migrate => Database::open(&config).await?.close().await.map(|()| ExitCode::SUCCESS),
        Command::Account(command) => with_core(config, async |core| account::run(core, command).await).await,
        Command::Announcement(command) => {
            with_core(config, async |core| announcement::run(core, command).await).await
        }
        Command::App(command) => with_core(config, async |core| app::run(core, command).await).await,
        Command::Seed(args) => with_core(config, async |core| seed::run(core, args).await).await,
        Command::Invite(args) => with_core(config, async |core| invite::run(core, args).await).await,
        Command::Member(command) => with_core(config, async |core| member::run(core, command).await).await,
        Command::Token(command) => with_core(config, async |core| token::run(core, command).await).await,
        Command::Emoji(command) => with_core(config, async |core| emoji::run(core, command).await).await,
        Command::Peers(args) => with_core(config, async |core| peers::run(core, args).await).await,
        Command::Queue(args) => with_core(config, async |core| queue::run(core, args).await).await,
    }
}

/// Opens the database, lets `work` use it and closes it again. A cluster that a running server owns is shared.
async fn with_core(
    config: Config,
    work: impl AsyncFnOnce(&Core) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config).await?;
    let app = crate::App::new(config, database.db.clone())?;
    let done = work(&app.core).await;
    // A running server is to know at once.
    app.core.elsewhere.flush(&app.core.db).await?;
    database.close().await?;
    done.map(|()| ExitCode::SUCCESS)
}

fn log_to_stderr(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_new(&config.log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call in one process (tests) keeps the first.
    let _ = if config.log.json { builder.json().try_init() } else { builder.try_init() };
}
