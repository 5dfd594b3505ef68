//! Apps, tokens and seeds with literal ids, secrets and texts, so that test suites and bots are set up by script.

use clap::Parser as _;
use hearth::cli::{Cli, Command};
use hearth::commands::{account, app, seed, token};
use hearth_core::members::Role;
use hearth_core::signin::password;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, TestHearth};
use serde_json::json;
use std::path::PathBuf;

async fn run(hearth: &TestHearth, line: &[&str]) -> anyhow::Result<()> {
    match Cli::try_parse_from([&["hearth"], line].concat())?.command {
        Command::Account(command) => account::run(&hearth.core, command).await,
        Command::App(command) => app::run(&hearth.core, command).await,
        Command::Token(command) => token::run(&hearth.core, command).await,
        Command::Seed(args) => seed::run(&hearth.core, args).await,
        other => panic!("{other:?} is not tried here"),
    }
}

async fn with(hearth: &TestHearth, token: &str, path: &str) -> Answer {
    exchange(http().get(format!("{}{path}", hearth.base)).bearer_auth(token)).await
}

/// A file that is there for as long as the test is.
struct File(PathBuf);

impl File {
    fn with(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hearth-seed-{}-{name}.toml", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const SEED: &str = r#"
[[accounts]]
name = "ada"
display_name = "Ada"
role = "owner"
email = "ada@mail.example"
password = "correct horse battery"

[[accounts]]
name = "ben"
locked = true

[[apps]]
name = "Suite"
client_id = "suite"
client_secret = "suite-secret"
redirect_uris = ["urn:ietf:wg:oauth:2.0:oob"]
scopes = "read write follow push"

[[tokens]]
token = "token-of-ada"
account = "ada"
app = "suite"
scopes = "read write"

[[tokens]]
token = "token-of-the-suite"
app = "suite"
scopes = "read"
"#;

#[tokio::test]
async fn a_seed_makes_what_its_file_names_and_again_nothing_more() {
    let hearth = TestHearth::start().await;
    let file = File::with("good", SEED);
    run(&hearth, &["seed", file.path()]).await.unwrap();
    let before = hearth.database.state().await;
    run(&hearth, &["seed", file.path()]).await.unwrap();
    assert_eq!(hearth.database.state().await, before);
    let own = with(&hearth, "token-of-ada", "/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!(
        (&own["acct"], &own["display_name"], &own["role"]["name"]),
        (&json!("ada"), &json!("Ada"), &json!("Owner"))
    );
    let id = own["id"].as_str().unwrap().parse().unwrap();
    let is =
        async |text: &str| password::is(&hearth.core, hearth_core::ids::AccountId(id), text).await.unwrap();
    assert!(is("correct horse battery").await && !is("something else").await);
    for token in ["token-of-ada", "token-of-the-suite"] {
        assert_eq!(with(&hearth, token, "/api/v1/apps/verify_credentials").await.ok()["name"], "Suite");
    }
    let body =
        json!({"grant_type": "client_credentials", "client_id": "suite", "client_secret": "suite-secret"});
    exchange(http().post(format!("{}/oauth/token", hearth.base)).json(&body)).await.is(200);
    // What the file says otherwise now is changed.
    let changed =
        SEED.replace("\"owner\"", "\"member\"").replace("correct horse battery", "another password");
    run(&hearth, &["seed", File::with("changed", &changed).path()]).await.unwrap();
    let member =
        hearth_core::members::model::by_account(&hearth.core, hearth_core::ids::AccountId(id)).await.unwrap();
    assert_eq!(member.unwrap().role, Role::Member);
    assert!(is("another password").await);
}

#[tokio::test]
async fn a_seed_that_cannot_be_followed_says_where() {
    let hearth = TestHearth::start().await;
    for (name, text, part) in [
        ("key", "[[accounts]]\nname = \"ada\"\npasword = \"x\"", "pasword"),
        ("name", "[[accounts]]\nname = \"Ada!\"", "small letters"),
        ("short", "[[accounts]]\nname = \"ada\"\npassword = \"x\"", "at least 8"),
        ("role", "[[accounts]]\nname = \"ada\"\nrole = \"king\"", "king"),
        ("whose", "[[tokens]]\ntoken = \"t\"\nscopes = \"read\"", "whose"),
        ("app", "[[tokens]]\ntoken = \"t\"\nscopes = \"read\"\napp = \"none\"", "none"),
        ("scope", "[[tokens]]\ntoken = \"t\"\nscopes = \"reed\"\naccount = \"ada\"", "reed"),
    ] {
        let file = File::with(name, text);
        let error = format!("{:#}", run(&hearth, &["seed", file.path()]).await.unwrap_err());
        assert!(error.contains(part), "{name}: {error}");
    }
    let error = format!("{:#}", run(&hearth, &["seed", "/nowhere/seed.toml"]).await.unwrap_err());
    assert!(error.contains("/nowhere/seed.toml"), "{error}");
}

#[tokio::test]
async fn an_app_is_made_changed_and_removed() {
    let hearth = TestHearth::start().await;
    run(&hearth, &["account", "create", "ada"]).await.unwrap();
    let literal = ["--client-id", "bot", "--client-secret", "bot-secret"];
    let make =
        async |more: &[&str]| run(&hearth, &[&["app", "create", "Bot"][..], &literal, more].concat()).await;
    make(&["--scopes", "read"]).await.unwrap();
    let token = ["token", "create", "--account", "ada", "--app", "bot", "--token", "bot-token", "--scopes"];
    let error = run(&hearth, &[&token[..], &["write"]].concat()).await.unwrap_err().to_string();
    assert!(error.contains("registered for less"), "{error}");
    make(&["--redirect-uri", "https://bot.example/", "--redirect-uri", "bot://"]).await.unwrap();
    run(&hearth, &[&token[..], &["write"]].concat()).await.unwrap();
    let shown = with(&hearth, "bot-token", "/api/v1/apps/verify_credentials").await.ok();
    assert_eq!(shown["redirect_uris"], json!(["https://bot.example/", "bot://"]));
    run(&hearth, &["app", "list"]).await.unwrap();
    run(&hearth, &["app", "create", "Random"]).await.unwrap();
    for line in [
        &["app", "create", "Bot", "--client-id", "two words"][..],
        &["app", "create", "Bot", "--redirect-uri", "javascript:x"],
        &["app", "create", "Bot", "--scopes", "nonsense"],
        &["app", "remove", "nobody"],
        &["token", "create"],
        &["token", "create", "--app", "nobody"],
    ] {
        assert!(run(&hearth, line).await.is_err(), "{line:?}");
    }
    run(&hearth, &["app", "remove", "bot"]).await.unwrap();
    with(&hearth, "bot-token", "/api/v1/apps/verify_credentials").await.is(401);
    assert_eq!(hearth.database.count("apps").await, 1);
}
