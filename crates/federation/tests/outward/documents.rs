//! What anybody may fetch, and how what they may not is kept quiet.

use crate::kit::Kit;
use axum::body::Body;
use axum::response::Response;
use hearth_core::accounts::{delete as account_delete, suspend};
use hearth_core::ids::StoryId;
use hearth_core::stories::{Audience, Draft, boost, delete, edit, pin, publish};
use hearth_federation::{Mode, Settings, routes};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

const ACTIVITY: &str = "application/activity+json";

/// An answer: status, headers, bytes.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Kit {
    /// Fetches a path as a server that does not sign.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_as(path, ACTIVITY).await
    }

    pub async fn get_as(&self, path: &str, accept: &str) -> Answer {
        let path = path.strip_prefix("https://hearth.example").unwrap_or(path);
        let request = Request::get(path).header("host", "hearth.example").header("accept", accept);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        Answer::of(routes::router(self.federation.clone()).oneshot(request).await.unwrap()).await
    }

    pub async fn uri(&self, story: StoryId) -> String {
        self.view(story).await.story.uri.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn actors_are_documents_for_servers_and_pages_for_people() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let document = kit.get("/users/ada").await;
    assert_eq!(document.header("content-type"), ACTIVITY);
    assert_eq!(document.header("cache-control"), "public, max-age=60");
    assert_eq!(document.header("vary"), "Accept, Signature, Authorization");
    assert_eq!(document.json()["id"], ada.uri.as_str());
    assert_eq!(kit.get("/users/ADA").await.json()["id"], ada.uri.as_str());
    let page = kit.get_as("/users/ada", "text/html").await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, "https://hearth.example/@ada")
    );
    assert!(page.header("vary").contains("Accept"));
    assert_eq!(kit.get("/users/nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(kit.get("/users/hearth.actor").await.status, StatusCode::NOT_FOUND);
    assert_eq!(kit.get("/actor").await.json()["type"], "Application");
    assert_eq!(kit.get("/actor/outbox").await.json()["orderedItems"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rendered_is_rendered_anew_after_a_change() {
    use hearth_core::accounts::update::{ProfileChange, update};
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    assert!(kit.get("/users/ada").await.json().get("name").is_none());
    kit.later();
    let change = ProfileChange { display_name: Some("Ada".to_owned()), ..ProfileChange::default() };
    update(&kit.world.core, &ada, change).await.unwrap();
    assert_eq!(kit.get("/users/ada").await.json()["name"], "Ada");
}

#[tokio::test(flavor = "multi_thread")]
async fn suspended_and_deleted_accounts_are_gone() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.member("ben").await);
    assert_eq!(kit.get("/users/ada").await.status, StatusCode::OK);
    suspend::suspend(&kit.world.core, &ada).await.unwrap();
    account_delete::delete(&kit.world.core, &ben).await.unwrap();
    for path in [
        "/users/ada",
        "/users/ben",
        "/users/ada/outbox",
        "/.well-known/webfinger?resource=acct:ben@hearth.example",
    ] {
        assert_eq!(kit.get(path).await.status, StatusCode::GONE, "{path}");
    }
    let tombstone: Value = serde_json::from_slice(&kit.get("/users/ben").await.body).unwrap();
    assert_eq!((&tombstone["type"], &tombstone["id"]), (&"Tombstone".into(), &ben.uri.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_stories_look_like_missing_ones() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let missing = kit.get("/users/ada/stories/0123456789abcdef0123456789abcdef").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    for audience in [Audience::Followers, Audience::Direct, Audience::Local] {
        let story = kit.tell(&ada, "Secret", audience).await;
        for suffix in ["", "/replies"] {
            let hidden = kit.get(&format!("{}{suffix}", kit.uri(story).await)).await;
            assert_eq!((hidden.status, &hidden.body), (missing.status, &missing.body), "{audience:?}");
            assert_eq!(hidden.headers, missing.headers, "{audience:?}");
        }
        let slug = kit.view(story).await.story.slug.clone().unwrap();
        assert_eq!(kit.get(&format!("/contexts/{slug}")).await.status, StatusCode::NOT_FOUND);
        delete::delete(&kit.world.core, &ada, story).await.unwrap();
        let deleted = kit.get(&kit.uri(story).await).await;
        assert_eq!((deleted.status, &deleted.headers), (missing.status, &missing.headers), "{audience:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn open_stories_are_shown_and_leave_nothing_behind() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let story = kit.tell(&ada, "Rain", Audience::Unlisted).await;
    let uri = kit.uri(story).await;
    let shown = kit.get(&uri).await;
    assert_eq!(
        (shown.header("content-type"), shown.header("cache-control")),
        (ACTIVITY, "public, max-age=60")
    );
    assert_eq!(
        (&shown.json()["id"], &shown.json()["content"]),
        (&uri.as_str().into(), &"<p>Rain</p>".into())
    );
    let page = kit.get_as(&uri, "text/html").await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, kit.view(story).await.story.url.as_str())
    );
    delete::delete(&kit.world.core, &ada, story).await.unwrap();
    let gone = kit.get(&uri).await;
    assert_eq!((gone.status, gone.header("cache-control")), (StatusCode::NOT_FOUND, "private, no-store"));
    assert!(gone.body.is_empty(), "at a 404, and at nothing else, Mastodon deletes what it still has");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_a_title_for_a_vote_is_not_shown_one() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let draft =
        Draft { audience: Some(Audience::Public), title: "Weather".to_owned(), ..Draft::plain("Rain") };
    let uri = kit.uri(publish::publish(&kit.world.core, &ada, draft).await.unwrap()).await;
    let asked_by = async |agent| {
        let request = Request::get(uri.strip_prefix("https://hearth.example").unwrap());
        let request = request.header("host", "hearth.example").header("accept", ACTIVITY);
        kit.ask(request.header("user-agent", agent).body(Body::empty()).unwrap()).await.json()
    };
    assert_eq!(asked_by("Mastodon/4.5 (http.rb; +https://other.example/)").await["name"], "Weather");
    let note = asked_by("snac/2.75; +https://other.example/").await;
    assert!(note.get("name").is_none() && note["content"].as_str().unwrap().contains("Weather"), "{note}");
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_and_threads_can_be_walked() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let root = kit.tell(&ada, "Rain", Audience::Public).await;
    let mut replies = Vec::new();
    for number in 0..25 {
        kit.later();
        let draft = Draft {
            audience: Some(Audience::Public),
            parent: Some(root),
            ..Draft::plain(&format!("{number}"))
        };
        replies.push(kit.uri(publish::publish(&kit.world.core, &ada, draft).await.unwrap()).await);
    }
    kit.later();
    let quiet = Draft { audience: Some(Audience::Followers), parent: Some(root), ..Draft::plain("quiet") };
    publish::publish(&kit.world.core, &ada, quiet).await.unwrap();
    let document = kit.get(&kit.uri(root).await).await.json();
    let first = &document["replies"]["first"];
    let mut found: Vec<Value> = first["items"].as_array().unwrap().clone();
    let mut next = first["next"].as_str().map(str::to_owned);
    while let Some(address) = next {
        let page = kit.get(&address).await.json();
        assert_eq!(page["type"], "CollectionPage");
        found.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(found, replies.into_iter().map(Value::from).collect::<Vec<_>>());
    let context = kit.get(document["context"].as_str().unwrap()).await.json();
    assert_eq!((&context["type"], &context["attributedTo"]), (&"Collection".into(), &ada.uri.into()));
    assert_eq!(context["first"]["items"].as_array().unwrap().len(), 26);
}

#[tokio::test(flavor = "multi_thread")]
async fn outboxes_tell_what_is_open_page_by_page() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.member("ben").await);
    for audience in
        [Audience::Public, Audience::Unlisted, Audience::Followers, Audience::Direct, Audience::Local]
    {
        for _ in 0..6 {
            kit.tell(&ada, "Rain", audience).await;
        }
    }
    for number in 0..12 {
        let story = kit.tell(&ben, &format!("{number}"), Audience::Public).await;
        kit.later();
        boost::boost(&kit.world.core, &ada, story, Audience::Public).await.unwrap();
    }
    let outbox = kit.get("/users/ada/outbox").await.json();
    assert_eq!(outbox["type"], "OrderedCollection");
    let (mut next, mut kinds) = (outbox["first"].as_str().map(str::to_owned), Vec::new());
    while let Some(address) = next {
        let page = kit.get(&address).await.json();
        let items = page["orderedItems"].as_array().unwrap();
        kinds.extend(items.iter().map(|item| item["type"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    let count = |kind: &str| kinds.iter().filter(|found| *found == kind).count();
    assert_eq!((count("Create"), count("Announce"), kinds.len()), (12, 12, 24));
    for path in ["/users/ada/followers", "/users/ada/following"] {
        let hidden = kit.get(path).await.json();
        assert_eq!(hidden.as_object().unwrap().keys().collect::<Vec<_>>(), ["@context", "id", "type"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn featured_stories_are_whole() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    pin::pin(&kit.world.core, &ada, story).await.unwrap();
    let featured = kit.get("/users/ada/collections/featured").await.json();
    assert_eq!(featured["orderedItems"][0]["content"], "<p>Rain</p>");
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_are_told_as_things_stand_now() {
    let kit = Kit::new().await;
    let (ada, ben) = (kit.world.member("ada").await, kit.world.remote("ben", "other.example").await);
    kit.followed_by(&ben, &ada).await;
    let open = kit.tell(&ada, "Rain", Audience::Public).await;
    let create = kit.one().await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(kit.get(&create).await.json()["object"]["content"], "<p>Rain</p>");
    kit.later();
    edit::edit(&kit.world.core, &ada, open, Draft::plain("Sun")).await.unwrap();
    assert_eq!(kit.get(&create).await.json()["object"]["content"], "<p>Sun</p>");
    kit.said().await;
    delete::delete(&kit.world.core, &ada, open).await.unwrap();
    let deletion = kit.one().await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(kit.get(&create).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kit.get(&deletion).await.json()["object"]["type"], "Tombstone");
    kit.tell(&ada, "For us", Audience::Followers).await;
    let narrow = kit.one().await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(kit.get(&narrow).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boost_that_was_taken_back_is_not_found() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let story = kit.tell(&ada, "Rain", Audience::Public).await;
    kit.later();
    let id = boost::boost(&kit.world.core, &ada, story, Audience::Public).await.unwrap();
    kit.said().await;
    let uri = boost::by_id(&kit.world.core, id).await.unwrap().0.uri;
    assert_eq!(kit.get(&uri).await.json()["type"], "Announce");
    boost::unboost(&kit.world.core, &ada, story).await.unwrap();
    kit.said().await;
    assert_eq!(kit.get(&uri).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn this_server_is_found() {
    let kit = Kit::new().await;
    let ada = kit.world.member("ada").await;
    let found = kit.get("/.well-known/webfinger?resource=acct:ADA@hearth.example").await;
    assert_eq!(found.header("content-type"), "application/jrd+json");
    assert_eq!(found.header("access-control-allow-origin"), "*");
    assert_eq!(found.json()["subject"], "acct:ada@hearth.example");
    assert_eq!(found.json()["links"][0]["href"], ada.uri.as_str());
    let server = kit.get("/.well-known/webfinger?resource=acct:hearth.example@hearth.example").await;
    assert_eq!(server.json()["links"][0]["href"], "https://hearth.example/actor");
    for (path, status) in [
        ("/.well-known/webfinger", StatusCode::BAD_REQUEST),
        ("/.well-known/webfinger?resource=acct:ada@other.example", StatusCode::NOT_FOUND),
        ("/.well-known/webfinger?resource=acct:bo@hearth.example", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(kit.get(path).await.status, status, "{path}");
    }
    assert!(String::from_utf8(kit.get("/.well-known/host-meta").await.body).unwrap().contains("lrdd"));
    let links = kit.get("/.well-known/nodeinfo").await.json();
    let info = kit.get(links["links"][1]["href"].as_str().unwrap()).await;
    assert_eq!(
        (&info.json()["version"], &info.json()["usage"]["users"]["total"]),
        (&"2.1".into(), &1.into())
    );
    assert!(info.header("content-type").contains("schema/2.1#"));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_federation_off_there_is_nothing() {
    let kit = Kit::with(Settings { mode: Mode::Off, ..Settings::for_testing() }).await;
    kit.world.member("ada").await;
    assert_eq!(kit.get("/users/ada").await.status, StatusCode::NOT_FOUND);
}
