//! `hearth seed`: makes the accounts, apps and tokens that a TOML file names, so that scripts and test suites find what
//! they need. Doing it again changes nothing that is as the file says.

use anyhow::Context as _;
use hearth_core::accounts::update::{self, ProfileChange};
use hearth_core::accounts::{Account, queries, register};
use hearth_core::apps::register::{self as apps, NewApp};
use hearth_core::members::tokens::ByHand;
use hearth_core::members::{Role, Scopes, appoint, model};
use hearth_core::signin::password;
use hearth_core::{Core, Error};
use serde::Deserialize;
use std::path::PathBuf;

/// The command's arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A TOML file with `[[accounts]]`, `[[apps]]` and `[[tokens]]`; docs/OPERATIONS.md shows one.
    pub file: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Seed {
    accounts: Vec<Person>,
    apps: Vec<App>,
    tokens: Vec<Token>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    display_name: Option<String>,
    locked: Option<bool>,
    role: Option<Named>,
    email: Option<String>,
    password: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Named {
    Member,
    Moderator,
    Owner,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct App {
    name: String,
    client_id: String,
    client_secret: String,
    redirect_uris: Vec<String>,
    scopes: String,
    website: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    token: String,
    account: Option<String>,
    app: Option<String>,
    scopes: String,
    #[serde(default)]
    label: String,
}

/// Runs the command.
///
/// # Errors
/// With what to do. What stood before the fault in the file is done by then; mend the file and do it again.
pub async fn run(core: &Core, args: Args) -> anyhow::Result<()> {
    let path = args.file.display();
    let text = tokio::fs::read_to_string(&args.file).await.with_context(|| format!("cannot read {path}"))?;
    let seed: Seed = toml::from_str(&text).with_context(|| format!("{path} cannot be understood"))?;
    for person in &seed.accounts {
        account(core, person).await.with_context(|| format!("account `{}`", person.name))?;
    }
    for one in &seed.apps {
        app(core, one).await.with_context(|| format!("app `{}`", one.name))?;
    }
    for (place, one) in seed.tokens.iter().enumerate() {
        token(core, one).await.with_context(|| format!("token {} of the file", place + 1))?;
    }
    println!(
        "{} accounts, {} apps and {} tokens are there",
        seed.accounts.len(),
        seed.apps.len(),
        seed.tokens.len()
    );
    Ok(())
}

async fn account(core: &Core, person: &Person) -> anyhow::Result<()> {
    let account = match queries::local(core, &person.name).await {
        Ok(account) => account,
        Err(Error::NotFound(_)) => register::register(core, &person.name, "", Role::Member).await?,
        Err(other) => return Err(other.into()),
    };
    profile(core, &account, person).await?;
    let member = model::by_account(core, account.id).await?.context("it has no login here")?;
    let role = person.role.map(|role| match role {
        Named::Member => Role::Member,
        Named::Moderator => Role::Moderator,
        Named::Owner => Role::Owner,
    });
    if let Some(role) = role.filter(|role| *role != member.role) {
        appoint::appoint(core, account.id, role).await?;
    }
    if let Some(email) = &person.email {
        appoint::reach_at(core, account.id, email).await?;
    }
    // A new password signs everybody out, so the same one is not set again.
    if let Some(text) = &person.password
        && !password::is(core, account.id, text).await?
    {
        password::set(core, account.id, text).await?;
    }
    Ok(())
}

async fn profile(core: &Core, account: &Account, person: &Person) -> anyhow::Result<()> {
    let change = ProfileChange {
        display_name: person.display_name.clone().filter(|name| *name != account.display_name),
        locked: person.locked.filter(|locked| *locked != account.locked),
        ..ProfileChange::default()
    };
    if change.display_name.is_some() || change.locked.is_some() {
        update::update(core, account, change).await?;
    }
    Ok(())
}

async fn app(core: &Core, app: &App) -> anyhow::Result<()> {
    let new = NewApp {
        name: &app.name,
        website: app.website.as_deref(),
        redirect_uris: app.redirect_uris.clone(),
        scopes: Scopes::parse(&app.scopes)?,
    };
    apps::with_literals(core, &new, &app.client_id, &app.client_secret).await?;
    Ok(())
}

async fn token(core: &Core, token: &Token) -> anyhow::Result<()> {
    super::token::make(
        core,
        token.account.as_deref(),
        token.app.as_deref(),
        &ByHand {
            account: None,
            app: None,
            scopes: &Scopes::parse(&token.scopes)?,
            label: &token.label,
            literal: Some(&token.token),
        },
    )
    .await?;
    Ok(())
}
