//! Pages with several addresses: what a site names as another address of a post leads to the post's one thread.

use gudok::comments::import::{ImportOptions, import};
use gudok::config::CommentModeration;
use gudok::posts;
use gudok::posts::aliases::of_post;

use crate::stories;
use crate::support::feed_server::FeedServer;
use crate::support::feeds::{item, latest, long_text, read, rss, with_old};
use crate::support::{Remark, Site};

const API: &str = "/wp-json/wp/v2/posts?per_page=10&_fields=id%2Clink%2Cguid%2Cdate_gmt%2Ccontent%2Cexcerpt%2Ccategories";

/// A site whose comments of the server's pages are public at once.
async fn talking(site: &mut Site, server: &FeedServer) {
    let origin = server.url("/").parse().expect("a URL");
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        config.server.allowed_origins = vec![origin];
    })
    .await;
}

async fn said(site: &Site, thread: &str, body: &str) {
    let remark = Remark::by("김하늘", "sky@example.org", body);
    site.said(Remark { thread, ..remark }).await;
}

/// The keys of the threads, without the server.
async fn threads(site: &Site, server: &FeedServer) -> Vec<String> {
    let host = format!("https://{}", server.address);
    let keys = site.texts("SELECT key FROM threads").await;
    let mut paths: Vec<String> = keys.iter().map(|key| key.replace(&host, "")).collect();
    paths.sort();
    paths
}

/// The feed of a `WordPress` site with one post, `/2026/a/`, whose id is another site's number for it.
fn serve_wordpress(server: &FeedServer) {
    let post = item("2026/a/", "나뉜 글", &long_text("감"), "").replace(
        "<guid isPermaLink=\"false\">2026/a/</guid>",
        "<guid isPermaLink=\"false\">http://HOST/?p=7</guid>",
    );
    let feed = with_old(&[post]).replace(
        "<link>http://HOST/</link>",
        "<link>http://HOST/</link><generator>https://wordpress.org/?v=6.8</generator>",
    );
    server.serve("/feed", "application/rss+xml", &feed);
    let pages = format!("{}<!--nextpage-->{}", long_text("감"), long_text("배"));
    let told = serde_json::json!([{
        "id": 31, "link": server.url("/2026/a/"), "content": {"rendered": pages}, "excerpt": {"rendered": ""}, "categories": [1],
    }]);
    server.serve(API, "application/json; charset=UTF-8", &told.to_string());
}

stories! {
    async fn the_number_and_the_pages_of_a_post_that_wordpress_names_are_its_one_thread(site: Site) {
        let server = FeedServer::start().await;
        talking(site, &server).await;
        for path in ["/?p=31", "/2026/a/2/", "/?p=7", "/2026/a/3/"] {
            said(site, &server.url(path), path).await;
        }
        serve_wordpress(&server);
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        said(site, &server.url("/?p=31&utm_source=mail"), "둘째").await;
        said(site, &server.url("/2026/a"), "셋째").await;
        site.run_jobs().await;
        assert_eq!(threads(site, &server).await, ["/2026/a", "/2026/a/3", "/?p=7"], "what WordPress does not name stays apart");
        for path in ["/2026/a/", "/?p=31", "/2026/a/2/"] {
            let page = site.thread(&server.url(path), "").await;
            assert_eq!(page.text_of("#comments"), "댓글 4개", "{path}");
            assert_eq!(page.text_of("h1"), "나뉜 글", "{path}");
        }
        let counts = format!("/api/v1/comment-counts?thread={0}%3Fp%3D31&thread={0}2026/a&thread={0}%3Fp%3D7", server.url("/"));
        let counts = site.get(&counts).await.json();
        assert_eq!(counts[server.url("/?p=31")], 4);
        assert_eq!(counts[server.url("/?p=7")], 1);
        posts::poll(&site.app, latest(site).await[0].feed_id).await.expect("a poll");
        assert_eq!(site.numbers("SELECT count(*) FROM jobs WHERE kind = 'post-aliases'").await, [0], "nothing new is named");
    }

    async fn the_short_and_the_amp_address_that_a_page_names_are_its_one_thread(site: Site) {
        let server = FeedServer::start().await;
        talking(site, &server).await;
        said(site, &server.url("/a/amp/"), "첫째").await;
        let cut = "<item><title>짧은 글</title><link>http://HOST/a</link><guid>a</guid><description>처음만 [&amp;#8230;]</description></item>";
        let links = "<link rel='amphtml' href='/a/amp/'><link rel='shortlink' href='http://HOST/?p=5'><link rel='amphtml' href='http://elsewhere.example/a/amp/'>";
        server.serve("/a", "text/html", &format!("<html><head>{links}</head><body><article>{}</article></body></html>", long_text("밤")));
        server.serve("/feed", "application/rss+xml", &rss(&[cut.to_owned()]));
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        site.run_jobs().await;
        said(site, &server.url("/?p=5"), "둘째").await;
        assert_eq!(threads(site, &server).await, ["/a"]);
        let post = latest(site).await.remove(0).id;
        let (own, others) = of_post(&mut read(site).await, post).await.expect("read").expect("an address");
        let address = |path: &str| format!("https://{}{path}", server.address);
        assert_eq!((own, others), (address("/a"), vec![address("/?p=5"), address("/a/amp")]));
    }

    async fn the_amp_page_of_a_known_post_is_its_one_thread(site: Site) {
        let server = FeedServer::start().await;
        talking(site, &server).await;
        said(site, &server.url("/2026/a/amp/"), "첫째").await;
        server.serve("/feed", "application/rss+xml", &rss(&[
            item("2026/a", "글", &long_text("감"), ""), item("2026", "한 해", &long_text("배"), ""), item("amp", "앰프", &long_text("무"), ""),
            item("shop/b", "가게", &long_text("밤"), ""), item("shop/b/amp", "가게의 앰프", &long_text("귤"), ""),
        ]));
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        let page = site.thread(&server.url("/2026/a/amp"), "").await;
        assert_eq!(page.text_of("#comments"), "댓글 1개", "what was there stays to be seen");
        said(site, &server.url("/2026/a/amp/?utm_source=x"), "둘째").await;
        said(site, &server.url("/2026/a?amp=1"), "셋째").await;
        for path in ["/2026/2/", "/2026/a/2/", "/archive/2/", "/archive/amp/", "/amp/", "/shop/b/amp/"] {
            said(site, &server.url(path), path).await;
        }
        assert_eq!(threads(site, &server).await, ["/2026/2", "/2026/a", "/2026/a/2", "/amp", "/archive/2", "/archive/amp", "/shop/b/amp"]);
        for path in ["/2026/a/", "/2026/a/amp/", "/2026/a?amp"] {
            let page = site.thread(&server.url(path), "").await;
            assert_eq!(page.text_of("#comments"), "댓글 3개", "{path}");
        }
    }

    async fn an_import_counts_a_page_with_two_addresses_once_also_in_a_dry_run(site: Site) {
        let server = FeedServer::start().await;
        talking(site, &server).await;
        serve_wordpress(&server);
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        let comment = |id: &str, path: &str, parent: &str| serde_json::json!({
            "_id": id, "pid": parent, "nick": "김하늘", "mail": "a@reader.example", "mailMd5": "x", "href": server.url(path),
            "comment": "<p>글</p>", "isSpam": false, "created": 1_795_000_000_000_i64,
        });
        let file = serde_json::json!([comment("a", "/2026/a/", ""), comment("b", "/?p=31", "a"), comment("c", "/?p=31", "")]).to_string();
        let run = async |dry_run: bool| {
            let options = ImportOptions { dry_run, ..ImportOptions::default() };
            import(&site.app, std::io::Cursor::new(file.clone().into_bytes()), &options, |_| {}).await.expect("an import")
        };
        let (dry, real) = (run(true).await, run(false).await);
        assert_eq!((real.new, real.threads, real.orphans), (3, 1, 0));
        assert_eq!(format!("{dry:?}"), format!("{real:?}"));
    }

    async fn an_address_that_is_another_posts_stays_that_posts(site: Site) {
        let server = FeedServer::start().await;
        talking(site, &server).await;
        server.serve("/feed", "application/rss+xml", &rss(&[item("2026/a/2", "둘째 글", &long_text("무"), "")]));
        posts::add(&site.app, &server.url("/feed")).await.expect("the feed is read");
        serve_wordpress(&server);
        posts::poll(&site.app, latest(site).await[0].feed_id).await.expect("a poll");
        assert_eq!(site.texts("SELECT key FROM post_aliases").await, [format!("{}/?p=31", server.address)]);
    }
}
