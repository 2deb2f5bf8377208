//! The panel's room of posts: feeds are added, looked at and given up there, and topics are offered.

use gudok::admin::Role;
use gudok::background;
use gudok::jobs::runner;

use crate::stories;
use crate::support::feed_server::FeedServer;
use crate::support::feeds::WORDPRESS;
use crate::support::{Reply, Site};

async fn add(site: &Site, url: &str) -> Reply {
    let csrf = site.get("/admin/posts").await.field("csrf");
    site.post("/admin/feeds", &[("csrf", &csrf), ("url", url)])
        .await
}

async fn run_jobs(site: &Site) {
    runner::drain(&site.app, background::JOBS)
        .await
        .expect("jobs");
}

stories! {
    async fn an_editor_adds_a_feed_and_sees_its_posts(site: Site) {
        site.sign_in(Role::Editor).await;
        assert!(site.get("/admin/posts").await.expect(200).contains("아직 읽는 피드가 없습니다"));
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml", WORDPRESS);
        let reply = add(site, &server.url("/feed/")).await;
        reply.expect(303);
        assert_eq!(reply.header("location"), "/admin/posts?done=added");
        run_jobs(site).await;
        let room = site.get("/admin/posts?done=added").await;
        room.expect(200);
        assert!(room.text_of(".notice.ok").contains("메일로 보내지 않습니다"));
        assert!(room.text_of(".rows .main").contains("부엌의 과학"));
        assert_eq!(room.count("ol.posts > li"), 2);
        assert!(room.text_of("ol.posts").contains("보관") && room.text_of("ol.posts").contains("작성자가 쓴 요약"));
        assert_eq!(add(site, &server.url("/feed/")).await.header("location"), "/admin/posts?done=known");
    }

    async fn an_address_that_is_no_feed_is_explained_beside_the_field(site: Site) {
        site.sign_in(Role::Editor).await;
        let server = FeedServer::start().await;
        server.serve("/page", "text/html", "<html><body>안녕하세요</body></html>");
        let reply = add(site, &server.url("/page")).await;
        reply.expect(422);
        assert!(reply.text_of("#url-note .error").contains("웹 페이지"));
        assert_eq!(reply.field("url"), server.url("/page"));
    }

    async fn a_feed_is_looked_at_now_or_given_up_and_taken_up_again(site: Site) {
        site.sign_in(Role::Owner).await;
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml", WORDPRESS);
        add(site, &server.url("/feed/")).await.expect(303);
        run_jobs(site).await;
        let asked = server.count("/feed/");
        let csrf = site.get("/admin/posts").await.field("csrf");
        site.post("/admin/feeds/1/poll", &[("csrf", &csrf)]).await.expect(303);
        run_jobs(site).await;
        assert_eq!(server.count("/feed/"), asked + 1);
        site.post("/admin/feeds/1/removal", &[("csrf", &csrf)]).await.expect(303);
        let room = site.get("/admin/posts").await;
        assert!(!room.body.contains(&server.url("/feed/")) && room.count("ol.posts > li") == 2, "the posts stay");
        site.post("/admin/feeds/1/poll", &[("csrf", &csrf)]).await.expect(404);
        let more = WORDPRESS.replace("?p=31", "?p=99").replace("2026/11/rice", "2026/11/beans")
            .replace("손등", "발등");
        server.serve("/feed/", "application/rss+xml", &more);
        add(site, &server.url("/feed/")).await.expect(303);
        run_jobs(site).await;
        let room = site.get("/admin/posts").await;
        assert_eq!(room.count("ol.posts > li"), 3);
        assert_eq!(room.count("ol.posts .tag.on"), 0, "what came while nobody read is archive");
    }

    async fn a_new_topic_waits_for_the_owners_word(site: Site) {
        site.sign_in(Role::Editor).await;
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml", WORDPRESS);
        add(site, &server.url("/feed/")).await.expect(303);
        let csrf = site.get("/admin/posts").await.field("csrf");
        let offered = async |site: &Site| {
            let mut tx = site.app.read().await.expect("a connection");
            gudok::topics::offered(&mut tx).await.expect("topics").len()
        };
        assert_eq!(offered(site).await, 0, "a feed alone changes no sign-up page");
        site.post("/admin/topics/1/offer", &[("csrf", &csrf)]).await.expect(303);
        assert_eq!(offered(site).await, 1);
        site.post("/admin/feeds/1/poll", &[("csrf", &csrf)]).await.expect(303);
        run_jobs(site).await;
        assert_eq!(offered(site).await, 1, "what is offered stays so");
        site.post("/admin/topics/1/withdrawal", &[("csrf", &csrf)]).await.expect(303);
        assert_eq!(offered(site).await, 0);
        site.post("/admin/topics/77/offer", &[("csrf", &csrf)]).await.expect(404);
    }

    async fn the_room_is_closed_to_moderators_and_to_forged_forms(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.get("/admin/posts").await.expect(403);
        site.sign_in(Role::Editor).await;
        site.post("/admin/feeds", &[("csrf", "x"), ("url", "https://example.org/feed")]).await.expect(400);
        site.cookie = None;
        site.get("/admin/posts").await.expect(303);
        site.post("/admin/feeds/1/poll", &[("csrf", "x")]).await.expect(401);
    }
}
