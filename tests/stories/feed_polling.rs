//! When a feed is asked: on its schedule, with what the last answer said of itself, and less and less while it fails.

use gudok::background;
use gudok::jobs::runner;
use gudok::posts::feeds;
use gudok::posts::{self};

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{item, long_text, mailable, read, rss, subscribed, with_old};

stories! {
    async fn a_feed_that_has_not_changed_is_not_sent_again(site: Site) {
        let server = FeedServer::start().await;
        let headers = vec![("ETag", "\"v1\"".to_owned()), ("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT".to_owned())];
        server.script("/feed", Serve::Answer(200, headers, rss(&[]).into_bytes()));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        server.script("/feed", Serve::Answer(304, Vec::new(), Vec::new()));
        let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(arrived.new, 0);
        let request = server.requests().pop().expect("a request");
        assert_eq!(request.header("If-None-Match"), "\"v1\"");
        assert_eq!(request.header("If-Modified-Since"), "Mon, 23 Nov 2026 00:00:00 GMT");
        assert!(request.header("User-Agent").starts_with("Gudok/") && request.header("User-Agent").contains("(+http://"));
    }

    async fn a_weak_tag_is_not_sent_beside_a_date_and_once_a_day_nothing_is(site: Site) {
        let server = FeedServer::start().await;
        let dated = vec![("ETag", "W/\"v1\"".to_owned()), ("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT".to_owned())];
        server.script("/feed", Serve::Answer(200, dated, rss(&[]).into_bytes()));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        let ask = async || {
            posts::poll(&site.app, feed.id).await.expect("a poll");
            let request = server.requests().pop().expect("a request");
            (request.header("If-None-Match").to_owned(), request.header("If-Modified-Since").to_owned())
        };
        assert_eq!(ask().await, (String::new(), "Mon, 23 Nov 2026 00:00:00 GMT".to_owned()));
        site.wait(24 * 60 * 60);
        assert_eq!(ask().await, (String::new(), String::new()));
        let tagged = vec![("ETag", "W/\"v2\"".to_owned())];
        server.script("/feed", Serve::Answer(200, tagged, rss(&[]).into_bytes()));
        ask().await;
        assert_eq!(ask().await.0, "W/\"v2\"", "where there is no date, the tag is all there is");
    }

    async fn a_feed_that_fails_is_asked_less_and_less_and_tells_why(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let mut waits = Vec::new();
        server.script("/feed", Serve::Answer(500, Vec::new(), Vec::new()));
        for _ in 0..9 {
            assert!(posts::poll(&site.app, feed.id).await.is_err());
            let feed = feeds::find(&mut read(site).await, feed.id).await.expect("feeds").expect("the feed");
            waits.push(feed.next_poll_at.since(site.app.now()) / 60);
        }
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
        let headers = vec![("Retry-After", "7200".to_owned())];
        server.script("/feed", Serve::Answer(200, Vec::new(), rss(&[]).into_bytes()));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        server.script("/feed", Serve::Answer(503, headers, Vec::new()));
        assert!(posts::poll(&site.app, feed.id).await.is_err());
        let feed = feeds::find(&mut read(site).await, feed.id).await.expect("feeds").expect("the feed");
        assert_eq!(feed.next_poll_at.since(site.app.now()), 7200);
        let why = feed.problem(gudok::i18n::Locale::Ko.translator()).expect("a problem");
        assert!(why.contains("503"), "{why}");
    }

    async fn feeds_that_are_due_are_polled_by_the_schedule(site: Site) {
        let server = FeedServer::start().await;
        subscribed(site, &server).await;
        let schedule = background::SCHEDULES.iter().find(|schedule| schedule.name == "poll-feeds").expect("the schedule");
        let asked = server.count("/feed");
        (schedule.run)(site.app.clone()).await.expect("a run");
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(server.count("/feed"), asked, "not due yet");
        site.wait(15 * 60);
        server.serve("/feed", "application/rss+xml", &with_old(&[item("a", "파 값", &long_text("파"), "")]));
        for _ in 0..2 {
            (schedule.run)(site.app.clone()).await.expect("a run");
        }
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(server.count("/feed"), asked + 1);
        assert_eq!(mailable(site).await.len(), 1);
    }
}
