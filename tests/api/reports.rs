//! What somebody reports, with its kind and the rules that it is against.

use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_report_says_what_kind_of_wrong_it_is() {
    let rules = |config: &mut hearth::Config| {
        config.instance.rules = vec!["Be kind.".to_owned(), "No advertising.".to_owned()];
    };
    let hearth = TestHearth::with(rules).await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ben.tell("Buy my soap").await;
    let id = ben.account.id.to_string();
    let report = async |more: serde_json::Value| {
        let mut body = json!({"account_id": id, "status_ids": [told["id"]], "comment": "soap"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ada.ask(Method::POST, "/api/v1/reports", Some(body)).await
    };
    let plain = report(json!({})).await;
    let said = &plain.is(200).json;
    assert_eq!((said["category"].as_str(), said["rule_ids"].is_null()), (Some("other"), true), "{said}");
    let spam = report(json!({"category": "spam", "rule_ids": ["1"]})).await;
    assert_eq!((spam.json["category"].as_str(), spam.json["rule_ids"].is_null()), (Some("spam"), true));
    for body in [json!({"category": "violation", "rule_ids": ["2"]}), json!({"rule_ids": ["2"]})] {
        let against = report(body).await;
        let said = &against.is(200).json;
        assert_eq!(
            (said["category"].as_str(), &said["rule_ids"]),
            (Some("violation"), &json!(["2"])),
            "{said}"
        );
    }
    report(json!({"rule_ids": ["3"]})).await.is(422);
    report(json!({"rule_ids": ["0"]})).await.is(422);
    report(json!({"category": "dislike"})).await.is(422);
}
