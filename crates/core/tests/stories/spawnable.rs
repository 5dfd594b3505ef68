//! Handlers and jobs run on many threads, so what they call must give futures that can be sent.

use hearth_core::Core;
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::page::Page;
use hearth_core::stories::{
    Audience, Draft, RemoteStory, boost, context, delete, edit, favourite, history, pin, publish, queries,
    quotes, receive, show,
};
use hearth_core::timelines::{account, feed, home, public, tag};

fn sendable<T: Send>(_: &T) {}

#[expect(dead_code, reason = "compiled, never run")]
fn verbs(core: &Core, who: &Account, draft: Draft, remote: RemoteStory) {
    let story = StoryId(1);
    sendable(&publish::publish(core, who, draft.clone()));
    sendable(&receive::receive(core, remote.clone()));
    sendable(&edit::edit(core, who, story, draft));
    sendable(&edit::receive_edit(core, remote));
    sendable(&delete::delete(core, who, story));
    sendable(&delete::receive_deletion(core, who, ""));
    sendable(&favourite::favourite(core, who, story));
    sendable(&favourite::receive(core, who, story, "", None));
    sendable(&favourite::receive_undo(core, who, None, None));
    sendable(&boost::boost(core, who, story, Audience::Public));
    sendable(&boost::receive(core, who, story, "", Audience::Public, core.now()));
    sendable(&boost::receive_undo(core, who, None, None));
    sendable(&pin::pin(core, who, story));
    sendable(&pin::receive(core, who, story, true));
    sendable(&quotes::request(core, who, story, ""));
}

#[expect(dead_code, reason = "compiled, never run")]
fn queries(core: &Core) {
    let (viewer, story) = (AccountId(1), StoryId(1));
    sendable(&show::show(core, viewer, story));
    sendable(&show::show_entry(core, viewer, 1));
    sendable(&show::show_at(core, viewer, "", ""));
    sendable(&show::load(core, story));
    sendable(&context::context(core, viewer, story));
    sendable(&history::history(core, viewer, story));
    sendable(&favourite::by(core, viewer, story));
    sendable(&queries::by_uri(core, ""));
    sendable(&queries::outbox(core, viewer, 1, 1));
    sendable(&home::home(core, viewer, Page::first(1)));
    sendable(&public::public(core, viewer, public::Reach::Here, false, Page::first(1)));
    sendable(&account::account(core, viewer, viewer, account::Wanted::default(), Page::first(1)));
    sendable(&tag::tagged(core, viewer, &tag::Wanted::default(), false, false, Page::first(1)));
    sendable(&feed::add_story(core, story));
    sendable(&feed::rebuild(core, viewer));
    sendable(&feed::trim(core));
}
