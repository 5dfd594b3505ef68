//! Whatever is killed, and whenever: nothing keeps running, nothing answered is lost, and the next start works.

use std::fs;
use std::time::Duration;

use hearth_embedded_postgres::{Cluster, Settings};

use crate::held::{Holder, Kind};
use crate::scratch::{Scratch, ask, control_state, eventually, forgetful, is_alive, kill};

#[test]
fn killing_the_process_that_started_it_ends_the_server_cleanly() {
    let scratch = Scratch::new("launcher");
    let holder = Holder::launch(&scratch.data(), &Kind::default());
    let server = holder.server();
    let cluster = Cluster::attach(scratch.data()).unwrap().unwrap();
    ask(&cluster, "CREATE TABLE kept AS SELECT 'yes' AS answer");

    holder.kill();
    eventually("the server has ended", || !is_alive(server));
    assert_eq!(control_state(&scratch.cluster()), "shut down");
    assert!(Cluster::attach(scratch.data()).unwrap().is_none());
    assert_eq!(ask(&scratch.start(), "SELECT answer FROM kept"), "yes");
}

#[test]
fn a_start_right_after_such_a_kill_gets_a_server_of_its_own() {
    let scratch = Scratch::new("at-the-heels");
    let holder = Holder::launch(&scratch.data(), &Kind::default());
    let dying = holder.server();
    holder.kill();
    let cluster = scratch.start();
    assert_ne!(cluster.pid(), Some(dying));
    assert_eq!(ask(&cluster, "SELECT pg_sleep(0.3) IS NOT NULL"), "t");
}

#[test]
fn killing_the_server_loses_no_answered_commit() {
    let scratch = Scratch::new("server");
    let settings = Settings { durable: true, ..forgetful(&scratch.data()) };
    let mut cluster = Cluster::start(&settings).unwrap();
    ask(&cluster, "CREATE TABLE kept AS SELECT 'yes' AS answer");
    kill("-KILL", cluster.pid().unwrap());
    eventually("it is noticed", || !is_alive(cluster.pid().unwrap()));
    assert!(!cluster.is_running());
    let text = cluster.stop().unwrap_err().to_string();
    assert!(text.contains("did not shut down cleanly"), "{text}");

    assert_eq!(ask(&Cluster::start(&settings).unwrap(), "SELECT answer FROM kept"), "yes");
}

#[test]
fn a_pid_file_of_a_process_that_is_gone_is_no_obstacle() {
    let scratch = Scratch::new("stale");
    scratch.start().stop().unwrap();
    // No process can have this number: it is above the kernel's highest.
    write_pid_file(&scratch, 4_194_305);
    assert_eq!(ask(&scratch.start(), "SELECT 1"), "1");
}

#[test]
fn a_pid_file_whose_number_another_program_has_now_is_no_obstacle() {
    let scratch = Scratch::new("reused");
    scratch.start().stop().unwrap();
    write_pid_file(&scratch, std::process::id());
    assert!(Cluster::attach(scratch.data()).unwrap().is_none());
    assert_eq!(ask(&scratch.start(), "SELECT 1"), "1");
}

#[test]
fn killing_the_process_while_the_data_folder_is_made_leaves_none_or_a_whole_one() {
    let scratch = Scratch::new("initdb");
    for delay in [20, 60, 150, 300, 450, 600, 800] {
        let holder = Holder::launch(&scratch.data(), &Kind::default());
        std::thread::sleep(Duration::from_millis(delay));
        holder.kill();
    }
    assert_eq!(ask(&scratch.start(), "SELECT 1"), "1");
}

#[test]
fn half_a_data_folder_is_made_anew() {
    let scratch = Scratch::new("half");
    let half = scratch.data().join("postgres/cluster.new.1/base");
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("1"), "half a page").unwrap();
    assert_eq!(ask(&scratch.start(), "SELECT 1"), "1");
    assert!(!half.exists());
}

fn write_pid_file(scratch: &Scratch, pid: u32) {
    let cluster = scratch.cluster();
    let text = format!(
        "{pid}\n{}\n1763856000\n5432\n{}\n\n  5432001     99999\nready   \n",
        cluster.display(),
        "/tmp"
    );
    fs::write(cluster.join("postmaster.pid"), text).unwrap();
}
