//! Reads announcements.

use super::model::{Announcement, Reaction, Row};
use crate::accounts::queries;
use crate::ids::AccountId;
use crate::markup::{self, Format, Resolved};
use crate::sql::sql;
use crate::{Core, Error, Result, emojis};
use diesel::QueryableByName;
use diesel::prelude::OptionalExtension as _;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// An announcement as the reader in `$1` has it.
macro_rules! row {
    () => {
        "SELECT a.id, a.text, a.starts_at, a.ends_at, a.all_day, a.published_at, a.updated_at, \
           EXISTS (SELECT 1 FROM announcement_reads d WHERE d.announcement_id = a.id AND d.account_id = $1) AS read \
         FROM announcements a"
    };
}

/// It is not over at `$2`; one of whole days is when its last day is.
macro_rules! stands {
    () => {
        "(n.ends_at IS NULL OR n.ends_at > $2 OR (n.all_day \
          AND date_trunc('day', n.ends_at AT TIME ZONE 'UTC') + interval '1 day' > $2 AT TIME ZONE 'UTC'))"
    };
}

/// What is published and not over, in the order in which it happens or was told: for a member, without what they put
/// away unless `also_read`.
///
/// # Errors
/// When Postgres fails.
pub async fn current(core: &Core, member: AccountId, also_read: bool) -> Result<Vec<Announcement>> {
    let rows = sql(concat!(
        "SELECT n.* FROM (",
        row!(),
        ") n WHERE n.published_at IS NOT NULL AND ",
        stands!(),
        " AND ($3 OR NOT n.read) ORDER BY coalesce(n.starts_at, n.published_at), n.id"
    ))
    .bind::<BigInt, _>(member)
    .bind::<Timestamptz, _>(core.now())
    .bind::<Bool, _>(also_read)
    .load::<Row>(&mut *core.db.conn().await?)
    .await?;
    described(core, rows, member).await
}

/// All there are, newest first, for those who keep them.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core) -> Result<Vec<Announcement>> {
    let rows = sql(concat!(row!(), " ORDER BY a.id DESC"))
        .bind::<BigInt, _>(0)
        .load::<Row>(&mut *core.db.conn().await?)
        .await?;
    described(core, rows, AccountId(0)).await
}

/// One, published or not.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_id(core: &Core, id: i64, member: AccountId) -> Result<Announcement> {
    let row = sql(concat!(row!(), " WHERE a.id = $2"))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(id)
        .get_result::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    let row = row.ok_or(Error::NotFound("announcement"))?;
    described(core, vec![row], member).await?.pop().ok_or(Error::NotFound("announcement"))
}

/// One that people see.
///
/// # Errors
/// [`Error::NotFound`] also where it is not published.
pub async fn shown(core: &Core, id: i64, member: AccountId) -> Result<Announcement> {
    let one = by_id(core, id, member).await?;
    if one.row.published_at.is_none() { Err(Error::NotFound("announcement")) } else { Ok(one) }
}

#[derive(QueryableByName)]
struct Reacted {
    #[diesel(sql_type = BigInt)]
    announcement_id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    mine: bool,
}

/// With what their texts name and how people reacted.
async fn described(core: &Core, rows: Vec<Row>, member: AccountId) -> Result<Vec<Announcement>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let reacted = sql("SELECT announcement_id, name, bool_or(account_id = $2) AS mine FROM announcement_reactions \
         WHERE announcement_id = ANY ($1) AND taken_back_at IS NULL GROUP BY announcement_id, name ORDER BY min(at), min(id)")
    .bind::<Array<BigInt>, _>(&ids)
    .bind::<BigInt, _>(member)
    .load::<Reacted>(&mut *core.db.conn().await?)
    .await?;
    let names: Vec<String> = reacted.iter().map(|one| one.name.clone()).collect();
    let pictures = emojis::existing(core, &names).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let of_this = reacted.iter().filter(|one| one.announcement_id == row.id);
        let reactions = of_this.map(|one| {
            let picture = pictures.iter().find(|emoji| emoji.shortcode == one.name);
            Reaction { name: one.name.clone(), mine: one.mine, url: picture.map(|emoji| emoji.url.clone()) }
        });
        let reactions = reactions.collect();
        all.push(composed(core, row, reactions).await?);
    }
    Ok(all)
}

async fn composed(core: &Core, row: Row, reactions: Vec<Reaction>) -> Result<Announcement> {
    let scanned = markup::scan_as(&row.text, Format::Markdown);
    let mut mentions = Vec::new();
    let mut resolved = Resolved { mentions: Vec::new(), tag_base: core.here.tag_url("") };
    for handle in scanned.mentions {
        let known = queries::by_handle(core, &handle.clone().here(core.here.domain())).await?;
        if let Some(account) = known.filter(|account| account.is_active()) {
            resolved.mentions.push((handle, account.url.clone()));
            mentions.push(account);
        }
    }
    let html = markup::compose(&row.text, Format::Markdown, &resolved).html;
    let emojis = emojis::existing(core, &scanned.emojis).await?;
    Ok(Announcement { row, html, mentions, tags: scanned.hashtags, emojis, reactions })
}
