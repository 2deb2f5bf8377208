//! A thread that no feed knows is called by its page's title, which is read once from the site's own address.

use gudok::config::CommentModeration;
use gudok::config::Config;

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::{Remark, Site, encode, thread_path};

const HTML: &str = "text/html; charset=utf-8";

fn page(title: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title} | 인공지능 읽기</title></head><body></body></html>"
    )
}

/// A site whose pages are on `server`.
async fn site_at(site: &mut Site, server: &FeedServer, settings: impl FnOnce(&mut Config)) {
    let origin = server.url("/").parse().expect("a URL");
    site.restart(|config| {
        config.comments.page_titles = true;
        config.comments.moderation = CommentModeration::All;
        config.server.allowed_origins = vec![origin];
        settings(config);
    })
    .await;
}

async fn comment_on(site: &Site, thread: &str, body: &str) {
    let remark = Remark {
        thread,
        ..Remark::by("김하늘", "sky@example.org", body)
    };
    let held = site.say(remark).await;
    assert!(
        held.header("location").contains("done=held"),
        "{}",
        held.body
    );
    site.mails().await;
}

async fn name_of(site: &Site, thread: &str) -> String {
    site.get(&thread_path(thread)).await.text_of("h1")
}

const NEUTRAL: &str = "인공지능 읽기의 글";

stories! {
    async fn the_first_comment_brings_the_title_of_the_page(site: Site) {
        let server = FeedServer::start().await;
        server.redirect("/2026/spring.html", "/2026/spring/");
        server.serve("/2026/spring/", HTML, &page("봄의 기록"));
        site_at(site, &server, |_| {}).await;
        let thread = server.url("/2026/spring.html");
        assert!(name_of(site, &thread).await.contains(NEUTRAL));
        assert!(server.requests().is_empty(), "reading a thread fetches nothing");
        comment_on(site, &thread, "첫 댓글입니다").await;
        let name = name_of(site, &thread).await;
        assert!(name.contains("봄의 기록") && !name.contains("인공지능"), "{name}");
        comment_on(site, &thread, "두 번째 댓글입니다").await;
        assert_eq!(server.count("/2026/spring/"), 1, "once");
    }

    async fn a_page_that_cannot_be_read_leaves_the_neutral_name_and_is_asked_again_a_day_later(site: Site) {
        let server = FeedServer::start().await;
        server.script("/late", Serve::Answer(503, Vec::new(), Vec::new()));
        site_at(site, &server, |_| {}).await;
        let thread = server.url("/late");
        comment_on(site, &thread, "하나").await;
        comment_on(site, &thread, "둘").await;
        assert_eq!(server.count("/late"), 1);
        let name = name_of(site, &thread).await;
        assert!(name.contains(NEUTRAL) && !name.contains("http"), "{name}");
        assert_eq!(site.numbers("SELECT count(*) FROM jobs").await, [0], "nothing is tried over and over");
        site.wait(24 * 60 * 60);
        server.serve("/late", HTML, &page("늦은 글"));
        comment_on(site, &thread, "셋").await;
        assert!(name_of(site, &thread).await.contains("늦은 글"));
    }

    async fn strangers_lead_the_fetch_nowhere_else(site: Site) {
        let server = FeedServer::start().await;
        let elsewhere = FeedServer::start().await;
        elsewhere.serve("/", HTML, &page("남의 글"));
        server.redirect("/go", &elsewhere.url("/"));
        server.serve("/?s=%EC%8B%B8%EA%B2%8C+%EC%82%AC%EC%84%B8%EC%9A%94", HTML, &page("싸게 사세요 검색 결과"));
        site_at(site, &server, |_| {}).await;
        for (number, thread) in [server.url("/go"), server.url("/?s=%EC%8B%B8%EA%B2%8C+%EC%82%AC%EC%84%B8%EC%9A%94"), "post-42".into()].iter().enumerate() {
            comment_on(site, thread, &format!("댓글 {number}")).await;
            assert!(name_of(site, thread).await.contains(NEUTRAL), "{thread}");
        }
        let asked = elsewhere.requests().len();
        // The same host on another port is another origin.
        let refused = site.get(&format!("/comments?{}", encode(&[("thread", &elsewhere.url("/"))]))).await;
        assert!(refused.body.contains("이 페이지에는 댓글을 쓸 수 없습니다"), "{}", refused.body);
        assert_eq!(elsewhere.requests().len(), asked);
    }

    async fn nothing_is_fetched_from_private_networks_or_when_it_is_turned_off(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/a", HTML, &page("글"));
        site_at(site, &server, |config| config.feeds.allow_private = false).await;
        comment_on(site, &server.url("/a"), "하나").await;
        site_at(site, &server, |config| config.comments.page_titles = false).await;
        site.wait(24 * 60 * 60);
        comment_on(site, &server.url("/a"), "둘").await;
        assert!(server.requests().is_empty());
        assert!(name_of(site, &server.url("/a")).await.contains(NEUTRAL));
    }

    async fn the_pages_word_comes_before_that_of_a_comment(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/b", HTML, &page("진짜 제목"));
        site_at(site, &server, |config| config.comments.moderation = CommentModeration::None).await;
        let json = serde_json::json!({"thread": server.url("/b"), "title": "지어낸 제목", "name": "a", "email": "a@example.org", "body": "b"});
        site.post_json("/api/v1/comments", &json).await.expect(201);
        site.mails().await;
        assert!(name_of(site, &server.url("/b")).await.contains("진짜 제목"));
    }
}
