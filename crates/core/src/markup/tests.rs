//! What goes in and what comes out.

mod hostile;

use super::{Format, Resolved, compose, count, excerpt, fold_tag, sanitise, scan, scan_as, to_text};
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
    assert_eq!(scanned.emojis, ["blob"]);
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
}

#[test]
fn blank_lines_part_paragraphs_whatever_is_on_them() {
    assert_eq!(plain("one\r\ntwo\n  \n\n\nthree\n"), "<p>one<br />two</p><p>three</p>");
    assert_eq!(compose("one\ntwo\n\nthree", Format::Markdown, &resolved()).plain, "one\ntwo\n\nthree");
    assert_eq!(compose("one\n  two", Format::Plain, &resolved()).plain, "one\n  two");
}

#[test]
fn addresses_are_shown_short_and_copied_whole() {
    assert_eq!(
        plain("https://www.example.com/a/very/long/address/that/goes/on"),
        "<p><a href=\"https://www.example.com/a/very/long/address/that/goes/on\" target=\"_blank\" \
         rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://www.</span>\
         <span class=\"ellipsis\">example.com/a/very/long/addres</span><span class=\"invisible\">\
         s/that/goes/on</span></a></p>"
    );
    assert_eq!(
        scan("(see https://a.example/x_(y).) https://b.example/q?a=1。").urls,
        ["https://a.example/x_(y)", "https://b.example/q?a=1"]
    );
}

#[test]
fn links_of_markdown_lead_away_without_thanks() {
    assert_eq!(
        markdown("[here](https://a.example/?a=1&b=2)"),
        "<p><a href=\"https://a.example/?a=1&amp;b=2\" rel=\"nofollow noopener\" target=\"_blank\">here</a></p>"
    );
    assert_eq!(markdown("[here](/local) [there](mailto:x@a.example)"), "<p>here there</p>");
    assert!(markdown("![a cat](https://a.example/c.png)").contains(">a cat</a>"));
}

#[test]
fn code_names_nobody() {
    let text = "`@ada` #one [@cleo](https://a.example) @ben@other.example\n\n```\n#two @dora\n```";
    let scanned = scan_as(text, Format::Markdown);
    assert_eq!(scanned.mentions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["ben@other.example"]);
    assert_eq!(scanned.hashtags, ["one"]);
    assert_eq!(scan(text).mentions.len(), 4);
}

#[test]
fn names_are_found_once_whatever_their_case() {
    let scanned = scan("@Ada @ada @ben@Other.Example @ben@other.example:443 #Straße #ΟΔΟΣ #οδος");
    assert_eq!(scanned.mentions.len(), 2);
    assert_eq!(scanned.hashtags, ["Straße", "ΟΔΟΣ"]);
    assert_eq!(fold_tag("#İx"), fold_tag(&fold_tag("#İx")));
}

#[test]
fn pictures_and_unknown_blocks_keep_their_words() {
    let picture =
        "<img data-src=\"https://evil.example/\" alt='a > b &amp; c' src=https://a.example/x?a=1&amp;b=2>";
    assert_eq!(
        sanitise(picture),
        "<a href=\"https://a.example/x?a=1&amp;b=2\" target=\"_blank\" \
         rel=\"nofollow noopener noreferrer\">a &gt; b &amp; c</a>"
    );
    assert!(
        sanitise("<a href=https://a.example><img src=https://a.example/x alt=cat></a>")
            .contains("\">cat</a>")
    );
    assert_eq!(sanitise("<div>one</div><div>two</div>three"), "one<br>two<br>three");
    assert_eq!(sanitise("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b<br>c");
    assert_eq!(
        sanitise(
            "so <math><mi>x</mi><annotation encoding=\"application/x-tex\">x^2 &lt; 3</annotation></math>!"
        ),
        "so $x^2 &lt; 3$!"
    );
}

#[test]
fn words_are_parted_as_they_are_shown() {
    assert_eq!(to_text("<p>one\n   two</p>\n\n<p>three</p>"), "one two\n\nthree");
    assert_eq!(to_text("<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>after"), "one\ntwo\nafter");
    assert_eq!(to_text("<pre>a\n  b</pre>"), "a\n  b");
    assert_eq!(to_text("<blockquote><p>one</p></blockquote><p>two</p>"), "one\n\ntwo");
    assert_eq!(excerpt("<p>one two</p><p>three</p>", 7), "one two…");
    assert_eq!(excerpt("👨\u{200d}👩\u{200d}👧👍", 1), "👨\u{200d}👩\u{200d}👧…");
}
