//! What sending a POST costs with the library that the server sends with.

use crate::Plan;
use crate::cpu::of_this_thread;
use anyhow::{Result, anyhow};
use std::net::SocketAddr;

/// Processor microseconds for sending a POST of 2 KB over kept connections, one thread, all of its own.
pub async fn post(plan: &Plan, address: SocketAddr) -> Result<f64> {
    let (count, at_once) = (plan.of(10_000), 32);
    let work = tokio::task::spawn_blocking(move || {
        let thread = std::thread::spawn(move || -> Result<f64> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(many(address, count / 10, at_once))?;
            let before = of_this_thread()?;
            runtime.block_on(many(address, count, at_once))?;
            Ok((of_this_thread()? - before).as_secs_f64() * 1e6 / count as f64)
        });
        thread.join().map_err(|_| anyhow!("the sending thread failed"))?
    });
    work.await?
}

async fn many(address: SocketAddr, count: usize, at_once: usize) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a yardstick talks to itself on loopback alone")]
    let client = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;
    let (url, body) = (format!("http://{address}/take"), bytes::Bytes::from(vec![b'x'; 2_000]));
    let send = async || -> Result<()> {
        for _ in 0..count / at_once {
            client.post(&url).body(body.clone()).send().await?.error_for_status()?;
        }
        Ok(())
    };
    futures::future::try_join_all((0..at_once).map(|_| send())).await?;
    Ok(())
}
