//! Collections and pages.

use super::kit::text;
use crate::objects::collection::{Order, hidden, page, paged, roll, whole};

const ID: &str = "https://hearth.example/users/ada/outbox";

#[test]
fn whole_paged_and_hidden() {
    insta::assert_snapshot!(text(whole(ID, vec!["https://hearth.example/1".into()])));
    insta::assert_snapshot!(text(paged(ID, Order::Ordered, format!("{ID}?below=9"))));
    let next = Some(format!("{ID}?after=9"));
    insta::assert_snapshot!(text(page(&format!("{ID}?after=0"), Order::Loose, ID, next, vec!["x".into()])));
    assert!(!text(hidden(ID)).contains("totalItems"));
    assert!(!text(roll(ID, vec!["https://hearth.example/users/ada".into()])).contains("totalItems"));
}

#[test]
fn an_empty_page_still_has_its_list() {
    assert!(text(page(ID, Order::Ordered, ID, None, Vec::new())).contains("\"orderedItems\": []"));
    assert!(text(whole(ID, Vec::new())).contains("\"orderedItems\": []"));
}
