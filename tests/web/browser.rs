//! A small browser: keeps cookies, follows nothing by itself, and fills in the forms of the pages it was given.

use hearth_core::members::{Scopes, tokens};
use hearth_core::signin::password;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, Person, TestHearth};
use std::collections::BTreeMap;

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery";

/// A browser.
#[derive(Debug, Clone)]
pub struct Browser {
    base: String,
    /// What it keeps.
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
}

/// A member who can sign in.
pub async fn member(hearth: &TestHearth, name: &str) -> Person {
    let mut person = hearth.person(name).await;
    password::set(&hearth.core, person.account.id, PASSWORD).await.unwrap();
    let scopes = Scopes::parse("read write follow").unwrap();
    person.token = tokens::create(&hearth.core, person.account.id, &scopes, "test", None).await.unwrap();
    person
}

impl Browser {
    /// One that has never been here.
    pub fn new(hearth: &TestHearth) -> Self {
        Self { base: hearth.base.clone(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// One in which somebody has signed in.
    pub async fn of(hearth: &TestHearth, name: &str) -> Self {
        let mut browser = Self::new(hearth);
        browser.sign_in(name, PASSWORD).await.is(303);
        browser
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let path = path.strip_prefix(&self.base).unwrap_or(path).to_owned();
        self.send(http().get(format!("{}{path}", self.base))).await
    }

    /// Sends any fields to any path.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = http().post(format!("{}{path}", self.base));
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// Sends the form of a page that leads to `action`, with what the page put into it and what is typed.
    pub async fn submit(&mut self, page: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
        let hidden = hidden(&page.text, action);
        let mut fields: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend_from_slice(typed);
        self.post(action, &fields).await
    }

    /// Signs in on the page.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let page = self.get("/signin").await;
        self.submit(&page, "/signin", &[("name", name), ("password", password)]).await
    }

    /// Where it was sent, as a path if that is here.
    #[track_caller]
    pub fn sent(&self, answer: &Answer) -> String {
        answer.is(303);
        let address = answer.headers["location"].to_str().unwrap();
        address.strip_prefix(&self.base).unwrap_or(address).to_owned()
    }

    /// The session it keeps.
    pub fn session(&self) -> &str {
        let kept = self.cookies.iter().find(|(name, _)| name.starts_with("hearth-session"));
        kept.map_or("", |(_, value)| value)
    }

    async fn send(&mut self, mut request: reqwest::RequestBuilder) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answer = exchange(request).await;
        for line in answer.headers.get_all("set-cookie") {
            let (pair, rest) = line.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(rest.contains("HttpOnly") && rest.contains("SameSite=Lax"), "{rest}");
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// The hidden fields of the form that leads to `action`.
#[track_caller]
pub fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let start = format!("action=\"{action}\"");
    let (_, form) = html.split_once(&start).unwrap_or_else(|| panic!("no form leads to {action}: {html}"));
    let (form, _) = form.split_once("</form>").unwrap();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            let (value, _) = rest.split_once("\">").unwrap();
            (name.to_owned(), plain(value))
        })
        .collect()
}

/// HTML's escapes undone.
pub fn plain(html: &str) -> String {
    let mut text = html.to_owned();
    for (escape, letter) in [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
    {
        text = text.replace(escape, letter);
    }
    text
}
