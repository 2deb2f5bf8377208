//! Feeds: what was there before is never mailed, what is new is summarised once, and nothing comes twice.

use gudok::posts::feeds;
use gudok::posts::{self, SummaryBy};

use crate::stories;
use crate::support::feed_server::FeedServer;
use crate::support::feeds::{
    WORDPRESS, item, latest, long_text, mailable, read, rss, subscribed, with_old,
};

stories! {
    async fn what_a_feed_carries_when_it_is_added_is_never_mailed(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml; charset=UTF-8", WORDPRESS);
        let added = posts::add(&site.app, &server.url("/feed/")).await.expect("the feed is read");
        assert!(added.is_new);
        assert_eq!((added.feed.title.as_str(), added.arrived.new), ("부엌의 과학", 2));
        assert!(mailable(site).await.is_empty());
        assert_eq!(posts::newest(&mut read(site).await, site.app.now()).await.expect("a number").number, 0);
        let archive = latest(site).await;
        assert_eq!(archive.len(), 2);
        assert_eq!(archive[0].title, "밥물은 왜 손등까지 ‘만’ 붓는가");
        assert_eq!(archive[0].author.as_deref(), Some("한소라"));
        assert_eq!(archive[0].url, server.url("/2026/11/rice/"));
        assert_eq!(archive[0].summary_by, Some(SummaryBy::Extract), "an automatic excerpt is no summary");
        assert!(!archive[0].summary.contains('…') && archive[0].summary.ends_with("니다."), "{}", archive[0].summary);
        assert!(!archive[0].summary.contains("사진"), "a caption is no sentence of the post");
        let topics: Vec<&str> = archive[0].topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(topics, ["밥"], "where WordPress keeps its API closed, only the first is surely a category and no tag");
        assert!(archive[1].topics.is_empty(), "미분류 is no topic");
        assert_eq!(archive[1].summary_by, Some(SummaryBy::Author), "written by hand");
        assert!(archive[1].summary.starts_with("면을 삶은 물 한 국자가"));
    }

    async fn adding_a_feed_twice_changes_nothing(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml", WORDPRESS);
        posts::add(&site.app, &server.url("/feed/")).await.expect("the feed is read");
        let again = posts::add(&site.app, &server.url("/feed/")).await.expect("the feed is read");
        assert!(!again.is_new);
        assert_eq!((again.arrived.new, again.arrived.edited), (0, 0));
        assert_eq!(feeds::all(&mut read(site).await).await.expect("feeds").len(), 1);
        assert_eq!(latest(site).await.len(), 2);
    }

    async fn a_new_post_is_summarised_numbered_and_never_comes_twice(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let new = [item("b", "무 값", &long_text("무"), ""), item("a", "파 값", &long_text("파"), "")];
        server.serve("/feed", "application/rss+xml", &with_old(&new));
        let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!((arrived.new, arrived.edited), (2, 0));
        let found = mailable(site).await;
        let titles: Vec<&str> = found.iter().map(|post| post.title.as_str()).collect();
        assert_eq!(titles, ["파 값", "무 값"], "the older one, which stands below, has the smaller number");
        assert_eq!((found[0].number, found[1].number), (Some(1), Some(2)));
        assert!(found.iter().all(|post| !post.summary.is_empty() && post.ready_at.is_some()));
        let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!((arrived.new, arrived.edited), (0, 0));
        assert_eq!(mailable(site).await.len(), 2);
        let after_first = posts::mailable_after(&mut read(site).await, 1, 10).await.expect("posts");
        assert_eq!(after_first.len(), 1);
    }

    async fn an_edit_changes_the_post_and_never_sends_it_again(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/feed", "application/rss+xml", &with_old(&[item("a", "파 값", &long_text("파"), "")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let before = mailable(site).await.remove(0);
        let edited = item("a", "파 값이 올랐다", &long_text("대파"), "");
        server.serve("/feed", "application/rss+xml", &with_old(&[edited]));
        let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!((arrived.new, arrived.edited), (0, 1));
        let found = mailable(site).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title, "파 값이 올랐다");
        assert!(found[0].summary.contains("대파"), "{}", found[0].summary);
        assert_eq!((found[0].number, found[0].ready_at), (before.number, before.ready_at));
    }

    async fn a_post_dated_before_its_feed_was_added_belongs_to_the_archive(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let dated = |id, date| item(id, id, &long_text(id), &format!("<pubDate>{date}</pubDate>"));
        let new = [dated("오늘", "Tue, 24 Nov 2026 09:00:00 +0900"), dated("그저께", "Mon, 23 Nov 2026 09:00:00 +0900"),
                   dated("지난달", "Sat, 24 Oct 2026 09:00:00 +0900")];
        server.serve("/feed", "application/rss+xml", &with_old(&new));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let titles: Vec<String> = mailable(site).await.into_iter().map(|post| post.title).collect();
        assert_eq!(titles, ["그저께", "오늘"]);
        assert_eq!(latest(site).await.len(), 4);
    }

    async fn a_post_is_known_by_its_id_its_address_or_its_words(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let text = long_text("마늘");
        server.serve("/feed", "application/rss+xml", &with_old(&[item("a", "마늘", &text, "")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let same = [
            item("a", "마늘", &text, "").replace("http://HOST/a<", "http://HOST/elsewhere<"),
            item("a", "마늘", &text, "").replace(">a</guid>", ">b</guid>").replace("/a<", "/a/?utm_source=feed#top<"),
            item("c", "마늘", &text, ""),
        ];
        for other in same {
            server.serve("/feed", "application/rss+xml", &with_old(&[other]));
            let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
            assert_eq!(arrived.new, 0);
        }
        assert_eq!(mailable(site).await.len(), 1);
        // Another feed of the same site carries it too.
        server.serve("/second", "application/rss+xml", &rss(&[]));
        let second = posts::add(&site.app, &server.url("/second")).await.expect("the feed is read").feed;
        server.serve("/second", "application/rss+xml", &rss(&[item("a", "마늘", &text, "")]));
        assert_eq!(posts::poll(&site.app, second.id).await.expect("a poll").new, 0);
    }

    async fn posts_that_share_an_address_or_an_id_are_still_several(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let at_home = |id, about| item(id, about, &long_text(about), "").replace(&format!("HOST/{id}<"), "HOST/<");
        let new = [at_home("a", "콩"), at_home("b", "팥"), item("c", "조", &long_text("조"), ""),
                   item("c", "수수", &long_text("수수"), "").replace("HOST/c<", "HOST/d<")];
        server.serve("/feed", "application/rss+xml", &with_old(&new));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 4);
        let again = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!((again.new, again.edited), (0, 0));
    }
}
