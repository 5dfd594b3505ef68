//! Where a cluster lies and whose it is: long paths, odd names, other versions, other users, refused namespaces.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

use hearth_embedded_postgres::{Cluster, Error};

use crate::held::{Holder, Kind};
use crate::scratch::{Scratch, as_root, ask, control_state, eventually, forgetful, is_alive};

/// A user that every Linux has; it owns nothing.
const NOBODY: u32 = 65_534;

#[test]
fn a_path_too_long_for_a_socket_works_and_leaves_no_folder_behind() {
    let scratch = Scratch::new("long");
    let data = scratch.path().join("a-folder-with-quite-a-long-name/".repeat(4));
    let cluster = Cluster::start(&forgetful(&data)).unwrap();
    let sockets = ask(&cluster, "SHOW unix_socket_directories").trim_matches('"').to_owned();
    assert!(!sockets.starts_with(scratch.path().to_str().unwrap()) && sockets.len() < 93, "{sockets}");
    assert_eq!(fs::metadata(&sockets).unwrap().permissions().mode() & 0o777, 0o700);
    cluster.stop().unwrap();
    assert!(!fs::exists(sockets).unwrap());
}

#[test]
fn a_path_with_anything_in_its_name_works() {
    let scratch = Scratch::new("odd");
    let data = scratch.path().join("it's \"odd\", & 100% é");
    let cluster = Cluster::start(&forgetful(&data)).unwrap();
    assert_eq!(ask(&cluster, "SELECT 1"), "1");
}

#[test]
fn another_major_versions_folder_is_refused_untouched() {
    let scratch = Scratch::new("version");
    scratch.start().stop().unwrap();
    let version = scratch.cluster().join("PG_VERSION");
    let own = fs::read_to_string(&version).unwrap();
    fs::write(&version, "9.6\n").unwrap();

    let error = Cluster::start(&forgetful(&scratch.data())).unwrap_err();
    assert!(matches!(error, Error::OtherVersion { made_by: 9, .. }), "{error}");
    assert!(error.to_string().contains("pg_dump"), "{error}");
    fs::write(&version, own).unwrap();
    assert_eq!(ask(&scratch.start(), "SELECT 1"), "1");
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let scratch = Scratch::new("why");
    let mut settings = forgetful(&scratch.data());
    settings.extra = vec![("no_such_setting".to_owned(), "1".to_owned())];
    let text = Cluster::start(&settings).unwrap_err().to_string();
    assert!(text.contains("no_such_setting"), "{text}");
}

#[test]
fn root_without_namespaces_gets_a_server_of_another_user_for_good() {
    if !as_root() {
        return;
    }
    let scratch = Scratch::new("refused");
    let refused = Kind { no_namespaces: true, ..Kind::default() };
    let holder = Holder::launch(&scratch.data(), &refused);
    let server = holder.server();
    let user = fs::metadata(format!("/proc/{server}")).unwrap().uid();
    assert_ne!(user, 0);
    assert_eq!(ask(&Cluster::attach(scratch.data()).unwrap().unwrap(), "SELECT 1"), "1");
    holder.kill();
    eventually("the server has ended", || !is_alive(server));
    assert_eq!(control_state(&scratch.cluster()), "shut down");

    // The choice holds where namespaces would be allowed.
    let cluster = scratch.start();
    assert_eq!(ask(&cluster, "SELECT 1"), "1");
    assert_eq!(fs::metadata(format!("/proc/{}", cluster.pid().unwrap())).unwrap().uid(), user);
}

#[test]
fn a_cluster_of_roots_moves_over_where_namespaces_are_refused() {
    if !as_root() {
        return;
    }
    let scratch = Scratch::new("moves");
    let cluster = scratch.start();
    ask(&cluster, "CREATE TABLE kept AS SELECT 'yes' AS answer");
    cluster.stop().unwrap();
    let holder = Holder::launch(&scratch.data(), &Kind { no_namespaces: true, ..Kind::default() });
    holder.server();
    assert_eq!(ask(&Cluster::attach(scratch.data()).unwrap().unwrap(), "SELECT answer FROM kept"), "yes");
    holder.finish();
}

#[test]
fn root_in_a_closed_folder_without_namespaces_is_told_what_to_do() {
    if !as_root() {
        return;
    }
    let scratch = Scratch::new("shut");
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o700)).unwrap();
    // With namespaces it works even there.
    scratch.start().stop().unwrap();
    let owner = fs::metadata(scratch.cluster()).unwrap().uid();
    assert_eq!(owner, 0);
    chown(scratch.cluster(), Some(NOBODY), Some(NOBODY)).unwrap();
    let text = Cluster::start(&forgetful(&scratch.data())).unwrap_err().to_string();
    assert!(text.contains("/var/lib/hearth") && text.contains("database.url"), "{text}");
}

#[test]
fn an_ordinary_user_needs_no_tricks() {
    if !as_root() {
        return;
    }
    let scratch = Scratch::new("nobody");
    chown(scratch.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    let holder = Holder::launch(&scratch.data(), &Kind { user: Some(NOBODY), ..Kind::default() });
    let server = holder.server();
    assert_eq!(fs::metadata(format!("/proc/{server}")).unwrap().uid(), NOBODY);
    // Root may use it while it runs, runs it as it is afterwards, and leaves nothing of root's in it.
    assert_eq!(ask(&Cluster::attach(scratch.data()).unwrap().unwrap(), "SELECT 1"), "1");
    holder.kill();
    eventually("the server has ended", || !is_alive(server));
    fs::remove_file(scratch.data().join("postgres/log")).unwrap();
    let cluster = scratch.start();
    assert_eq!(fs::metadata(format!("/proc/{}", cluster.pid().unwrap())).unwrap().uid(), NOBODY);
    cluster.stop().unwrap();

    let again = Holder::launch(&scratch.data(), &Kind { user: Some(NOBODY), ..Kind::default() });
    again.server();
    again.finish();
}
