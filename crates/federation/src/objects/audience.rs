//! Who a story, a boost or an activity is addressed to: the one place that writes `to` and `cc`.

use super::Document;
use super::context::PUBLIC;
use hearth_core::accounts::Account;
use hearth_core::stories::{Audience, StoryView};

/// `to` and `cc` of a document. There is no `bto` and no `bcc`: what is not written cannot leak.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressing {
    /// First addressees.
    pub to: Vec<String>,
    /// Others.
    pub cc: Vec<String>,
}

impl Addressing {
    /// Of a story: Mastodon reads the audience off these lists (Public in `to`: public; in `cc`: unlisted; the
    /// followers' collection in `to`: followers; else direct).
    ///
    /// Whoever is answered is among the mentions: telling a story puts them there.
    #[must_use]
    pub fn of_story(view: &StoryView) -> Self {
        let followers = followers_of(&view.author);
        let named = view.mentions.iter().map(|mention| mention.account.uri.clone());
        // Forums read what is addressed to the community.
        let community = view.community.as_ref().map(|community| community.uri.clone());
        let people: Vec<String> = match view.story.audience {
            Audience::Public | Audience::Unlisted | Audience::Members => {
                let named: Vec<String> = named.collect();
                let missing = community.filter(|uri| !named.contains(uri));
                named.into_iter().chain(missing).collect()
            }
            _ => named.collect(),
        };
        match view.story.audience {
            Audience::Public => Self::of([PUBLIC.to_owned()], [followers], people),
            Audience::Unlisted => Self::of([followers], [PUBLIC.to_owned()], people),
            Audience::Followers => Self::of([followers], [], people),
            // Those in a circle are named in `to` and nowhere else (no Mention, no `directMessage`): Mastodon takes that
            // for a limited post and shows it in the home of those among them who follow. What is for this server or
            // its author alone never gets here: `Outward` refuses it. Should it, it is addressed to nobody new.
            Audience::Direct | Audience::Circle | Audience::Members | Audience::Local | Audience::OnlyMe => {
                Self { to: people, cc: Vec::new() }
            }
        }
    }

    /// Of a boost: the followers of whoever boosts, and the author.
    #[must_use]
    pub fn of_boost(booster: &Account, author: &Account, audience: Audience) -> Self {
        let followers = followers_of(booster);
        let author = vec![author.uri.clone()];
        match audience {
            Audience::Public => Self::of([PUBLIC.to_owned()], [followers], author),
            Audience::Unlisted => Self::of([followers], [PUBLIC.to_owned()], author),
            _ => Self::of([followers], [], author),
        }
    }

    /// Everybody.
    #[must_use]
    pub fn public() -> Self {
        Self { to: vec![PUBLIC.to_owned()], cc: Vec::new() }
    }

    /// The followers of an account.
    #[must_use]
    pub fn followers(account: &Account) -> Self {
        Self { to: vec![followers_of(account)], cc: Vec::new() }
    }

    /// One account.
    #[must_use]
    pub fn one(account: &Account) -> Self {
        Self { to: vec![account.uri.clone()], cc: Vec::new() }
    }

    /// Writes both lists; an empty one is left out.
    #[must_use]
    pub fn write(self, document: Document) -> Document {
        document.list("to", self.to).list("cc", self.cc)
    }

    fn of<const N: usize, const M: usize>(to: [String; N], cc: [String; M], people: Vec<String>) -> Self {
        Self { to: to.into(), cc: cc.into_iter().chain(people).collect() }
    }
}

/// Address of the followers' collection of a local account.
#[must_use]
pub fn followers_of(account: &Account) -> String {
    format!("{}/followers", account.uri)
}
