//! A member reports somebody.

use super::{MAX_COMMENT, Report};
use crate::accounts::Account;
use crate::communities::reports::concerned;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{ReportId, StoryId};
use crate::schema::reports;
use crate::sql::sql;
use crate::{Core, Error, Result, visible};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member reports an account, maybe with stories of it. Records `Reported`. Stories of others, and those the member
/// may not read, are left out.
///
/// # Errors
/// [`Error::Invalid`] for oneself and for a comment that is too long.
pub async fn create(
    core: &Core,
    reporter: &Account,
    target: &Account,
    stories: &[StoryId],
    told: &Told<'_>,
) -> Result<Report> {
    if reporter.id == target.id {
        return Err(Error::invalid("you cannot report yourself"));
    }
    let comment = &told.comment.replace('\0', "");
    if comment.chars().count() > MAX_COMMENT {
        return Err(Error::invalid(format!("the comment may have {MAX_COMMENT} characters")));
    }
    let id = ReportId(core.id());
    let uri = core.here.activity_uri("flags", &core.chance.slug());
    let mut conn = core.db.conn().await?;
    let (story_uris, forwarded) = conn
        .transaction(async |tx| {
            let found = sql(STORIES)
                .bind::<BigInt, _>(reporter.id)
                .bind::<Array<BigInt>, _>(stories.to_vec())
                .bind::<BigInt, _>(target.id)
                .load::<Uri>(tx)
                .await?;
            let story_uris: Vec<String> = found.into_iter().map(|row| row.uri).collect();
            let community = concerned(tx, &story_uris).await?;
            let forwarded = told.forward && (!target.is_local() || stands_elsewhere(tx, &story_uris).await?);
            diesel::insert_into(reports::table)
                .values((
                    reports::id.eq(id),
                    reports::uri.eq(&uri),
                    reports::reporter_id.eq(Some(reporter.id.0)),
                    reports::target_id.eq(target.id),
                    reports::story_uris.eq(&story_uris),
                    reports::comment.eq(comment),
                    reports::forwarded.eq(forwarded),
                    reports::local.eq(true),
                    reports::category.eq(told.category as i16),
                    reports::rule_ids.eq(told.rules),
                    reports::community_id.eq(community.map(|community| community.0)),
                    reports::created_at.eq(core.now()),
                ))
                .execute(tx)
                .await?;
            event::record(core, tx, &Event::Reported { report: id }).await?;
            Ok::<_, Error>((story_uris, forwarded))
        })
        .await?;
    Ok(Report { id, uri, target: target.clone(), story_uris, comment: comment.to_owned(), forwarded })
}

/// What somebody says of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// In their words.
    pub comment: &'a str,
    /// What kind of wrong it is.
    pub category: Category,
    /// Which rules of this server it is against: their numbers, from 1.
    pub rules: &'a [i32],
    /// The people who run the other server are told too, without the name of whoever reports.
    pub forward: bool,
}

/// What kind of wrong somebody reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Category {
    /// Anything else.
    #[default]
    Other = 0,
    /// Unwanted advertising.
    Spam = 1,
    /// Against the law.
    Legal = 2,
    /// Against the rules of this server.
    Violation = 3,
}

const STORIES: &str = concat!(
    "SELECT s.uri FROM stories s WHERE s.id = ANY ($2) AND s.author_id = $3 AND ",
    visible!(),
    " ORDER BY s.id"
);

#[derive(QueryableByName)]
struct Uri {
    #[diesel(sql_type = Text)]
    uri: String,
}

/// Whether one of these stories stands in a community of another server, whose stewards may want to look.
async fn stands_elsewhere(tx: &mut Conn, story_uris: &[String]) -> Result<bool> {
    let found = sql("SELECT s.uri FROM stories s JOIN accounts g ON g.id = s.community_id \
                     WHERE s.uri = ANY ($1) AND g.host IS NOT NULL LIMIT 1")
    .bind::<Array<Text>, _>(story_uris)
    .get_result::<Uri>(tx)
    .await
    .optional()?;
    Ok(found.is_some())
}
