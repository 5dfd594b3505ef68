//! Commands on a database of their own, through the same door as the program's.

use clap::Parser as _;
use hearth::cli::{Cli, Command};
use hearth::commands::{account, announcement, member, peers, queue, token};
use hearth_core::accounts::{Account, queries};
use hearth_testkit::TestHearth;
use reqwest::Method;

/// Runs a command line.
async fn run(hearth: &TestHearth, line: &str) -> anyhow::Result<()> {
    let cli = Cli::try_parse_from(format!("hearth {line}").split(' '))?;
    match cli.command {
        Command::Account(command) => account::run(&hearth.core, command).await,
        Command::Announcement(command) => announcement::run(&hearth.core, command).await,
        Command::Member(command) => member::run(&hearth.core, command).await,
        Command::Token(command) => token::run(&hearth.core, command).await,
        Command::Peers(args) => peers::run(&hearth.core, args).await,
        Command::Queue(args) => queue::run(&hearth.core, args).await,
        other => panic!("{other:?} is not tried here"),
    }
}

async fn local(hearth: &TestHearth, name: &str) -> Account {
    queries::local(&hearth.core, name).await.unwrap()
}

#[tokio::test]
async fn accounts_are_made_shown_suspended_and_deleted() {
    let hearth = TestHearth::start().await;
    run(&hearth, "account create ada --display-name Ada --locked").await.unwrap();
    let ada = local(&hearth, "ada").await;
    assert_eq!((ada.display_name.as_str(), ada.locked), ("Ada", true));
    run(&hearth, "account create ben --owner").await.unwrap();
    for line in ["account list", "account show ada", "account show ADA"] {
        run(&hearth, line).await.unwrap();
    }
    for (line, part) in [
        ("account create ada", "ada"),
        ("account create Ada!", "small letters"),
        ("account create admin", "reserved"),
        ("account show nobody", "nobody"),
        ("account suspend nobody", "nobody"),
        ("account delete ada", "--yes"),
    ] {
        let error = format!("{:#}", run(&hearth, line).await.unwrap_err());
        assert!(error.contains(part), "{line}: {error}");
    }
    run(&hearth, "account suspend ada").await.unwrap();
    assert!(local(&hearth, "ada").await.suspended_at.is_some());
    run(&hearth, "account unsuspend ada").await.unwrap();
    assert!(local(&hearth, "ada").await.suspended_at.is_none());
    run(&hearth, "account delete ada --yes").await.unwrap();
    hearth.settle().await;
    // The name stays taken.
    assert!(run(&hearth, "account create ada").await.is_err());
}

#[tokio::test]
async fn a_token_is_made_with_a_given_text_and_revoked() {
    let hearth = TestHearth::start().await;
    run(&hearth, "account create ada").await.unwrap();
    run(&hearth, "token create --account ada --token literal-1 --scopes read").await.unwrap();
    run(&hearth, "token create --account ada").await.unwrap();
    let own = async || {
        let path = format!("{}/api/v1/accounts/verify_credentials", hearth.base);
        let request = hearth_testkit::person::http().request(Method::GET, path).bearer_auth("literal-1");
        hearth_testkit::person::exchange(request).await
    };
    assert_eq!(own().await.ok()["acct"], "ada");
    for line in [
        "token create --account nobody",
        "token create --account ada --scopes nonsense",
        "token create --account ada --token ä",
    ] {
        assert!(run(&hearth, line).await.is_err(), "{line}");
    }
    run(&hearth, "token revoke --account ada").await.unwrap();
    own().await.is(401);
}

#[tokio::test]
async fn the_queue_is_shown_and_what_is_not_there_is_not_retried() {
    let hearth = TestHearth::start().await;
    hearth.person("ada").await.tell("Once").await;
    run(&hearth, "queue").await.unwrap();
    run(&hearth, "queue show").await.unwrap();
    let error = run(&hearth, "queue retry 12").await.unwrap_err().to_string();
    assert!(error.contains("12") && error.contains("hearth queue"), "{error}");
}

#[tokio::test]
async fn a_host_is_blocked_and_forgotten() {
    let hearth = TestHearth::start().await;
    let rules = async || hearth_core::peers::rules::all(&hearth.core).await.unwrap();
    run(&hearth, "peers block Other.Example --reason spam").await.unwrap();
    let blocked = rules().await;
    assert_eq!((blocked.len(), blocked[0].0.as_str(), blocked[0].2.as_str()), (1, "other.example", "spam"));
    for line in ["peers", "peers list", "peers allow third.example"] {
        run(&hearth, line).await.unwrap();
    }
    assert_eq!(rules().await.len(), 2);
    run(&hearth, "peers forget other.example").await.unwrap();
    assert_eq!(rules().await.len(), 1);
    for line in ["peers block https://other.example/", "peers block not!a!host"] {
        assert!(run(&hearth, line).await.is_err(), "{line}");
    }
    assert!(run(&hearth, &format!("peers block {}", hearth.domain)).await.is_err());
}

#[tokio::test]
async fn announcements_are_written_withdrawn_and_deleted() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = "/api/v1/announcements";
    run(
        &hearth,
        "announcement create Closed --starts-at 2026-12-01T18:00:00Z --ends-at 2036-12-02T18:00:00Z",
    )
    .await
    .unwrap();
    run(&hearth, "announcement create Later --draft").await.unwrap();
    let list = ada.get(path).await;
    assert_eq!((list.as_array().unwrap().len(), &list[0]["content"]), (1, &"<p>Closed</p>".into()));
    let id = list[0]["id"].as_str().unwrap();
    for (line, many) in [("withdraw", 0), ("publish", 1), ("delete", 0)] {
        run(&hearth, &format!("announcement {line} {id}")).await.unwrap();
        assert_eq!(ada.get(path).await.as_array().unwrap().len(), many, "{line}");
    }
    run(&hearth, "announcement list").await.unwrap();
    for line in ["withdraw", "publish", "delete"] {
        let error = format!("{:#}", run(&hearth, &format!("announcement {line} {id}")).await.unwrap_err());
        assert!(error.contains("announcement list"), "{line}: {error}");
    }
    assert!(run(&hearth, "announcement create Closed --starts-at tomorrow").await.is_err());
}

#[tokio::test]
async fn nobody_is_let_in_who_did_not_ask() {
    let hearth = TestHearth::start().await;
    run(&hearth, "member list --pending").await.unwrap();
    for line in ["member approve dora", "member reject dora"] {
        let error = format!("{:#}", run(&hearth, line).await.unwrap_err());
        assert!(error.contains("nobody asks for the name `dora`"), "{line}: {error}");
    }
}
