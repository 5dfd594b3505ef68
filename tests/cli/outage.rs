//! The private Postgres of a running server dies: it is started again, and nobody is told anything wrong meanwhile.

use clap::Parser as _;
use hearth::cli::{Cli, Command};
use hearth::commands::serve;
use hearth::config::Config;
use hearth_federation::Settings;
use reqwest::{Method, header};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The process that Postgres wrote down as its first.
fn postmaster(folder: &Path) -> Option<String> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        if path.file_name().is_some_and(|name| name == "postmaster.pid") {
            return std::fs::read_to_string(path).ok()?.lines().next().map(str::to_owned);
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir())
            && let Some(found) = postmaster(&path)
        {
            return Some(found);
        }
    }
    None
}

async fn status(address: &str) -> Option<u16> {
    let request = hearth_testkit::person::http()
        .request(Method::GET, address)
        .header(header::ACCEPT, "application/activity+json");
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

/// Asks until `done` says so; answers all that was answered.
async fn ask_until(address: &str, done: impl Fn(u16) -> bool) -> Vec<u16> {
    let (mut answers, since) = (Vec::new(), Instant::now());
    loop {
        if let Some(answer) = status(address).await {
            answers.push(answer);
            if done(answer) {
                return answers;
            }
        }
        assert!(since.elapsed() < Duration::from_secs(60), "{address}: {answers:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_that_was_killed_is_started_again_while_the_server_runs() {
    let folder = Folder(std::env::temp_dir().join(format!("hearth-outage-{}", std::process::id())));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = Config::default();
    config.server.listen = free.local_addr().unwrap();
    config.server.domain = format!("localhost:{}", config.server.listen.port());
    config.server.data_dir.clone_from(&folder.0);
    config.database.durable = false;
    config.federation = Settings::for_testing();
    drop(free);
    let base = format!("http://{}", config.server.domain);
    let Command::Serve(args) = Cli::try_parse_from(["hearth", "serve"]).unwrap().command else {
        unreachable!()
    };
    let server = tokio::spawn(serve::run(args, config));

    // Nobody of that name lives here, which only the database knows.
    let nobody = format!("{base}/users/nobody");
    ask_until(&nobody, |status| status == 404).await;
    let first = postmaster(&folder.0).unwrap();
    let killed = std::process::Command::new("kill").args(["-KILL", &first]).status().unwrap();
    assert!(killed.success());
    let meanwhile = ask_until(&nobody, |status| status == 503).await;
    assert!(meanwhile.iter().all(|status| [404, 503].contains(status)), "{meanwhile:?}");
    let afterwards = ask_until(&nobody, |status| status == 404).await;
    assert!(afterwards.iter().all(|status| [404, 503].contains(status)), "{afterwards:?}");
    assert_ne!(postmaster(&folder.0).unwrap(), first);
    server.abort();
    // It takes its cluster along.
    let _ = server.await;
}
