//! `hearth queue`: what waits to be done, what waits to be sent, and why.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args as ClapArgs, Subcommand};
use hearth_core::Core;
use hearth_federation::delivery::inspect;
use hearth_federation::inbox;

/// What to do with the queues; without a word, shows them.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Show what waits.
    Show,
    /// Try a parked job again.
    Retry {
        /// Number of the job.
        id: i64,
    },
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer.
pub async fn run(core: &Core, args: Args) -> anyhow::Result<()> {
    match args.command.unwrap_or(Command::Show) {
        Command::Show => show(core).await,
        Command::Retry { id } => {
            let mut conn = core.db.conn().await?;
            let found =
                hearth_queue::retry_parked(&mut conn, id).await.context("the job could not be put back")?;
            anyhow::ensure!(found, "no parked job has the number {id}: `hearth queue` lists them");
            println!("job {id} runs again");
            Ok(())
        }
    }
}

async fn show(core: &Core) -> anyhow::Result<()> {
    deliveries(core).await?;
    jobs(core).await?;
    let parked = inbox::inspect::parked(core, 20).await?;
    println!("arrivals   {} waiting, {} parked", inbox::inspect::waiting(core).await?, parked.len());
    for arrival in parked {
        println!("  parked: {} {}", arrival.activity_uri, arrival.error.unwrap_or_default());
    }
    Ok(())
}

async fn deliveries(core: &Core) -> anyhow::Result<()> {
    let hosts = inspect::waiting(core).await?;
    let total: i64 = hosts.iter().map(|host| host.waiting).sum();
    println!("deliveries {total} waiting for {} hosts", hosts.len());
    for host in hosts {
        let age = host.oldest.map_or_else(String::new, |then| format!(", oldest {}", ago(then, core.now())));
        println!("  {:<38} {:>6} waiting{age} ({})", host.host, host.waiting, host.state.word());
        if let Some(error) = host.last_error {
            println!("  {:<38} last error: {error}", "");
        }
        if let Some(next) = host.next_attempt_at.filter(|next| *next > core.now()) {
            println!("  {:<38} next attempt in {}", "", span(next - core.now()));
        }
    }
    Ok(())
}

async fn jobs(core: &Core) -> anyhow::Result<()> {
    let mut conn = core.db.conn().await?;
    let waiting = hearth_queue::waiting(&mut conn).await?;
    let parked = hearth_queue::parked(&mut conn, 20).await?;
    println!("jobs       {} kinds waiting, {} parked", waiting.len(), parked.len());
    for kind in waiting {
        println!("  {:<20} {:>6} waiting, {} under way", kind.name, kind.waiting, kind.held);
    }
    for job in parked {
        let error = job.error.unwrap_or_default();
        println!("  parked: {} {} after {} attempts: {error}", job.id, job.name, job.attempts);
    }
    Ok(())
}

fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!("{} ago", span(now - then))
}

/// A length of time in its largest unit.
fn span(length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}
