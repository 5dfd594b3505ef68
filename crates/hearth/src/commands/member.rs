//! `hearth member`: who asks for an account, and who is let in.

use clap::Subcommand;
use hearth_core::Core;
use hearth_core::page::Page;
use hearth_core::signup::{self, Application};

/// How many are read at once.
const BATCH: i64 = 200;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List those who wait for an answer, the newest first.
    List {
        /// Those who wait; members are listed by `hearth account list`.
        #[arg(long, required = true)]
        pending: bool,
    },
    /// Let somebody in.
    Approve {
        /// The name they asked for.
        name: String,
    },
    /// Turn somebody away, and forget what they gave.
    Reject {
        /// The name they asked for.
        name: String,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::List { .. } => {
            for asked in all(core).await? {
                let since = asked.created_at.format("%Y-%m-%d");
                println!(
                    "{:<30} {since} {}\n    {}",
                    asked.name,
                    asked.email,
                    asked.reason.replace('\n', "\n    ")
                );
            }
        }
        Command::Approve { name } => {
            let account = signup::approve(core, None, find(core, &name).await?.id).await?;
            println!("@{}@{} is let in: {}", account.name, core.here.domain(), account.url);
        }
        Command::Reject { name } => {
            let gone = signup::reject(core, None, find(core, &name).await?.id).await?;
            println!("{} is turned away; what they gave is forgotten", gone.name);
        }
    }
    Ok(())
}

async fn find(core: &Core, name: &str) -> anyhow::Result<Application> {
    let found = all(core).await?.into_iter().find(|asked| asked.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        anyhow::anyhow!("nobody asks for the name `{name}`: see `hearth member list --pending`")
    })
}

async fn all(core: &Core) -> anyhow::Result<Vec<Application>> {
    let mut all = Vec::<Application>::new();
    loop {
        let page = Page { max: all.last().map(|asked| asked.id.0), ..Page::first(BATCH) };
        let next = signup::waiting(core, None, page).await?;
        if next.is_empty() {
            return Ok(all);
        }
        all.extend(next);
    }
}
