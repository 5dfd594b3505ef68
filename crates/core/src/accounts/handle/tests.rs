//! How handles are read.

use super::{Handle, check_new, is_name};

fn read(text: &str) -> Option<(String, Option<String>)> {
    text.parse::<Handle>().ok().map(|handle| (handle.name, handle.host))
}

#[test]
fn reads_every_form() {
    let ada = |host: Option<&str>| Some(("ada".to_owned(), host.map(str::to_owned)));
    assert_eq!(read("ada"), ada(None));
    assert_eq!(read("@ada"), ada(None));
    assert_eq!(read("ada@Other.Example"), ada(Some("other.example")));
    assert_eq!(read("@ada@other.example:8080"), ada(Some("other.example:8080")));
    assert_eq!(read("acct:ada@other.example."), ada(Some("other.example")));
    assert_eq!(read("ada@127.0.0.1:3000"), ada(Some("127.0.0.1:3000")));
    assert_eq!(read("ada@bücher.example"), ada(Some("xn--bcher-kva.example")));
}

#[test]
fn the_usual_port_is_not_written() {
    assert_eq!(read("ada@other.example:443"), read("ada@other.example"));
    assert_eq!(
        "@ada@Bücher.Example:8443".parse::<Handle>().unwrap().to_string(),
        "ada@xn--bcher-kva.example:8443"
    );
}

#[test]
fn refuses_what_is_no_handle() {
    for bad in [
        "",
        "@",
        "@@x",
        "a b",
        "ada@",
        "ada@b c",
        "ada@x:99999",
        "ada@x:+80",
        "ada@x:0",
        "ada@other.example..",
        "ада@other.example",
        ".ada",
        "ada-",
        "a@b@c",
    ] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn folds_this_servers_domain() {
    let handle = "ada@HEARTH.example".parse::<Handle>().unwrap().here("hearth.example");
    assert_eq!(handle.host, None);
}

#[test]
fn names_here_are_plain_and_not_reserved() {
    assert!(check_new("ada_99").is_ok());
    for bad in ["", "Ada", "a.b", "admin", "ünal", "a-b", &"x".repeat(31)] {
        assert!(check_new(bad).is_err(), "{bad}");
    }
    assert!(is_name("a.b-c_d"));
}
