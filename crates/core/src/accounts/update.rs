//! A member changes their profile.

use super::model::AccountRow;
use crate::accounts::{Account, AccountKind, Emoji, Field, Profile};
use crate::event::{self, Event};
use crate::markup::{self, Format, Resolved};
use crate::media::{drop, expect};
use crate::schema::accounts;
use crate::{Core, Error, Result, emojis};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest name to show, in characters.
pub const MAX_DISPLAY_NAME: usize = 100;
/// Longest note, in characters as [`markup::count`] counts them.
pub const MAX_NOTE: usize = 2_000;
/// Most fields.
pub const MAX_FIELDS: usize = 8;
/// Longest name or value of a field, in characters.
pub const MAX_FIELD: usize = 255;
/// Most other ids of the same person.
pub const MAX_ALIASES: usize = 10;

/// Changes what is given, records `AccountUpdated`. Note and fields are plain text, composed by `markup`.
///
/// # Errors
/// [`Error::Invalid`] with what is too long; [`Error::Forbidden`] for accounts of other servers.
pub async fn update(core: &Core, account: &Account, change: ProfileChange) -> Result<Account> {
    if !account.is_local() {
        return Err(Error::Forbidden("only accounts of this server can be changed here"));
    }
    let change = checked(account, change)?;
    let typed = typed(account, &change);
    let emojis = emojis::existing(core, &shortcodes(&typed)).await?;
    let mut conn = core.db.conn().await?;
    let changed = conn
        .transaction(async |tx| {
            let row = accounts::table
                .find(account.id)
                .filter(accounts::gone_at.is_null())
                .select(AccountRow::as_select())
                .for_update()
                .first(tx)
                .await
                .optional()?;
            let now: Account = row.map(Account::from).ok_or(Error::NotFound("account"))?;
            drop::replaced(tx, account.id, change.avatar.is_some(), change.header.is_some()).await?;
            let pictures = [&change.avatar, &change.header].into_iter().flatten();
            let pictures: Vec<&str> = pictures.map(String::as_str).filter(|file| !file.is_empty()).collect();
            expect::needed(core, tx, &pictures).await?;
            let row = diesel::update(accounts::table.find(account.id))
                .set((
                    accounts::profile.eq(profile(core, &now, &change, &emojis)?),
                    change.note.as_ref().map(|note| accounts::note_source.eq(note)),
                    change.note.as_ref().map(|note| accounts::note_html.eq(html(core, note))),
                    change.display_name.as_ref().map(|name| accounts::display_name.eq(name)),
                    change.locked.map(|locked| accounts::locked.eq(locked)),
                    change
                        .bot
                        .map(|bot| (accounts::bot.eq(bot), accounts::kind.eq(kind(now.kind, bot) as i16))),
                    change.discoverable.map(|wish| accounts::discoverable.eq(wish)),
                    change.indexable.map(|wish| accounts::indexable.eq(wish)),
                    change.also_known_as.as_ref().map(|ids| accounts::also_known_as.eq(ids)),
                    accounts::updated_at.eq(core.now()),
                ))
                .returning(AccountRow::as_returning())
                .get_result(tx)
                .await?;
            event::record(core, tx, &Event::AccountUpdated { account: account.id }).await?;
            Ok::<_, Error>(Account::from(row))
        })
        .await?;
    core.accounts.forget(account.id);
    core.sessions.forget_all();
    Ok(changed)
}

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// Name to show.
    pub display_name: Option<String>,
    /// Note, as typed.
    pub note: Option<String>,
    /// Fields, as typed.
    pub fields: Option<Vec<Field>>,
    /// Follows are asked for.
    pub locked: Option<bool>,
    /// Automated.
    pub bot: Option<bool>,
    /// Wants to be found in directories.
    pub discoverable: Option<bool>,
    /// Wants public stories found by search.
    pub indexable: Option<bool>,
    /// Other ids of the same person.
    pub also_known_as: Option<Vec<String>>,
    /// Name of the kept file that is their picture; an empty one takes the picture away.
    pub avatar: Option<String>,
    /// The same of the picture across the top.
    pub header: Option<String>,
}

fn checked(account: &Account, change: ProfileChange) -> Result<ProfileChange> {
    let fits = |text: &str, most: usize, what: &str| {
        if markup::count(text) > most {
            return Err(Error::invalid(format!("{what} may have {most} characters")));
        }
        Ok(())
    };
    let display_name = change.display_name.map(|name| markup::clean_name(&name));
    fits(display_name.as_deref().unwrap_or_default(), MAX_DISPLAY_NAME, "the name")?;
    fits(change.note.as_deref().unwrap_or_default(), MAX_NOTE, "the note")?;
    let fields = change.fields.map(|fields| {
        let cleaned = fields.into_iter().map(|field| Field {
            name: markup::clean_name(&field.name),
            value: field.value.replace('\0', "").trim().to_owned(),
        });
        cleaned.filter(|field| !field.name.is_empty() || !field.value.is_empty()).collect::<Vec<_>>()
    });
    for field in fields.iter().flatten() {
        fits(&field.name, MAX_FIELD, "the name of a field")?;
        fits(&field.value, MAX_FIELD, "a field")?;
    }
    if fields.as_ref().is_some_and(|fields| fields.len() > MAX_FIELDS) {
        return Err(Error::invalid(format!("a profile may have {MAX_FIELDS} fields")));
    }
    if let Some(ids) = &change.also_known_as {
        let usable = |id: &String| markup::is_web_address(id) && *id != account.uri;
        if ids.len() > MAX_ALIASES || !ids.iter().all(usable) {
            return Err(Error::invalid(format!(
                "aliases are addresses of other accounts, at most {MAX_ALIASES}"
            )));
        }
    }
    let note = change.note.map(|note| note.replace('\0', ""));
    Ok(ProfileChange { display_name, note, fields, ..change })
}

/// All text the profile will hold, for finding the emoji in it. Fields that stay are HTML, in which shortcodes read
/// the same.
fn typed(account: &Account, change: &ProfileChange) -> String {
    let mut all = vec![
        change.display_name.as_deref().unwrap_or(&account.display_name),
        change.note.as_deref().unwrap_or(&account.note_source),
    ];
    for field in change.fields.as_ref().unwrap_or(&account.profile.fields) {
        all.extend([field.name.as_str(), field.value.as_str()]);
    }
    all.join(" ")
}

fn shortcodes(text: &str) -> Vec<String> {
    markup::scan(text).emojis
}

fn profile(
    core: &Core,
    now: &Account,
    change: &ProfileChange,
    emojis: &[Emoji],
) -> Result<serde_json::Value> {
    let fields = match &change.fields {
        None => now.profile.fields.clone(),
        Some(fields) => fields
            .iter()
            .map(|field| Field { name: field.name.clone(), value: line(core, &field.value) })
            .collect(),
    };
    let picture = |new: &Option<String>, old: &Option<String>| match new.as_deref() {
        None => old.clone(),
        Some("") => None,
        Some(file) => Some(core.here.media_url(file)),
    };
    let profile = Profile {
        fields,
        emojis: emojis.to_vec(),
        avatar: picture(&change.avatar, &now.profile.avatar),
        header: picture(&change.header, &now.profile.header),
    };
    serde_json::to_value(profile).map_err(Error::internal)
}

/// A bot shows itself to other servers as a service.
fn kind(now: AccountKind, bot: bool) -> AccountKind {
    match (now, bot) {
        (AccountKind::Person, true) => AccountKind::Service,
        (AccountKind::Service, false) => AccountKind::Person,
        (other, _) => other,
    }
}

fn html(core: &Core, text: &str) -> String {
    let resolved = Resolved { mentions: Vec::new(), tag_base: core.here.tag_url("") };
    markup::compose(text, Format::Plain, &resolved).html
}

/// A field is one line, not a paragraph.
fn line(core: &Core, text: &str) -> String {
    let html = html(core, &text.replace(['\n', '\r'], " "));
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&html).to_owned()
}
