//! Who stories and boosts are addressed to.

use super::kit::{ada, ben, naming_ben, view};
use crate::objects::Document;
use crate::objects::audience::Addressing;
use crate::objects::context::PUBLIC;
use hearth_core::stories::Audience;

const FOLLOWERS: &str = "https://hearth.example/users/ada/followers";
const BEN: &str = "https://other.example/users/ben";

fn lists(addressing: &Addressing) -> (Vec<&str>, Vec<&str>) {
    (addressing.to.iter().map(String::as_str).collect(), addressing.cc.iter().map(String::as_str).collect())
}

#[test]
fn of_stories() {
    for (audience, to, cc) in [
        (Audience::Public, vec![PUBLIC], vec![FOLLOWERS, BEN]),
        (Audience::Unlisted, vec![FOLLOWERS], vec![PUBLIC, BEN]),
        (Audience::Followers, vec![FOLLOWERS], vec![BEN]),
        (Audience::Direct, vec![BEN], vec![]),
    ] {
        assert_eq!(lists(&Addressing::of_story(&naming_ben(audience))), (to, cc), "{audience:?}");
    }
}

#[test]
fn of_boosts() {
    for (audience, to, cc) in [
        (Audience::Public, vec![PUBLIC], vec![FOLLOWERS, BEN]),
        (Audience::Unlisted, vec![FOLLOWERS], vec![PUBLIC, BEN]),
        (Audience::Followers, vec![FOLLOWERS], vec![BEN]),
    ] {
        assert_eq!(lists(&Addressing::of_boost(&ada(), &ben(), audience)), (to, cc), "{audience:?}");
    }
}

#[test]
fn empty_lists_are_left_out() {
    let nobody = Addressing::of_story(&view(Audience::Direct));
    assert_eq!(nobody.write(Document::default()), Document::default());
}
