//! `hearth demo`: two servers on two ports, whose invented people already follow and answer each other.

mod people;

use crate::app::{App, Only};
use crate::commands::serve::stop_on_signals;
use crate::config::Config;
use crate::database::Database;
use anyhow::Context as _;
use clap::Args as ClapArgs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where the demonstration runs.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Port of the first server; the second takes the next one.
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// Folder for its data; it can be deleted afterwards.
    #[arg(long, default_value = "data/demo")]
    data_dir: PathBuf,
}

/// One of the two servers.
struct Half {
    app: Arc<App>,
    database: Database,
    listener: TcpListener,
}

/// Runs both servers and lets the people tell and answer, until Ctrl-C.
///
/// # Errors
/// When a port or the database cannot be had, or the story does not cross within half a minute.
pub async fn run(args: Args, config: Config) -> anyhow::Result<()> {
    let cancel = CancellationToken::new();
    stop_on_signals(cancel.clone())?;
    let second = args.port.checked_add(1).context("--port must leave room for a second one")?;
    let one = half(&config, &args.data_dir, "one", args.port).await?;
    let two = half(&config, &args.data_dir, "two", second).await?;
    let (first, other) = (one.app.clone(), two.app.clone());
    let servers = [tokio::spawn(serve(one, cancel.clone())), tokio::spawn(serve(two, cancel.clone()))];
    let told = tokio::select! {
        told = people::meet(&first, &other) => told,
        () = cancel.cancelled() => Ok(()),
    };
    match &told {
        Ok(()) => {
            println!("\nBoth servers run until Ctrl-C.");
            cancel.cancelled().await;
        }
        Err(_) => cancel.cancel(),
    }
    for server in servers {
        server.await??;
    }
    told
}

async fn half(config: &Config, folder: &Path, name: &str, port: u16) -> anyhow::Result<Half> {
    let mut config = config.clone();
    config.server.domain = format!("localhost:{port}");
    config.server.listen = ([127, 0, 0, 1], port).into();
    config.server.data_dir = folder.join(name);
    config.database.url = String::new();
    config.database.durable = false;
    config.federation.allow_http = true;
    config.federation.allowed_addresses = vec!["127.0.0.0/8".to_owned(), "::1".to_owned()];
    config.instance.title = format!("Hearth {name}");
    let listener = TcpListener::bind(config.server.listen)
        .await
        .with_context(|| format!("port {port} is taken: choose others with --port"))?;
    let database = Database::open(&config).await?;
    let app = Arc::new(App::new(config, database.db.clone())?);
    Ok(Half { app, database, listener })
}

async fn serve(half: Half, cancel: CancellationToken) -> anyhow::Result<()> {
    let served = half.app.serve(half.listener, Only::Everything, cancel).await;
    half.database.close().await?;
    served
}
