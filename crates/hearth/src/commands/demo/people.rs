//! The invented people of the demonstration, and what they tell each other.

use crate::App;
use anyhow::{Context as _, bail};
use hearth_core::accounts::{Account, Handle, queries, register};
use hearth_core::follows::{self, Wishes};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::members::Role;
use hearth_core::page::Page;
use hearth_core::stories::{Audience, Draft, context, publish, show};
use hearth_core::timelines::home;
use std::time::Duration;

const STORY: &str = "I asked for help today. It took me two years and eleven minutes on hold, and then somebody \
                     kind said: I am glad you called.";
const REPLY: &str =
    "Thank you for sharing this. I have had that number in my wallet since spring. Tomorrow I call.";
const ANSWER: &str = "Then we both did it. Write to me after?";

/// Ada lives on the first server, Ben and Cleo on the second; Ada tells, Ben answers, Ada answers him.
pub(super) async fn meet(one: &App, two: &App) -> anyhow::Result<()> {
    let ada = member(one, "ada", "Ada").await?;
    let ben = member(two, "ben", "Ben").await?;
    let cleo = member(two, "cleo", "Cleo").await?;
    println!("@ada lives at {}, @ben and @cleo at {}", one.core.here.base(), two.core.here.base());
    for (app, follower, other) in [(two, &ben, one), (two, &cleo, one)] {
        follow(app, follower, "ada", other).await?;
    }
    follow(one, &ada, "ben", two).await?;

    let story = tell(one, &ada, STORY, None).await?;
    println!("\nAda tells, on server one:\n  {}\n  {STORY}", address(one, story).await?);
    let there = arrives(two, ben.id, STORY).await?;
    println!("\nIt is in Ben's home on server two:\n  {}", address(two, there).await?);

    let reply = tell(two, &ben, &format!("@ada@{} {REPLY}", one.core.here.domain()), Some(there)).await?;
    println!("\nBen answers, on server two:\n  {REPLY}");
    let back = answered(one, ada.id, story, REPLY).await?;
    println!("\nHis reply stands under the story on server one.");

    tell(one, &ada, &format!("@ben@{} {ANSWER}", two.core.here.domain()), Some(back)).await?;
    answered(two, ben.id, reply, ANSWER).await?;
    println!("\nAda answers him, and the thread is the same on both servers:");
    for (app, viewer, id) in [(one, ada.id, story), (two, ben.id, there)] {
        println!("  {}", address(app, id).await?);
        for entry in context::context(&app.core, viewer, id).await?.descendants {
            let text = hearth_core::markup::to_text(&entry.view.story.content_html);
            println!("    {}: {}", entry.view.author.acct(), text.trim());
        }
    }
    Ok(())
}

async fn member(app: &App, name: &str, display_name: &str) -> anyhow::Result<Account> {
    match queries::local(&app.core, name).await {
        Ok(account) => Ok(account),
        Err(hearth_core::Error::NotFound(_)) => {
            Ok(register::register(&app.core, name, display_name, Role::Member).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn follow(app: &App, follower: &Account, name: &str, other: &App) -> anyhow::Result<()> {
    let handle = format!("{name}@{}", other.core.here.domain()).parse::<Handle>()?;
    let followee = within(|| async {
        // The other server may still be starting.
        let found = hearth_federation::resolve::account(&app.federation, &handle).await;
        if let Err(error) = &found {
            tracing::info!(%error, cause = ?std::error::Error::source(error), "{handle} is not there yet");
        }
        Ok(found.ok().flatten())
    })
    .await
    .with_context(|| format!("{handle} was not found"))?;
    follows::request::request(&app.core, follower, &followee, Wishes::default()).await?;
    within(|| async {
        let follow = follows::queries::between(&app.core, follower.id, followee.id).await?;
        Ok(follow.filter(|follow| follow.accepted))
    })
    .await
    .context("the follow was not accepted")?;
    Ok(())
}

async fn tell(app: &App, author: &Account, text: &str, parent: Option<StoryId>) -> anyhow::Result<StoryId> {
    let draft = Draft { audience: Some(Audience::Public), parent, ..Draft::plain(text) };
    Ok(publish::publish(&app.core, author, draft).await?)
}

async fn address(app: &App, story: StoryId) -> anyhow::Result<String> {
    let view = show::load(&app.core, story).await?.context("the story is gone")?;
    Ok(view.story.url.clone())
}

/// The story with this text, once it is in the member's home.
async fn arrives(app: &App, member: AccountId, text: &str) -> anyhow::Result<StoryId> {
    within(|| async {
        let entries = home::home(&app.core, member, Page::first(20)).await?;
        Ok(entries.iter().find(|entry| says(&entry.view, text)).map(|entry| entry.view.story.id))
    })
    .await
    .context("the story did not arrive")
}

/// The reply with this text, once it stands under the story.
async fn answered(app: &App, viewer: AccountId, story: StoryId, text: &str) -> anyhow::Result<StoryId> {
    within(|| async {
        let thread = context::context(&app.core, viewer, story).await?;
        Ok(thread.descendants.iter().find(|entry| says(&entry.view, text)).map(|entry| entry.view.story.id))
    })
    .await
    .context("the reply did not arrive")
}

fn says(view: &hearth_core::stories::StoryView, text: &str) -> bool {
    hearth_core::markup::to_text(&view.story.content_html).contains(text)
}

/// Asks again and again until there is an answer, for half a minute at most.
async fn within<T, F: Future<Output = anyhow::Result<Option<T>>>>(ask: impl Fn() -> F) -> anyhow::Result<T> {
    for _ in 0..150 {
        if let Some(found) = ask().await? {
            return Ok(found);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("nothing happened for half a minute")
}
