//! What hostile peers send.

use super::{markdown, plain};
use crate::markup::{clean_name, clean_summary, count, excerpt, sanitise, scan, to_text};
use regex::Regex;
use std::sync::LazyLock;

/// All that clean HTML may consist of, written down apart from the code that cleans.
static CLEAN: LazyLock<Regex> = LazyLock::new(|| {
    let tag = "(?:abbr|a|blockquote|br|b|cite|code|del|em|h[1-6]|i|li|ol|pre|p|q|rp|rt|ruby|span|strong|sub|sup|s|ul|u)";
    let class = "(?:mention|hashtag|ellipsis|invisible|quote-inline|(?:h|p|u|dt|e)-[^ \"<>=]*)";
    let attribute = format!(
        " (?:class=\"{class}(?: {class})*\"|translate=\"no\"|href=\"https?:[^\"<>]*\"|\
         rel=\"nofollow noopener noreferrer\"|target=\"_blank\"|title=\"[^\"<>]*\"|reversed=\"[^\"<>]*\"|\
         (?:start|value)=\"[-+]?[0-9]+\")"
    );
    Regex::new(&format!("^(?:[^<>]|</{tag}>|<{tag}(?:{attribute})*>)*$")).unwrap()
});

#[test]
fn the_measure_itself_tells_clean_from_not() {
    assert!(CLEAN.is_match(
        "<p class=\"h-card\">a &lt; <a href=\"https://a.example/\" target=\"_blank\">b</a><br></p>"
    ));
    for bad in [
        "<p onclick=\"x\">",
        "<script>",
        "<a href=\"javascript:x\">",
        "<img src=\"https://a.example\">",
        "<p style=\"x\">",
        "a < b",
        "<p",
        "<span class=\"x\">",
        "<a href='https://a.example'>",
        "<a href=\"https://a\"b\">",
        "<pp>",
    ] {
        assert!(!CLEAN.is_match(bad), "{bad}");
    }
}

#[test]
fn nothing_that_runs_survives() {
    for vector in include_str!("../vectors.txt").lines() {
        let clean = sanitise(vector);
        assert!(CLEAN.is_match(&clean), "{clean}\nfrom {vector}");
        assert_eq!(sanitise(&clean), clean, "twice gives the same: {vector}");
        let _ = (to_text(vector), clean_name(vector), clean_summary(vector));
    }
}

#[test]
fn nothing_that_runs_comes_of_what_is_typed() {
    for vector in include_str!("../vectors.txt").lines() {
        for html in [plain(vector), markdown(vector), markdown(&format!("[x]({vector}) ![y](<{vector}>)"))] {
            // With `rel` and `target` put as for peers, what is clean stays as it is.
            assert!(CLEAN.is_match(&sanitise(&html)), "{html}\nfrom {vector}");
            for tag in html.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag) {
                let names: String = tag.split('"').step_by(2).collect();
                assert!(!names.contains(" on") && !names.contains("style="), "{html}\nfrom {vector}");
                assert!(!tag.contains("href=\"") || tag.contains("href=\"http"), "{html}\nfrom {vector}");
                assert!(!tag.starts_with("script") && !tag.starts_with("img"), "{html}\nfrom {vector}");
            }
        }
    }
}

#[test]
fn direction_overrides_are_gone_however_they_are_written() {
    assert_eq!(sanitise("a\u{202e}b&#8238;c&#x202E;d\u{2066}e"), "abcde");
    assert_eq!(to_text(&sanitise("<p>a&#8238;b</p>")), "ab");
    assert_eq!(plain("a\u{202e}b\u{8}c"), "<p>abc</p>");
    assert_eq!(clean_name("ada\u{202e}\u{200f}\u{200b}\n\tb "), "ada  b");
    assert_eq!(clean_name("\u{3164}\u{2800}\u{200b}"), "");
    assert_eq!(clean_summary("a&#8238;<b>b</b>"), "ab");
    // Marks are text to those who write from right to left; joiners make emoji of families.
    assert_eq!(sanitise("<p>אב\u{200f}!</p>"), "<p>אב\u{200f}!</p>");
    assert_eq!(clean_name("👨\u{200d}👩\u{200d}👧"), "👨\u{200d}👩\u{200d}👧");
}

#[test]
fn names_and_notes_are_cut() {
    assert_eq!(clean_name(&"x".repeat(5_000)).len(), 2_048);
    assert_eq!(clean_summary(&"x".repeat(9_000)).len(), 5_000);
}

/// Each of these took the square of its length, or as many frames of the stack, in one of the crates beneath or in
/// an earlier version: at these sizes, minutes.
#[test]
fn large_and_crooked_html_takes_no_longer_than_its_length() {
    let crooked = [
        "<b>",
        "</b>",
        "<b></x>",
        "<i></b>",
        "<div></x>",
        "<span></x>",
        "<svg></x>",
        "<svg><svg/>",
        "<font a></x>",
        "<a href='",
        "<a href=",
        "&",
        "&amp;x",
        "«",
        "<!--",
        "<!----!>",
        "<!>",
        "<p>x",
        "<p></x><b>",
        "<li>",
        "<ul><li>",
        "<ruby><rt>",
        "<table><tr><td>",
        "<script>",
        "</script",
        "<script></scrip",
        "<img src=https://a.example/ alt=x>",
        "<math><annotation encoding=application/x-tex>x",
        "<",
        "</",
        "<a ",
        "=",
        "<pre>\n",
        "<blockquote>",
    ];
    for piece in crooked {
        let html = piece.repeat(60_000 / piece.len());
        let clean = sanitise(&html);
        assert!(CLEAN.is_match(&clean), "{piece}");
        let _ = (to_text(&html), excerpt(&clean, 20));
    }
    let attributes: String = (0..20_000).map(|number| format!("a{number} ")).collect();
    assert_eq!(sanitise(&format!("<p {attributes}>x")), "<p>x</p>");
}

#[test]
fn large_texts_take_no_longer_than_their_length() {
    let pieces = [
        "@a", "#", "https://", "*", "[", "![](", "@a ", "#b ", ")", "> ", ">a\n", "`", "- ", "&", "_a*b",
        "~~a",
    ];
    for piece in pieces {
        let text = piece.repeat(30_000 / piece.len());
        let _ = (plain(&text), markdown(&text), count(&text), scan(&text));
    }
    let _ = count(&format!("https://a.example/{}", ")".repeat(60_000)));
    let tags: String = (0..8_000).map(|number| format!("#a{number} @b{number} ")).collect();
    assert_eq!(scan(&tags).hashtags.len(), 8_000);
}

#[test]
fn long_texts_are_whole() {
    let text = "ein Wort & noch «eins» ".repeat(1_000);
    let html = format!("<p>{}</p>", text.trim().replace('&', "&amp;"));
    assert_eq!(sanitise(&html), html);
    assert_eq!(to_text(&html), text.trim());
}

#[test]
fn html_that_is_deep_keeps_its_words() {
    let html = format!("{}word{}", "<b>".repeat(5_000), "</b>".repeat(5_000));
    assert_eq!(to_text(&html), "word");
    assert!(CLEAN.is_match(&sanitise(&html)) && sanitise(&html).contains("word"));
    // Paragraphs and items that nobody closed are not deep.
    let list = "<ul><li>one".to_owned() + &"<li>more".repeat(500);
    assert_eq!(sanitise(&list).matches("<li>").count(), 501);
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_cleaning_twice_changes_nothing(text in "\\PC{0,200}|(<|>|/|a|p|script|=|\"|'|&| ){0,60}") {
        let once = sanitise(&text);
        proptest::prop_assert!(CLEAN.is_match(&once), "{}", once);
        proptest::prop_assert_eq!(sanitise(&once), once);
        let _ = (plain(&text), markdown(&text), scan(&text), count(&text), to_text(&text));
    }

    #[test]
    fn crooked_tags_are_cleaned_once_and_for_all(
        text in "(<(/)?(a|b|p|li|ul|ol|h1|h2|pre|span|blockquote|ruby|rt|rp|br|div|td|tr|table|svg|math|style|code|em|img)( href=https://a.example| class=h-x| src=http://b.example alt=y)?(/)?>|\n| |x|&|&lt;|&#10;|<!--|-->){0,40}"
    ) {
        let once = sanitise(&text);
        proptest::prop_assert!(CLEAN.is_match(&once), "{}", once);
        proptest::prop_assert_eq!(sanitise(&once), once);
    }
}
