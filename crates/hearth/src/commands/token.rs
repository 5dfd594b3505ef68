//! `hearth token`: makes and revokes access tokens, for apps, scripts and tests.

use clap::Subcommand;
use hearth_core::Core;
use hearth_core::accounts::queries;
use hearth_core::members::{Scopes, tokens};

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a token and print it; it is not kept and cannot be shown again.
    Create {
        /// Whose.
        #[arg(long)]
        account: String,
        /// What it allows, separated by spaces.
        #[arg(long, default_value = "read write follow")]
        scopes: String,
        /// What it is for.
        #[arg(long, default_value = "made on the command line")]
        label: String,
        /// Its text, for scripts; otherwise it is random.
        #[arg(long, value_name = "LITERAL")]
        token: Option<String>,
    },
    /// Revoke all tokens of an account.
    Revoke {
        /// Whose.
        #[arg(long)]
        account: String,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { account, scopes, label, token } => {
            let account = queries::local(core, &account).await?;
            let scopes = Scopes::parse(&scopes)?;
            let text = tokens::create(core, account.id, &scopes, &label, token.as_deref()).await?;
            println!("{text}");
        }
        Command::Revoke { account } => {
            let account = queries::local(core, &account).await?;
            tokens::revoke_all(core, account.id).await?;
            println!("all tokens of {} are revoked", account.name);
        }
    }
    Ok(())
}
