//! What is read from a feed, in any dialect and encoding, and what is said of a document that is none or is broken.

use gudok::fetch::FetchError;
use gudok::posts::feeds;
use gudok::posts::problem::FeedProblem;
use gudok::posts::{self, PollError, SummaryBy};

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{
    JSON, WORDPRESS, item, latest, long_text, mailable, problem_of, read, rss, subscribed, with_old,
};

const ATOM: &str = include_str!("../samples/feeds/atom.xml");

stories! {
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

    async fn a_feed_that_ends_in_the_middle_brings_nothing_and_is_asked_again(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let whole = with_old(&[item("new", "새 글", &long_text("무"), "")]);
        let tag = vec![("ETag", "\"1\"".to_owned())];
        for end in ["<channel>", "<content:encoded>", "</item>", "</channel>"] {
            let cut = &whole[..whole.find(end).expect("it is there") + end.len()];
            server.script("/feed", Serve::Answer(200, tag.clone(), cut.as_bytes().to_vec()));
            assert!(matches!(posts::poll(&site.app, feed.id).await, Err(PollError::Problem(FeedProblem::Cut))), "{end}");
        }
        server.script("/feed", Serve::Answer(200, tag.clone(), JSON.as_bytes()[..JSON.len() / 2].to_vec()));
        assert!(matches!(posts::poll(&site.app, feed.id).await, Err(PollError::Problem(FeedProblem::Cut))));
        assert_eq!(latest(site).await.len(), 1, "nothing half-read is kept");
        let found = feeds::find(&mut read(site).await, feed.id).await.expect("feeds").expect("the feed");
        assert!(found.problem(gudok::i18n::Locale::Ko.translator()).is_some_and(|why| why.contains("중간에서")));
        server.script("/feed", Serve::Answer(200, tag, whole.into_bytes()));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1);
    }

    async fn a_feed_that_is_whole_but_broken_is_told_with_its_line_and_a_loose_mark_is_mended(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let new = item("new", "새 글", &long_text("무"), "");
        for (wrong, why) in [("<!-- 여기까지", "comment not closed"), ("<![CDATA[여기까지", "CDATA not closed"),
                             (&"<b>".repeat(300), "more than 256")] {
            let broken = with_old(std::slice::from_ref(&new)).replace("</channel>", &format!("\n{wrong}</channel>"));
            server.serve("/feed", "application/rss+xml", &format!("\n{broken}"));
            match posts::poll(&site.app, feed.id).await {
                Err(PollError::Problem(FeedProblem::BrokenAt(3, found))) => assert!(found.contains(why), "{found}"),
                other => panic!("{wrong}: {other:?}"),
            }
        }
        assert_eq!(latest(site).await.len(), 1, "nothing half-read is kept");
        let found = feeds::find(&mut read(site).await, feed.id).await.expect("feeds").expect("the feed");
        let why = found.problem(gudok::i18n::Locale::Ko.translator()).expect("a problem");
        assert!(why.contains("3번째 줄") && why.contains("256"), "{why}");
        let text = long_text("무").replace('<', "&lt;");
        let loose = format!("<item><!DOCTYPE><!ELEMENT><link>http://HOST/new</link><description><![if !mso]>{text}<![endif]></description></item>");
        let whole = with_old(&[loose]);
        // Its last octet is missing, too.
        server.serve("/feed", "application/rss+xml", whole.trim_end_matches('>'));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1);
        let found = mailable(site).await.remove(0);
        assert!(found.summary.starts_with("무의 값은") && found.title.starts_with("무 이야기는"), "{found:?}");
    }

    async fn a_broken_feed_is_whole_when_its_end_is_there_in_any_case(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let whole = with_old(&[item("new", "새 글", &long_text("무"), "")]).replace("</rss>", "</RSS>");
        let broken = whole.replace("</channel>", "<!-- 여기까지</channel>");
        server.serve("/feed", "application/rss+xml", &format!("{broken}\n"));
        let told = posts::poll(&site.app, feed.id).await;
        assert!(matches!(told, Err(PollError::Problem(FeedProblem::BrokenAt(1, _)))), "{told:?}");
        server.serve("/feed", "application/rss+xml", &format!("{}\n", whole.trim_end_matches('>')));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1, "but its last octet is missing");
    }

    async fn many_loose_marks_are_mended_and_a_flood_that_is_read_again_and_again_is_given_up(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let whole = with_old(&[item("new", "새 글", &long_text("무"), "")]);
        // Each of these hides the rest from the reader.
        let flood = whole.replace("<title>소식", &format!("<title>소식{}", "<![".repeat(100_000)));
        let flood = flood.replace("<![CDATA[", "").replace("]]>", "");
        server.serve("/feed", "application/rss+xml", &flood);
        let told = posts::poll(&site.app, feed.id).await;
        assert!(matches!(told, Err(PollError::Problem(FeedProblem::BrokenAt(1, _)))), "{told:?}");
        let many = whole.replace("<title>소식", &format!("<title>소식{}", "<!x ".repeat(10_000)));
        server.serve("/feed", "application/rss+xml", &many);
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1);
    }

    async fn a_post_whose_end_tag_is_misspelt_hides_none_of_those_behind_it(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let new = ["하나", "둘", "셋"].map(|about| item(about, about, &long_text(about), ""));
        let misspelt = with_old(&new).replacen("</item>", "</itm>", 1);
        server.serve("/feed", "application/rss+xml", &misspelt);
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 3);
    }

    async fn a_bomb_of_nested_elements_without_a_word_costs_no_more_than_its_length(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/feed", "application/rss+xml", &with_old(&[item("bomb", "폭탄", &"<div>".repeat(30_000), "")]));
        assert_eq!(posts::poll(&site.app, feed.id).await.expect("a poll").new, 1);
    }

    async fn a_feed_of_which_nothing_can_be_read_says_so_in_the_list(site: Site) {
        let server = FeedServer::start().await;
        let empty = "<rss version=\"2.0\"><channel><title>소식</title><item><x/></item><item/></channel></rss>";
        server.serve("/feed", "application/rss+xml", empty);
        assert_eq!(problem_of(site, &server.url("/feed")).await, FeedProblem::NothingReadable(2), "it is not added");
        assert_eq!(site.numbers("SELECT count(*) FROM feeds").await, [0]);
        server.serve("/feed", "application/rss+xml", &rss(&[]));
        let added = posts::add(&site.app, &server.url("/feed")).await.expect("a feed without posts may get some");
        server.serve("/feed", "application/rss+xml", empty);
        let arrived = posts::poll(&site.app, added.feed.id).await.expect("a poll");
        assert_eq!(arrived.unreadable, 2);
        let problem = async || {
            let feed = feeds::find(&mut read(site).await, added.feed.id).await.expect("feeds").expect("the feed");
            feed.problem(gudok::i18n::Locale::Ko.translator())
        };
        assert!(problem().await.is_some_and(|why| why.contains("2편")));
        server.serve("/feed", "application/rss+xml", &rss(&[item("a", "글", &long_text("무"), "")]));
        posts::poll(&site.app, added.feed.id).await.expect("a poll");
        assert_eq!(problem().await, None);
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
            ("/page", FeedProblem::WebPage), ("/empty", FeedProblem::Empty), ("/words", FeedProblem::NotAFeed),
            ("/json", FeedProblem::NotAFeed), ("/bomb", FeedProblem::Entities), ("/file", FeedProblem::Entities),
            ("/round", FeedProblem::Fetch(FetchError::Redirects)), ("/gone", FeedProblem::Fetch(FetchError::Status(404))),
        ] {
            assert_eq!(problem_of(site, &server.url(path)).await, problem, "{path}");
        }
        assert_eq!(server.count("/round"), 6, "the first and five redirects");
        assert_eq!(problem_of(site, "file:///etc/passwd").await, FeedProblem::Fetch(FetchError::Scheme));
        assert_eq!(problem_of(site, "http://").await, FeedProblem::Fetch(FetchError::NotAnAddress));
        assert_eq!(problem_of(site, "http://127.0.0.1:1/feed").await, FeedProblem::Fetch(FetchError::Unreachable));
        assert!(feeds::all(&mut read(site).await).await.expect("feeds").is_empty());
    }
}

fn encode_euc_kr(text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding_rs::EUC_KR.encode(text);
    assert!(!is_lossy, "the sample is EUC-KR");
    bytes.into_owned()
}
