//! WordPress as it really behaves: passwords, its REST API, its themes around the author's words, its feeds of comments.

use gudok::posts::problem::FeedProblem;
use gudok::posts::{self, SummaryBy};
use gudok::subscribers::Cadence;

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{item, latest, long_text, mailable, problem_of, subscribed, with_old};
use crate::support::{Reader, Site};

const FORM: &str = "<form action=\"http://HOST/wp-login.php?action=postpass\" class=\"post-password-form\" method=\"post\">\
    <p>This content is password protected. To view it please enter your password below:</p></form>";

fn protected(id: &str, title: &str) -> String {
    let words = "<description>There is no excerpt because this is a protected post.</description>";
    item(id, &format!("Protected: {title}"), FORM, words)
}

async fn poll(site: &Site, server: &FeedServer, feed: posts::FeedId, items: &[String]) {
    server.serve("/feed", "application/rss+xml", &with_old(items));
    posts::poll(&site.app, feed).await.expect("a poll");
}

async fn titles(site: &Site) -> Vec<String> {
    mailable(site)
        .await
        .into_iter()
        .map(|post| post.title)
        .collect()
}

const API: &str = "/wp-json/wp/v2/posts?per_page=10&_fields=id%2Clink%2Cguid%2Cdate_gmt%2Ccontent%2Cexcerpt%2Ccategories";

/// Answers at `/wp-json` with these posts.
fn serve_api(server: &FeedServer, posts: &str) {
    server.serve(API, "application/json; charset=UTF-8", posts);
}

/// Has a path answered as by a server that is overloaded.
fn fail(server: &FeedServer, path: &str) {
    server.script(path, Serve::Answer(503, Vec::new(), Vec::new()));
}

/// A page of a theme of WordPress with these bodies of posts.
fn page(bodies: &[&str]) -> String {
    let body = |words: &&str| format!("<div class='entry-content'>{words}</div>");
    let bodies: String = bodies.iter().map(body).collect();
    format!(
        "<html><head><link href='/wp-content/themes/x/style.css'></head><body><main>{bodies}</main></body></html>"
    )
}

/// An item whose words end before the post does.
fn cut(words: &str) -> String {
    format!(
        "<item><title>회원 글</title><link>http://HOST/a</link><guid>a</guid><description>{words} [&amp;#8230;]</description></item>"
    )
}

/// A feed as WordPress writes it.
fn wordpress_feed(items: &[String]) -> String {
    with_old(items).replace(
        "<link>http://HOST/</link>",
        "<link>http://HOST/</link><generator>https://wordpress.org/?v=6.8</generator>",
    )
}

stories! {
    async fn a_post_behind_a_password_is_never_mailed_and_is_new_once_it_is_open(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        poll(site, &server, feed.id, &[protected("secret", "회원 소식"), item("open", "열린 글", &long_text("파"), "")]).await;
        assert_eq!(titles(site).await, ["열린 글"]);
        assert!(latest(site).await.iter().all(|post| !post.title.contains("회원")), "a welcome mail does not show it either");
        let open = item("secret", "회원 소식", &long_text("회비"), "<pubDate>Sat, 24 Oct 2026 09:00:00 +0900</pubDate>");
        poll(site, &server, feed.id, &[open]).await;
        assert_eq!(titles(site).await, ["열린 글", "회원 소식"], "whatever its date");
        let found = mailable(site).await.remove(1);
        assert!(found.summary.contains("회비"), "{}", found.summary);
    }

    async fn a_post_whose_words_only_ask_for_a_password_is_not_mailed(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        for words in ["보호되어 있는 글입니다. 내용을 보시려면 비밀번호를 입력하세요.", "This post is protected. Enter the password to read it."] {
            poll(site, &server, feed.id, &[item("locked", "잠긴 글", words, "")]).await;
            assert!(mailable(site).await.is_empty(), "{words}");
        }
        let about = format!("비밀번호를 보호하는 방법을 정리했습니다. {}", long_text("열쇠"));
        poll(site, &server, feed.id, &[item("about", "비밀번호 이야기", &about, "")]).await;
        assert_eq!(titles(site).await, ["비밀번호 이야기"]);
    }

    async fn a_post_that_gets_a_password_before_its_mail_does_not_go_out(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        poll(site, &server, feed.id, &[item("a", "급한 글", &long_text("배"), "")]).await;
        assert_eq!(titles(site).await, ["급한 글"]);
        poll(site, &server, feed.id, &[protected("a", "급한 글")]).await;
        assert!(mailable(site).await.is_empty());
        assert_eq!(site.texts("SELECT text || summary FROM posts WHERE guid = 'a'").await, [""], "nothing of it is kept");
    }

    async fn a_password_told_by_the_sites_other_feed_keeps_a_post_back_too(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        poll(site, &server, feed.id, &[item("a", "급한 글", &long_text("배"), "")]).await;
        assert_eq!(titles(site).await, ["급한 글"]);
        server.serve("/rss", "application/rss+xml", &with_old(&[]));
        let other = posts::add(&site.app, &server.url("/rss")).await.expect("the feed is read").feed;
        server.serve("/rss", "application/rss+xml", &with_old(&[protected("a", "급한 글")]));
        posts::poll(&site.app, other.id).await.expect("a poll");
        assert!(mailable(site).await.is_empty());
    }

    async fn a_category_that_the_api_could_not_tell_at_first_is_set_before_the_mail(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let terms = "<category>소식</category><category>행사</category><category>꼬리표</category>";
        let feed_of = || wordpress_feed(&[item("a", "행사 소식", &long_text("행사"), terms)]);
        let topics = async || {
            let sql = "SELECT name FROM topics JOIN post_topics ON topic_id = topics.id ORDER BY name";
            site.texts(sql).await
        };
        fail(&server, API);
        server.serve("/feed", "application/rss+xml", &feed_of());
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(topics().await, ["소식"]);
        let post = "[{\"id\":7,\"link\":\"http://HOST/a\",\"content\":{\"rendered\":\"\"},\"categories\":[1,2]}]";
        serve_api(&server, post);
        server.serve("/feed", "application/rss+xml", &feed_of());
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(topics().await, ["소식", "행사"]);
        fail(&server, API);
        server.serve("/feed", "application/rss+xml", &feed_of());
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(topics().await, ["소식", "행사"], "a call that fails takes nothing away");
    }

    async fn a_post_whose_page_asks_for_a_password_is_not_mailed_with_its_excerpt(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/a", "text/html", &format!("<html><body class=\"single\"><div class=\"entry-content\">{FORM}</div></body></html>"));
        let cut = "<item><title>회원 글</title><link>http://HOST/a</link><guid>a</guid><description>이 글은 회원만 볼 수 있습니다.</description></item>";
        poll(site, &server, feed.id, &[cut.to_owned()]).await;
        assert!(mailable(site).await.is_empty());
    }

    async fn a_password_that_the_page_asked_for_is_lifted_by_the_page_alone(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/a", "text/html", &page(&[FORM]));
        for _ in 0..3 {
            poll(site, &server, feed.id, &[cut("회원만 볼 수 있습니다")]).await;
        }
        assert_eq!(server.count("/a"), 1, "the feed says what it said before");
        fail(&server, "/a");
        for _ in 0..2 {
            poll(site, &server, feed.id, &[cut("회원에게 알립니다")]).await;
            assert!(mailable(site).await.is_empty() && latest(site).await.len() == 1, "a page that fails opens nothing");
        }
        server.serve("/a", "text/html", &page(&[&long_text("회비")]));
        poll(site, &server, feed.id, &[cut("회원에게 알립니다")]).await;
        let found = mailable(site).await;
        assert!(found.len() == 1 && found[0].summary.contains("회비") && found[0].ready_at == Some(site.app.now()), "{found:?}");
    }

    async fn a_post_that_gets_a_password_while_its_page_is_read_stays_closed(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/rss", "application/rss+xml", &with_old(&[]));
        let other = posts::add(&site.app, &server.url("/rss")).await.expect("the feed is read").feed;
        // The page answers only once the site's other feed has told of the password.
        let held = server.hold("/a", "text/html", &page(&[&long_text("회비")]));
        server.serve("/feed", "application/rss+xml", &with_old(&[cut("회원만 볼 수 있습니다")]));
        let reading = async {
            posts::poll(&site.app, feed.id).await.expect("a poll");
        };
        let closing = async {
            held.asked().await;
            let closed = protected("a", "회원 글");
            server.serve("/rss", "application/rss+xml", &with_old(&[closed]));
            posts::poll(&site.app, other.id).await.expect("a poll");
            assert_eq!(site.numbers("SELECT count(*) FROM posts WHERE guid = 'a' AND is_protected").await, [1]);
            held.answer();
        };
        tokio::join!(reading, closing);
        assert_eq!(server.count("/a"), 1);
        assert!(mailable(site).await.is_empty(), "what was read is from before the password");
        assert_eq!(site.texts("SELECT text || summary FROM posts WHERE guid = 'a'").await, [""], "and none of it is kept");
        assert_eq!(site.numbers("SELECT count(*) FROM posts WHERE guid = 'a' AND is_protected AND number IS NULL").await, [1]);
    }

    async fn a_post_that_was_closed_after_its_first_mail_reaches_the_others_once_it_is_open(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        site.reader(Reader::new("kim@example.org", Cadence::EachPost)).await;
        site.reader(Reader::new("lee@example.org", Cadence::Daily)).await;
        site.wait(60);
        let open = [item("a", "급한 글", &long_text("배"), "")];
        poll(site, &server, feed.id, &open).await;
        site.plan().await;
        poll(site, &server, feed.id, &[protected("a", "급한 글")]).await;
        site.plan_at("2026-11-25T07:00:00+09:00").await;
        site.wait(60);
        poll(site, &server, feed.id, &open).await;
        for day in ["26", "27"] {
            site.plan_at(&format!("2026-11-{day}T07:00:00+09:00")).await;
        }
        for email in ["kim@example.org", "lee@example.org"] {
            assert_eq!(site.digests_of(email).await, ["급한 글"], "{email}");
        }
    }

    async fn a_password_of_the_archive_that_is_lifted_makes_no_new_post(site: Site) {
        let server = FeedServer::start().await;
        let serve = |words: &str| server.serve("/feed", "application/rss+xml", &with_old(&[cut(words)]));
        server.serve("/a", "text/html", &page(&[FORM]));
        serve("회원만 볼 수 있습니다");
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        assert_eq!(latest(site).await.len(), 1);
        server.serve("/a", "text/html", &page(&[&long_text("회비")]));
        serve("모두에게 알립니다");
        let arrived = posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!((arrived.new, latest(site).await.len(), mailable(site).await.len()), (0, 2, 0));
    }

    async fn a_password_that_the_api_named_is_not_lifted_by_the_feed(site: Site) {
        let server = FeedServer::start().await;
        let items = [item("locked", "잠긴 글", "<p>짧은 글입니다.</p>", "<description>짧은 글입니다.</description>")];
        let told = |content: &str, protected: bool| serde_json::json!([{
            "id": 3, "link": server.url("/locked"), "content": {"rendered": content, "protected": protected}, "excerpt": {"rendered": ""}, "categories": [1],
        }]).to_string();
        server.serve("/feed", "application/rss+xml", &wordpress_feed(&[]));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        let poll = async || {
            server.serve("/feed", "application/rss+xml", &wordpress_feed(&items));
            posts::poll(&site.app, feed.id).await.expect("a poll").new
        };
        serve_api(&server, &told("", true));
        assert_eq!((poll().await, poll().await), (1, 0));
        fail(&server, API);
        fail(&server, "/locked");
        assert_eq!((poll().await, poll().await), (0, 0));
        assert!(mailable(site).await.is_empty());
        serve_api(&server, &told("<p>짧은 글을 이제 모두 읽습니다.</p>", false));
        poll().await;
        let found = mailable(site).await;
        assert!(found.len() == 1 && found[0].summary == "짧은 글을 이제 모두 읽습니다.", "{found:?}");
    }

    async fn an_answer_of_the_api_without_words_leaves_those_of_the_feed(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed", "application/rss+xml", &wordpress_feed(&[]));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        let told = |name: &str, content: serde_json::Value| serde_json::json!({"id": 3, "link": server.url(name), "content": content, "categories": [1]});
        let posts = serde_json::json!([told("/a", serde_json::json!({"rendered": ""})), told("/b", serde_json::json!({}))]);
        serve_api(&server, &posts.to_string());
        let by_hand = "<description>편집장이 손으로 쓴 짧은 요약문이 여기에 있습니다.</description>";
        server.serve("/feed", "application/rss+xml", &wordpress_feed(&[item("a", "감 이야기", &long_text("감"), ""), item("b", "배 이야기", &long_text("배"), by_hand)]));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let found = mailable(site).await;
        let summary = |title: &str| found.iter().find(|post| post.title == title).map(|post| post.summary.as_str()).unwrap_or_default();
        assert!(summary("감 이야기").contains("감") && summary("배 이야기").contains("손으로 쓴"), "{found:?}");
    }

    async fn another_post_behind_a_password_on_the_page_locks_nothing(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        server.serve("/a", "text/html", &page(&["<p>짧은 공개 글입니다.</p>", FORM]));
        poll(site, &server, feed.id, &[cut("짧은")]).await;
        let found = mailable(site).await;
        assert!(found.len() == 1 && found[0].summary == "짧은 공개 글입니다.", "{found:?}");
        server.serve("/a", "text/html", &page(&[FORM, "<p>아래에 있는 다른 글의 처음입니다. 누구나 읽습니다.</p>"]));
        poll(site, &server, feed.id, &[cut("고친 짧은")]).await;
        assert!(mailable(site).await.is_empty(), "its own form stands first");
    }

    async fn a_title_that_begins_like_a_protected_one_is_no_password(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        poll(site, &server, feed.id, &[item("a", "Protected: 점박이물범의 바다", &long_text("물범"), "")]).await;
        assert_eq!(titles(site).await.len(), 1);
    }

    async fn the_api_gives_the_whole_post_and_tells_categories_from_tags(site: Site) {
        let server = FeedServer::start().await;
        let api = |posts: &str| serve_api(&server, posts);
        api("[]");
        server.serve("/feed", "application/rss+xml", &wordpress_feed(&[]));
        let feed = posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read").feed;
        let terms = "<category>소식</category><category>행사</category><category>tag0</category><category>tag1</category>";
        let description = |words: &str| format!("{terms}<description><![CDATA[{words}]]></description>");
        let items = [
            item("paged", "쪽 글", "<p>첫 쪽의 문장입니다.</p>", &description("첫 쪽의 문장입니다.")),
            item("hand", "요약이 있는 글", &long_text("감"), &description("손으로 쓴 요약")),
            item("locked", "잠긴 글", "<p>짧은 글입니다.</p>", &description("짧은 글입니다.")),
        ];
        let post = |id: u32, name: &str, content: &str, protected: bool, excerpt: &str| serde_json::json!({
            "id": id, "link": server.url(&format!("/{name}")), "guid": {"rendered": server.url("/same")}, "date_gmt": "2026-11-23T00:00:00",
            "content": {"rendered": content, "protected": protected}, "excerpt": {"rendered": excerpt, "protected": protected}, "categories": [2, 3],
        });
        let pages = "<p>첫 쪽의 문장입니다.</p>\n<p><!--nextpage--></p>\n<p>둘째 쪽의 문장입니다.</p>";
        let told = serde_json::json!([
            post(1, "paged", pages, false, "<p>첫 쪽의 문장입니다.</p>"),
            post(2, "hand", &long_text("감"), false, "<p>손으로 쓴 요약</p>"),
            post(3, "locked", "", true, ""),
        ]);
        api(&told.to_string());
        server.serve("/feed", "application/rss+xml", &wordpress_feed(&items));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        let found = mailable(site).await;
        let find = |title: &str| found.iter().find(|post| post.title == title);
        assert_eq!(found.len(), 2, "the API says what is behind a password");
        let whole = find("쪽 글").expect("the post");
        assert!(whole.summary.contains("첫 쪽") && whole.summary.contains("둘째 쪽"), "{}", whole.summary);
        let topics: Vec<&str> = whole.topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(topics, ["소식", "행사"]);
        let hand = find("요약이 있는 글").expect("the post");
        assert_eq!((hand.summary.as_str(), hand.summary_by), ("손으로 쓴 요약", Some(SummaryBy::Author)), "short as it is");
        assert_eq!(server.count("/paged"), 0, "no page is read where the API is open");
    }

    async fn posts_are_asked_for_by_their_numbers_where_the_server_names_its_api(site: Site) {
        let server = FeedServer::start().await;
        let link = format!("<{}>; rel=\"https://api.w.org/\"", server.url("/wp-json/"));
        let items = with_old(&[item("a", "글", "<p>본문입니다.</p>", "")]);
        let items = items.replace(">a</guid>", ">http://HOST/?p=31</guid>").replace(">old</guid>", ">http://HOST/?p=28</guid>");
        let body = items.replace("HOST", &server.address.to_string()).into_bytes();
        server.script("/feed", crate::support::feed_server::Serve::Answer(200, vec![("Link", link)], body));
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        let asked: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
        assert!(asked.iter().any(|path| path.starts_with("/wp-json/wp/v2/posts?") && path.ends_with("&include=31%2C28")), "{asked:?}");
    }

    async fn a_short_post_is_mailed_with_its_own_words(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let theme = |content: &str| format!(
            "<html><head><link href='/wp-content/themes/x/style.css'></head><body><main><h1>글</h1><p>Written by 편집장 in 소식</p>\
             <div class='entry-content wp-block-post-content'>{content}</div><p>Posted on 24 November by the editor of this site, who writes every day.</p></main></body></html>");
        server.serve("/both", "text/html", &theme("<p>이 문장은 읽지 않습니다.</p>"));
        server.serve("/cut", "text/html", &theme("<p>본문은 이 한 문장입니다.</p>"));
        let both = item("both", "짧은 글", "<p>본문</p>", "<description>본문</description>");
        let cut = "<item><title>잘린 글</title><link>http://HOST/cut</link><guid>cut</guid><description>본문은 [&amp;#8230;]</description></item>";
        poll(site, &server, feed.id, &[both, cut.to_owned()]).await;
        let summaries: Vec<(String, String)> = mailable(site).await.into_iter().map(|post| (post.title, post.summary)).collect();
        assert!(summaries.contains(&("짧은 글".into(), "본문".into())), "{summaries:?}");
        assert!(summaries.contains(&("잘린 글".into(), "본문은 이 한 문장입니다.".into())), "{summaries:?}");
        assert_eq!(server.count("/both"), 0, "a site that gives both a summary and the content says what is whole");
    }

    async fn our_own_snippets_and_their_words_are_not_mailed(site: Site) {
        let server = FeedServer::start().await;
        let feed = subscribed(site, &server).await;
        let text = "<p>첫 문장은 짧습니다.</p><gudok-subscribe topics=\"a\">구독은 <a href=\"/\">여기</a>에서</gudok-subscribe><p>[gudok topics=&#8221;a&#8221;]</p>";
        let words = "<description>첫 문장은 짧습니다. 구독은 여기에서 [gudok topics=”a”]</description>";
        poll(site, &server, feed.id, &[item("a", "글", text, words)]).await;
        let found = mailable(site).await.remove(0);
        assert_eq!((found.summary.as_str(), found.summary_by), ("첫 문장은 짧습니다.", Some(SummaryBy::Extract)));
    }

    async fn a_feed_of_comments_is_no_source_of_posts(site: Site) {
        let server = FeedServer::start().await;
        let comment = "<item><title>민아 님의 댓글</title><link>http://HOST/post/#comment-7</link><guid>http://HOST/post/#comment-7</guid><description>잘 읽었습니다.</description></item>";
        let feed = with_old(&[]).replace("<item>", &format!("{comment}<!--")).replace("</channel>", "--></channel>");
        server.serve("/comments/feed/", "application/rss+xml", &feed);
        assert_eq!(problem_of(site, &server.url("/comments/feed/")).await, FeedProblem::OfComments);
        let said = FeedProblem::OfComments.say(gudok::i18n::Locale::Ko.translator());
        assert!(said.contains("/feed"), "{said}");
    }
}
