//! A program of the site calls the API by a token, which allows what its scopes name, until it ends.

use gudok::admin::Role;
use gudok::admin::audit::Actor;
use gudok::admin::tokens::{self, ApiSecret, NewToken, Scope, ScopeList};
use gudok::clock::{DAY, MINUTE};
use gudok::subscribers::SubscriberState;
use gudok::subscribers::consent::{self, Channel};
use reqwest::Method;
use serde_json::{Value, json};

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, confirm, history, offer, state, subscribed, subscriber};
use crate::support::{PASSWORD, Reply, Site};

const SUBSCRIBERS: &str = "/api/v1/admin/subscribers";

pub(crate) async fn token(site: &Site, scopes: &[Scope]) -> String {
    let new = NewToken {
        name: "shop".into(),
        scopes: ScopeList(scopes.to_vec()),
        days: Some(30),
    };
    let mut tx = site.app.write().await.expect("a transaction");
    let (_, secret) = tokens::make(&mut tx, &site.app, Actor::Command, &new)
        .await
        .expect("made");
    tx.commit().await.expect("committed");
    secret.expose().to_owned()
}

pub(crate) async fn call(
    site: &Site,
    token: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Reply {
    let mut request = site.http.request(method, site.url(path));
    request = request.header("authorization", format!("Bearer {token}"));
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    site.send(request).await
}

async fn get(site: &Site, token: &str, path: &str) -> Reply {
    call(site, token, Method::GET, path, None).await
}

async fn post(site: &Site, token: &str, path: &str, body: Value) -> Reply {
    call(site, token, Method::POST, path, Some(body)).await
}

fn refused(reply: &Reply, status: u16, code: &str) {
    reply.expect(status);
    assert_eq!(reply.json()["code"], code, "{}", reply.body);
    assert_eq!(reply.header("content-type"), "application/problem+json");
}

stories! {
    async fn a_call_without_a_good_token_is_refused_and_each_scope_allows_its_own_calls(site: Site) {
        let kim = subscribed(site, KIM).await;
        let one = format!("{SUBSCRIBERS}/{}", kim.id.0);
        refused(&site.get(SUBSCRIBERS).await, 401, "no-token");
        assert_eq!(site.get(SUBSCRIBERS).await.header("www-authenticate"), "Bearer");
        let stranger = ApiSecret::draw(&gudok::random::Random::seeded(7)).expose().to_owned();
        for wrong in ["", "gudok_", stranger.as_str()] {
            refused(&get(site, wrong, SUBSCRIBERS).await, 401, "no-token");
        }
        site.sign_in(Role::Owner).await;
        refused(&site.get(SUBSCRIBERS).await, 401, "no-token");
        site.cookie = None;

        let calls = [
            (Scope::SubscribersRead, Method::GET, SUBSCRIBERS.to_owned(), None),
            (Scope::SubscribersRead, Method::GET, one.clone(), None),
            (Scope::SubscribersWrite, Method::POST, SUBSCRIBERS.to_owned(), Some(json!({"email": "lee@example.org"}))),
            (Scope::SubscribersWrite, Method::PATCH, one.clone(), Some(json!({"cadence": "daily"}))),
            (Scope::SubscribersWrite, Method::POST, format!("{one}/departure"), None),
            (Scope::SubscribersErase, Method::DELETE, one.clone(), None),
        ];
        for (scope, method, path, body) in calls {
            let others: Vec<Scope> = Scope::ALL.iter().copied().filter(|other| *other != scope).collect();
            let others = token(site, &others).await;
            refused(&call(site, &others, method.clone(), &path, body.clone()).await, 403, "scope-missing");
            let holder = token(site, &[scope]).await;
            let reply = call(site, &holder, method.clone(), &path, body).await;
            assert!((200..300).contains(&reply.status), "{method} {path}: {}", reply.body);
            assert_eq!(reply.header("cache-control"), "no-store");
        }
        let all = token(site, Scope::ALL).await;
        refused(&get(site, &all, &one).await, 404, "not-found");
        refused(&get(site, &all, "/api/v1/admin/nothing").await, 404, "not-found");
        assert!(matches!(call(site, &all, Method::PUT, &one, None).await.status, 404 | 405));
    }

    async fn a_token_ends_by_its_day_and_by_its_owner_and_tells_when_it_was_used(site: Site) {
        let secret = token(site, &[Scope::SubscribersRead]).await;
        let kept = site.texts("SELECT secret_hash || hint FROM api_tokens").await;
        assert!(!kept[0].contains(&secret), "the database cannot be used to call");
        let used = async || {
            let mut tx = site.app.read().await.expect("a connection");
            tokens::all(&mut tx).await.expect("read")[0].last_used_at
        };
        assert_eq!(used().await, None);
        get(site, &secret, SUBSCRIBERS).await.expect(200);
        let first = used().await;
        assert_eq!(first, Some(site.app.now()));
        site.wait(MINUTE / 2);
        get(site, &secret, SUBSCRIBERS).await.expect(200);
        assert_eq!(used().await, first, "a use is noted once a minute");
        site.wait(30 * DAY);
        refused(&get(site, &secret, SUBSCRIBERS).await, 401, "no-token");
    }

    async fn owners_make_a_token_in_the_panel_see_it_once_and_end_it(site: Site) {
        site.sign_in(Role::Editor).await;
        site.get("/admin/tokens").await.expect(403);
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/tokens").await;
        let csrf = page.field("csrf");
        let form = [("csrf", csrf.as_str()), ("name", "워드프레스"), ("scopes", "sign-ups"), ("scopes", "subscribers:read"), ("days", "90")];
        let with = |more: &[(&'static str, &'static str)]| [&form[..], more].concat();
        assert!(site.post("/admin/tokens", &form[..2]).await.expect(422).contains("권한을 골라 주세요"));
        let wrong = site.post("/admin/tokens", &with(&[("present", "no")])).await;
        assert_eq!(wrong.expect(422).matches(" checked").count(), 2, "what was typed stays");
        let made = site.post("/admin/tokens", &with(&[("present", PASSWORD)])).await;
        made.expect(200);
        let secret = made.text_of("code.secret");
        assert!(ApiSecret::parse(&secret).is_some(), "{secret}");
        let page = site.get("/admin/tokens").await;
        assert!(!page.body.contains(&secret) && page.body.contains("워드프레스") && page.body.contains("sign-ups subscribers:read"));
        get(site, &secret, SUBSCRIBERS).await.expect(200);
        let id = site.numbers("SELECT id FROM api_tokens").await[0];
        site.post(&format!("/admin/tokens/{id}/end"), &[("csrf", &csrf)]).await.expect(303);
        refused(&get(site, &secret, SUBSCRIBERS).await, 401, "no-token");
        site.post(&format!("/admin/tokens/{id}/end"), &[("csrf", &csrf)]).await.expect(404);
        let log = site.audit_log().await;
        assert_eq!(log[log.len() - 2..], ["owner@example.org token-make 워드프레스", "owner@example.org token-end 워드프레스"]);
    }

    async fn the_list_comes_in_pages_and_is_filtered(site: Site) {
        offer(site, "연구").await;
        for number in 0..3 {
            subscribed(site, &format!("reader{number}@example.org")).await;
        }
        let reader = token(site, &[Scope::SubscribersRead]).await;
        let first = get(site, &reader, &format!("{SUBSCRIBERS}?limit=2")).await.json();
        assert_eq!(first["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(first["items"][0]["email"], "reader2@example.org");
        let next = first["next"].as_str().expect("another page");
        let last = get(site, &reader, &format!("{SUBSCRIBERS}?limit=2&cursor={next}")).await.json();
        assert_eq!((last["items"].as_array().map(Vec::len), &last["next"]), (Some(1), &Value::Null));
        let found = get(site, &reader, &format!("{SUBSCRIBERS}?q=reader1&state=confirmed")).await.json();
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
        assert_eq!((&found["items"][0]["cadence"], &found["items"][0]["topics"]), (&json!("weekly"), &json!([])));
        let all = get(site, &reader, &format!("{SUBSCRIBERS}?cursor=&limit=&state=&q=")).await.json();
        assert_eq!(all["items"].as_array().map(Vec::len), Some(3), "an empty value is none");
        for wrong in ["state=asleep", "cursor=last", "limit=-1", "page=2"] {
            refused(&get(site, &reader, &format!("{SUBSCRIBERS}?{wrong}")).await, 400, "malformed");
        }
    }

    async fn somebody_who_agreed_elsewhere_is_added_with_the_words_and_nobody_is_revived(site: Site) {
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        let consent = json!({"wording": "새 글을 메일로 받겠습니다.", "page": "https://shop.example.org/join?cart=7", "ip": "203.0.113.7", "user_agent": "Firefox"});
        let body = json!({"email": KIM, "name": "김민지", "cadence": "daily", "confirmed": true, "consent": consent});
        let wordless = post(site, &writer, SUBSCRIBERS, json!({"email": KIM, "confirmed": true})).await;
        refused(&wordless, 422, "invalid");
        assert_eq!(wordless.json()["errors"][0]["field"], "consent");
        let added = post(site, &writer, SUBSCRIBERS, body.clone()).await;
        added.expect(201);
        assert_eq!((&added.json()["state"], &added.json()["name"]), (&json!("confirmed"), &json!("김민지")));
        post(site, &writer, SUBSCRIBERS, body.clone()).await.expect(200);
        assert_eq!(site.count_mails_to(KIM).await, 0, "nobody is asked twice");

        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert!(kim.next_digest_at.is_some());
        let mut tx = site.app.read().await.expect("a connection");
        let events = consent::history(&mut tx, kim.id).await.expect("read");
        drop(tx);
        let [event] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!((event.channel, event.actor.as_deref(), event.ip.as_deref()), (Channel::Token, Some("shop"), Some("203.0.113.7")));
        assert_eq!((event.wording.as_deref(), event.page.as_deref()), (Some("새 글을 메일로 받겠습니다."), Some("https://shop.example.org/join")));
        assert_eq!(event.user_agent.as_deref(), Some("Firefox"));

        let gone = format!("{SUBSCRIBERS}/{}/departure", kim.id.0);
        for _ in 0..2 {
            assert_eq!(call(site, &writer, Method::POST, &gone, None).await.json()["state"], "unsubscribed");
        }
        assert_eq!(history(site, KIM).await.len(), 2, "a second departure is none");
        refused(&post(site, &writer, SUBSCRIBERS, body).await, 409, "kept-away");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        assert!(site.audit_log().await.contains(&format!("shop subscriber-unsubscribe subscriber:{}", kim.id.0)));
    }

    async fn whoever_is_to_be_asked_by_mail_and_is_not_is_told_to_the_program(site: Site) {
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        for cadence in ["daily", "weekly", "monthly"] {
            let asked = post(site, &writer, SUBSCRIBERS, json!({"email": KIM, "cadence": cadence})).await;
            asked.expect(202);
            assert_eq!(asked.json()["state"], "pending");
        }
        let again = post(site, &writer, SUBSCRIBERS, json!({"email": KIM, "cadence": "monthly"})).await;
        again.expect(202);
        let capped = post(site, &writer, SUBSCRIBERS, json!({"email": KIM, "cadence": "each_post"})).await;
        refused(&capped, 429, "too-many");
        assert!(confirm(site, KIM).await.expect(200).contains("시작되었습니다"));
        let known = post(site, &writer, SUBSCRIBERS, json!({"email": KIM})).await;
        known.expect(202);
        assert_eq!(known.json()["state"], "confirmed");
        site.change("UPDATE subscribers SET state = 'complained'").await;
        refused(&post(site, &writer, SUBSCRIBERS, json!({"email": KIM})).await, 409, "kept-away");
    }

    async fn two_equal_adds_at_once_begin_one_subscription(site: Site) {
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        for number in 0..5 {
            let email = format!("reader{number}@example.org");
            let body = json!({"email": email, "confirmed": true, "consent": {"wording": "동의합니다."}});
            let site: &Site = site;
            let (one, other) = tokio::join!(post(site, &writer, SUBSCRIBERS, body.clone()), post(site, &writer, SUBSCRIBERS, body));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 201], "{} {}", one.body, other.body);
            assert_eq!(history(site, &email).await.len(), 1);
        }
    }

    async fn a_consent_that_cannot_be_read_is_refused_by_its_field(site: Site) {
        let all = token(site, Scope::ALL).await;
        for (field, wrong) in [("ip", "here"), ("page", "about us"), ("page", "mailto:kim@example.org")] {
            for path in [SUBSCRIBERS, "/api/v1/subscriptions"] {
                let body = json!({"email": KIM, "consent": {"wording": "동의합니다.", field: wrong}});
                let reply = post(site, &all, path, body).await;
                refused(&reply, 422, "invalid");
                assert_eq!(reply.json()["errors"][0]["field"], format!("consent.{field}"));
            }
        }
        let empty = json!({"email": KIM, "consent": {"wording": "동의합니다.", "ip": "", "page": ""}});
        post(site, &all, "/api/v1/subscriptions", empty).await.expect(202);
    }

    async fn control_characters_in_a_consent_are_dropped(site: Site) {
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        let nothing = json!({"email": KIM, "confirmed": true, "consent": {"wording": "\u{0} \u{7f}"}});
        refused(&post(site, &writer, SUBSCRIBERS, nothing).await, 422, "invalid");
        let body = json!({"email": KIM, "confirmed": true, "consent": {"wording": "I\u{0} agree\u{1b}.\n동의합니다.", "user_agent": "Fire\u{0}fox"}});
        post(site, &writer, SUBSCRIBERS, body).await.expect(201);
        let told = site.texts("SELECT wording || ' ' || user_agent FROM consent_events").await;
        assert_eq!(told, ["I agree.\n동의합니다. Firefox"]);
    }

    async fn two_changes_at_once_are_both_taken(site: Site) {
        let kim = subscribed(site, KIM).await;
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        let one = format!("{SUBSCRIBERS}/{}", kim.id.0);
        for (cadence, locale) in [("daily", "en"), ("monthly", "ko"), ("weekly", "en")] {
            let site: &Site = site;
            let change = |body: Value| call(site, &writer, Method::PATCH, &one, Some(body));
            let (first, second) = tokio::join!(change(json!({"cadence": cadence})), change(json!({"locale": locale})));
            first.expect(200);
            second.expect(200);
            let kim = subscriber(site, KIM).await.expect("a subscriber");
            assert_eq!((kim.cadence.as_str(), kim.locale.as_str()), (cadence, locale));
        }
    }

    async fn a_change_is_taken_by_whoever_saw_the_present_state(site: Site) {
        offer(site, "연구").await;
        let kim = subscribed(site, KIM).await;
        let both = token(site, &[Scope::SubscribersRead, Scope::SubscribersWrite]).await;
        let one = format!("{SUBSCRIBERS}/{}", kim.id.0);
        let seen = get(site, &both, &one).await.header("etag").to_owned();
        let change = async |tag: &str, body: Value| {
            let request = site.http.patch(site.url(&one)).header("authorization", format!("bearer {both}"));
            let request = request.header("if-match", tag).header("content-type", "application/json");
            site.send(request.body(body.to_string())).await
        };
        let changed = change(&seen, json!({"cadence": "monthly", "topics": ["연구"], "delivery_hour": 21, "time_zone": "Europe/Berlin", "locale": "en"})).await;
        changed.expect(200);
        assert_eq!((&changed.json()["cadence"], &changed.json()["topics"]), (&json!("monthly"), &json!(["연구"])));
        refused(&change(&seen, json!({"cadence": "daily"})).await, 412, "changed-meanwhile");
        let tag = changed.header("etag").to_owned();
        let weakened = format!("\"other\", W/{tag}");
        assert_eq!(change(&weakened, json!({"topics": []})).await.json()["topics"], json!([]));
        for (field, value) in [("cadence", json!("hourly")), ("delivery_hour", json!(24)), ("time_zone", json!("Mars/Base")), ("locale", json!("de")), ("topics", json!(["없음"]))] {
            let reply = change("*", json!({field: value})).await;
            refused(&reply, 422, "invalid");
            assert_eq!(reply.json()["errors"][0]["field"], field);
        }
        assert_eq!(history(site, KIM).await.last().expect("a line"), "changed by token:shop");
    }

    async fn the_sites_own_server_is_not_limited_as_a_stranger_is(site: Site) {
        let server = token(site, &[Scope::SignUps]).await;
        for number in 0..30 {
            let body = json!({"email": format!("reader{number}@blog{number}.example.org"), "consent": {"wording": "동의합니다.", "ip": format!("203.0.113.{number}")}});
            post(site, &server, "/api/v1/subscriptions", body).await.expect(202);
        }
        let told = site.texts("SELECT channel || ' ' || actor || ' ' || ip FROM consent_events ORDER BY id").await;
        assert_eq!((told.len(), told[7].as_str()), (30, "token shop 203.0.113.7"));
        for number in 0..20 {
            site.post_json("/api/v1/subscriptions", &json!({"email": format!("other{number}@example.org")})).await.expect(202);
        }
        refused(&site.post_json("/api/v1/subscriptions", &json!({"email": "last@example.org"})).await, 429, "too-many");
        let lie = json!({"email": "last@example.org", "consent": {"wording": "동의합니다."}});
        refused(&site.post_json("/api/v1/subscriptions", &lie).await, 401, "no-token");
        let other = token(site, &[Scope::SubscribersRead]).await;
        refused(&post(site, &other, "/api/v1/subscriptions", json!({"email": KIM})).await, 403, "scope-missing");
        assert!(confirm(site, "reader7@blog7.example.org").await.expect(200).contains("시작되었습니다"));
    }

    async fn an_erasure_by_a_token_leaves_no_person(site: Site) {
        let kim = subscribed(site, KIM).await;
        let eraser = token(site, &[Scope::SubscribersErase]).await;
        let one = format!("{SUBSCRIBERS}/{}", kim.id.0);
        call(site, &eraser, Method::DELETE, &one, None).await.expect(204);
        refused(&call(site, &eraser, Method::DELETE, &one, None).await, 404, "not-found");
        assert_eq!(state(site, KIM).await, None);
        let log = site.audit_log().await;
        assert_eq!(log.last().expect("a line"), &format!("shop person-erase subscriber:{}", kim.id.0));
    }
}

#[test]
fn the_command_makes_lists_and_ends_tokens() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let run = |arguments: &[&str]| Printed::of(gudok(folder.path(), arguments));
    let made = run(&[
        "tokens",
        "add",
        "--name",
        "WordPress",
        "--scope",
        "sign-ups",
        "--scope",
        "subscribers:read",
        "--days",
        "30",
    ]);
    let secret = made
        .out
        .split_whitespace()
        .last()
        .unwrap_or_default()
        .to_owned();
    assert!(ApiSecret::parse(&secret).is_some(), "{made:?}");
    let listed = run(&["tokens", "list"]);
    assert!(
        listed.out.contains("WordPress")
            && listed.out.contains("sign-ups subscribers:read")
            && listed.out.contains("never used"),
        "{listed:?}"
    );
    assert!(!listed.out.contains(&secret), "{listed:?}");
    assert_eq!(run(&["tokens", "end", "1"]).code, Some(0));
    let again = run(&["tokens", "end", "1"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("gudok tokens list"), "{again:?}");
    let wrong = run(&["tokens", "add", "--name", "x", "--scope", "everything"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("subscribers:erase"), "{wrong:?}");
}
