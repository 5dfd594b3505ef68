//! Activities arrive in any order, some of them twice, and lead to the state of the order they were sent in
//! (reliability, case 23).

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::accounts::Account;
use hearth_core::follows::queries::between;
use hearth_core::follows::{request, undo};
use hearth_core::restrictions::block;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Do(&'static str),
    Undo(&'static str),
}
use Act::{Do, Undo};

/// Every order of `acts`.
fn orders(acts: &[Act]) -> Vec<Vec<Act>> {
    if acts.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (place, act) in acts.iter().enumerate() {
        let mut rest = acts.to_vec();
        rest.remove(place);
        all.extend(orders(&rest).into_iter().map(|tail| [vec![*act], tail].concat()));
    }
    all
}

fn uri(kind: &str, slug: &str) -> String {
    format!("https://other.example/{kind}/{slug}")
}

async fn follow_in(world: &World, order: &[Act], cleo: &Account, ada: &Account) -> bool {
    for act in order {
        match act {
            Do(slug) => request::receive_request(&world.core, cleo, ada, &uri("f", slug)).await.unwrap(),
            Undo(slug) => undo::receive_undo(&world.core, cleo, ada, Some(&uri("f", slug))).await.unwrap(),
        }
    }
    between(&world.core, cleo.id, ada.id).await.unwrap().is_some()
}

async fn block_in(world: &World, order: &[Act], cleo: &Account, ada: &Account) -> bool {
    for act in order {
        match act {
            Do(slug) => block::receive_block(&world.core, cleo, ada, &uri("b", slug)).await.unwrap(),
            Undo(slug) => {
                block::receive_unblock(&world.core, cleo, ada, Some(&uri("b", slug))).await.unwrap()
            }
        }
    }
    let stands =
        hearth_core::accounts::relationship::relationships(&world.core, ada.id, &[cleo.id]).await.unwrap();
    stands[0].blocked_by
}

/// Whether what was undone is done once more under its old id, which counts: the last word is the one to arrive.
fn done_again(order: &[Act]) -> bool {
    let undone = order.iter().position(|act| *act == Undo("1"));
    undone.is_some_and(|at| order[..at].contains(&Do("1")) && order.last() == Some(&Do("1")))
}

const RESET: &str = "TRUNCATE follows, blocks, undone, notifications";

#[tokio::test]
async fn every_order_of_follows_and_undos_with_one_of_them_twice() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    let sent: [(&[Act], bool); 2] = [(&[Do("1"), Undo("1")], false), (&[Do("1"), Undo("1"), Do("2")], true)];
    for (acts, holds) in sent {
        for twice in 0..=acts.len() {
            let doubled = [acts, &acts.get(twice..=twice).unwrap_or_default().to_vec()[..]].concat();
            for order in orders(&doubled) {
                world.sql(RESET).await;
                let holds = holds || done_again(&order);
                assert_eq!(follow_in(&world, &order, &cleo, &ada).await, holds, "{order:?}");
            }
        }
    }
}

#[tokio::test]
async fn every_order_of_blocks_and_unblocks_with_one_of_them_twice() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    let sent: [(&[Act], bool); 2] = [(&[Do("1"), Undo("1")], false), (&[Do("1"), Undo("1"), Do("2")], true)];
    for (acts, holds) in sent {
        for twice in 0..=acts.len() {
            let doubled = [acts, &acts.get(twice..=twice).unwrap_or_default().to_vec()[..]].concat();
            for order in orders(&doubled) {
                world.sql(RESET).await;
                let holds = holds || done_again(&order);
                assert_eq!(block_in(&world, &order, &cleo, &ada).await, holds, "{order:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_uses_its_ids_again_is_understood() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    assert!(!follow_in(&world, &[Do("1"), Undo("1")], &cleo, &ada).await);
    assert!(follow_in(&world, &[Do("1")], &cleo, &ada).await, "at once");
    assert!(!follow_in(&world, &[Undo("1"), Undo("1")], &cleo, &ada).await);
    world.clock.step(TimeDelta::hours(1));
    assert!(follow_in(&world, &[Do("1")], &cleo, &ada).await, "later");
    // The Undo of some servers names an id that the Follow never had.
    world.clock.step(TimeDelta::hours(1));
    assert!(!follow_in(&world, &[Undo("other")], &cleo, &ada).await);
    // And of some none at all.
    assert!(follow_in(&world, &[Do("3")], &cleo, &ada).await);
    undo::receive_undo(&world.core, &cleo, &ada, None).await.unwrap();
    assert!(between(&world.core, cleo.id, ada.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_follow_undone_before_it_came_is_refused_for_a_month() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    assert!(!follow_in(&world, &[Undo("1")], &cleo, &ada).await);
    world.clock.step(TimeDelta::days(5));
    assert!(!follow_in(&world, &[Do("1")], &cleo, &ada).await);
    world.clock.step(TimeDelta::days(31));
    assert_eq!(hearth_core::undone::prune(&world.core).await.unwrap(), 1);
    assert!(follow_in(&world, &[Do("1")], &cleo, &ada).await);
}

/// Security case 33: nobody undoes for others.
#[tokio::test]
async fn an_undo_of_somebody_elses_follow_changes_nothing() {
    let world = World::new().await;
    let (ada, cleo) = (world.member("ada").await, world.remote("cleo", "other.example").await);
    let neighbour = world.remote("mallory", "other.example").await;
    let stranger = world.remote("mallory", "third.example").await;
    for mallory in [&neighbour, &stranger] {
        undo::receive_undo(&world.core, mallory, &ada, Some(&uri("f", "1"))).await.unwrap();
        block::receive_unblock(&world.core, mallory, &ada, Some(&uri("b", "1"))).await.unwrap();
    }
    assert!(follow_in(&world, &[Do("1")], &cleo, &ada).await);
    assert!(block_in(&world, &[Do("1")], &cleo, &ada).await);
    // Blocked by cleo, whose follow it ended; a member cannot be made to leave by a stranger's Undo either.
    undo::receive_undo(&world.core, &ada, &cleo, None).await.unwrap();
    assert!(block_in(&world, &[], &cleo, &ada).await);
}
