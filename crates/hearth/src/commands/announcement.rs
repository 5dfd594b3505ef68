//! `hearth announcement`: what everybody who lives here is told.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Subcommand;
use hearth_core::Core;
use hearth_core::announcements::{By, Form, keep, list};

/// What to do with announcements.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write one and publish it.
    Create {
        /// Markdown.
        text: String,
        /// When what it tells of begins, such as 2026-12-01T18:00:00Z.
        #[arg(long)]
        starts_at: Option<DateTime<Utc>>,
        /// When that ends; from then on nobody is shown it.
        #[arg(long)]
        ends_at: Option<DateTime<Utc>>,
        /// Both are days rather than moments.
        #[arg(long)]
        all_day: bool,
        /// Do not publish it yet.
        #[arg(long)]
        draft: bool,
    },
    /// List them, newest first, with their ids.
    List,
    /// Show one to everybody who lives here.
    Publish {
        /// Its id.
        id: i64,
    },
    /// Show one to nobody any more.
    Withdraw {
        /// Its id.
        id: i64,
    },
    /// Delete one.
    Delete {
        /// Its id.
        id: i64,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { text, starts_at, ends_at, all_day, draft } => {
            let form = Form { text, starts_at, ends_at, all_day };
            let one = keep::create(core, By::Machine, &form).await?;
            if !draft {
                keep::publish(core, By::Machine, one.row.id).await?;
            }
            println!("{}", one.row.id);
        }
        Command::List => show_all(core).await?,
        Command::Publish { id } => {
            keep::publish(core, By::Machine, id).await.with_context(|| none(id))?;
            println!("{id} is published");
        }
        Command::Withdraw { id } => {
            keep::withdraw(core, By::Machine, id).await.with_context(|| none(id))?;
            println!("{id} is withdrawn");
        }
        Command::Delete { id } => {
            keep::delete(core, By::Machine, id).await.with_context(|| none(id))?;
            println!("{id} is gone");
        }
    }
    Ok(())
}

fn none(id: i64) -> String {
    format!("{id}: `hearth announcement list` shows which there are")
}

async fn show_all(core: &Core) -> anyhow::Result<()> {
    for one in list::all(core).await? {
        let since = one.row.published_at.map_or_else(|| "not published".to_owned(), |at| at.to_rfc3339());
        let first = one.row.text.lines().next().unwrap_or_default();
        println!("{}  {since}  {first}", one.row.id);
    }
    Ok(())
}
