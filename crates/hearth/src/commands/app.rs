//! `hearth app`: makes, lists and removes apps, for scripts, bots and tests.

use clap::Subcommand;
use hearth_core::apps::register::{self, NewApp};
use hearth_core::apps::{queries, remove};
use hearth_core::members::Scopes;
use hearth_core::{Core, secret};

/// What to do with apps.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an app, or change the one with this id, and print its id and secret.
    Create {
        /// Its name.
        name: String,
        /// Where members may be sent back to; may be given several times. The default shows them the code instead.
        #[arg(long = "redirect-uri", value_name = "ADDRESS", default_value = "urn:ietf:wg:oauth:2.0:oob")]
        redirect_uris: Vec<String>,
        /// What it may ask for at most, separated by spaces.
        #[arg(long, default_value = "read write follow push")]
        scopes: String,
        /// Where people read about it.
        #[arg(long)]
        website: Option<String>,
        /// Its id, for scripts; otherwise it is random.
        #[arg(long, value_name = "LITERAL")]
        client_id: Option<String>,
        /// Its secret, for scripts; otherwise it is random. It is not kept and cannot be shown again.
        #[arg(long, value_name = "LITERAL")]
        client_secret: Option<String>,
    },
    /// List the apps, those that registered themselves too.
    List,
    /// Remove an app and revoke all its tokens.
    Remove {
        /// Its id, as `hearth app list` shows it.
        client_id: String,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { name, redirect_uris, scopes, website, client_id, client_secret } => {
            let client_id = client_id.unwrap_or_else(|| secret::fresh(core));
            let client_secret = client_secret.unwrap_or_else(|| secret::fresh(core));
            let scopes = Scopes::parse(&scopes)?;
            let new = NewApp { name: &name, website: website.as_deref(), redirect_uris, scopes };
            let app = register::with_literals(core, &new, &client_id, &client_secret).await?;
            println!("client_id      {}\nclient_secret  {client_secret}", app.client_id);
        }
        Command::List => {
            for app in queries::all(core).await? {
                println!("{}  {} ({})", app.client_id, app.name, app.scopes);
            }
        }
        Command::Remove { client_id } => {
            let app = queries::by_client(core, &client_id).await?;
            let app = app.ok_or_else(|| unknown(&client_id))?;
            remove::remove(core, &app).await?;
            println!("{} is removed, and its tokens are revoked", app.name);
        }
    }
    Ok(())
}

/// What to say of an id that no app has.
pub(super) fn unknown(client_id: &str) -> anyhow::Error {
    anyhow::anyhow!("no app has the id `{client_id}`: `hearth app list` names them")
}
