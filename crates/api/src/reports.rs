//! Asks the people who run this server to look.

use crate::State;
use crate::auth::Caller;
use crate::entities::Report;
use crate::error::ApiError;
use crate::params::{Flag, List, Params, Ref, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::accounts::queries;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::reports::{self, Category, Told};
use serde::Deserialize;

/// Most stories in one report.
const MOST: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    account_id: Ref,
    status_ids: List<Ref>,
    comment: Words,
    forward: Flag,
    category: Words,
    rule_ids: List<Ref>,
}

impl Form {
    /// The rules that it names, by number: only those that there are.
    fn rules(&self, known: usize) -> Result<Vec<i32>, ApiError> {
        let unknown = || ApiError::invalid("Validation failed: Rules does not reference valid rules");
        let number = |id: i64| {
            let there = usize::try_from(id).is_ok_and(|id| (1..=known).contains(&id));
            i32::try_from(id).ok().filter(|_| there).ok_or_else(unknown)
        };
        self.rule_ids.ids(MOST).map(number).collect()
    }

    /// What kind it is; whoever names rules means that they are broken.
    fn category(&self, rules: &[i32]) -> Result<Category, ApiError> {
        match self.category.0.as_str() {
            "" if rules.is_empty() => Ok(Category::Other),
            "" | "violation" => Ok(Category::Violation),
            "other" => Ok(Category::Other),
            "spam" => Ok(Category::Spam),
            "legal" => Ok(Category::Legal),
            _ => Err(ApiError::invalid(
                "Validation failed: Category is none of spam, legal, violation and other",
            )),
        }
    }
}

/// `POST /api/v1/reports`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:reports")?;
    let target = queries::by_id(&state.core, AccountId(form.account_id.0.unwrap_or_default())).await?;
    let stories: Vec<StoryId> = form.status_ids.ids(MOST).map(StoryId).collect();
    let mut rules = form.rules(state.settings.rules.len())?;
    let category = form.category(&rules)?;
    if category != Category::Violation {
        rules.clear();
    }
    let told = Told { comment: &form.comment.0, category, rules: &rules, forward: form.forward.on() };
    let report = reports::create(&state.core, &caller.account, &target, &stories, &told).await?;
    Ok(render::one(&Report::of(&state.core.here, &report, &stories, &told, state.core.now())))
}
