//! Between a post's arrival and its mail: what its author corrects goes out corrected, what is old or known never as new.

use gudok::subscribers::Cadence::Daily;
use gudok::{digests, posts};

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{item, latest, long_text, mailable, read, rss, subscribed, with_old};
use crate::support::{Reader, Site};

async fn poll(
    site: &Site,
    server: &FeedServer,
    feed: posts::FeedId,
    items: &[String],
) -> posts::ArrivalCounts {
    server.serve("/feed", "application/rss+xml", &with_old(items));
    posts::poll(&site.app, feed).await.expect("a poll")
}

async fn only(site: &Site) -> posts::Post {
    let mut found = mailable(site).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// An item with an excerpt alone.
fn excerpt(id: &str, title: &str, words: &str) -> String {
    format!(
        "<item><title>{title}</title><link>http://HOST/{id}</link><guid>{id}</guid><description>{words}</description></item>"
    )
}

fn page(about: &str) -> String {
    format!(
        "<html><body><article><h1>예산</h1>{}</article></body></html>",
        long_text(about)
    )
}

/// The post was corrected a minute before the only reader's hour, and is not read yet.
const CORRECTED: &str = "
    UPDATE posts SET is_unread = (1 = 1), corrected_at = (SELECT next_digest_at - 60 FROM subscribers) WHERE guid = 'a'";

stories! {
    async fn a_correction_before_the_mail_goes_out_as_corrected(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let budget = |sum: &str| item("a", "예산 글", &format!("<p>예산은 {sum}입니다. 둘째 문장입니다.</p>"), "");
        poll(site, &server, feed.id, &[budget("3조원")]).await;
        let arrived = poll(site, &server, feed.id, &[budget("5조원")]).await;
        assert_eq!((arrived.new, arrived.edited), (0, 1), "the words alone changed");
        let found = only(site).await;
        assert!(found.summary.contains("5조원"), "{}", found.summary);
        let by_hand = |sum: &str| item("a", "예산 글", &long_text("예산"), &format!("<description>정부는 예산을 {sum}으로 정했다고 한다, 편집장이 쓴 요약.</description>"));
        poll(site, &server, feed.id, &[by_hand("3조원")]).await;
        assert_eq!(poll(site, &server, feed.id, &[by_hand("7조원")]).await.edited, 1, "the excerpt alone changed");
        assert!(only(site).await.summary.contains("7조원"));
        assert_eq!(poll(site, &server, feed.id, &[by_hand("7조원")]).await.edited, 0);
    }

    async fn the_page_is_read_again_when_its_excerpt_or_title_changed(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/a", "text/html", &page("삼조원"));
        poll(site, &server, feed.id, &[excerpt("a", "예산 글", "예산이 정해졌다고 정부가 밝혔다 [&amp;hellip;]")]).await;
        poll(site, &server, feed.id, &[excerpt("a", "예산 글", "예산이 정해졌다고 정부가 밝혔다 [&amp;hellip;]")]).await;
        assert_eq!(server.count("/a"), 1);
        server.serve("/a", "text/html", &page("오조원"));
        poll(site, &server, feed.id, &[excerpt("a", "예산 글 (고침)", "예산이 정해졌다고 정부가 밝혔다 [&amp;hellip;]")]).await;
        assert_eq!(server.count("/a"), 2);
        let found = only(site).await;
        assert!(found.title.contains("고침") && found.summary.contains("오조원") && !found.summary.contains("삼조원"), "{found:?}");
        server.script("/a", Serve::Answer(404, Vec::new(), Vec::new()));
        poll(site, &server, feed.id, &[excerpt("a", "예산 글", "예산은 육조원으로 정해졌다고 정부가 밝혔습니다. 자세한 것은 글에 있습니다.")]).await;
        assert!(only(site).await.summary.contains("육조원"), "without its page the excerpt stands");
    }

    async fn a_post_that_is_being_corrected_keeps_digests_back_until_it_was_read(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        site.reader(Reader::new("kim@example.org", Daily)).await;
        site.wait(60);
        poll(site, &server, feed.id, &[item("a", "예산 글", &long_text("예산"), "")]).await;
        site.change(CORRECTED).await;
        let newest = async || posts::newest(&mut read(site).await, site.app.now()).await.expect("a number").number;
        assert_eq!(newest().await, 0);
        let upcoming = digests::preview::upcoming(&mut read(site).await, &site.app, site.app.now()).await.expect("a preview");
        assert_eq!(upcoming.recipients, 0, "the preview shows no more than would go out");
        let planned = site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!((planned.readers, planned.mails), (0, 0), "whoever has an hour waits");
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(newest().await, 1);
        assert_eq!(site.plan().await.mails, 1, "nobody waits for the next day");
        site.change(CORRECTED).await;
        assert_eq!(newest().await, 1, "a post that was mailed holds nothing back");
    }

    async fn a_correction_that_is_not_read_holds_digests_back_for_half_an_hour_at_most(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        site.reader(Reader::new("kim@example.org", Daily)).await;
        site.wait(60);
        poll(site, &server, feed.id, &[item("a", "예산 글", &long_text("예산"), "")]).await;
        site.change(CORRECTED).await;
        assert_eq!(site.plan_at("2026-11-25T07:28:00+09:00").await.readers, 0);
        assert_eq!(site.plan_at("2026-11-25T07:30:00+09:00").await.mails, 1);
        assert_eq!(site.plan_at("2026-11-26T07:00:00+09:00").await.mails, 0);
    }

    async fn a_correction_notes_when_it_came_until_it_is_read(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        poll(site, &server, feed.id, &[item("a", "예산 글", &long_text("예산"), "")]).await;
        assert_eq!(site.numbers("SELECT count(*) FROM posts WHERE corrected_at IS NOT NULL").await, [0]);
        poll(site, &server, feed.id, &[item("a", "예산 글", &long_text("세금"), "")]).await;
        let before = site.numbers("SELECT corrected_at FROM posts WHERE guid = 'a'").await;
        assert_eq!(before, [site.app.now().unix()]);
        site.wait(60);
        poll(site, &server, feed.id, &[item("a", "예산 글", &long_text("나라 살림"), "")]).await;
        assert_eq!(site.numbers("SELECT corrected_at FROM posts WHERE guid = 'a'").await, [before[0] + 60]);
    }

    async fn posts_of_two_feeds_with_one_title_and_second_are_two(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let weekly = |id: &str, words: &str| item(id, "주간 공지", &format!("<p>{words}</p>"), "<pubDate>Tue, 24 Nov 2026 09:00:00 +0900</pubDate>");
        server.serve("/second", "application/rss+xml", &rss(&[]));
        let second = posts::add(&site.app, &server.url("/second")).await.expect("the feed is read").feed;
        poll(site, &server, feed.id, &[weekly("a", "도서관은 쉽니다.")]).await;
        server.serve("/second", "application/rss+xml", &rss(&[weekly("b", "수영장은 엽니다.")]));
        assert_eq!(posts::poll(&site.app, second.id).await.expect("a poll").new, 1);
        assert_eq!(mailable(site).await.len(), 2);
    }

    async fn ids_that_are_used_again_make_new_posts(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let at = |id: &str, name: &str, about: &str| item(id, about, &long_text(about), "").replace(&format!("HOST/{id}<"), &format!("HOST/{name}<"));
        // By position: the newest is 0.
        poll(site, &server, feed.id, &[at("0", "first", "콩")]).await;
        let arrived = poll(site, &server, feed.id, &[at("0", "second", "팥"), at("1", "first", "콩")]).await;
        assert_eq!((arrived.new, arrived.edited), (1, 0));
        let arrived = poll(site, &server, feed.id, &[at("0", "third", "조"), at("1", "second", "팥"), at("2", "first", "콩")]).await;
        assert_eq!((arrived.new, arrived.edited), (1, 0));
        assert_eq!(poll(site, &server, feed.id, &[at("0", "third", "조"), at("1", "second", "팥")]).await.new, 0);
        // One id for all, which is the site's address, in a feed of one post.
        let home = |name: &str, about: &str| at("home", name, about).replace(">home</guid>", ">http://HOST/</guid>");
        poll(site, &server, feed.id, &[home("fourth", "밀")]).await;
        assert_eq!(poll(site, &server, feed.id, &[home("fifth", "귀리")]).await.new, 1);
        assert_eq!(mailable(site).await.len(), 5);
    }

    async fn a_site_that_moves_mails_nothing_again(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let dated = "<pubDate>Mon, 23 Nov 2026 21:17:05 +0900</pubDate>";
        let post = |host: &str| item("a", "첫 글", "<p>발췌는 짧습니다.</p>", dated)
            .replace("http://HOST/a<", &format!("https://{host}/a/1<")).replace(">a</guid>", &format!(">https://{host}/?p=1</guid>"));
        assert_eq!(poll(site, &server, feed.id, &[post("old.example")]).await.new, 1);
        assert_eq!(poll(site, &server, feed.id, &[post("new.example")]).await.new, 0);
        let twins = [post("new.example"), post("third.example")];
        assert_eq!(poll(site, &server, feed.id, &twins).await.new, 1, "two in one feed are two, though they look alike");
    }

    async fn old_posts_that_come_back_are_not_mailed_whatever_their_dates_look_like(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let dates = ["Wed, 05 Mar 2025 10:30:00 KST", "2025-03-05 10:30:00", "2025.03.05 10:30", "2025년 3월 5일 오전 10:30", "Wed, 05 Mar 2025 10:30:00 GMT+9",
                     "Wed Mar 05 2025 10:30:00 GMT+0900 (한국 표준시)"];
        let old = |(at, date): (usize, &&str)| item(&format!("o{at}"), &format!("옛글 {at}"), &long_text(&format!("옛글{at}")), &format!("<pubDate>{date}</pubDate>"));
        let mut items: Vec<String> = dates.iter().enumerate().map(old).collect();
        assert_eq!(poll(site, &server, feed.id, &items).await.new, dates.len());
        assert!(mailable(site).await.is_empty());
        let shown: Vec<_> = latest(site).await.into_iter().filter_map(|post| post.published_at).collect();
        assert_eq!(shown.len(), dates.len());
        assert!(shown.iter().all(|date| date.to_string() == "2025-03-05T01:30:00Z"), "{shown:?}");
        // Without a date that can be read, the place tells: below all known posts it is older, above one it is new.
        items.push(item("old", "묵은 글", &long_text("배추"), ""));
        items.push(item("slid", "밀려 들어온 글", &long_text("밀"), "<pubDate>작년 봄</pubDate>"));
        items.insert(0, item("fresh", "새 글", &long_text("무"), "<pubDate>방금</pubDate>"));
        server.serve("/feed", "application/rss+xml", &rss(&items));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(only(site).await.title, "새 글");
        assert_ne!(latest(site).await[0].title, "밀려 들어온 글", "nor does a welcome mail show it as the newest");
    }

    async fn in_a_feed_without_dates_the_place_tells_what_is_new(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let post = |id: &str| item(id, id, &long_text(id), "");
        server.serve("/feed", "application/rss+xml", &rss(&[post("c"), post("b")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let before = mailable(site).await.len();
        server.serve("/feed", "application/rss+xml", &rss(&[post("b"), post("a")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(mailable(site).await.len(), before, "the newest was deleted, and an older one slid in");
        server.serve("/feed", "application/rss+xml", &rss(&[post("b"), post("a"), post("d")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(mailable(site).await.len(), before + 1, "a feed that grows at its end lists the oldest first");
    }

    async fn below_a_pinned_post_a_new_one_is_new(site: Site) {
        let server = FeedServer::start().await;
        let post = |id: &str| item(id, id, &long_text(id), "");
        server.serve("/feed", "application/rss+xml", &rss(&[post("고정"), post("둘"), post("하나")]));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        server.serve("/feed", "application/rss+xml", &rss(&[post("고정"), post("셋"), post("둘")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(only(site).await.title, "셋");
        server.serve("/feed", "application/rss+xml", &rss(&[post("고정"), post("둘"), post("영")]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(only(site).await.title, "셋", "what slid in at the end is older");
    }
}
