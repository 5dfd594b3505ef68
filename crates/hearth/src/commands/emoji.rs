//! `hearth emoji`: custom emoji of this server.

use anyhow::Context as _;
use clap::Subcommand;
use hearth_core::{Core, emojis};
use std::path::PathBuf;

/// What to do with emoji.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add or replace one.
    Add {
        /// Letters, digits and underscores, without colons.
        shortcode: String,
        /// A PNG, GIF or WebP picture of at most 256 kB.
        file: PathBuf,
    },
    /// Remove one.
    Remove {
        /// Which.
        shortcode: String,
    },
    /// List them.
    List,
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Add { shortcode, file } => {
            let bytes =
                tokio::fs::read(&file).await.with_context(|| format!("cannot read {}", file.display()))?;
            emojis::add(core, &shortcode, bytes).await?;
            println!(":{shortcode}: is there");
        }
        Command::Remove { shortcode } => {
            emojis::remove(core, &shortcode).await?;
            println!(":{shortcode}: is gone");
        }
        Command::List => {
            for emoji in emojis::all(core).await? {
                println!(":{}: {}", emoji.shortcode, emoji.url);
            }
        }
    }
    Ok(())
}
