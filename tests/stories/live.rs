//! Readers of a thread learn of new comments while they read, from this node and from others, within bounds.

use std::time::Duration;

use gudok::changed;
use gudok::comments::{NewestComment, thread};
use gudok::config::CommentModeration;
use gudok::store::{Result, Store};
use serde_json::{Value, json};

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

/// A stream of a thread.
struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(site: &Site, thread: &str) -> Self {
        let path = format!("/fragments/live?{}", encode(&[("thread", thread)]));
        let response = site.http.get(site.url(&path)).send().await;
        let response = response.expect("the server answers");
        assert_eq!(response.status(), 200);
        Self {
            response,
            text: String::new(),
        }
    }

    /// The data of the next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let mut lines = event.lines();
                let data = lines.find_map(|line| line.strip_prefix("data: "));
                let data = data.map(|data| serde_json::from_str(data).expect("JSON"));
                let rest = rest.to_owned();
                self.text = rest;
                if data.is_some() {
                    return data;
                }
                continue;
            }
            let part = tokio::time::timeout(Duration::from_secs(30), self.response.chunk());
            let part = part.await.expect("an event in time").expect("a part")?;
            self.text.push_str(&String::from_utf8_lossy(&part));
        }
    }
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("김하늘", "sky@example.org", body)
    }
}

/// What another node does when a comment becomes public there.
const ANOTHER: &str = "UPDATE threads SET approved = approved + 1, version = version + 1";

stories! {
    async fn readers_of_a_thread_learn_of_each_new_comment(site: Site) {
        open_site(site).await;
        let mut first = Stream::open(site, PAGE).await;
        assert_eq!(first.next().await, Some(json!({"comments": 0})));
        site.said(remark("첫 댓글입니다")).await;
        assert_eq!(first.next().await, Some(json!({"comments": 1})));
        let mut second = Stream::open(site, PAGE).await;
        assert_eq!(second.next().await, Some(json!({"comments": 1})), "it begins with what is there");
        site.said(remark("둘째 댓글입니다")).await;
        for stream in [&mut first, &mut second] {
            assert_eq!(stream.next().await, Some(json!({"comments": 2})));
        }
    }

    async fn other_threads_and_comments_that_wait_wake_nobody(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let mut stream = Stream::open(site, PAGE).await;
        assert_eq!(stream.next().await, Some(json!({"comments": 1})));
        site.said(Remark { thread: "https://blog.example.org/2026/other/", ..remark("다른 글의 댓글") }).await;
        site.change("UPDATE threads SET policy = 'all'").await;
        site.say(remark("기다리는 댓글입니다")).await.expect(303);
        site.change("UPDATE threads SET policy = 'site'").await;
        site.said(remark("공개 댓글입니다")).await;
        assert_eq!(stream.next().await, Some(json!({"comments": 2})));
    }

    async fn a_comment_of_another_node_shows_too(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let mut stream = Stream::open(site, PAGE).await;
        assert_eq!(stream.next().await, Some(json!({"comments": 1})));
        let other = Store::open(&site.app.config().database.url).await.expect("another node");
        let mut tx = other.write().await.expect("a transaction");
        let done: Result<u64> = changed!(&mut tx, conn => sqlx::query(ANOTHER).execute(conn));
        done.expect("a statement");
        tx.commit().await.expect("committed");
        assert_eq!(stream.next().await, Some(json!({"comments": 2})));
        other.close().await;
    }

    async fn a_client_has_so_many_streams_and_no_more(site: Site) {
        let mut open = Vec::new();
        for _ in 0..24 {
            open.push(Stream::open(site, PAGE).await);
        }
        let refused = site.get(&format!("/fragments/live?{}", encode(&[("thread", PAGE)]))).await;
        assert_eq!(refused.status, 503);
        assert!(!refused.header("retry-after").is_empty());
        site.get("/comments?thread=a").await.expect(200);
    }

    async fn streams_end_when_the_server_stops(site: Site) {
        let mut stream = Stream::open(site, PAGE).await;
        assert_eq!(stream.next().await, Some(json!({"comments": 0})));
        site.app.streams().end();
        assert_eq!(stream.next().await, None);
    }

    async fn a_stream_is_for_pages_of_the_site_and_no_cache_or_proxy_keeps_it(site: Site) {
        let path = format!("/fragments/live?{}", encode(&[("thread", PAGE)]));
        let request = site.http.get(site.url(&path)).header("origin", "https://blog.example.org");
        let response = request.send().await.expect("the server answers");
        let header = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().expect("text"));
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-accel-buffering"), "no");
        assert_eq!(header("access-control-allow-origin"), "https://blog.example.org");
        let foreign = format!("/fragments/live?{}", encode(&[("thread", "https://evil.example/a")]));
        assert!(site.get(&foreign).await.status >= 400);
    }

    async fn the_page_and_the_elements_load_the_script_of_news(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count("script[src*='live.js']"), 1);
        assert_eq!(page.count("p[data-live][data-count='1'][hidden] > a[data-gudok=page]"), 1);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let framed = site.thread(PAGE, "&embed=1").await;
        assert!(framed.header("content-security-policy").contains("connect-src 'self'"));
        let loader = site.get("/embed.js").await;
        let name = loader.expect(200).split('"').find(|word| word.starts_with("live-")).expect("the second script").to_owned();
        let script = site.get(&format!("/{name}")).await;
        assert!(script.expect(200).contains("EventSource"));
        assert!(script.header("cache-control").contains("immutable"));
        assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(site.get("/live-0123.js").await.header("cache-control"), "public, max-age=600");
    }

    async fn a_feed_has_the_newest_comments_of_the_site(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        site.said(Remark { thread: "https://blog.example.org/2026/other/", ..remark("다른 글의 <댓글>") }).await;
        let feed = site.get("/comments.atom").await;
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        let read = feed_rs::parser::parse(feed.expect(200).as_bytes()).expect("Atom");
        assert_eq!(read.entries.len(), 2);
        let bodies: Vec<String> = read.entries.iter().map(|entry| entry.content.as_ref().and_then(|content| content.body.clone()).unwrap_or_default()).collect();
        assert!(bodies[0].contains("다른 글의") && bodies[1].contains("첫 댓글"), "{bodies:?}");
        let again = site.http.get(site.url("/comments.atom")).header("if-none-match", feed.header("etag"));
        assert_eq!(site.send(again).await.status, 304);
        site.change("UPDATE comments SET status = 'spam' WHERE body LIKE '다른%'").await;
        let read = feed_rs::parser::parse(site.get("/comments.atom").await.expect(200).as_bytes()).expect("Atom");
        assert_eq!(read.entries.len(), 1, "only what is public");
    }

    async fn newer_comments_of_another_site_hide_none_of_this_one(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        for body in ["하나", "둘", "셋"] {
            site.said(Remark { thread: "guestbook", ..remark(body) }).await;
        }
        let is_of_the_page = |comment: &NewestComment| comment.thread.url().is_some();
        let mut tx = site.app.read().await.expect("a connection");
        let found = thread::newest(&mut tx, 2, is_of_the_page).await.expect("read");
        assert_eq!(found.len(), 1);
        assert!(found[0].html.contains("첫 댓글입니다"));
        let all = thread::newest(&mut tx, 2, |_| true).await.expect("read");
        assert!(all[0].html.contains('셋') && all[1].html.contains('둘') && all.len() == 2);
    }
}
