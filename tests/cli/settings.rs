//! Settings that are refused, and what is said then.

use hearth::config::{load, parse};

#[test]
fn what_is_wrong_is_named() {
    for (text, part) in [
        ("[server]\ndomain = \"https://hearth.example\"", "server.domain"),
        ("[server]\ndomain = \"hearth.example/x\"", "server.domain"),
        ("[server]\ndomain = \"\"", "server.domain"),
        ("[server]\nlisten = \"nowhere\"", "server.listen"),
        ("[databse]\nurl = \"\"", "database"),
        ("[database]\npool_size = \"many\"", "database.pool_size"),
        ("[federation]\nallow_htpp = true", "federation.allow_http"),
        ("[server]\ndomain = \"stories.social\"\n[federation]\nallow_http = true", "allow_http"),
        (
            "[server]\ndomain = \"stories.social\"\n[federation]\nallowed_addresses = [\"10.0.0.1\"]",
            "allowed_addresses",
        ),
    ] {
        let error = parse(text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = load(Some(std::path::Path::new("no/such/hearth.toml"))).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("no/such/hearth.toml"), "{error}");
}

#[test]
fn a_command_line_that_is_wrong_is_refused() {
    use clap::Parser as _;
    for line in
        ["hearth", "hearth nonsense", "hearth account", "hearth account create", "hearth token create"]
    {
        assert!(hearth::cli::Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
    }
}
