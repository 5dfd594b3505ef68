//! Handlers and jobs run on many threads, so what they call must give futures that can be sent.

use crate::world::remote;
use hearth_core::accounts::update::ProfileChange;
use hearth_core::accounts::{
    Account, Handle, delete, keys, moving, queries, receive, register, relationship, suspend, update,
};
use hearth_core::follows::queries as follow_queries;
use hearth_core::follows::{Wishes, accept, reject, request, undo};
use hearth_core::ids::{AccountId, BoostId, NotificationId, ReportId, StoryId};
use hearth_core::members::{Role, Scopes, model, seen, tokens};
use hearth_core::notifications::{NotificationKind, dismiss, list, notify};
use hearth_core::page::Page;
use hearth_core::peers::{model as peers, rules};
use hearth_core::restrictions::{block, block_host, mute};
use hearth_core::stories::Audience;
use hearth_core::{Core, emojis, reports, undone};

fn sendable<T: Send>(_: &T) {}

#[expect(dead_code, reason = "compiled, never run")]
fn accounts(core: &Core, who: &Account, handle: &Handle) {
    sendable(&register::register(core, "", "", Role::Member));
    sendable(&register::instance_actor(core));
    sendable(&receive::receive(core, remote("", "")));
    sendable(&receive::receive_deletion(core, who));
    sendable(&delete::delete(core, who));
    sendable(&suspend::suspend(core, who));
    sendable(&update::update(core, who, ProfileChange::default()));
    sendable(&moving::move_away(core, who, who));
    sendable(&moving::receive_move(core, who, who));
    sendable(&moving::followers_to_move(core, who.id, who.id));
    sendable(&keys::stock_up(core, 1));
    sendable(&keys::of_account(core, who.id));
    sendable(&queries::by_handle(core, handle));
    sendable(&queries::matching(core, who.id, "", false, 1, 0));
    sendable(&relationship::relationships(core, who.id, &[]));
}

#[expect(dead_code, reason = "compiled, never run")]
fn between_two(core: &Core, who: &Account) {
    sendable(&request::request(core, who, who, Wishes::default()));
    sendable(&request::receive_request(core, who, who, ""));
    sendable(&accept::accept(core, who, who));
    sendable(&accept::receive_accept(core, who, who));
    sendable(&reject::reject(core, who, who));
    sendable(&reject::receive_reject(core, who, who));
    sendable(&undo::undo(core, who, who));
    sendable(&undo::receive_undo(core, who, who, None));
    sendable(&follow_queries::followers(core, who.id, Page::first(1)));
    sendable(&block::block(core, who, who));
    sendable(&block::unblock(core, who, who));
    sendable(&block::receive_block(core, who, who, ""));
    sendable(&block::receive_unblock(core, who, who, None));
    sendable(&block_host::block_host(core, who, ""));
    sendable(&block_host::blocked_hosts(core, who.id, Page::first(1)));
    sendable(&mute::mute(core, who, who, true, None));
    sendable(&mute::lift_expired(core));
}

#[expect(dead_code, reason = "compiled, never run")]
fn the_rest(core: &Core, who: &Account, scopes: &Scopes) {
    let (id, story) = (AccountId(1), StoryId(1));
    sendable(&tokens::create(core, id, scopes, "", None));
    sendable(&tokens::session(core, ""));
    sendable(&seen::seen(core, id));
    sendable(&model::remember_audience(core, id, Audience::Public));
    sendable(&peers::ensure(core, ""));
    sendable(&rules::rule_for(core, ""));
    sendable(&rules::set_rule(core, "", None, ""));
    sendable(&emojis::add(core, "", Vec::new()));
    sendable(&reports::create(core, who, who, &[], &reports::Told::default()));
    sendable(&reports::receive(core, "", who, who, Vec::new(), ""));
    sendable(&reports::by_id(core, ReportId(1)));
    sendable(&notify::of_story(core, story));
    sendable(&notify::of_edit(core, story));
    sendable(&notify::of_favourite(core, id, story));
    sendable(&notify::of_boost(core, BoostId(1)));
    sendable(&notify::of_follow(core, id, id, NotificationKind::Follow));
    sendable(&notify::withdraw(core, id, NotificationKind::Follow, id, None));
    sendable(&list::list(core, id, &list::Wanted::default(), Page::first(1)));
    sendable(&dismiss::dismiss(core, id, NotificationId(1)));
    sendable(&undone::prune(core));
}
