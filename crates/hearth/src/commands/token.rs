//! `hearth token`: makes and revokes access tokens, for apps, scripts and tests.

use clap::Subcommand;
use hearth_core::Core;
use hearth_core::accounts::queries;
use hearth_core::apps;
use hearth_core::members::Scopes;
use hearth_core::members::tokens::{self, ByHand};

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a token and print it; it is not kept and cannot be shown again.
    Create {
        /// Whose; may be left out for a token of an app alone.
        #[arg(long, required_unless_present = "app")]
        account: Option<String>,
        /// Through which app, by its id.
        #[arg(long, value_name = "CLIENT_ID")]
        app: Option<String>,
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
        Command::Create { account, app, scopes, label, token } => {
            let scopes = &Scopes::parse(&scopes)?;
            let new = ByHand { account: None, app: None, scopes, label: &label, literal: token.as_deref() };
            println!("{}", make(core, account.as_deref(), app.as_deref(), &new).await?);
        }
        Command::Revoke { account } => {
            let account = queries::local(core, &account).await?;
            tokens::revoke_all(core, account.id).await?;
            println!("all tokens of {} are revoked", account.name);
        }
    }
    Ok(())
}

/// Makes a token for the account of this name, through the app with this id.
pub(super) async fn make(
    core: &Core,
    account: Option<&str>,
    app: Option<&str>,
    new: &ByHand<'_>,
) -> anyhow::Result<String> {
    let account = match account {
        Some(name) => Some(queries::local(core, name).await?.id),
        None => None,
    };
    let app = match app {
        Some(id) => Some(apps::queries::by_client(core, id).await?.ok_or_else(|| super::app::unknown(id))?),
        None => None,
    };
    anyhow::ensure!(
        account.is_some() || app.is_some(),
        "say whose the token is: an account's, an app's or both"
    );
    if let Some(app) = &app {
        anyhow::ensure!(
            app.scopes.cover_all(new.scopes),
            "the app `{}` registered for less: {}",
            app.name,
            app.scopes
        );
    }
    Ok(tokens::by_hand(core, &ByHand { account, app: app.as_ref(), ..*new }).await?)
}
