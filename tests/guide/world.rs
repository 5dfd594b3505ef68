//! The world of a page: two Hearths with people on them, and the names that the page gives to what is new in each run.

use super::page::Example;
use super::shape::Document;
use chrono::{DateTime, TimeDelta};
use hearth_core::clock::MockClock;
use hearth_testkit::{Person, TestHearth, settle};
use reqwest::Method;
use serde_json::Value;
use std::sync::Arc;

/// Two Hearths.
pub struct World {
    here: TestHearth,
    there: TestHearth,
    people: Vec<Person>,
    /// What is so in this run, and how the page writes it; longer ones first, so that none is taken for a part of another.
    names: Vec<(String, String)>,
    document: Document,
}

impl World {
    /// Ada, ben and dora on `hearth.example`, cleo on `other.example`, on a Monday in November.
    pub async fn build() -> Self {
        let noon = DateTime::parse_from_rfc3339("2026-11-23T10:00:00Z").unwrap().to_utc();
        let clock = Arc::new(MockClock::at(noon));
        let (here, there) =
            (TestHearth::at(clock.clone(), |_| {}).await, TestHearth::at(clock, |_| {}).await);
        let mut people = vec![here.person("ada").await, here.person("ben").await];
        people.extend([there.person("cleo").await, here.person("dora").await]);
        let document = Document::of(&here).await;
        let mut world = Self { people, names: Vec::new(), document, here, there };
        for (number, person) in world.people.clone().iter().enumerate() {
            world.call(person.account.id.to_string(), format!("11560000000000000{}", number + 1));
        }
        for (hearth, shown) in [(&world.here, "hearth.example"), (&world.there, "other.example")] {
            let (base, domain) = (hearth.base.clone(), hearth.domain.clone());
            world.names.extend([(base, format!("https://{shown}")), (domain, shown.to_owned())]);
        }
        world
    }

    /// Time passes, and what is due then is done.
    pub async fn wait(&self, minutes: i64) {
        self.here.clock.step(TimeDelta::minutes(minutes));
        settle(&[&self.here, &self.there]).await;
    }

    /// What comes back, as the page shows it.
    pub async fn ask(&mut self, example: &Example) -> String {
        let asked = Asked::read(&example.request);
        let base = if asked.url.contains("//other.example") { &self.there.base } else { &self.here.base };
        let path = asked.url.split_once(".example").unwrap_or_else(|| panic!("{}", asked.url)).1;
        let path = self.real(path);
        let token = asked.token.map(|name| {
            let one = self.people.iter().find(|person| person.account.name.eq_ignore_ascii_case(&name));
            &one.unwrap_or_else(|| panic!("nobody is called {name}")).token
        });
        let request = hearth_testkit::person::http().request(asked.method.clone(), format!("{base}{path}"));
        let request = token.iter().fold(request, |request, token| request.bearer_auth(token));
        let request = asked.body.iter().fold(request, |request, body| {
            request.header("content-type", "application/json").body(self.real(body))
        });
        let answer = hearth_testkit::person::exchange(request).await;
        let (status, line) = (answer.status.as_u16(), example.line);
        let expected = example.refused.map_or(status == 200, |refused| refused == status);
        assert!(expected, "line {line}: {} answers {status}: {}", example.request, answer.text);
        self.document.check(asked.method.as_str(), &path, status, &answer.json);
        for (place, shown) in &example.called {
            let real = answer.json.pointer(place).and_then(Value::as_str);
            let real = real.unwrap_or_else(|| panic!("line {line}: nothing at {place}: {}", answer.text));
            // Of an address only its end is new.
            let real = if shown.contains('/') { real } else { real.rsplit('/').next().unwrap_or_default() };
            self.call(real.to_owned(), shown.clone());
        }
        settle(&[&self.here, &self.there]).await;
        self.shown(answer.json, example)
    }

    fn call(&mut self, real: String, shown: String) {
        // Addresses are written with the names they have by then.
        let real = self.names.iter().fold(real, |text, (real, shown)| text.replace(shown, real));
        self.names.retain(|(known, _)| *known != real);
        self.names.push((real, shown));
        self.names.sort_by_key(|(real, _)| std::cmp::Reverse(real.len()));
    }

    fn real(&self, text: &str) -> String {
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by_key(|(_, shown)| std::cmp::Reverse(shown.len()));
        names.into_iter().fold(text.to_owned(), |text, (real, shown)| text.replace(shown, real))
    }

    fn shown(&self, mut answer: Value, example: &Example) -> String {
        if let (Some(first), Value::Array(items)) = (example.first, &mut answer)
            && items.len() > first
        {
            items.truncate(first);
            items.push(Value::from("…"));
        }
        if !example.kept.is_empty() {
            keep(&mut answer, &example.kept);
        }
        for place in &example.left_out {
            let places: Vec<&str> = place.split('/').skip(1).collect();
            leave_out(&mut answer, &places);
        }
        let text = serde_json::to_string_pretty(&answer).unwrap();
        self.names.iter().fold(text, |text, (real, shown)| text.replace(real, shown))
    }
}

/// Takes out all but these names, and says so.
fn keep(value: &mut Value, names: &[String]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| keep(item, names)),
        Value::Object(object) => {
            let all = object.len();
            object.retain(|name, _| names.contains(name));
            object.values_mut().for_each(|value| keep(value, names));
            if object.len() < all {
                object.insert("…".to_owned(), Value::from("…"));
            }
        }
        _ => {}
    }
}

/// Puts `…` in a place; `*` is every one of a list.
fn leave_out(value: &mut Value, places: &[&str]) {
    match (places, value) {
        ([], value) => *value = Value::from("…"),
        (["*", rest @ ..], Value::Array(items)) => items.iter_mut().for_each(|item| leave_out(item, rest)),
        ([name, rest @ ..], Value::Object(object)) => {
            if let Some(value) = object.get_mut(*name) {
                leave_out(value, rest);
            }
        }
        ([name, rest @ ..], Value::Array(items)) => {
            if let Some(value) = name.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
                leave_out(value, rest);
            }
        }
        _ => {}
    }
}

/// A `curl` as it is typed.
struct Asked {
    method: Method,
    url: String,
    token: Option<String>,
    body: Option<String>,
}

impl Asked {
    fn read(command: &str) -> Self {
        let mut words = words(command).into_iter().skip(1);
        let mut asked = Self { method: Method::GET, url: String::new(), token: None, body: None };
        while let Some(word) = words.next() {
            let mut next = || words.next().unwrap_or_else(|| panic!("{command}"));
            match word.as_str() {
                "-X" => asked.method = next().parse().unwrap(),
                "-H" => asked.token = next().strip_prefix("Authorization: Bearer $").map(str::to_owned),
                "--json" => {
                    asked.body = Some(next());
                    if asked.method == Method::GET {
                        asked.method = Method::POST;
                    }
                }
                _ => asked.url = word,
            }
        }
        asked
    }
}

/// What a shell makes of a command, as far as the guide needs it.
fn words(command: &str) -> Vec<String> {
    let command = command.replace("\\\n", " ");
    let (mut all, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    for c in command.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => all.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    all.extend(word);
    all
}
