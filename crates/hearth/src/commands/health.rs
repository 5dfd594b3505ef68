//! `hearth health` and the addresses it asks: does the server live, and is it ready?

use crate::config::Config;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use hearth_core::Core;
use http::StatusCode;
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// `/health/live` (the process answers) and `/health/ready` (the database does too).
pub fn routes(core: Core) -> Router {
    Router::new()
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(ready))
        .with_state(core)
}

async fn ready(State(core): State<Core>) -> (StatusCode, &'static str) {
    match core.db.conn().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Asks the server that listens at `server.listen` whether it lives.
///
/// # Errors
/// Never: what goes wrong is the answer.
pub async fn ask(config: &Config) -> anyhow::Result<ExitCode> {
    let mut address = config.server.listen;
    if address.ip().is_unspecified() {
        address.set_ip([127, 0, 0, 1].into());
    }
    let answer = tokio::time::timeout(Duration::from_secs(5), exchange(address)).await;
    match answer {
        Ok(Ok(text)) if text.starts_with("HTTP/1.1 200") => {
            println!("alive at {address}");
            Ok(ExitCode::SUCCESS)
        }
        Ok(Ok(_)) => Ok(unwell(&format!("{address} answers, but not as Hearth does"))),
        Ok(Err(error)) => Ok(unwell(&format!("nothing answers at {address}: {error}"))),
        Err(_) => Ok(unwell(&format!("{address} does not answer within five seconds"))),
    }
}

/// One small exchange on our own port needs no client.
async fn exchange(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer).await?;
    Ok(answer)
}

fn unwell(text: &str) -> ExitCode {
    eprintln!("{text}");
    ExitCode::FAILURE
}
