//! A server that does nothing: what HTTP alone costs.

use crate::Plan;
use crate::cpu;
use crate::load;
use crate::signing::plain_get;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The do-nothing server, in a process of its own.
pub struct Hello {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

/// Serves until standard input is closed, as `hearth-bench hello`; prints its port.
pub async fn serve() -> Result<()> {
    let page = Bytes::from(vec![b'x'; 20_000]);
    let app = Router::new()
        .route("/", get(async || "Hello"))
        .route("/page", get(async move || page.clone()))
        .route("/take", post(async |_: Bytes| http::StatusCode::ACCEPTED));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?.port());
    let closed = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    tokio::select! {
        served = axum::serve(listener, app) => served?,
        _ = closed => {}
    }
    Ok(())
}

impl Hello {
    /// Starts it.
    pub fn start() -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut child =
            Command::new(program).arg("hello").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, line.trim().parse()?));
        Ok(Self { address, child })
    }

    /// Processor microseconds for answering a GET.
    pub async fn get(&self, plan: &Plan, path: &str) -> Result<f64> {
        self.measure(plan, plain_get("localhost", path, "")).await
    }

    /// Processor microseconds for taking a POST of 2 KB with headers like those of a signed one.
    pub async fn take(&self, plan: &Plan) -> Result<f64> {
        let (signature, body) = ("x".repeat(500), "x".repeat(2_000));
        let head = format!("host: localhost\r\nsignature: {signature}\r\ncontent-length: {}\r\n", body.len());
        self.measure(plan, Bytes::from(format!("POST /take HTTP/1.1\r\n{head}\r\n{body}"))).await
    }

    async fn measure(&self, plan: &Plan, request: Bytes) -> Result<f64> {
        let requests: Arc<[Bytes]> = Arc::from([request]);
        let limit = Duration::from_secs(10);
        load::run(self.address, &requests, plan.of(2_000), plan.connections, limit).await?;
        let before = cpu::of_tree(self.child.id())?;
        let load = load::run(self.address, &requests, plan.of(60_000), plan.connections, limit).await?;
        let used = cpu::of_tree(self.child.id())?.own.saturating_sub(before.own);
        Ok(used.as_secs_f64() * 1e6 / load.count().max(1) as f64)
    }
}

impl Drop for Hello {
    fn drop(&mut self) {
        // Closing its input ends it.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
