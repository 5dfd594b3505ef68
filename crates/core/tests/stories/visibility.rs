//! Who may read what: every reader × every audience × every way to read, against rules written down apart from the
//! predicate.

use super::kit::{arrives, follow, note, stories, tell, view};
use crate::world::World;
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, NotificationId, StoryId};
use hearth_core::notifications::list as notifications;
use hearth_core::page::Page;
use hearth_core::restrictions::block;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{
    Audience, Draft, Entry, QuotePolicy, RemoteStory, boost, context, favourite, history, pin, queries,
    quotes, show,
};
use hearth_core::timelines::public::{Reach, public};
use hearth_core::timelines::{account, home, tag};
use hearth_core::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Unknown,
    Stranger,
    Follower,
    Asked,
    Mentioned,
    Blocked,
    Author,
    RemoteFollower,
    RemoteStranger,
    RemoteMentioned,
}

const AUDIENCES: [Audience; 6] = [
    Audience::Public,
    Audience::Unlisted,
    Audience::Followers,
    Audience::Direct,
    Audience::Local,
    Audience::OnlyMe,
];

/// The rules in words: the author always; whom the author blocked never; open stories everybody; followers-only ones
/// those who follow (not those who only asked) and those mentioned; direct ones those mentioned; local ones the members
/// of this server; what is for the author alone nobody else. (Circles and communities have tests of their own.)
fn may_read(who: Who, audience: Audience) -> bool {
    let mentioned = matches!(who, Who::Mentioned | Who::RemoteMentioned);
    match (who, audience) {
        (Who::Author, _) => true,
        (Who::Blocked, _) => false,
        (_, Audience::Public | Audience::Unlisted) => true,
        (_, Audience::Followers) => mentioned || matches!(who, Who::Follower | Who::RemoteFollower),
        (_, Audience::Direct | Audience::Circle) => mentioned,
        (_, Audience::OnlyMe | Audience::Members) => false,
        (_, Audience::Local) => matches!(who, Who::Stranger | Who::Follower | Who::Asked | Who::Mentioned),
    }
}

struct Cast {
    world: World,
    people: Vec<(Who, Option<Account>)>,
}

impl Cast {
    async fn new(author_is_local: bool) -> Self {
        let world = World::new().await;
        let author = if author_is_local {
            world.member("author").await
        } else {
            world.remote("author", "home.example").await
        };
        let mut people = vec![(Who::Unknown, None), (Who::Author, Some(author.clone()))];
        for (who, name) in [
            (Who::Stranger, "stranger"),
            (Who::Follower, "follower"),
            (Who::Asked, "asked"),
            (Who::Mentioned, "mentioned"),
            (Who::Blocked, "blocked"),
        ] {
            people.push((who, Some(world.member(name).await)));
        }
        for (who, name) in [
            (Who::RemoteFollower, "rfollower"),
            (Who::RemoteStranger, "rstranger"),
            (Who::RemoteMentioned, "rmentioned"),
        ] {
            people.push((who, Some(world.remote(name, "away.example").await)));
        }
        let cast = Self { world, people };
        cast.relate(&author).await;
        cast
    }

    /// Follows, a request that waits, and a block; the blocked one followed before and is mentioned too.
    async fn relate(&self, author: &Account) {
        follow(&self.world, self.account(Who::Follower), author).await;
        let rows = [(Who::RemoteFollower, "now()"), (Who::Asked, "NULL")];
        for (who, accepted) in rows {
            let who = self.account(who).id;
            self.world
                .sql(&format!(
                    "INSERT INTO follows (follower_id, followee_id, accepted_at, uri, id, created_at) \
                     VALUES ({who}, {}, {accepted}, 'https://away.example/f/{who}', {who}, now())",
                    author.id
                ))
                .await;
        }
        let blocked = self.account(Who::Blocked);
        if author.is_local() {
            block::block(&self.world.core, author, blocked).await.unwrap();
        } else {
            block::receive_block(&self.world.core, author, blocked, "https://home.example/b/1")
                .await
                .unwrap();
        }
    }

    fn account(&self, who: Who) -> &Account {
        self.people.iter().find(|(other, _)| *other == who).unwrap().1.as_ref().unwrap()
    }

    fn readers(&self) -> impl Iterator<Item = (Who, AccountId)> {
        self.people
            .iter()
            .map(|(who, account)| (*who, account.as_ref().map_or(AccountId(0), |account| account.id)))
    }

    /// A story of the author that names all who may be named.
    async fn told(&self, audience: Audience) -> StoryId {
        let author = self.account(Who::Author);
        if author.is_local() {
            let text = "#deep @mentioned @blocked @rmentioned@away.example";
            let id = tell(&self.world, author, text, audience).await;
            let named = if audience == Audience::OnlyMe { 0 } else { 3 };
            assert_eq!(view(&self.world, id).await.mentions.len(), named);
            return id;
        }
        let named = [Who::Mentioned, Who::Blocked, Who::RemoteMentioned];
        arrives(
            &self.world,
            RemoteStory {
                audience,
                mentions: named.iter().map(|who| (self.account(*who).id, false)).collect(),
                tags: vec!["deep".to_owned()],
                quote_policy: QuotePolicy::Public,
                ..note(&self.world, author, &format!("{audience:?}"), "x")
            },
        )
        .await
    }
}

fn check(door: &str, who: Who, audience: Audience, seen: bool, expected: bool) {
    assert_eq!(seen, expected, "{door}: {who:?} and a story for {audience:?}");
}

/// An answer that is either the story or "not found", never another refusal.
fn found<T: std::fmt::Debug>(answer: Result<T>) -> bool {
    match answer {
        Ok(_) => true,
        Err(Error::NotFound(_)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn holds(entries: &[Entry], story: StoryId) -> bool {
    stories(entries).contains(&story)
}

#[tokio::test(flavor = "multi_thread")]
async fn single_stories_open_only_to_those_who_may_read_them() {
    for local in [true, false] {
        let cast = Cast::new(local).await;
        let core = &cast.world.core;
        for audience in audiences(local) {
            let id = cast.told(audience).await;
            let slug = view(&cast.world, id).await.story.slug.clone();
            for (who, reader) in cast.readers() {
                let expected = may_read(who, audience);
                check("show", who, audience, found(show::show(core, reader, id).await), expected);
                check(
                    "show_entry",
                    who,
                    audience,
                    found(show::show_entry(core, reader, id.0).await),
                    expected,
                );
                check("context", who, audience, found(context::context(core, reader, id).await), expected);
                check("history", who, audience, found(history::history(core, reader, id).await), expected);
                if let Some(slug) = &slug {
                    let at = show::show_at(core, reader, "author", slug).await;
                    check("show_at", who, audience, found(at), expected);
                }
            }
        }
    }
}

fn audiences(local: bool) -> impl Iterator<Item = Audience> {
    AUDIENCES.into_iter().filter(move |audience| local || *audience != Audience::Local)
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_hold_only_what_their_reader_may_read() {
    for local in [true, false] {
        let cast = Cast::new(local).await;
        let (core, page, author) = (&cast.world.core, Page::first(40), cast.account(Who::Author).id);
        for audience in audiences(local) {
            let id = cast.told(audience).await;
            for (who, reader) in cast.readers() {
                let expected = may_read(who, audience);
                let told =
                    account::account(core, reader, author, account::Wanted::default(), page).await.unwrap();
                check("account", who, audience, holds(&told, id), expected);
                let tags = tag::Wanted { any: vec!["deep".to_owned()], ..tag::Wanted::default() };
                let tagged = tag::tagged(core, reader, &tags, false, false, page).await.unwrap();
                let listed = matches!(audience, Audience::Public | Audience::Local);
                check("tag", who, audience, holds(&tagged, id), expected && listed);
                for reach in [Reach::Everywhere, Reach::Here, Reach::Elsewhere] {
                    let listed = match audience {
                        Audience::Public => reach == Reach::Everywhere || (reach == Reach::Here) == local,
                        Audience::Local => reach == Reach::Here,
                        _ => false,
                    };
                    let seen = public(core, reader, reach, false, page).await.unwrap();
                    check("public", who, audience, holds(&seen, id), expected && listed);
                }
            }
            let open = matches!(audience, Audience::Public | Audience::Unlisted);
            let outbox = queries::outbox(core, author, i64::MAX, 40).await.unwrap();
            check("outbox", Who::Unknown, audience, outbox.iter().any(|key| key.story == id), open);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_should_not_be_there_show_nothing() {
    let mut number = 0;
    for local in [true, false] {
        let cast = Cast::new(local).await;
        let (core, author) = (&cast.world.core, cast.account(Who::Author).id);
        for audience in audiences(local) {
            let id = cast.told(audience).await;
            // As if every reaction had gone wrong: in everybody's feed, notifications and profile.
            for (who, reader) in cast.readers().filter(|(who, _)| *who != Who::Unknown) {
                number += 1;
                cast.world
                    .sql(&format!(
                        "INSERT INTO feed (account_id, entry_id, story_id, author_id) \
                         VALUES ({reader}, {id}, {id}, {author}) ON CONFLICT DO NOTHING; \
                         INSERT INTO notifications (id, account_id, kind, from_id, story_id, created_at) \
                         VALUES ({number}, {reader}, 0, {author}, {id}, now()); \
                         INSERT INTO pins (account_id, story_id, id) VALUES ({author}, {id}, {id}) ON CONFLICT DO NOTHING"
                    ))
                    .await;
                let expected = may_read(who, audience);
                let read = home::home(core, reader, Page::first(40)).await.unwrap();
                check("home", who, audience, holds(&read, id), expected);
                let told =
                    notifications::list(core, reader, &notifications::Wanted::default(), Page::first(40))
                        .await;
                let told = told.unwrap();
                let named = told
                    .iter()
                    .any(|told| told.entry.as_ref().is_some_and(|entry| entry.view.story.id == id));
                check("notifications", who, audience, named, expected);
                let one = NotificationId(number);
                let shown = notifications::show(core, reader, one).await;
                check("notification", who, audience, shown.is_ok_and(|told| told.entry.is_some()), expected);
                let wanted = account::Wanted { pinned: true, ..account::Wanted::default() };
                let pinned = account::account(core, reader, author, wanted, Page::first(40)).await.unwrap();
                check("pinned", who, audience, holds(&pinned, id), expected);
            }
            let open = matches!(audience, Audience::Public | Audience::Unlisted);
            check(
                "featured",
                Who::Unknown,
                audience,
                pin::featured(core, author).await.unwrap().contains(&id),
                open,
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_show_only_the_answers_their_reader_may_read() {
    let cast = Cast::new(true).await;
    let (world, core) = (&cast.world, &cast.world.core);
    let other = world.member("other").await;
    let root = tell(world, &other, "root", Audience::Public).await;
    for audience in AUDIENCES {
        super::kit::later(world);
        let draft = Draft {
            audience: Some(audience),
            parent: Some(root),
            ..Draft::plain("@mentioned @blocked @rmentioned@away.example")
        };
        let id = publish(core, cast.account(Who::Author), draft).await.unwrap();
        for (who, reader) in cast.readers() {
            let around = context::context(core, reader, root).await.unwrap();
            check("descendants", who, audience, holds(&around.descendants, id), may_read(who, audience));
        }
        // An open answer to a narrow one, as other servers may send it.
        let eve = world.remote("eve", "eve.example").await;
        let uri = view(world, id).await.story.uri.clone();
        let below = RemoteStory { parent_uri: Some(uri), ..note(world, &eve, &format!("{audience:?}"), "x") };
        let below = arrives(world, below).await;
        for (who, reader) in cast.readers() {
            let around = context::context(core, reader, below).await.unwrap();
            check("ancestors", who, audience, holds(&around.ancestors, id), may_read(who, audience));
        }
        let open = matches!(audience, Audience::Public | Audience::Unlisted);
        let replies = queries::open_replies(core, root, 0, 99).await.unwrap();
        check("open_replies", Who::Unknown, audience, replies.iter().any(|(reply, _)| *reply == id), open);
        let thread = queries::open_thread(core, root, 0, 99).await.unwrap();
        check("open_thread", Who::Unknown, audience, thread.iter().any(|(reply, _)| *reply == id), open);
    }
    // Only open answers are counted.
    assert_eq!(show::show(core, AccountId(0), root).await.unwrap().marks.replies, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn acting_on_a_story_tells_nobody_that_it_is_there() {
    let cast = Cast::new(true).await;
    let core = &cast.world.core;
    for audience in AUDIENCES {
        let id = cast.told(audience).await;
        for (who, account) in cast.people.iter().filter_map(|(who, account)| Some((*who, account.as_ref()?)))
        {
            let expected = may_read(who, audience);
            check("favourite", who, audience, found(favourite::favourite(core, account, id).await), expected);
            let uri = format!("https://away.example/{who:?}/{audience:?}");
            favourite::unfavourite(core, account, id).await.unwrap();
            favourite::receive(core, account, id, &uri, None).await.unwrap();
            let liked = favourite::uri_of(core, account.id, id).await.unwrap().is_some();
            check("favourite::receive", who, audience, liked, expected);
            let passed = boost::boost(core, account, id, Audience::Public).await;
            check("boost", who, audience, !matches!(passed, Err(Error::NotFound(_))), expected);
            let open = matches!(audience, Audience::Public | Audience::Unlisted);
            let allowed = expected && (open || (who == Who::Author && audience == Audience::Followers));
            check("boosted", who, audience, passed.is_ok(), allowed);
            boost::unboost(core, account, id).await.unwrap();
            boost::receive(core, account, id, &uri, Audience::Public, core.now()).await.unwrap();
            let marks = show::show(core, account.id, id).await.map(|entry| entry.marks).unwrap_or_default();
            check("boost::receive", who, audience, marks.boosted, allowed);
            let pinned = pin::pin(core, account, id).await;
            check("pin", who, audience, !matches!(pinned, Err(Error::NotFound(_))), expected);
            check("pinned", who, audience, pinned.is_ok(), open && who == Who::Author);
            let quote = quotes::request(core, account, id, &format!("{uri}/q")).await.unwrap();
            check("quote", who, audience, quote.is_some(), expected && (open || who == Who::Author));
            if account.is_local() {
                let draft = Draft { parent: Some(id), ..Draft::plain("yes") };
                check("reply", who, audience, found(publish(core, account, draft).await), expected);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passing_on_ones_own_private_story_widens_nothing() {
    let cast = Cast::new(true).await;
    let core = &cast.world.core;
    let author = cast.account(Who::Author);
    let id = cast.told(Audience::Followers).await;
    let passed = boost::boost(core, author, id, Audience::Public).await.unwrap();
    for (who, reader) in cast.readers() {
        // The boost is for followers; a story may be read by those mentioned too.
        let expected = matches!(who, Who::Author | Who::Follower | Who::RemoteFollower);
        let seen = found(show::show_entry(core, reader, passed.0).await);
        check("boost", who, Audience::Followers, seen, expected);
        let told = account::account(core, reader, author.id, account::Wanted::default(), Page::first(9))
            .await
            .unwrap();
        check("account", who, Audience::Followers, told.iter().any(|entry| entry.id() == passed.0), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_hidden_author_are_hidden_whoever_hides_them() {
    let cast = Cast::new(true).await;
    let core = &cast.world.core;
    let id = cast.told(Audience::Public).await;
    for column in ["suspended_at", "gone_at"] {
        let author = cast.account(Who::Author).id;
        cast.world.sql(&format!("UPDATE accounts SET {column} = now() WHERE id = {author}")).await;
        for (who, reader) in cast.readers() {
            check(column, who, Audience::Public, found(show::show(core, reader, id).await), false);
        }
        cast.world.sql(&format!("UPDATE accounts SET {column} = NULL WHERE id = {author}")).await;
    }
    hearth_core::restrictions::block_host::block_host(core, cast.account(Who::Author), "away.example")
        .await
        .unwrap();
    for (who, reader) in cast.readers() {
        let away = matches!(who, Who::RemoteFollower | Who::RemoteStranger | Who::RemoteMentioned);
        let expected = may_read(who, Audience::Public) && !away;
        check("host block", who, Audience::Public, found(show::show(core, reader, id).await), expected);
    }
}
