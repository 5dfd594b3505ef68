//! `hearth account`: makes, lists, shows, suspends, moves and deletes accounts.

use super::password;
use clap::Subcommand;
use hearth_core::Core;
use hearth_core::accounts::{Account, Handle, delete, moving, queries, register, suspend, update};
use hearth_core::members::{self, Role, appoint};
use hearth_core::signin::second::enrol;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an account.
    Create {
        /// Name: small letters, digits and underscores, at most 30.
        name: String,
        /// Name to show.
        #[arg(long, default_value = "")]
        display_name: String,
        /// Ask before somebody may follow.
        #[arg(long)]
        locked: bool,
        /// Give it the run of the server.
        #[arg(long)]
        owner: bool,
        /// E-mail address with which to sign in instead of the name. Nothing is sent to it.
        #[arg(long)]
        email: Option<String>,
        /// Read a password for signing in from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a password: all apps and browsers are signed out.
    Password {
        /// Name.
        name: String,
        /// Read it from the first line of standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Turn one-time codes off, for somebody who lost their phone and their recovery codes.
    CodesOff {
        /// Name.
        name: String,
    },
    /// List the accounts of this server.
    List,
    /// Show an account.
    Show {
        /// `name`, or `name@host` for one of another server that is known here.
        name: String,
    },
    /// Suspend an account: nothing it said is shown, nothing it does has effect.
    Suspend {
        /// `name` or `name@host`.
        name: String,
    },
    /// Lift a suspension.
    Unsuspend {
        /// `name` or `name@host`.
        name: String,
    },
    /// Name other accounts of the same person, so that they can move here.
    Alias {
        /// Name.
        name: String,
        /// ActivityPub ids of the other accounts.
        uris: Vec<String>,
    },
    /// Move an account's followers to another account, which must name it as an alias.
    Move {
        /// Name.
        name: String,
        /// `name@host` of the new account.
        target: String,
    },
    /// Delete an account for good. Its name stays taken.
    Delete {
        /// Name.
        name: String,
        /// Really.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// With what to do.
pub async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { name, display_name, locked, owner, email, password_stdin } => {
            // Read first, so that a missing password does not leave an account without one.
            let password = if password_stdin { Some(password::from_stdin()?) } else { None };
            let account = create(core, &name, &display_name, locked, owner).await?;
            if let Some(email) = email {
                appoint::reach_at(core, account.id, &email).await?;
            }
            password::set_first(core, &account, password).await
        }
        Command::Password { name, .. } => {
            password::change(core, &queries::local(core, &name).await?, password::from_stdin()?).await
        }
        Command::CodesOff { name } => {
            enrol::end(core, queries::local(core, &name).await?.id).await?;
            println!("{name} signs in by the password alone");
            Ok(())
        }
        Command::List => list(core).await,
        Command::Show { name } => show(core, &find(core, &name).await?).await,
        Command::Suspend { name } => {
            let account = find(core, &name).await?;
            suspend::suspend(core, &account).await?;
            println!("{} is suspended", account.acct());
            Ok(())
        }
        Command::Unsuspend { name } => {
            let account = find(core, &name).await?;
            suspend::unsuspend(core, &account).await?;
            println!("{} is no longer suspended", account.acct());
            Ok(())
        }
        Command::Alias { name, uris } => {
            let account = queries::local(core, &name).await?;
            let change = update::ProfileChange { also_known_as: Some(uris), ..Default::default() };
            let account = update::update(core, &account, change).await?;
            println!("{} is also known as {}", account.acct(), account.also_known_as.join(" "));
            Ok(())
        }
        Command::Move { name, target } => move_away(core, &name, &target).await,
        Command::Delete { name, yes } => remove(core, &name, yes).await,
    }
}

async fn create(
    core: &Core,
    name: &str,
    display_name: &str,
    locked: bool,
    owner: bool,
) -> anyhow::Result<Account> {
    let role = if owner { Role::Owner } else { Role::Member };
    let account = register::register(core, name, display_name, role).await?;
    if locked {
        let change = update::ProfileChange { locked: Some(true), ..Default::default() };
        update::update(core, &account, change).await?;
    }
    println!("@{}@{} is made: {}", account.name, core.here.domain(), account.url);
    Ok(account)
}

async fn list(core: &Core) -> anyhow::Result<()> {
    for account in queries::all_local(core).await? {
        let role = members::model::by_account(core, account.id).await?.map(|member| member.role);
        let role = role.map_or("no login", |role| match role {
            Role::Owner => "owner",
            Role::Moderator => "moderator",
            Role::Member => "member",
        });
        println!("{:<30} {role:<10} {}", account.name, state(&account));
    }
    Ok(())
}

async fn show(core: &Core, account: &Account) -> anyhow::Result<()> {
    let host = account.host.as_deref().unwrap_or(core.here.domain());
    println!("handle    @{}@{host}", account.name);
    println!("name      {}", account.display_name);
    println!("id        {}", account.uri);
    println!("page      {}", account.url);
    println!(
        "kind      {:?}{}",
        account.kind,
        if account.locked { ", asks before being followed" } else { "" }
    );
    println!("state     {}", state(account));
    println!("since     {}", account.created_at.format("%Y-%m-%d"));
    if !account.also_known_as.is_empty() {
        println!("aliases   {}", account.also_known_as.join(" "));
    }
    for key in hearth_core::accounts::keys::of_account(core, account.id).await? {
        println!("key       {:?} {}", key.algorithm, key.uri);
    }
    Ok(())
}

fn state(account: &Account) -> &'static str {
    if account.suspended_at.is_some() {
        "suspended"
    } else if account.gone_at.is_some() {
        "deleted"
    } else if account.moved_to.is_some() {
        "moved"
    } else {
        "active"
    }
}

async fn move_away(core: &Core, name: &str, target: &str) -> anyhow::Result<()> {
    let (account, target) = (queries::local(core, name).await?, find(core, target).await?);
    moving::move_away(core, &account, &target).await?;
    println!("{} moves to {}; its followers are told", account.acct(), target.acct());
    Ok(())
}

async fn remove(core: &Core, name: &str, yes: bool) -> anyhow::Result<()> {
    anyhow::ensure!(yes, "deleting cannot be undone: say --yes if `{name}` is to go for good");
    let account = queries::local(core, name).await?;
    delete::delete(core, &account).await?;
    println!("{name} is deleted; other servers are told");
    Ok(())
}

/// The account that `name` or `name@host` names.
pub(super) async fn find(core: &Core, name: &str) -> anyhow::Result<Account> {
    let handle = name.parse::<Handle>()?.here(core.here.domain());
    queries::by_handle(core, &handle)
        .await?
        .ok_or_else(|| anyhow::anyhow!("no account `{name}` is known here: `hearth account list` names them"))
}
