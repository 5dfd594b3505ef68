//! Libraries that other people's apps are built on, driven by their own scripts against the program, as it is served.

mod table;

use crate::cli::process::Server;
use hearth_core::accounts::register::register;
use hearth_core::members::Role;
use hearth_core::signin::password;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

const PASSWORD: &str = "correct horse battery";
/// No script takes as long as that.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where `script/clients` put the libraries.
fn installed() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("clients");
    assert!(
        folder.join("sums").exists(),
        "run script/clients first: it installs the libraries that are driven here"
    );
    folder
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

/// Runs a script on a server on which ada and ben can sign in; it has to say that all is well.
async fn drive(mut command: Command, library: &str) {
    let server = Server::start().await;
    let core = server.core();
    let ben = register(&core, "ben", "", Role::Member).await.unwrap();
    for person in [server.ada.id, ben.id] {
        password::set(&core, person, PASSWORD).await.unwrap();
    }
    command.env("HEARTH", &server.base).env("HEARTH_PASSWORD", PASSWORD);
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, command.output());
    let output = output.await.unwrap_or_else(|_| panic!("{library} did not come to an end")).unwrap();
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{library}:\n{said}\n{failed}");
    assert_eq!(said.trim(), format!("{library}: all is well"));
}

/// Node looks for libraries beside the script, so the script goes to where they are.
fn node(script: &str) -> Command {
    let folder = installed().join("node");
    for file in ["browser.mjs", script] {
        std::fs::copy(scripts().join(file), folder.join(file)).unwrap();
    }
    let mut command = Command::new("node");
    command.arg(folder.join(script));
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn mastodon_py() {
    let mut command = Command::new(installed().join("python/bin/python"));
    command.arg("-B").arg(scripts().join("mastodon_py.py"));
    drive(command, "Mastodon.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn masto() {
    drive(node("masto.mjs"), "masto").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn megalodon() {
    drive(node("megalodon.mjs"), "megalodon").await;
}
