//! Turns the handles, tags and emoji of a text into links.

use crate::accounts::{Account, Emoji, Handle};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::markup::{self, Resolved, Scanned};
use crate::sql::sql;
use crate::stories::draft::Draft;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Integer, Text};
use diesel_async::RunQueryDsl;

/// What a draft becomes: safe HTML, and who and what it names.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) html: String,
    pub(super) source: String,
    pub(super) summary: String,
    pub(super) mentions: Vec<AccountId>,
    /// As written.
    pub(super) tags: Vec<String>,
    pub(super) emojis: Vec<Emoji>,
}

/// Composes a draft. Handles that are not known here stay plain text. Takes connections of its own, so it must not
/// be called inside a transaction.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn words(core: &Core, author: &Account, draft: &Draft) -> Result<Words> {
    let scanned = scan(draft);
    let emojis = if scanned.emojis.is_empty() {
        Vec::new()
    } else {
        crate::emojis::existing(core, &scanned.emojis).await?
    };
    let named = if scanned.mentions.is_empty() {
        Vec::new()
    } else {
        known(&mut *core.db.conn().await?, core, &scanned.mentions).await?
    };
    let mut mentions: Vec<AccountId> = Vec::with_capacity(named.len());
    for (_, _, account) in &named {
        if *account != author.id && !mentions.contains(account) {
            mentions.push(*account);
        }
    }
    let resolved = Resolved {
        mentions: named.into_iter().map(|(handle, url, _)| (handle, url)).collect(),
        tag_base: core.here.tag_url(""),
    };
    let composed = markup::compose(&draft.text, draft.format, &resolved);
    Ok(Words {
        title: markup::clean_name(&draft.title),
        html: composed.html,
        source: draft.text.trim().to_owned(),
        summary: draft.words_of_warning(),
        mentions,
        tags: scanned.hashtags,
        emojis,
    })
}

/// What a draft names, in its text; of title and notes only the emoji count.
pub(super) fn scan(draft: &Draft) -> Scanned {
    let mut scanned = markup::scan_as(&draft.text, draft.format);
    for emoji in [&draft.title, &draft.summary].into_iter().flat_map(|text| markup::scan(text).emojis) {
        if !scanned.emojis.contains(&emoji) {
            scanned.emojis.push(emoji);
        }
    }
    scanned
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = BigInt)]
    id: AccountId,
    #[diesel(sql_type = Text)]
    url: String,
}

/// The active accounts among `handles`, with their pages, in the order of the handles.
async fn known(conn: &mut Conn, core: &Core, handles: &[Handle]) -> Result<Vec<(Handle, String, AccountId)>> {
    let (names, hosts): (Vec<String>, Vec<String>) = handles
        .iter()
        .map(|handle| handle.clone().here(core.here.domain()))
        .map(|handle| (handle.name.to_lowercase(), handle.host.unwrap_or_default()))
        .unzip();
    let rows = sql("SELECT w.place::int4 AS place, a.id, a.url \
                    FROM unnest($1, $2) WITH ORDINALITY AS w (name, host, place) \
                    JOIN accounts a ON lower(a.name) = w.name AND coalesce(a.host, '') = w.host \
                    WHERE a.suspended_at IS NULL AND a.gone_at IS NULL AND a.barred_at IS NULL ORDER BY w.place")
    .bind::<Array<Text>, _>(names)
    .bind::<Array<Text>, _>(hosts)
    .load::<Named>(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let place = usize::try_from(row.place).ok()?.checked_sub(1)?;
            Some((handles.get(place)?.clone(), row.url, row.id))
        })
        .collect())
}

/// The title as a bold first line of HTML; empty for no title.
pub(super) fn title_line(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!("<p><strong>{}</strong></p>", escaped(title))
}

/// Plain words as a line of HTML; empty for none.
pub(super) fn line(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<p>{}</p>", escaped(words)) }
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len() + 8);
    for character in words.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// `html` without the title as its bold first line, which servers like this one send for readers that show no titles.
pub(super) fn without_title(html: &str, title: &str) -> String {
    let rest = html.strip_prefix("<p><strong>").and_then(|rest| rest.split_once("</strong></p>"));
    match rest {
        Some((first, rest)) if !title.is_empty() && markup::to_text(first).trim() == title => {
            rest.trim_start().to_owned()
        }
        _ => html.to_owned(),
    }
}
