//! One run: every measurement in its order, on one server.

use crate::report::{Report, Row, number};
use crate::scene::Scene;
use crate::server::{Place, log_of};
use crate::signing::Key;
use crate::sinks::Sinks;
use crate::yardsticks::{self, Yardsticks};
use crate::{Plan, communities, deliveries, folder, inbox, pictures, posting, reads, root, sockets, starts};
use anyhow::{Context as _, Result};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs everything.
pub async fn run(plan: Plan, program: &Path, keep: bool) -> Result<Report> {
    let start = Instant::now();
    let place = place(program)?;
    clear(&place)?;
    let (rows, mut remarks) = measure(plan, &place)
        .await
        .with_context(|| format!("the server's messages are in {}", log_of(&place.data).display()))?;
    if !keep {
        clear(&place)?;
    }
    if plan.quick {
        remarks.push("A quick run: the figures mean nothing.".to_owned());
    }
    Ok(Report {
        at: crate::signing::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        commit: commit(),
        machine: machine(),
        release: !cfg!(debug_assertions),
        seconds: start.elapsed().as_secs_f64(),
        rows,
        remarks,
    })
}

async fn measure(plan: Plan, place: &Place) -> Result<(Vec<Row>, Vec<String>)> {
    let key = Key::make()?;
    let sinks = Sinks::start(plan.hosts, key.pem.clone()).await?;
    say("starting, with a new database");
    let (server, _) = place.serve(&[]).await?;
    let database = yardsticks::open(&server, "hearth").await?;
    say("yardsticks");
    let best = yardsticks::measure(&plan, &key, &server).await?;
    say("people, follows");
    let scene = Scene::build(plan, key, sinks, &server, &database).await?;
    database.analyse().await?;
    server.stop()?;

    say("inbox: the door alone");
    let (mut server, _) = place.serve(&["--only", "web"]).await?;
    server.measure_idle(Duration::from_secs(2)).await?;
    let door = inbox::door(&scene, &server, &best).await?;
    server.stop()?;
    say("starts");
    let (server, started) = starts::measure(place, plan.quick).await?;
    let database = yardsticks::open(&server, "hearth").await?;
    database.analyse().await?;
    say("deliveries");
    let mut rows = deliveries::measure(&scene, &server, &database, &best).await?;
    rows.extend(door);
    say("inbox: all of it");
    rows.extend(inbox::whole(&scene, &server, &database, &best).await?);
    database.analyse().await?;
    say("reading");
    rows.extend(reads::measure(&scene, &server, &database, &best).await?);
    say("telling");
    rows.extend(posting::measure(&scene, &server, &database, &best).await?);
    say("listening");
    rows.extend(sockets::measure(&scene, &server, &database).await?);
    say("pictures");
    rows.extend(pictures::measure(&scene, &server).await?);
    say("communities");
    rows.extend(communities::measure(&scene, &server, &database, &best).await?);
    rows.extend(started);
    rows.push(starts::loaded(&server)?);
    server.stop()?;
    let again = yardsticks::sign(&scene.key, plan.of(2_000))?;
    rows.extend(parts(&best));
    Ok((rows, vec![drift(best.sign, again), loads()]))
}

/// The limits' own parts, to be read with the rest.
fn parts(best: &Yardsticks) -> Vec<Row> {
    let part = |name: &str, value: f64| Row::new(format!("limit: {name}"), value, "µs");
    vec![
        part("RSA-2048 signature", best.sign).note(format!("{}/s", number(1e6 / best.sign))),
        part("RSA-2048 verification", best.verify),
        part("HTTP, small answer", best.hello),
        part("HTTP, answer of 20 KB", best.page),
        part("HTTP, POST of 2 KB taken", best.take),
        part("HTTP, POST of 2 KB sent", best.post),
        part("row, committed alone", best.insert).note(format!(
            "half within {:.2} ms, 99 % within {:.2} ms by the clock",
            best.commit, best.slow_commit
        )),
        part("story's three rows, 32 stories a commit", best.batched),
        part("queue row, 100 a commit", best.queued),
    ]
}

/// Neighbours slow a machine down; a run in which they did so unevenly says little.
fn drift(first: f64, last: f64) -> String {
    let percent = (last / first - 1.0) * 100.0;
    let verdict = if percent.abs() > 25.0 { "this run is void, run it again" } else { "fine" };
    format!(
        "A signature took {first:.0} µs at the beginning and {last:.0} µs at the end ({percent:+.0} %): {verdict}."
    )
}

fn loads() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "Load averages at the end (1, 5, 15 minutes): {}.",
        text.split(' ').take(3).collect::<Vec<_>>().join(", ")
    )
}

fn place(program: &Path) -> Result<Place> {
    anyhow::ensure!(program.is_file(), "there is no program {}: build hearth first", program.display());
    // A port that is free now will be a moment later.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Ok(Place { program: program.canonicalize()?, data: folder().join("data"), address })
}

fn clear(place: &Place) -> Result<()> {
    for path in [place.data.clone(), log_of(&place.data)] {
        let gone = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        if gone.is_err() && path.exists() {
            gone.with_context(|| format!("{} cannot be emptied", path.display()))?;
        }
    }
    Ok(std::fs::create_dir_all(folder())?)
}

fn say(text: &str) {
    eprintln!("· {text}");
}

fn commit() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).current_dir(root()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

fn machine() -> String {
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory: f64 =
        after(&text("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    let kernel = text("/proc/sys/kernel/osrelease");
    format!(
        "{cores} × {}, {:.0} GB of memory, Linux {}",
        after(&text("/proc/cpuinfo"), "model name"),
        memory * 1_024.0 / 1e9,
        kernel.trim()
    )
}
