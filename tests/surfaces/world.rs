//! A server with somebody of each kind on it, and something for each of them that the others must not meet.

use super::asking::Ask;
use super::readers::{Reader, Who};
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;
use hearth_core::announcements::keep;
use hearth_core::signin::sessions;
use hearth_testkit::{Actor, Person, Remote, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const API: &str = "/api/hearth/v1";

/// A word that stands in one place only, and who may meet it.
pub struct Marked {
    pub mark: &'static str,
    pub readers: Vec<&'static str>,
    /// It stands behind a content note.
    pub noted: bool,
    /// It never leaves this server.
    pub stays: bool,
}

impl Marked {
    pub fn is_for(&self, reader: &str) -> bool {
        self.readers.contains(&reader)
    }
}

/// A story and where it is found.
pub struct Told {
    pub id: String,
    pub uri: String,
    pub page: String,
    mark: &'static str,
}

/// Everything that is there.
pub struct World {
    pub hearth: TestHearth,
    pub readers: Vec<Reader>,
    pub remotes: Vec<(&'static str, Remote)>,
    pub marked: Vec<Marked>,
    pub stories: Vec<Told>,
    pub story_ids: Vec<String>,
    pub accounts: Vec<String>,
    pub names: Vec<String>,
    pub communities: Vec<String>,
    pub journeys: Vec<String>,
    pub circles: Vec<String>,
    pub drafts: Vec<String>,
    pub invites: Vec<String>,
    pub codes: Vec<String>,
    pub notifications: Vec<String>,
    pub requests: Vec<String>,
    pub announcements: Vec<String>,
    pub groups: Vec<String>,
    pub lists: Vec<String>,
    pub filters: Vec<String>,
    pub keywords: Vec<String>,
    pub singled: Vec<String>,
    pub reports: Vec<String>,
    pub sessions: Vec<String>,
    pub tags: Vec<String>,
    pub assets: Vec<String>,
    pub words: Vec<String>,
    activities: Vec<String>,
}

/// Who may read what ada tells: eli is whom she blocks, olive runs the server, fay follows her from elsewhere, sam knows nobody.
const ANYBODY: &[&str] =
    &["ada", "ben", "cara", "dora", "finn", "olive", "visitor", "unsigned", "fay", "sam"];
const HERE: &[&str] = &["ada", "ben", "cara", "dora", "finn", "olive"];

fn id(entity: &Value) -> String {
    entity["id"].as_str().unwrap_or_else(|| panic!("no id: {entity}")).to_owned()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// What a browser sends in which this person is signed in.
async fn signed_in(hearth: &TestHearth, person: &Person) -> String {
    let text = sessions::begin(&hearth.core, person.account.id, true, "test").await.unwrap();
    let (_, port) = hearth.domain.rsplit_once(':').unwrap();
    format!("hearth-session-{port}={text}")
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl World {
    /// Everybody and everything in place, and all that is due done.
    pub async fn build() -> Self {
        let hearth = TestHearth::start().await;
        let mut people = Vec::new();
        for name in ["ada", "ben", "cara", "dora", "eli", "finn"] {
            people.push(hearth.person(name).await);
        }
        people.push(hearth.owner("olive").await);
        let homes = [Remote::start(hearth.clock.clone()).await, Remote::start(hearth.clock.clone()).await];
        let (fay, sam) = (homes[0].actor("fay", 0), homes[1].actor("sam", 1));
        let mut cookies = Vec::new();
        for person in &people {
            cookies.push(signed_in(&hearth, person).await);
        }
        let mut world = Self::empty(hearth, (&people, cookies), (&fay, &sam), homes);
        world.acquaint(&people, &fay).await;
        world.tell_all(&people).await;
        world.tell_in_places(&people).await;
        world.settle_down(&people).await;
        world
    }

    fn empty(
        hearth: TestHearth,
        (people, cookies): (&[Person], Vec<String>),
        (fay, sam): (&Actor, &Actor),
        homes: [Remote; 2],
    ) -> Self {
        let base = hearth.base.clone();
        let reader = |name, who| Reader { name, who, base: base.clone() };
        let members = ["ada", "ben", "cara", "dora", "eli", "finn", "olive"].into_iter().zip(people);
        let mut readers: Vec<_> = members
            .zip(cookies)
            .map(|((name, person), cookie)| reader(name, Who::Member(Box::new(person.clone()), cookie)))
            .collect();
        readers.push(reader("visitor", Who::Visitor));
        readers.push(reader("unsigned", Who::Unsigned));
        readers.push(reader("fay", Who::Elsewhere(Box::new(fay.clone()))));
        readers.push(reader("sam", Who::Elsewhere(Box::new(sam.clone()))));
        let [first, second] = homes;
        Self {
            hearth,
            readers,
            remotes: vec![("fay", first), ("sam", second)],
            marked: Vec::new(),
            stories: Vec::new(),
            story_ids: Vec::new(),
            accounts: people.iter().map(|person| person.account.id.to_string()).collect(),
            names: words(&["ada", "ben", "dora", "finn", "lake", "town", "cave", "winter"]),
            communities: words(&["lake", "town", "cave"]),
            journeys: words(&["winter"]),
            circles: Vec::new(),
            drafts: Vec::new(),
            invites: Vec::new(),
            codes: Vec::new(),
            notifications: Vec::new(),
            requests: Vec::new(),
            announcements: Vec::new(),
            groups: Vec::new(),
            lists: Vec::new(),
            filters: Vec::new(),
            keywords: Vec::new(),
            singled: Vec::new(),
            reports: Vec::new(),
            sessions: Vec::new(),
            tags: words(&["quiet"]),
            assets: words(&["hearth.css"]),
            words: words(&["word"]),
            activities: Vec::new(),
        }
    }

    /// Ben follows ada, and so does fay of another server; ada blocks eli.
    async fn acquaint(&self, people: &[Person], fay: &Actor) {
        let [ada, ben, .., eli, _, _] = people else { unreachable!() };
        ben.post(&format!("/api/v1/accounts/{}/follow", ada.account.id), json!({})).await;
        let follow = fay.activity("Follow", &json!(ada.account.uri));
        fay.send(&format!("{}/inbox", self.hearth.base), &follow).await.is(202);
        self.hearth.settle().await;
        ada.post(&format!("/api/v1/accounts/{}/block", eli.account.id), json!({})).await;
    }

    fn mark(&mut self, mark: &'static str, readers: &[&'static str]) -> &mut Marked {
        let stays = !readers.contains(&"fay");
        self.marked.push(Marked { mark, readers: readers.to_vec(), noted: false, stays });
        self.marked.last_mut().unwrap()
    }

    /// A story with its mark as its text, told at once.
    async fn told(
        &mut self,
        by: &Person,
        mark: &'static str,
        readers: &[&'static str],
        more: Value,
    ) -> Value {
        let mut form =
            json!({"text": format!("{mark} #quiet"), "audience": "public", "window": 0, "boosts": true});
        form["poll"] = json!({"options": [mark, "nothing"], "expires_in": 3600});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let story = by.post(&format!("{API}/stories"), form).await;
        self.mark(mark, readers);
        let text = |key: &str| story[key].as_str().unwrap().to_owned();
        self.stories.push(Told { id: text("id"), uri: text("uri"), page: text("url"), mark });
        story
    }

    async fn tell_all(&mut self, people: &[Person]) {
        let [ada, ben, cara, .., finn, _] = people else { unreachable!() };
        let open = self.told(ada, "zqpublic", ANYBODY, json!({"wish": "no_replies", "kind": "story"})).await;
        self.told(ada, "zqunlisted", ANYBODY, json!({"audience": "unlisted"})).await;
        self.told(ada, "zqlocal", HERE, json!({"audience": "local"})).await;
        self.told(ada, "zqfollowers", &["ada", "ben", "fay"], json!({"audience": "followers"})).await;
        self.told(ada, "zqonlyme", &["ada"], json!({"audience": "only_me"})).await;
        self.told(ada, "zqdirect", &["ada", "ben"], json!({"audience": "direct", "text": "@ben zqdirect"}))
            .await;
        let letter = json!({"audience": "direct", "text": "@ada zqletter"});
        self.told(cara, "zqletter", &["ada", "cara"], letter).await;
        let circle = ada.post(&format!("{API}/circles"), json!({"name": "close"})).await;
        let members = format!("{API}/circles/{}/members", id(&circle));
        ada.post(&members, json!({"account_ids": [cara.account.id.to_string()]})).await;
        self.circles.push(id(&circle));
        let close = json!({"audience": "circle", "circle": id(&circle)});
        self.told(ada, "zqcircle", &["ada", "cara"], close).await;
        // A poll alone has no fold to stand in.
        let noted = json!({"poll": null, "notes": ["hospital"], "title": "zqnoted", "text": "zqnoted #quiet", "kind": "story"});
        self.told(ada, "zqnoted", ANYBODY, noted).await;
        self.marked.last_mut().unwrap().noted = true;

        let waits = json!({"in_reply_to_id": id(&open)});
        self.told(finn, "zqheld", &["ada", "finn"], waits).await;
        let folded = self.told(ada, "zqfolded", &["ada"], json!({"audience": "local"})).await;
        ada.post(&format!("{API}/stories/{}/fold", id(&folded)), json!({})).await;
        let journey = json!({"name": "winter", "title": "Winter"});
        ada.post(&format!("{API}/journeys"), journey).await;
        ada.post(&format!("{API}/journeys/winter/chapters"), json!({"story_id": id(&open)})).await;
        ben.post(&format!("/api/v1/statuses/{}/favourite", id(&open)), json!({})).await;
        let draft = ada.post(&format!("{API}/drafts"), json!({"text": "zqdraft"})).await;
        self.drafts.push(id(&draft));
        self.mark("zqdraft", &["ada"]);
        // The example of RFC 8291; nobody is to be told anything.
        let device = json!({"endpoint": "https://push.example/ada", "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg"}});
        ada.post("/api/v1/push/subscription", json!({"subscription": device})).await;
        let waiting = json!({"text": "zqwaiting", "audience": "public", "window": 3600});
        let waiting = ada.ask(Method::POST, &format!("{API}/stories"), Some(waiting)).await.ok();
        self.drafts.push(waiting["waiting"].as_str().unwrap().to_owned());
        self.mark("zqwaiting", &["ada"]);
        let end = self.hearth.core.now() + TimeDelta::minutes(1);
        self.told(ada, "zqexpired", &[], json!({"audience": "local", "expires_at": end})).await;
    }

    /// A place for members, one for everybody, one that only those know of who were invited.
    async fn tell_in_places(&mut self, people: &[Person]) {
        let [ada, ben, _, dora, ..] = people else { unreachable!() };
        for (name, visibility, title) in
            [("lake", "members", "The lake"), ("town", "public", "The town"), ("cave", "invite", "zqplace")]
        {
            let form = json!({"name": name, "title": title, "visibility": visibility, "joining": "open"});
            let place = ada.post(&format!("{API}/communities"), form).await;
            self.accounts.push(id(&place));
            let link = ada.post(&format!("{API}/communities/{name}/invites"), json!({"uses": 2})).await;
            self.invites.push(id(&link));
            self.codes.push(link["code"].as_str().unwrap().to_owned());
            dora.post(&format!("{API}/communities/{name}/join"), json!({"code": link["code"]})).await;
            let town = place["id"].clone();
            let (mark, readers): (_, &[&str]) = match name {
                "lake" => ("zqmembers", &["ada", "dora"]),
                "town" => ("zqremoved", &["ada", "dora"]),
                _ => ("zqhidden", &["ada", "dora"]),
            };
            let story = self.told(dora, mark, readers, json!({"community": town, "audience": null})).await;
            if name == "town" {
                // It left before it was removed.
                self.marked.last_mut().unwrap().stays = false;
                let ours = format!("{API}/communities/{name}/stories");
                ada.post(&format!("{ours}/{}/remove", id(&story)), json!({"reason": "for this test"})).await;
                let asked = json!({"community": place["id"], "audience": null, "kind": "question"});
                let asked = self.told(ada, "zqprompt", ANYBODY, asked).await;
                ada.post(&format!("{ours}/{}/prompt", id(&asked)), json!({})).await;
            }
        }
        self.mark("zqplace", &["ada", "dora"]);
        let complaint = json!({"account_id": ada.account.id.to_string(), "comment": "zqreport"});
        ben.post("/api/v1/reports", complaint).await;
    }

    async fn settle_down(&mut self, people: &[Person]) {
        self.hearth.step(TimeDelta::minutes(2)).await;
        self.story_ids = self.stories.iter().map(|story| story.id.clone()).collect();
        for person in people {
            // Whoever may read a story keeps it.
            for story in &self.story_ids {
                person.ask(Method::POST, &format!("/api/v1/statuses/{story}/bookmark"), None).await;
            }
            self.lists.push(self.read_apart(person).await);
            self.filter(person).await;
            let list = person.get("/api/v1/notifications").await;
            self.notifications.extend(list.as_array().unwrap().iter().map(id));
            let waiting = person.get("/api/v1/notifications/requests").await;
            self.requests.extend(waiting.as_array().unwrap().iter().map(id));
            let keys =
                list.as_array().unwrap().iter().map(|one| one["group_key"].as_str().unwrap().to_owned());
            self.groups.extend(keys);
            let list = person.get(&format!("{API}/sessions")).await;
            self.sessions.extend(list.as_array().unwrap().iter().map(id));
        }
        let form = hearth_core::announcements::Form { text: "zqdrafted".to_owned(), ..Default::default() };
        let drafted = keep::create(&self.hearth.core, keep::By::Machine, &form).await.unwrap();
        self.announcements.push(drafted.row.id.to_string());
        self.mark("zqdrafted", &[]);
        self.reports = words(&["1"]);
        self.activities = self.lines("SELECT uri AS line FROM activities UNION SELECT uri FROM boosts").await;
    }

    /// A list with everybody on it whom somebody follows.
    async fn read_apart(&self, person: &Person) -> String {
        let made = person.post("/api/v1/lists", json!({"title": "Apart"})).await;
        let followed = person.get(&format!("/api/v1/accounts/{}/following", person.account.id)).await;
        let people: Vec<String> = followed.as_array().unwrap().iter().map(id).collect();
        let path = format!("/api/v1/lists/{}/accounts", id(&made));
        person.post(&path, json!({"account_ids": people})).await;
        id(&made)
    }

    /// A filter that holds for everything, and for one story by its id if they may read any.
    async fn filter(&mut self, person: &Person) {
        let words = json!([{"keyword": "zq", "whole_word": false}]);
        let form = json!({"title": "Quiet", "context": ["home", "public"], "keywords_attributes": words});
        let made = person.post("/api/v2/filters", form).await;
        self.keywords.push(id(&made["keywords"][0]));
        let path = format!("/api/v2/filters/{}/statuses", id(&made));
        for story in &self.story_ids {
            let single = person.ask(Method::POST, &path, Some(json!({"status_id": story}))).await;
            if single.status.is_success() {
                self.singled.push(id(&single.json));
            }
        }
        self.filters.push(id(&made));
    }

    async fn lines(&self, statement: &str) -> Vec<String> {
        let mut conn = self.hearth.database.db.conn().await.unwrap();
        let lines: Vec<Line> = diesel::sql_query(statement).load(&mut conn).await.unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }

    /// The activities that were sent or wait to be sent.
    pub async fn stored(&self) -> String {
        self.lines("SELECT convert_from(body, 'UTF8') AS line FROM activities").await.concat()
    }

    /// Paths of everything here that begins so.
    pub fn addresses(&self, start: &str) -> Vec<String> {
        let pages = self.stories.iter().flat_map(|story| [story.uri.clone(), story.page.clone()]);
        let contexts = self.stories.iter().map(|story| {
            let slug = story.uri.rsplit('/').next().unwrap();
            format!("{}/contexts/{slug}", self.hearth.base)
        });
        let all = pages.chain(contexts).chain(self.activities.iter().cloned());
        let paths = all.filter_map(|address| address.strip_prefix(&self.hearth.base).map(str::to_owned));
        let wanted = |path: &String| path.starts_with(start);
        let mut paths: Vec<_> = paths.filter(wanted).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Members and visitors who may not read the story that is named.
    pub fn strangers_to<'w>(&'w self, ask: &'w Ask) -> impl Iterator<Item = &'w Reader> {
        let marked = ask.story.map(|story| {
            let mark = self.stories[story].mark;
            self.marked.iter().find(|marked| marked.mark == mark).unwrap()
        });
        let member = |reader: &&Reader| matches!(reader.who, Who::Member(..) | Who::Visitor);
        self.readers.iter().filter(member).filter(move |reader| {
            marked.is_some_and(|marked| !marked.is_for(reader.name) && reader.comes_by(&ask.path))
        })
    }
}
