//! `hearth serve`: runs the server until it is told to stop.

use crate::app::{App, Only};
use crate::config::Config;
use crate::database::Database;
use anyhow::Context as _;
use clap::{Args as ClapArgs, ValueEnum};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How to serve.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Do one half of the work in this process; several processes share one Postgres.
    #[arg(long)]
    only: Option<Half>,
}

/// Half of the work.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Half {
    /// Requests.
    Web,
    /// Jobs, deliveries, the clock.
    Worker,
}

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// When the database or the address cannot be had.
pub async fn run(args: Args, config: Config) -> anyhow::Result<()> {
    let only = match args.only {
        None => Only::Everything,
        Some(Half::Web) => Only::Web,
        Some(Half::Worker) => Only::Worker,
    };
    let cancel = CancellationToken::new();
    stop_on_signals(cancel.clone())?;
    let listen = config.server.listen;
    // Bound before the database is opened: a second server on this address ends here, and touches nothing.
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}: is another server running there?"))?;
    let mut database = Database::open(&config).await?;
    let app = App::new(config, database.db.clone())?;
    welcome(&app).await?;
    let served = tokio::select! {
        served = app.serve(listener, only, cancel) => served,
        never = database.look_after() => match never {},
    };
    database.close().await?;
    served
}

/// Says where the server is, and how the first account is made while there is none.
async fn welcome(app: &App) -> anyhow::Result<()> {
    let base = app.core.here.base();
    println!("Hearth is at {base}");
    if hearth_core::accounts::queries::all_local(&app.core).await?.is_empty() {
        println!("Nobody lives here yet. Make the first account with:\n  hearth account create NAME --owner");
        println!("The first steps are also at {base}/welcome");
    }
    Ok(())
}

/// Cancels on Ctrl-C and SIGTERM; a second signal ends the process at once.
pub(super) fn stop_on_signals(cancel: CancellationToken) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        for round in 0..2 {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if round == 0 {
                tracing::info!("stopping: what is under way is finished first; once more to stop at once");
                cancel.cancel();
            } else {
                std::process::exit(130);
            }
        }
    });
    Ok(())
}
