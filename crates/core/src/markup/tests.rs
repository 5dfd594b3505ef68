//! What goes in and what comes out.

use super::sanitise::allows as is_allowed;
use super::{Format, Resolved, compose, count, fold_tag, sanitise, scan, to_text};
use crate::accounts::Handle;

fn resolved() -> Resolved {
    let ben = Handle { name: "ben".to_owned(), host: Some("other.example".to_owned()) };
    Resolved {
        mentions: vec![(ben, "https://other.example/@ben".to_owned())],
        tag_base: "https://hearth.example/tags/".to_owned(),
    }
}

fn plain(text: &str) -> String {
    compose(text, Format::Plain, &resolved()).html
}

fn markdown(text: &str) -> String {
    compose(text, Format::Markdown, &resolved()).html
}

#[test]
fn plain_text_keeps_its_lines() {
    assert_eq!(plain(""), "");
    assert_eq!(plain("one"), "<p>one</p>");
    assert_eq!(plain("one\ntwo\n\nthree"), "<p>one<br />two</p><p>three</p>");
    assert_eq!(plain("1 < 2 & \"x\""), "<p>1 &lt; 2 &amp; &quot;x&quot;</p>");
}

#[test]
fn people_hashtags_and_addresses_become_links() {
    assert_eq!(
        plain("hi @ben@other.example!"),
        "<p>hi <span class=\"h-card\" translate=\"no\"><a href=\"https://other.example/@ben\" \
         class=\"u-url mention\">@<span>ben</span></a></span>!</p>"
    );
    assert_eq!(
        plain("#SmallSteps"),
        "<p><a href=\"https://hearth.example/tags/smallsteps\" class=\"mention hashtag\" \
         rel=\"tag\">#<span>SmallSteps</span></a></p>"
    );
    assert!(plain("see https://www.example.com/a.").contains("href=\"https://www.example.com/a\""));
    assert!(plain("(https://example.com/a_(b))").contains("href=\"https://example.com/a_(b)\""));
    assert!(!plain("mail ada@example.com").contains("<a"));
    assert!(!plain("javascript:alert(1) #123").contains("<a"));
}

#[test]
fn markdown_is_written_and_linked_outside_code() {
    assert_eq!(markdown("**bold** and _soft_"), "<p><strong>bold</strong> and <em>soft</em></p>");
    assert!(markdown("hi @ben@other.example").contains("u-url mention"));
    assert!(!markdown("`@ben@other.example`").contains("mention"));
    assert!(markdown("[here](https://example.com)").contains("href=\"https://example.com\""));
    assert!(!markdown("[here](javascript:alert(1))").contains("javascript"));
    assert!(!markdown("<script>alert(1)</script>").contains("<script"));
    assert!(!markdown("<img src=x onerror=alert(1)>").contains("<img"));
}

#[test]
fn a_text_is_scanned_for_what_it_names() {
    let scanned =
        scan("@ada and @ben@other.example #One #one #Zwei_3 https://a.example/#frag :blob: 12:30:45");
    assert_eq!(scanned.mentions.len(), 2);
    assert_eq!(scanned.hashtags, ["One", "Zwei_3"]);
    assert_eq!(scanned.urls, ["https://a.example/#frag"]);
    assert_eq!(scanned.emojis, ["blob", "30"]);
    assert_eq!(fold_tag("#ＦＯＯ"), "foo");
}

#[test]
fn length_is_counted_as_apps_do() {
    assert_eq!(count("hello"), 5);
    assert_eq!(count("https://example.com/a/very/long/address/that/goes/on"), 23);
    assert_eq!(count("@ben@other.example hi"), 7);
    assert_eq!(count("👨‍👩‍👧 ok"), 4);
}

#[test]
fn html_from_peers_keeps_what_the_field_uses() {
    let kept = "<p>hi <strong>you</strong><br>there</p><ul><li>one</li></ul>";
    assert_eq!(sanitise(kept), kept);
    let link = sanitise("<a href=\"https://a.example\" class=\"mention evil u-url\" onclick=\"x()\">a</a>");
    assert!(
        link.contains("class=\"mention u-url\"") && link.contains("rel=\"nofollow noopener noreferrer\"")
    );
    assert!(!link.contains("onclick"));
    assert_eq!(to_text("<p>one<br>two</p><p>three &amp; four</p>"), "one\ntwo\n\nthree & four");
    assert!(sanitise("<img src=\"https://a.example/x.png\" alt=\"a cat\">").contains(">a cat</a>"));
    assert_eq!(sanitise("a\u{202e}b"), "ab");
}

#[test]
fn nothing_that_runs_survives() {
    for vector in include_str!("vectors.txt").lines() {
        let clean = sanitise(vector).to_ascii_lowercase();
        // Whatever is left of a vector stands as text, so look at tags alone.
        for tag in clean.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag) {
            let name: String =
                tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(is_allowed(&name), "<{tag}> from {vector}");
            // What stands between quotes is a value, not an attribute.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(
                !names.contains(" on") && !names.contains("style=") && !names.contains("src="),
                "<{tag}> from {vector}"
            );
            for scheme in ["javascript:", "data:", "vbscript:", "file:"] {
                assert!(!tag.replace(char::is_whitespace, "").contains(scheme), "<{tag}> from {vector}");
            }
        }
        assert_eq!(sanitise(&sanitise(vector)), sanitise(vector), "twice gives the same: {vector}");
    }
}

#[test]
fn large_and_deep_inputs_are_no_burden() {
    for text in ["<b>", "<a href='", "&", "<!--", "<p>x"] {
        let _ = sanitise(&text.repeat(20_000));
    }
    for text in ["@a", "#", "https://", "*", "[", "@a ", "#b "] {
        let text = text.repeat(20_000);
        let _ = (plain(&text), count(&text));
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_cleaning_twice_changes_nothing(text in "\\PC{0,200}|(<|>|/|a|p|script|=|\"|'|&| ){0,60}") {
        let once = sanitise(&text);
        proptest::prop_assert_eq!(sanitise(&once), once);
        let _ = (plain(&text), markdown(&text), scan(&text), count(&text), to_text(&text));
    }
}
