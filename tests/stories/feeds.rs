//! Feeds: what was there before is never mailed, what is new is summarised once, and no server can do harm.

use std::net::IpAddr;
use std::time::Duration;

use gudok::background;
use gudok::jobs::runner;
use gudok::posts::feeds;
use gudok::posts::fetch::{Fetcher, Limits, Validators};
use gudok::posts::problem::Problem;
use gudok::posts::{self, PollError, Post, SummaryBy};
use gudok::store::Tx;

use crate::stories;
use crate::support::Site;
use crate::support::feed_server::{FeedServer, Serve};

const WORDPRESS: &str = include_str!("../samples/feeds/wordpress.xml");
const ATOM: &str = include_str!("../samples/feeds/atom.xml");
const JSON: &str = include_str!("../samples/feeds/feed.json");

async fn read(site: &Site) -> Tx {
    site.app.read().await.expect("a connection")
}

async fn latest(site: &Site) -> Vec<Post> {
    posts::latest(&mut read(site).await, 100)
        .await
        .expect("posts")
}

async fn mailable(site: &Site) -> Vec<Post> {
    posts::mailable_after(&mut read(site).await, 0, 100)
        .await
        .expect("posts")
}

async fn problem_of(site: &Site, address: &str) -> Problem {
    match posts::add(&site.app, address).await {
        Err(PollError::Problem(problem)) => problem,
        other => panic!("{address} is no problem: {other:?}"),
    }
}

/// An item of RSS; `more` holds further elements.
fn item(id: &str, title: &str, text: &str, more: &str) -> String {
    format!(
        "<item><title>{title}</title><link>http://HOST/{id}</link><guid isPermaLink=\"false\">{id}</guid>{more}\
         <content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
}

fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>소식</title><link>http://HOST/</link>{}</channel></rss>",
        items.concat()
    )
}

fn long_text(about: &str) -> String {
    let sentence = format!(
        "{about} 이야기는 지난주에 시작되었습니다. {about}의 값은 석 달 사이에 두 배로 올랐습니다."
    );
    format!(
        "<p>{sentence} 시장 상인들은 비가 잦았던 탓이라고 말합니다.</p><p>그러나 농사를 짓는 사람들의 말은 다릅니다. \
         {about}을 심는 밭이 절반으로 줄었고, 그 자리에는 창고가 들어섰습니다. 창고는 겨울에도 일거리를 주지만 {about}은 그렇지 않기 \
         때문이라고 했습니다.</p><p>값은 내년 봄까지 내리지 않을 것으로 보입니다. 조합은 다음 달에 대책을 내놓겠다고 밝혔습니다.</p>"
    )
}

/// Adds a feed of one old post at `/feed`.
async fn subscribed(site: &Site, server: &FeedServer) -> feeds::Feed {
    let old = item("old", "묵은 글", &long_text("배추"), "");
    server.serve("/feed", "application/rss+xml", &rss(&[old]));
    let added = posts::add(&site.app, &server.url("/feed")).await;
    added.expect("the feed is read").feed
}

fn with_old(new: &[String]) -> String {
    let mut items = new.to_vec();
    items.push(item("old", "묵은 글", &long_text("배추"), ""));
    rss(&items)
}

stories! {
    async fn what_a_feed_carries_when_it_is_added_is_never_mailed(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed/", "application/rss+xml; charset=UTF-8", WORDPRESS);
        let added = posts::add(&site.app, &server.url("/feed/")).await.expect("the feed is read");
        assert!(added.is_new);
        assert_eq!((added.feed.title.as_str(), added.arrived.new), ("부엌의 과학", 2));
        assert!(mailable(site).await.is_empty());
        assert_eq!(posts::newest_number(&mut read(site).await).await.expect("a number"), 0);
        let archive = latest(site).await;
        assert_eq!(archive.len(), 2);
        assert_eq!(archive[0].title, "밥물은 왜 손등까지 ‘만’ 붓는가");
        assert_eq!(archive[0].author.as_deref(), Some("한소라"));
        assert_eq!(archive[0].url, server.url("/2026/11/rice/"));
        assert_eq!(archive[0].summary_by, Some(SummaryBy::Extract), "an automatic excerpt is no summary");
        assert!(!archive[0].summary.contains('…') && archive[0].summary.ends_with("니다."), "{}", archive[0].summary);
        assert!(!archive[0].summary.contains("사진"), "a caption is no sentence of the post");
        let topics: Vec<&str> = archive[0].topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(topics, ["물 & 불", "밥"]);
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

    async fn an_excerpt_makes_us_read_the_page_once(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let cut = "<item><title>고구마</title><link>http://HOST/sweet</link><guid>sweet</guid>\
                   <description><![CDATA[<p>고구마 이야기는 지난주에 시작되었습니다. 고구마의 [&#8230;]</p>]]></description></item>";
        let page = format!(
            "<html><head><title>고구마</title></head><body><nav><a href=/>처음으로</a></nav><article><h1>고구마</h1>{}</article>\
             <footer>구독하기</footer></body></html>", long_text("고구마"));
        server.serve("/sweet", "text/html; charset=utf-8", &page);
        server.serve("/feed", "application/rss+xml", &with_old(&[cut.to_owned()]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(server.count("/sweet"), 1);
        let found = mailable(site).await.remove(0);
        assert_eq!(found.summary_by, Some(SummaryBy::Extract));
        assert!(found.summary.chars().count() > 60 && !found.summary.contains('…'), "{}", found.summary);
    }

    async fn a_page_that_cannot_be_read_leaves_the_excerpt(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let cut = "<item><title>고구마</title><link>http://HOST/gone</link><guid>sweet</guid>\
                   <description>고구마 이야기는 지난주에 시작되었습니다. 고구마의 값이 올랐기 때문입니다.</description></item>";
        server.serve("/feed", "application/rss+xml", &with_old(&[cut.to_owned()]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let found = mailable(site).await.remove(0);
        assert!(found.summary.starts_with("고구마 이야기는"), "{}", found.summary);
    }

    async fn atom_and_json_are_read_like_rss_and_lose_their_scripts(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/notes/atom.xml", "application/atom+xml", ATOM);
        server.serve("/feed.json", "application/feed+json", JSON);
        let atom = posts::add(&site.app, &server.url("/notes/atom.xml")).await.expect("the feed is read").feed;
        assert_eq!(atom.title, "Tide tables & other notes");
        assert_eq!(atom.site_url, Some(server.url("/notes/")));
        posts::add(&site.app, &server.url("/feed.json")).await.expect("the feed is read");
        let found = latest(site).await;
        let flood = found.iter().find(|post| post.title.contains("harbour")).expect("the post");
        assert_eq!(flood.title, "Why the harbour floods at new moon");
        assert_eq!(flood.url, server.url("/notes/flood"));
        assert_eq!(flood.author.as_deref(), Some("Mina Oh"));
        assert_eq!(flood.summary_by, Some(SummaryBy::Author));
        assert_eq!(flood.published_at.map(|date| date.to_string()).as_deref(), Some("2026-11-22T00:00:00Z"));
        let bad = found.iter().find(|post| post.title.starts_with("A link")).expect("the post");
        assert_eq!(bad.url, server.url("/notes/"), "a script is no address");
        assert_eq!(bad.summary, "Only this sentence may remain of the post.");
        let alley = found.iter().find(|post| post.title == "일곱 번째 골목").expect("the post");
        assert_eq!(alley.author.as_deref(), Some("도윤"));
        assert!(alley.summary.starts_with("못을 근으로"));
    }

    async fn the_encoding_is_found_even_when_the_server_is_wrong(site: Site) {
        let server = FeedServer::start().await;
        let korean = rss(&[item("a", "새벽 시장", &long_text("새벽 시장"), "")]);
        let declared = korean.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"euc-kr\"?>");
        let cases = [
            ("/declared", "text/xml", encode_euc_kr(&declared)),
            ("/served", "text/xml; charset=EUC-KR", encode_euc_kr(&korean)),
            ("/neither", "text/xml", encode_euc_kr(&korean)),
            ("/wrong", "text/xml; charset=ISO-8859-1", korean.clone().into_bytes()),
            ("/wide", "text/xml", korean.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ];
        for (path, content_type, body) in cases {
            let headers = vec![("Content-Type", content_type.to_owned())];
            server.script(path, Serve::Answer(200, headers, body));
            let added = posts::add(&site.app, &server.url(path)).await;
            assert_eq!(added.expect(path).feed.title, "소식", "{path}");
        }
    }

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

    async fn a_feed_that_ends_in_the_middle_brings_nothing_and_is_asked_again(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let whole = with_old(&[item("new", "새 글", &long_text("무"), "")]);
        let tag = vec![("ETag", "\"1\"".to_owned())];
        for end in ["<channel>", "<content:encoded>", "</item>", "</channel>"] {
            let cut = &whole[..whole.find(end).expect("it is there") + end.len()];
            server.script("/feed", Serve::Answer(200, tag.clone(), cut.as_bytes().to_vec()));
            assert!(matches!(posts::poll(&site.app, feed.id).await, Err(PollError::Problem(Problem::Cut))), "{end}");
        }
        server.script("/feed", Serve::Answer(200, tag.clone(), JSON.as_bytes()[..JSON.len() / 2].to_vec()));
        assert!(matches!(posts::poll(&site.app, feed.id).await, Err(PollError::Problem(Problem::Cut))));
        assert_eq!(latest(site).await.len(), 1, "nothing half-read is kept");
        let found = feeds::find(&mut read(site).await, feed.id).await.expect("feeds").expect("the feed");
        assert!(found.problem(gudok::i18n::Locale::Ko.translator()).is_some_and(|why| why.contains("중간에서")));
        server.script("/feed", Serve::Answer(200, tag, whole.into_bytes()));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1);
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

    async fn a_page_that_names_its_feed_leads_to_it(site: Site) {
        let server = FeedServer::start().await;
        let page = "<!doctype html><html><head><title>부엌</title>\
            <link rel=alternate type=application/rss+xml title=댓글 href=/comments/feed/>\
            <link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed/\"></head><body>안녕하세요</body></html>";
        server.serve("/", "text/html", page);
        server.serve("/feed/", "application/rss+xml", WORDPRESS);
        let added = posts::add(&site.app, &server.url("/")).await.expect("the feed is read");
        assert_eq!(added.feed.url, server.url("/feed/"));
    }

    async fn what_is_no_feed_is_refused_with_the_way_out_and_leaves_nothing(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/page", "text/html", "<!doctype html><html><body>안녕하세요</body></html>");
        server.serve("/empty", "application/rss+xml", " \n ");
        server.serve("/words", "text/plain", "안녕하세요");
        server.serve("/json", "application/json", "{\"status\": \"ok\"}");
        server.serve("/bomb", "text/xml", "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">\
            <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss version=\"2.0\"><channel><title>&b;</title></channel></rss>");
        server.serve("/file", "text/xml", "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
            <rss version=\"2.0\"><channel><title>&f;</title></channel></rss>");
        server.redirect("/round", &server.url("/round"));
        for (path, problem) in [
            ("/page", Problem::WebPage), ("/empty", Problem::Empty), ("/words", Problem::NotAFeed),
            ("/json", Problem::NotAFeed), ("/bomb", Problem::Entities), ("/file", Problem::Entities),
            ("/round", Problem::Redirects), ("/gone", Problem::Status(404)),
        ] {
            assert_eq!(problem_of(site, &server.url(path)).await, problem, "{path}");
        }
        assert_eq!(server.count("/round"), 6, "the first and five redirects");
        assert_eq!(problem_of(site, "file:///etc/passwd").await, Problem::Scheme);
        assert_eq!(problem_of(site, "http://").await, Problem::NotAnAddress);
        assert_eq!(problem_of(site, "http://127.0.0.1:1/feed").await, Problem::Unreachable);
        assert!(feeds::all(&mut read(site).await).await.expect("feeds").is_empty());
    }

    async fn a_large_or_slow_answer_is_cut_off(site: Site) {
        let server = FeedServer::start().await;
        server.script("/large", Serve::Octets(50 * 1024 * 1024));
        server.script("/trickle", Serve::Trickle);
        server.script("/silence", Serve::Silence);
        assert_eq!(problem_of(site, &server.url("/large")).await, Problem::TooLarge(10));
        let limits = Limits { total: Duration::from_millis(300), ..Limits::default() };
        let fetcher = Fetcher::new(&site.app, limits).expect("a fetcher");
        for path in ["/trickle", "/silence"] {
            let url = server.url(path).parse().expect("a URL");
            let answer = fetcher.fetch(&url, &Validators::default(), site.app.now()).await;
            assert_eq!(answer.expect_err(path).problem, Problem::TooSlow, "{path}");
        }
    }

    async fn private_addresses_are_refused_unless_the_owner_allows_them(site: Site) {
        site.restart(|config| config.feeds.allow_private = false).await;
        let server = FeedServer::start().await;
        server.serve("/feed", "application/rss+xml", WORDPRESS);
        let port = server.address.port();
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "10.0.0.1",
                     "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "0.0.0.0", "224.0.0.1"] {
            assert_eq!(problem_of(site, &format!("http://{host}:{port}/feed")).await, Problem::Private, "{host}");
        }
        assert!(server.requests().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_judged_like_the_first_address() {
    let site = Site::on_sqlite().await;
    let server = FeedServer::start().await;
    let port = server.address.port();
    server.serve("/feed", "application/rss+xml", WORDPRESS);
    // Here 127.0.0.1 plays the public server.
    let fetcher = Fetcher::reaching(&site.app, Limits::default(), |ip| {
        ip == IpAddr::from([127, 0, 0, 1])
    });
    let fetcher = fetcher.expect("a fetcher");
    for (to, expected) in [
        ("/feed".to_owned(), None),
        (
            format!("http://127.0.0.2:{port}/feed"),
            Some(Problem::Private),
        ),
        (format!("http://[::1]:{port}/feed"), Some(Problem::Private)),
        ("ftp://example.org/feed".to_owned(), Some(Problem::Scheme)),
        ("file:///etc/passwd".to_owned(), Some(Problem::Scheme)),
    ] {
        server.redirect("/", &to);
        let url = server.url("/").parse().expect("a URL");
        let answer = fetcher
            .fetch(&url, &Validators::default(), site.app.now())
            .await;
        assert_eq!(answer.err().map(|failed| failed.problem), expected, "{to}");
    }
}

fn encode_euc_kr(text: &str) -> Vec<u8> {
    let (octets, _, is_lossy) = encoding_rs::EUC_KR.encode(text);
    assert!(!is_lossy, "the sample is EUC-KR");
    octets.into_owned()
}
