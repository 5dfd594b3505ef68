//! A member asks something with a story.

use super::{LONGEST, MAX_OPTION, MOST_OPTIONS, SHORTEST};
use crate::db::Conn;
use crate::ids::StoryId;
use crate::schema::{poll_votes, polls};
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Options, in order.
    pub options: Vec<String>,
    /// Seconds from the telling to the end.
    pub expires_in: i64,
    /// One may choose several.
    pub multiple: bool,
    /// Nobody sees votes before the end.
    pub hide_totals: bool,
}

impl Asked {
    /// Checks it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the texts that Mastodon's clients know.
    pub fn check(&self) -> Result<()> {
        let refuse = |text: &str| Err(Error::Invalid(format!("Validation failed: {text}")));
        let titles = self.titles();
        if titles.len() < 2 {
            return refuse("Options must have more than one item");
        }
        if titles.len() > MOST_OPTIONS {
            return refuse(&format!("Options can't contain more than {MOST_OPTIONS} items"));
        }
        if titles.iter().any(|title| title.chars().count() > MAX_OPTION) {
            return refuse(&format!("Options cannot be longer than {MAX_OPTION} characters each"));
        }
        if titles.iter().enumerate().any(|(place, title)| titles[..place].contains(title)) {
            return refuse("Options contain duplicate items");
        }
        match self.expires_in {
            ..SHORTEST => refuse("Expires at is too soon"),
            SHORTEST..=LONGEST => Ok(()),
            _ => refuse("Expires at is too far into the future"),
        }
    }

    /// The options as they are kept: without those left empty.
    fn titles(&self) -> Vec<&str> {
        self.options.iter().map(|option| option.trim()).filter(|option| !option.is_empty()).collect()
    }
}

/// Writes what a new story asks, in the transaction that tells it.
pub(crate) async fn write(core: &Core, tx: &mut Conn, story: StoryId, asked: &Asked) -> Result<()> {
    let titles = asked.titles();
    diesel::insert_into(polls::table)
        .values((
            polls::story_id.eq(story.0),
            polls::tallies.eq(vec![0_i64; titles.len()]),
            polls::options.eq(titles),
            polls::voters.eq(Some(0)),
            polls::multiple.eq(asked.multiple),
            polls::hide_totals.eq(asked.hide_totals),
            polls::ends_at.eq(Some(core.now() + TimeDelta::seconds(asked.expires_in))),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets a story that is changed ask this. Votes stay as long as the same is asked; for other options everybody votes
/// anew. Answers whether anything differs.
pub(crate) async fn change(core: &Core, tx: &mut Conn, story: StoryId, asked: &Asked) -> Result<bool> {
    let titles = asked.titles();
    let old = polls::table
        .find(story.0)
        .select((polls::options, polls::multiple))
        .for_update()
        .first::<(Vec<String>, bool)>(tx)
        .await
        .optional()?;
    let Some((options, multiple)) = old else {
        write(core, tx, story, asked).await?;
        return Ok(true);
    };
    let ends_at = core.now() + TimeDelta::seconds(asked.expires_in);
    let terms =
        (polls::hide_totals.eq(asked.hide_totals), polls::ends_at.eq(Some(ends_at)), polls::ended.eq(false));
    let again = polls::version.eq(polls::version + 1);
    if options == titles && multiple == asked.multiple {
        diesel::update(polls::table.find(story.0)).set((terms, again)).execute(tx).await?;
        return Ok(true);
    }
    diesel::delete(poll_votes::table.filter(poll_votes::story_id.eq(story.0))).execute(tx).await?;
    let anew = (
        polls::tallies.eq(vec![0_i64; titles.len()]),
        polls::options.eq(titles),
        polls::multiple.eq(asked.multiple),
        polls::voters.eq(Some(0)),
    );
    diesel::update(polls::table.find(story.0)).set((terms, again, anew)).execute(tx).await?;
    Ok(true)
}

/// A story that is changed asks nothing any more. Answers whether it did.
pub(crate) async fn drop(tx: &mut Conn, story: StoryId) -> Result<bool> {
    Ok(diesel::delete(polls::table.find(story.0)).execute(tx).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::Asked;

    fn asked(options: &[&str], expires_in: i64) -> Asked {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Asked { options, expires_in, ..Asked::default() }
    }

    #[test]
    fn a_poll_is_checked() {
        let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let long = "x".repeat(201);
        assert!(asked(&["tea", "coffee", " "], 300).check().is_ok());
        assert!(asked(&many[..20], 366 * 86_400).check().is_ok());
        for (wrong, text) in [
            (asked(&["tea", ""], 300), "more than one"),
            (asked(&["tea", " tea"], 300), "duplicate"),
            (asked(&["tea", &long], 300), "longer than 200"),
            (asked(&many, 300), "more than 20"),
            (asked(&["tea", "coffee"], 299), "too soon"),
            (asked(&["tea", "coffee"], i64::MAX), "too far"),
        ] {
            let error = wrong.check().unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
