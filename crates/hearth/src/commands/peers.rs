//! `hearth peers`: other servers, how deliveries to them go, and which are blocked.

use clap::{Args as ClapArgs, Subcommand};
use hearth_core::Core;
use hearth_core::peers::rules::{self, Rule};
use hearth_federation::delivery::inspect;

/// What to do with peers; without a word, lists them.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do with a host.
#[derive(Debug, Subcommand)]
enum Command {
    /// List known servers.
    List,
    /// Take nothing from a host and its subdomains and send nothing there.
    Block {
        /// Host.
        host: String,
        /// Why, for those who run this server.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Deal with a host even in allow-list mode.
    Allow {
        /// Host.
        host: String,
    },
    /// Remove the rule for a host.
    Forget {
        /// Host.
        host: String,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, args: Args) -> anyhow::Result<()> {
    match args.command.unwrap_or(Command::List) {
        Command::List => list(core).await,
        Command::Block { host, reason } => set(core, &host, Some(Rule::Blocked), &reason, "is blocked").await,
        Command::Allow { host } => set(core, &host, Some(Rule::Allowed), "", "is allowed").await,
        Command::Forget { host } => set(core, &host, None, "", "has no rule any more").await,
    }
}

async fn set(core: &Core, host: &str, rule: Option<Rule>, reason: &str, done: &str) -> anyhow::Result<()> {
    rules::set_rule(core, host, rule, reason).await?;
    println!("{host} {done}");
    Ok(())
}

async fn list(core: &Core) -> anyhow::Result<()> {
    for peer in inspect::peers(core).await? {
        let software = match (&peer.software, &peer.software_version) {
            (Some(name), Some(version)) => format!("{name} {version}"),
            (Some(name), None) => name.clone(),
            _ => "unknown software".to_owned(),
        };
        println!("{:<40} {:<10} {software}", peer.host, peer.state.word());
        if let Some(error) = &peer.last_error {
            println!("{:<40} last error: {error}", "");
        }
    }
    for (host, rule, reason) in rules::all(core).await? {
        let word = match rule {
            Rule::Blocked => "blocked",
            Rule::Allowed => "allowed",
        };
        println!("{host:<40} {word:<10} {reason}");
    }
    Ok(())
}
