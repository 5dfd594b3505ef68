//! Activities.

use super::kit::{ada, ben, edited, here, naming_ben, noon, out, text, view};
use crate::objects::audience::Addressing;
use crate::objects::note::{Replies, note};
use crate::objects::{activity, quote};
use hearth_core::accounts::Account;
use hearth_core::ids::{BoostId, StoryId};
use hearth_core::stories::quotes::Stamp;
use hearth_core::stories::{Audience, Boost, Outward};
use std::sync::Arc;

const ID: &str = "https://hearth.example/activities/x/y";

fn bens_story() -> Outward {
    let mut told = view(Audience::Public);
    told.author = Arc::new(ben());
    told.story.uri = "https://other.example/notes/5".to_owned();
    out(told)
}

#[test]
fn of_stories() {
    let story = out(naming_ben(Audience::Followers));
    insta::assert_snapshot!(text(activity::create(ID, &story, note(&here(), &story, Replies::NONE))));
    let story = out(edited(view(Audience::Unlisted)));
    insta::assert_snapshot!(text(activity::update(ID, &story, note(&here(), &story, Replies::Address))));
    insta::assert_snapshot!(text(activity::delete(ID, &story)));
    insta::assert_snapshot!(text(activity::feature(ID, &ada(), &story.view().story.uri)));
    insta::assert_snapshot!(text(activity::unfeature(ID, &ada(), &story.view().story.uri)));
}

#[test]
fn of_boosts_and_likes() {
    let boost = Boost {
        id: BoostId(8),
        booster: Arc::new(ada()),
        uri: ID.to_owned(),
        audience: Audience::Public,
        published_at: noon(),
    };
    insta::assert_snapshot!(text(activity::announce(&boost, &bens_story())));
    let undone =
        activity::announce_undone("https://hearth.example/activities/boosts/z", &ada(), &bens_story());
    let addressing = Addressing::of_boost(&ada(), &ben(), Audience::Followers);
    insta::assert_snapshot!(text(activity::undo(ID, &ada(), addressing, undone)));
    insta::assert_snapshot!(text(activity::like(ID, &ada(), &bens_story())));
}

#[test]
fn of_follows_and_blocks() {
    let asked = activity::follow("https://other.example/follows/1", &ben(), &ada());
    insta::assert_snapshot!(text(activity::accept(ID, &ada(), asked.clone())));
    insta::assert_snapshot!(text(activity::reject(ID, &ada(), asked)));
    let follow = activity::follow(ID, &ada(), &ben());
    insta::assert_snapshot!(text(activity::undo(ID, &ada(), Addressing::default(), follow)));
    insta::assert_snapshot!(text(activity::block(ID, &ada(), &ben())));
}

#[test]
fn of_accounts() {
    insta::assert_snapshot!(text(activity::delete_actor(ID, &ada())));
    let target = Account { uri: "https://third.example/users/ada".to_owned(), ..ada() };
    insta::assert_snapshot!(text(activity::relocate(ID, &ada(), &target)));
    let stories = ["https://other.example/notes/5".to_owned()];
    let server = Account { uri: "https://hearth.example/actor".to_owned(), ..ada() };
    insta::assert_snapshot!(text(activity::flag(ID, &server, &ben(), &ben(), &stories, "spam")));
}

#[test]
fn of_quotes() {
    let stamp = Stamp {
        slug: "q1".to_owned(),
        story: StoryId(7),
        quote_uri: "https://other.example/notes/6".to_owned(),
    };
    let story = "https://hearth.example/users/ada/stories/s1";
    insta::assert_snapshot!(text(quote::stamp(&here(), &ada(), &stamp, story)));
    let asked = quote::request("https://other.example/requests/1", &ben(), story, &stamp.quote_uri);
    let address = quote::stamp_uri(&here(), &stamp.slug);
    insta::assert_snapshot!(text(activity::accept_quote(ID, &ada(), &ben(), asked.clone(), &address)));
    insta::assert_snapshot!(text(activity::reject_quote(ID, &ada(), &ben(), asked)));
    insta::assert_snapshot!(text(activity::delete_stamp(&here(), ID, &ada(), &stamp.slug)));
}
