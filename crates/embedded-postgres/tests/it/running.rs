//! The ordinary life of a cluster: it starts, answers, is shared, stops and starts again.

use std::thread;

use hearth_embedded_postgres::Cluster;

use crate::scratch::{Scratch, ask, control_state, forgetful, is_alive};

#[test]
fn it_starts_answers_and_keeps_what_it_was_told() {
    let scratch = Scratch::new("starts");
    let cluster = scratch.start();
    ask(&cluster, "CREATE TABLE kept AS SELECT 'yes' AS answer");
    let server = cluster.pid().unwrap();
    cluster.stop().unwrap();

    assert!(!is_alive(server));
    assert_eq!(control_state(&scratch.cluster()), "shut down");
    assert_eq!(ask(&scratch.start(), "SELECT answer FROM kept"), "yes");
}

#[test]
fn text_is_ordered_by_bytes_and_folded_as_unicode() {
    let scratch = Scratch::new("text");
    let cluster = scratch.start();
    assert_eq!(
        ask(&cluster, "SELECT string_agg(t, ' ' ORDER BY t) FROM unnest('{é,a,Z,z}'::text[]) t"),
        "Z a z é"
    );
    assert_eq!(ask(&cluster, "SELECT upper('é') || lower('Ä')"), "Éä");
    assert_eq!(ask(&cluster, "SHOW server_encoding; SHOW timezone"), "UTF8\nUTC");
    // A database made from the template inherits all that.
    ask(&cluster, "CREATE DATABASE hearth");
    assert_eq!(
        ask(&cluster, "SELECT datcollate || ' ' || datctype FROM pg_database WHERE datname = 'hearth'"),
        "C C.UTF-8"
    );
}

#[test]
fn nobody_but_its_user_can_reach_it() {
    let scratch = Scratch::new("closed");
    let cluster = scratch.start();
    assert_eq!(ask(&cluster, "SHOW listen_addresses"), "");
    let sockets = ask(&cluster, "SHOW unix_socket_directories");
    let folder = std::fs::metadata(sockets.trim_matches('"')).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&folder.permissions()) & 0o777, 0o700);
}

#[test]
fn settings_reach_the_server_and_extra_ones_win() {
    let scratch = Scratch::new("settings");
    let mut settings = forgetful(&scratch.data());
    settings.extra = vec![("work_mem".to_owned(), "5MB".to_owned()), ("fsync".to_owned(), "on".to_owned())];
    let cluster = Cluster::start(&settings).unwrap();
    let shown = ask(&cluster, "SHOW max_connections; SHOW work_mem; SHOW fsync; SHOW synchronous_commit");
    assert_eq!(shown, "12\n5MB\non\noff");
}

#[test]
fn a_second_start_shares_the_cluster_and_leaves_it_running() {
    let scratch = Scratch::new("shares");
    let first = scratch.start();
    let second = scratch.start();
    let third = Cluster::attach(scratch.data()).unwrap().unwrap();
    assert_eq!((second.pid(), third.pid()), (first.pid(), first.pid()));
    assert_eq!(ask(&third, "SELECT 1"), "1");
    second.stop().unwrap();
    drop(third);
    assert_eq!(ask(&first, "SELECT 1"), "1");
}

#[test]
fn there_is_nothing_to_attach_to_before_the_start_and_after_the_end() {
    let scratch = Scratch::new("nothing");
    assert!(Cluster::attach(scratch.data()).unwrap().is_none());
    assert!(!scratch.data().exists(), "looking makes nothing");
    scratch.start().stop().unwrap();
    assert!(Cluster::attach(scratch.data()).unwrap().is_none());
}

#[test]
fn two_starts_at_once_end_in_one_cluster() {
    let scratch = Scratch::new("at-once");
    let clusters: Vec<Cluster> = thread::scope(|scope| {
        let starts: Vec<_> = (0..3).map(|_| scope.spawn(|| scratch.start())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    let server = clusters[0].pid();
    assert!(clusters.iter().all(|cluster| cluster.pid() == server));
    assert_eq!(ask(&clusters[2], "SELECT 1"), "1");
}

#[test]
fn it_outlives_the_thread_that_started_it() {
    let scratch = Scratch::new("thread");
    let mut cluster = thread::scope(|scope| scope.spawn(|| scratch.start()).join().unwrap());
    // The parent-death signal of a thread that is gone would have arrived by now.
    assert_eq!(ask(&cluster, "SELECT pg_sleep(0.3)"), "");
    assert!(cluster.is_running());
}

#[test]
fn ctrl_c_in_the_terminal_does_not_reach_it() {
    let scratch = Scratch::new("session");
    let cluster = scratch.start();
    let session = |pid: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().split_whitespace().nth(3).unwrap().to_owned()
    };
    assert_ne!(session(&cluster.pid().unwrap().to_string()), session("self"));
}
