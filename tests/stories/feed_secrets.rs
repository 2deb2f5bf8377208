//! What opens a feed, a password or a key in its address, reaches nobody but its server.

use gudok::admin::Role;
use gudok::i18n::Locale;
use gudok::posts;
use gudok::posts::feeds;
use gudok::posts::problem::FeedProblem;
use gudok::subscribers::Cadence::EachPost;

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{latest, problem_of, read};
use crate::support::{Reader, Site, readers};

const KIM: &str = "kim@example.org";
const ADDRESS: &str = "/notes.json?key=k3y-of-kim";

/// Notes without links, in a feed that names no site.
fn notes(newest: usize) -> String {
    let notes = (1..=newest).rev().map(|n| {
        format!(
            "{{\"id\": \"n{n}\", \"content_text\": \"{n}번째 쪽지입니다. 주소가 없는 짧은 글입니다.\"}}"
        )
    });
    let notes: Vec<String> = notes.collect();
    format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"\", \"items\": [{}]}}",
        notes.join(",")
    )
}

fn with_password(server: &FeedServer, path: &str) -> String {
    server.url(path).replacen("://", "://kim:s3cret@", 1)
}

fn is_clean(text: &str) -> bool {
    !text.contains("s3cret") && !text.contains("k3y-of-kim")
}

async fn add(site: &Site, server: &FeedServer, path: &str) -> posts::Feed {
    let added = posts::add(&site.app, &with_password(server, path)).await;
    added.expect("the feed is read").feed
}

stories! {
    async fn a_feeds_password_and_key_reach_no_reader_and_no_page(site: Site) {
        let server = FeedServer::start().await;
        server.serve(ADDRESS, "application/feed+json", &notes(1));
        let feed = add(site, &server, ADDRESS).await;
        assert!(is_clean(&format!("{feed:?}").replace(ADDRESS, "")) && is_clean(&feed.title), "{feed:?}");
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        server.serve(ADDRESS, "application/feed+json", &notes(2));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(server.requests().pop().expect("a request").header("Authorization"), "Basic a2ltOnMzY3JldA==");
        assert_eq!(site.plan().await.mails, 1);
        let digest = site.newest_mail_to(KIM).await;
        assert!(digest.text.contains("2번째 쪽지") && digest.text.contains("https://blog.example.org/"), "{}", digest.text);
        readers::subscribed(site, "lee@example.org").await;
        let welcome = site.newest_mail_to("lee@example.org").await;
        assert!(welcome.text.contains("2번째 쪽지"), "{}", welcome.text);
        let mut shown = vec![digest.text.clone(), digest.html.clone(), welcome.text.clone(), welcome.html.clone()];
        for path in [digest.link("/archive/"), "/archive".to_owned(), "/archive.atom".to_owned()] {
            shown.push(site.get(&path).await.expect(200).to_owned());
        }
        site.sign_in(Role::Editor).await;
        let room = site.get("/admin/posts").await;
        assert!(room.expect(200).contains("notes.json?key=…"), "the owner still tells it from others: {}", room.body);
        shown.push(room.body.clone());
        for text in shown {
            assert!(is_clean(&text), "{text}");
        }
    }

    async fn relative_links_of_a_feed_behind_a_password_lead_to_the_posts(site: Site) {
        let server = FeedServer::start().await;
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>쪽지</title><id>urn:f</id>\
            <entry><id>urn:1</id><title>하나</title><link href='posts/1.html'/><updated>2026-11-23T00:00:00Z</updated></entry>\
            <entry><id>urn:2</id><title>둘</title><link href=''/><updated>2026-11-22T00:00:00Z</updated></entry>\
            <entry><id>urn:3</id><title>셋</title><link href='/view?n=3&amp;key=k3y-of-kim'/><updated>2026-11-21T00:00:00Z</updated></entry></feed>";
        server.serve("/private/feed?key=k3y-of-kim", "application/atom+xml", atom);
        add(site, &server, "/private/feed?key=k3y-of-kim").await;
        let links: Vec<String> = latest(site).await.into_iter().map(|post| post.url).collect();
        assert_eq!(links, [server.url("/private/posts/1.html"), "https://blog.example.org/".to_owned(), server.url("/view?n=3")]);
    }

    async fn a_feed_is_found_without_its_password_and_takes_a_new_one(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed.json", "application/feed+json", &notes(1));
        let feed = add(site, &server, "/feed.json").await;
        for address in [server.url("/feed.json"), with_password(&server, "/feed.json")] {
            let found = feeds::find_by_address(&mut read(site).await, &address).await.expect("feeds");
            assert_eq!(found.map(|found| found.id), Some(feed.id), "{address}");
        }
        let again = server.url("/feed.json").replacen("://", "://kim:n3w@", 1);
        assert!(!posts::add(&site.app, &again).await.expect("the feed is read").is_new);
        assert_eq!(server.requests().pop().expect("a request").header("Authorization"), "Basic a2ltOm4zdw==");
        assert_eq!(feeds::all(&mut read(site).await).await.expect("feeds").len(), 1);
    }

    async fn a_new_password_that_is_refused_does_not_replace_the_good_one(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed.json", "application/feed+json", &notes(1));
        let feed = add(site, &server, "/feed.json").await;
        let wrong = server.url("/feed.json").replacen("://", "://kim:wr0ng@", 1);
        server.script("/feed.json", Serve::Answer(401, Vec::new(), Vec::new()));
        assert_eq!(problem_of(site, &wrong).await, FeedProblem::NewCredentials(401));
        let said = FeedProblem::NewCredentials(401).say(Locale::Ko.translator());
        assert!(said.contains("401") && said.contains("이전 것을 그대로"), "{said}");
        server.serve("/feed.json", "application/feed+json", &notes(2));
        posts::poll(&site.app, feed.id).await.expect("a poll");
        assert_eq!(server.requests().pop().expect("a request").header("Authorization"), "Basic a2ltOnMzY3JldA==");
    }
}
