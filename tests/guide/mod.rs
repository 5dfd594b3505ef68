//! The guide's examples are made here: each page is walked through on two fresh Hearths, and what it shows is what came back.
//!
//! `HEARTH_GUIDE=write cargo test -p hearth-tests --test it guide` writes what comes back into the pages.

mod page;
mod shape;
mod world;

use super::house::root;
use page::{Page, Part};
use world::World;

async fn walk(name: &str) {
    let path = root().join("docs/guide").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut page = Page::read(&text);
    let mut world = World::build().await;
    let (mut asked, mut stale) = (0, Vec::new());
    for part in &mut page.parts {
        match part {
            Part::Words(_) => {}
            Part::Wait(minutes) => world.wait(*minutes).await,
            Part::Example(example) => {
                asked += 1;
                let shown = world.ask(example).await;
                if shown != example.answer {
                    stale.push(format!("line {}: {}\n{shown}", example.line, example.request));
                    example.answer = shown;
                }
            }
        }
    }
    assert!(asked > 0, "{name} shows nothing");
    if is_to_be_written() {
        std::fs::write(&path, page.write()).unwrap();
        return;
    }
    let again = "run it once more with HEARTH_GUIDE=write, and read what changed";
    assert!(stale.is_empty(), "{name} shows what is not so any more; {again}:\n{}", stale.join("\n\n"));
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, no setting of a server")]
fn is_to_be_written() -> bool {
    std::env::var("HEARTH_GUIDE").is_ok_and(|value| value == "write")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_told_how() {
    walk("member.md").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_is_told_how() {
    walk("steward.md").await;
}
