//! Whoever has asked often enough is not let in by another spelling of the same request.

use hearth_testkit::TestHearth;
use hearth_testkit::person::{exchange, http};
use reqwest::Method;
use serde_json::json;

/// What one household did already; the program takes this from the proxy on its own machine.
const FROM: &str = "198.51.100.7";

async fn register(hearth: &TestHearth, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut request = http().request(Method::POST, format!("{}{path}", hearth.base));
    if headers.iter().all(|(name, _)| *name != "x-forwarded-for") {
        request = request.header("x-forwarded-for", FROM);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let app = json!({"client_name": "an app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"});
    exchange(request.json(&app)).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_60_no_spelling_gets_past_a_limit() {
    let hearth = TestHearth::with(|config| config.oauth.app_registrations = 3).await;
    let ada = hearth.person("ada").await;
    for _ in 0..3 {
        assert_eq!(register(&hearth, "/api/v1/apps", &[]).await, 200);
    }
    let apps = hearth.database.count("apps").await;
    let token = format!("Bearer {}", ada.token);
    let tries: [(&str, &[(&str, &str)]); 13] = [
        ("/api/v1/apps", &[]),
        ("/api/v1/apps/", &[]),
        ("/api/v1/apps?x=1", &[]),
        ("/api/v1//apps", &[]),
        ("//api/v1/apps", &[]),
        ("/api/v1/%61pps", &[]),
        ("/API/V1/APPS", &[]),
        ("/api/v1/./apps", &[]),
        ("/api/v1/apps", &[("x-forwarded-for", "203.0.113.9, 198.51.100.7")]),
        (
            "/api/v1/apps",
            &[("x-real-ip", "203.0.113.9"), ("forwarded", "for=203.0.113.9"), ("client-ip", "203.0.113.9")],
        ),
        ("/api/v1/apps", &[("authorization", &token)]),
        ("/api/v1/apps", &[("user-agent", "another"), ("cookie", "a=b")]),
        ("/api/v1/apps", &[("x-http-method-override", "PUT")]),
    ];
    for (path, headers) in tries {
        let status = register(&hearth, path, headers).await;
        assert!(matches!(status, 404 | 429), "{status} for {path} {headers:?}");
    }
    let get = http().get(format!("{}/api/v1/apps", hearth.base)).header("x-http-method-override", "POST");
    assert!(exchange(get).await.status.is_client_error());
    assert_eq!(hearth.database.count("apps").await, apps, "none of them made one");
    // Others are let in as before; a household of IPv6 is one however it calls itself.
    for (number, status) in [(1, 200), (2, 200), (3, 200), (4, 429), (0xffff, 429)] {
        let from = format!("2001:db8:1:2:{number:x}::{number:x}");
        assert_eq!(register(&hearth, "/api/v1/apps", &[("x-forwarded-for", &from)]).await, status, "{from}");
    }
    assert_eq!(register(&hearth, "/api/v1/apps", &[("x-forwarded-for", "2001:db8:1:3::1")]).await, 200);
}
