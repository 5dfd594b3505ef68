//! Says what a cluster should be like, and turns that into Postgres's own command-line settings.

use std::path::{Path, PathBuf};

/// What [`Cluster::start`](crate::Cluster::start) needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that gets the folder `postgres/`. It is made if it is missing; a relative path is fine.
    pub data_dir: PathBuf,
    /// `true`: a commit that was answered survives a power cut. `false`: nothing is flushed to disk, which is for tests;
    /// such a cluster survives the end of any process, but not of the machine.
    pub durable: bool,
    /// How many connections may be open at once, Postgres's three reserved ones included.
    pub max_connections: u32,
    /// Further settings by Postgres's names; they win over all others.
    pub extra: Vec<(String, String)>,
}

impl Settings {
    /// Every setting the server gets on its command line, later ones winning.
    pub(crate) fn for_server(&self, sockets: &Path) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = [
            ("listen_addresses", ""),
            ("port", "5432"),
            ("unix_socket_permissions", "0700"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            // What members write must not end in a log file: no statements, no details such as the values of a key.
            ("log_min_error_statement", "panic"),
            ("log_error_verbosity", "terse"),
            ("logging_collector", "off"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        all.push(("unix_socket_directories".to_owned(), quoted(sockets)));
        all.push(("max_connections".to_owned(), self.max_connections.to_string()));
        if !self.durable {
            for name in ["fsync", "synchronous_commit", "full_page_writes"] {
                all.push((name.to_owned(), "off".to_owned()));
            }
        }
        all.extend(self.extra.iter().cloned());
        all
    }
}

/// Postgres reads a list of folders separated by commas and blanks; quotes make any path one entry.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.to_string_lossy().replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(durable: bool) -> Settings {
        let extra = vec![("jit".to_owned(), "off".to_owned())];
        Settings { data_dir: "data".into(), durable, max_connections: 12, extra }
    }

    #[test]
    fn only_a_cluster_for_tests_may_forget() {
        let flushed = |durable| {
            let all = settings(durable).for_server(Path::new("/s"));
            !all.contains(&("fsync".to_owned(), "off".to_owned()))
        };
        assert!(flushed(true));
        assert!(!flushed(false));
    }

    #[test]
    fn a_folder_with_a_comma_stays_one_folder() {
        let all = settings(true).for_server(Path::new("/a, \"b\""));
        assert!(all.contains(&("unix_socket_directories".to_owned(), "\"/a, \"\"b\"\"\"".to_owned())));
    }

    #[test]
    fn extra_settings_come_last_and_so_win() {
        assert_eq!(
            settings(true).for_server(Path::new("/s")).pop(),
            Some(("jit".to_owned(), "off".to_owned()))
        );
    }
}
