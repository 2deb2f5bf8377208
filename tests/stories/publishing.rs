//! The site's call about a new page: believed when it is signed, taken once, and the post is there at once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gudok::background;
use gudok::jobs::runner;
use gudok::on;
use gudok::posts;
use gudok::webhooks::{check_publish_secret, publish_secret};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{item, long_text, mailable, subscribed, with_old};
use crate::support::{Reply, Site};

async fn signed_call(site: &Site, id: &str, at: i64, body: &str, signed_body: &str) -> Reply {
    let secret = publish_secret(&site.app).await.expect("a secret");
    let key = secret.as_text().strip_prefix("whsec_").expect("the prefix");
    let key = STANDARD.decode(key).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    mac.update(format!("{id}.{at}.{signed_body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let request = site.http.post(site.url("/hooks/publish"));
    let request = request
        .header("webhook-id", id)
        .header("webhook-timestamp", at.to_string())
        .header("webhook-signature", signature)
        .body(body.to_owned());
    site.send(request).await
}

/// A genuine call of now.
async fn call(site: &Site, id: &str, body: &str) -> Reply {
    signed_call(site, id, site.app.now().unix(), body, body).await
}

fn about(page: &str) -> String {
    serde_json::json!({ "url": page }).to_string()
}

fn code(reply: &Reply, status: u16) -> String {
    reply.expect(status);
    assert!(
        reply
            .header("content-type")
            .starts_with("application/problem+json")
    );
    reply.json()["code"].as_str().expect("a code").to_owned()
}

stories! {
    async fn a_page_that_the_site_names_is_there_at_once(site: Site) {
        let server = FeedServer::start().await;
        subscribed(site, &server).await;
        server.serve("/feed", "application/rss+xml", &with_old(&[item("a", "파 값", &long_text("파"), "")]));
        let (page, asked) = (about(&server.url("/a")), server.count("/feed"));
        for _ in 0..2 {
            let reply = call(site, "msg_1", &page).await;
            assert_eq!(reply.expect(202), r#"{"feeds":1}"#);
            runner::drain(&site.app, background::JOBS).await.expect("jobs");
            assert_eq!(server.count("/feed"), asked + 1, "a repeated call does nothing");
        }
        assert_eq!(mailable(site).await.len(), 1);
        call(site, "msg_2", &page).await.expect(202);
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(server.count("/feed"), asked + 2, "another call is another word");
    }

    async fn a_page_that_the_site_names_is_found_though_the_feeds_date_is_the_same(site: Site) {
        let server = FeedServer::start().await;
        let dated = vec![("ETag", "\"v1\"".to_owned()), ("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT".to_owned())];
        server.script("/feed", Serve::Answer(200, dated.clone(), with_old(&[]).into_bytes()));
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        let post = with_old(&[item("a", "파 값", &long_text("파"), "")]);
        server.script("/feed", Serve::Answer(200, dated, post.into_bytes()));
        call(site, "msg_1", &about(&server.url("/a"))).await.expect(202);
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        let request = server.requests().pop().expect("a request");
        let conditions = (request.header("If-None-Match"), request.header("If-Modified-Since"));
        assert_eq!(conditions, ("", ""), "a feed dated to the second would say that nothing has changed");
        assert_eq!(mailable(site).await.len(), 1);
    }

    async fn a_page_of_the_site_whose_feed_is_elsewhere_asks_every_feed(site: Site) {
        let server = FeedServer::start().await;
        subscribed(site, &server).await;
        let reply = call(site, "msg_1", &about("https://www.blog.example.org/2026/post/")).await;
        assert_eq!(reply.expect(202), r#"{"feeds":1}"#);
    }

    async fn a_call_that_is_not_the_sites_own_does_nothing(site: Site) {
        let server = FeedServer::start().await;
        subscribed(site, &server).await;
        let (page, now) = (about(&server.url("/a")), site.app.now().unix());
        let forged = signed_call(site, "msg_1", now, &page, "{}").await;
        assert_eq!(code(&forged, 401), "wrong-signature");
        for at in [now - 301, now + 301] {
            assert_eq!(code(&signed_call(site, "msg_1", at, &page, &page).await, 401), "stale-signature");
        }
        let unsigned = site.send(site.http.post(site.url("/hooks/publish")).body(page.clone())).await;
        assert_eq!(code(&unsigned, 401), "wrong-signature");
        let foreign = call(site, "msg_1", &about("https://elsewhere.example/a")).await;
        assert_eq!(code(&foreign, 422), "foreign-page");
        for body in ["", "{}", r#"{"url": "post 7"}"#, r#"{"url": "javascript:alert(1)"}"#] {
            assert_eq!(code(&call(site, "msg_1", body).await, 400), "malformed", "{body}");
        }
        let asked = server.count("/feed");
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(server.count("/feed"), asked);
        call(site, "msg_1", &page).await.expect(202);
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(server.count("/feed"), asked + 1, "a refused call takes no id");
    }

    async fn a_client_that_calls_without_end_is_told_to_wait(site: Site) {
        for _ in 0..120 {
            assert_eq!(code(&signed_call(site, "msg_1", 0, "{}", "").await, 401), "wrong-signature");
        }
        let refused = signed_call(site, "msg_1", 0, "{}", "").await;
        assert_eq!(code(&refused, 429), "too-many");
        assert_eq!(refused.header("retry-after"), "60");
        site.wait(60);
        call(site, "msg_2", &about("https://blog.example.org/a")).await.expect(202);
    }

    async fn a_made_secret_stays_and_the_configuration_names_another(site: Site) {
        let made = publish_secret(&site.app).await.expect("a secret").as_text().to_owned();
        site.restart(|_| {}).await;
        assert_eq!(publish_secret(&site.app).await.expect("a secret").as_text(), made);
        let named = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        site.restart(|config| config.hooks.publish_secret = Some(named.parse().expect("a secret"))).await;
        assert_eq!(publish_secret(&site.app).await.expect("a secret").as_text(), named);
        call(site, "msg_1", &about("https://blog.example.org/a")).await.expect(202);
    }

    async fn a_kept_secret_that_cannot_be_read_stops_the_start_and_tells_the_ways_out(site: Site) {
        publish_secret(&site.app).await.expect("a secret");
        check_publish_secret(&site.app).await.expect("it can be read");
        site.change("UPDATE settings SET value = 'whsec_?' WHERE name = 'hooks.publish_secret'").await;
        for error in [check_publish_secret(&site.app).await.err(), publish_secret(&site.app).await.err()] {
            let told = error.expect("refused").to_string();
            assert!(told.contains("option `hooks.publish_secret`") && told.contains("delete its row of the table `settings`"), "{told}");
        }
        let named = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        site.restart(|config| config.hooks.publish_secret = Some(named.parse().expect("a secret"))).await;
        check_publish_secret(&site.app).await.expect("the option goes before");
        site.restart(|config| config.hooks.publish_secret = None).await;
        site.change("DELETE FROM settings WHERE name = 'hooks.publish_secret'").await;
        let made = publish_secret(&site.app).await.expect("a new one");
        assert_eq!(publish_secret(&site.app).await.expect("a secret").as_text(), made.as_text());
    }

    async fn taken_calls_are_forgotten_after_a_month(site: Site) {
        call(site, "msg_1", &about("https://blog.example.org/a")).await.expect(202);
        let schedule = background::SCHEDULES.iter().find(|schedule| schedule.name == "forget-hook-calls").expect("the schedule");
        for (days, kept) in [(29, 1_i64), (2, 0)] {
            site.wait(days * 24 * 60 * 60);
            (schedule.run)(site.app.clone()).await.expect("a run");
            let mut tx = site.app.read().await.expect("a connection");
            let calls: i64 = on!(&mut tx, conn => sqlx::query_scalar("SELECT count(*) FROM hook_calls").fetch_one(conn)).expect("a count");
            assert_eq!(calls, kept);
        }
    }
}
