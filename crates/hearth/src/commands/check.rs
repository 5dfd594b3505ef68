//! `hearth check`: can others reach this server, and is it well?

use crate::app::App;
use crate::config::Config;
use crate::database::Database;
use chrono::{DateTime, TimeDelta, Utc};
use hearth_core::Core;
use hearth_federation::Federation;
use std::path::Path;
use std::process::ExitCode;
use url::Url;

/// One thing that was looked at: what was seen, or what is wrong and what to do.
type Finding = Result<String, String>;

/// Looks at everything and prints one line each; the exit code is 1 if something is wrong.
///
/// # Errors
/// When the database cannot be opened.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut well = tell("disk", disk(&config.server.data_dir));
    let database = match Database::open(config).await {
        Ok(database) => database,
        Err(error) => {
            tell("database", Err(format!("{error:#}")));
            return Ok(ExitCode::FAILURE);
        }
    };
    let app = App::new(config.clone(), database.db.clone())?;
    well &= tell("database", Ok("answers, and its schema is up to date".to_owned()));
    well &= tell("name", name(config).await);
    let (reach, clock) = reach(&app.federation).await;
    well &= tell("reach", reach);
    well &= tell("clock", clock);
    well &= tell("webfinger", webfinger(&app.federation).await);
    well &= tell("queue", queue(&app.core).await);
    database.close().await?;
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(what: &str, finding: Finding) -> bool {
    match &finding {
        Ok(seen) => println!("ok    {what:<10} {seen}"),
        Err(wrong) => println!("WRONG {what:<10} {wrong}"),
    }
    finding.is_ok()
}

/// Does the domain have an address?
async fn name(config: &Config) -> Finding {
    let domain = &config.server.domain;
    let target = if domain.contains(':') { domain.clone() } else { format!("{domain}:443") };
    match tokio::net::lookup_host(&target).await {
        Ok(addresses) => {
            let list: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
            if list.is_empty() {
                Err(format!("{domain} has no address: add an A or AAAA record for it"))
            } else {
                Ok(format!("{domain} is {}", list.join(", ")))
            }
        }
        Err(error) => Err(format!("{domain} does not resolve ({error}): add an A or AAAA record for it")),
    }
}

/// Does this server answer under its own name, as others would ask, certificate included? And does what answers tell
/// the same time as we do: signatures need clocks within the hour.
async fn reach(federation: &Federation) -> (Finding, Finding) {
    let address = format!("{}/.well-known/nodeinfo", federation.core.here.base());
    let no_clock = || Err("unknown: the server was not reached".to_owned());
    let Ok(url) = Url::parse(&address) else {
        return (Err(format!("{address} is not an address: mend server.domain")), no_clock());
    };
    match federation.client.get(&url, "application/json", None).await {
        Ok(fetched) if fetched.status.is_success() => {
            let date = fetched.headers.get(http::header::DATE).and_then(|value| value.to_str().ok());
            (Ok(format!("{address} answers")), clock(date, federation.core.now()))
        }
        Ok(fetched) => (
            Err(format!("{address} answers {}: does the proxy in front pass every path on?", fetched.status)),
            no_clock(),
        ),
        Err(error) => (
            Err(format!(
                "{address} cannot be had ({error}): is the server running, is the port open, is the certificate \
                 valid, and can this machine reach itself under its public name?"
            )),
            no_clock(),
        ),
    }
}

fn clock(date: Option<&str>, now: DateTime<Utc>) -> Finding {
    let Some(told) = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()) else {
        return Err("the answer has no Date: the proxy in front should send one".to_owned());
    };
    let apart = (told.with_timezone(&Utc) - now).abs();
    if apart > TimeDelta::seconds(30) {
        return Err(format!(
            "this machine and what answers are {} s apart: set up time synchronisation",
            apart.num_seconds()
        ));
    }
    Ok("agrees with the server's".to_owned())
}

/// Can others find accounts here by their handles?
async fn webfinger(federation: &Federation) -> Finding {
    let here = &federation.core.here;
    let address =
        format!("{}/.well-known/webfinger?resource=acct:{}@{}", here.base(), here.host(), here.domain());
    let wrong = |why: String| format!("{address} {why}: others cannot find accounts here");
    let url = Url::parse(&address).map_err(|error| wrong(error.to_string()))?;
    let fetched = federation
        .client
        .get(&url, "application/jrd+json", None)
        .await
        .map_err(|error| wrong(format!("cannot be had ({error})")))?;
    let body: serde_json::Value =
        serde_json::from_slice(&fetched.body).map_err(|_| wrong("does not answer JSON".to_owned()))?;
    match body.get("subject").and_then(serde_json::Value::as_str) {
        Some(subject) => Ok(format!("answers for {subject}")),
        None => Err(wrong(format!("answers {} without a subject", fetched.status))),
    }
}

/// Does anything wait that should have been done?
async fn queue(core: &Core) -> Finding {
    let text = |error: &dyn std::fmt::Display| format!("cannot be read: {error}");
    let hosts = hearth_federation::delivery::inspect::waiting(core).await.map_err(|error| text(&error))?;
    let mut conn = core.db.conn().await.map_err(|error| text(&error))?;
    let parked = hearth_queue::parked(&mut conn, 1).await.map_err(|error| text(&error))?;
    let late = hearth_queue::oldest_due(&mut conn, core.now()).await.map_err(|error| text(&error))?;
    if !parked.is_empty() {
        return Err("jobs were parked: `hearth queue` says why".to_owned());
    }
    if late.is_some_and(|age| age > TimeDelta::minutes(5)) {
        return Err("jobs have waited for more than five minutes: is the server running?".to_owned());
    }
    let waiting: i64 = hosts.iter().map(|host| host.waiting).sum();
    Ok(format!("{waiting} deliveries wait for {} hosts, no job is late or parked", hosts.len()))
}

/// Is there room where the database and the files live?
fn disk(folder: &Path) -> Finding {
    let known = folder.ancestors().find(|part| part.exists()).unwrap_or(Path::new("."));
    let known = if known.as_os_str().is_empty() { Path::new(".") } else { known };
    let output = std::process::Command::new("df").arg("-Pk").arg(known).output();
    let text = output.map_err(|error| format!("`df` cannot be run: {error}"))?.stdout;
    let free = String::from_utf8_lossy(&text)
        .lines()
        .nth(1)
        .and_then(|line| line.split_whitespace().nth(3).and_then(|free| free.parse::<u64>().ok()))
        .ok_or_else(|| "`df` says nothing that can be read".to_owned())?;
    let megabytes = free / 1_024;
    if megabytes < 1_024 {
        return Err(format!("only {megabytes} MB are free at {}: make room", known.display()));
    }
    Ok(format!("{} GB free at {}", megabytes / 1_024, known.display()))
}
