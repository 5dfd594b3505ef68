//! `hearth invite`: makes a code with which somebody may sign up.

use chrono::TimeDelta;
use clap::Args as Arguments;
use hearth_core::Core;
use hearth_core::signup;

/// For whom, and how long it holds.
#[derive(Debug, Arguments)]
pub struct Args {
    /// How many people may come in with it.
    #[arg(long, default_value_t = 1)]
    uses: i32,
    /// For how many days it holds; 0: until it is used up.
    #[arg(long, default_value_t = 7)]
    days: u32,
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, args: Args) -> anyhow::Result<()> {
    let lasts = (args.days > 0).then(|| TimeDelta::days(args.days.into()));
    println!("{}", signup::invite(core, args.uses, lasts).await?);
    Ok(())
}
