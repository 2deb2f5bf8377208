//! Pages of a thread are rendered once and kept until the thread changes: nobody sees an old one, and the memory is bounded.

use std::io::Read;

use actix_web::test::TestRequest;
use gudok::admin::Role;
use gudok::clock::Clock;
use gudok::comments::merging::{self, PageMove};
use gudok::config::CommentModeration;
use gudok::store::Store;
use gudok::web::WebError;
use gudok::web::page_cache::{Look, PageCache, Rendering, Stamp};
use gudok::{changed, store};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

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

/// The paths of everything that shows a thread.
fn paths() -> [String; 4] {
    let query = encode(&[("thread", PAGE)]);
    [
        format!("/comments?{query}"),
        format!("/fragments/comments?{query}"),
        format!("/api/v1/comments?{query}"),
        format!("/api/v1/comment-counts?{query}"),
    ]
}

/// Everything that shows the thread.
async fn shown(site: &Site) -> Vec<String> {
    let mut shown = Vec::new();
    for path in paths() {
        shown.push(site.get(&path).await.expect(200).to_owned());
    }
    shown
}

/// Expects that everything that shows the thread changed.
async fn expect_change(site: &Site, before: &mut Vec<String>, what: &str) {
    let after = shown(site).await;
    for ((path, before), after) in paths().iter().zip(before.iter()).zip(&after) {
        assert_ne!(before, after, "{what}: {path}");
    }
    *before = after;
}

/// The same database in another process.
pub(crate) async fn another_process(site: &Site) -> Store {
    Store::open_as(&site.app.config().database)
        .await
        .expect("a second handle")
}

async fn change(store: &Store, sql: &'static str) {
    let mut tx = store.write().await.expect("a transaction");
    let rows: Result<u64, store::Error> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    assert!(rows.expect("a statement") > 0, "{sql} changes something");
    tx.commit().await.expect("committed");
}

/// A request of a client that decodes nothing, and the bytes as they come.
async fn raw(site: &Site, path: &str, headers: &[(&str, &str)]) -> (u16, Vec<u8>, HeaderMap) {
    raw_as(site, Method::GET, path, headers).await
}

async fn raw_as(
    site: &Site,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, Vec<u8>, HeaderMap) {
    let client = reqwest::Client::builder().no_proxy().no_gzip().build();
    let client = client.expect("a client");
    let mut request = client.request(method, site.url(path));
    request = request.header("accept-language", "ko");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = answer.bytes().await.expect("a body").to_vec();
    (status, bytes, headers)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

fn all(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values
        .map(|value| value.to_str().expect("text").to_owned())
        .collect()
}

stories! {
    async fn a_change_shows_at_once_on_the_node_that_made_it_and_not_before_its_commit(site: Site) {
        site.sign_in(Role::Owner).await;
        site.say(remark("첫 댓글입니다")).await.expect(303);
        let id = site.numbers("SELECT id FROM comments").await[0];
        let mut before = shown(site).await;
        site.decide(id, "approval").await.expect(303);
        let before_approval = before.clone();
        expect_change(site, &mut before, "approval").await;
        assert!(before[..3].iter().all(|page| page.contains("첫 댓글입니다")));
        assert_eq!(shown(site).await, before, "the kept pages");

        let mut tx = site.app.write().await.expect("a transaction");
        let sql = "UPDATE comments SET html = '<p>고친 글</p>'";
        let edited: Result<u64, store::Error> = changed!(tx, conn => sqlx::query(sql).execute(conn));
        edited.expect("an edit");
        assert_eq!(shown(site).await, before, "nobody sees what is not committed");
        tx.commit().await.expect("committed");
        let after = shown(site).await;
        assert!(after[..3].iter().all(|page| page.contains("고친 글")));

        site.change("UPDATE comments SET name = '지운 이름'").await;
        assert!(shown(site).await[..3].iter().all(|page| page.contains("지운 이름")));
        site.change("UPDATE threads SET title = '페이지의 제목'").await;
        assert!(shown(site).await[0].contains("페이지의 제목"), "a title that is learned later");
        site.decide(id, "trash").await.expect(303);
        assert_eq!(shown(site).await[1..], before_approval[1..]);
    }

    async fn other_nodes_and_processes_show_a_change_within_two_seconds(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let other = another_process(site).await;
        let mut before = shown(site).await;
        for sql in ["UPDATE comments SET html = '<p>고친 글</p>'", "UPDATE comments SET name = '다른 이름'"] {
            change(&other, sql).await;
            site.wait(1);
            let after = shown(site).await;
            assert!(before[..3].iter().zip(&after).all(|(before, after)| before != after), "{sql}");
            before = after;
        }
        change(&other, "UPDATE threads SET title = '페이지의 제목'").await;
        site.wait(1);
        assert!(shown(site).await[0].contains("페이지의 제목"));

        let moved = PageMove::parse(PAGE, "https://blog.example.org/moved").expect("a move");
        let mut tx = other.write().await.expect("a transaction");
        assert_eq!(merging::move_pages(&mut tx, &moved).await.expect("moved"), 1);
        tx.commit().await.expect("committed");
        site.wait(1);
        assert!(!shown(site).await[0].contains("다른 이름"), "the page moved");
        other.close().await;
    }

    async fn kept_pages_have_a_bounded_memory(site: Site) {
        let cache = PageCache::new(site.app.store().clone(), Clock::standing(site.clock.now()), 100_000);
        let request = TestRequest::get().to_http_request();
        for number in 0..1_000_u32 {
            let look = async |_: Option<&Stamp>| Ok::<_, WebError>(Look::Changed {
                stamp: Stamp::of(&number),
                rendering: Rendering::of("text/plain", "x".repeat(2_000)),
                is_kept: true,
            });
            let key = format!("page {number}");
            cache.answer(&request, &key, &site.app.config(), look).await.expect("an answer");
        }
        let weight = cache.weight();
        assert!((50_000..=100_000).contains(&weight), "{weight} bytes");
    }

    async fn strangers_cannot_fill_the_memory_with_names(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let query = encode(&[("thread", PAGE)]);
        let first = site.get(&format!("/comments?{query}")).await;
        let weight = site.app.pages().weight();
        assert!(weight > 1_000, "{weight}");
        for number in 0..5 {
            let page = site.get(&format!("/comments?{query}&utm_x={number}&b={number}#a")).await;
            assert_eq!(page.body, first.body, "unknown parameters make no other page");
            site.get(&format!("/comments?thread=https://blog.example.org/none-{number}")).await.expect(200);
            site.get(&format!("/fragments/comments?thread=nothing-{number}")).await.expect(200);
            site.get(&format!("/api/v1/comments?thread=nothing-{number}")).await.expect(200);
            site.get(&format!("/comments?thread=https://evil.example/{number}")).await.expect(422);
            site.get(&format!("/comments?{query}&cursor={number}-1")).await.expect(200);
        }
        assert_eq!(site.app.pages().weight(), weight);
    }

    async fn texts_of_a_query_never_run_into_each_other(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let ask = async |title: &str, url: &str| {
            let fields = [("thread", PAGE), ("title", title), ("url", url)];
            site.get(&format!("/fragments/comments?{}", encode(&fields))).await.field("title")
        };
        assert_eq!(ask("a b", "c").await, "a b");
        assert_eq!(ask("a", " bc").await, "a");
        assert_eq!(ask("a ", "bc").await, "a ");
    }

    async fn a_client_that_has_a_page_gets_304_until_it_changes(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        for path in paths() {
            let (status, _, headers) = raw(site, &path, &[]).await;
            assert_eq!(status, 200);
            let etag = text(&headers, "etag").to_owned();
            assert!(etag.starts_with('"'), "a strong one: {etag}");
            for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
                let (status, body, not_modified) = raw(site, &path, &[("if-none-match", &known)]).await;
                assert_eq!((status, body.len()), (304, 0), "{path} {known}");
                assert_eq!(text(&not_modified, "etag"), etag);
                assert_eq!(all(&not_modified, "vary"), all(&headers, "vary"), "{path}");
            }
            let (status, ..) = raw(site, &path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(status, 200);
        }
        let (_, _, headers) = raw(site, &paths()[0], &[]).await;
        site.said(remark("둘째 댓글입니다")).await;
        let (status, _, newer) = raw(site, &paths()[0], &[("if-none-match", text(&headers, "etag"))]).await;
        assert_eq!(status, 200);
        assert_ne!(text(&newer, "etag"), text(&headers, "etag"));
    }

    async fn an_encoded_page_is_the_page(site: Site) {
        open_site(site).await;
        for number in 0..8 {
            site.said(remark(&format!("{number}번째 댓글은 조금 더 길게 씁니다"))).await;
        }
        for path in &paths()[..3] {
            let (_, plain, headers) = raw(site, path, &[]).await;
            assert_eq!(text(&headers, "content-encoding"), "");
            let mut etags = vec![text(&headers, "etag").to_owned()];
            for (accepted, coding) in [("gzip", "gzip"), ("gzip, deflate, br", "br")] {
                let (_, sent, headers) = raw(site, path, &[("accept-encoding", accepted)]).await;
                assert_eq!(text(&headers, "content-encoding"), coding, "{path}");
                assert!(text(&headers, "vary").contains("accept-encoding"));
                assert!(sent.len() * 2 < plain.len(), "{path}: {} of {}", sent.len(), plain.len());
                let mut read = Vec::new();
                match coding {
                    "gzip" => { flate2::read::GzDecoder::new(&sent[..]).read_to_end(&mut read).expect("gzip"); }
                    _ => brotli::BrotliDecompress(&mut &sent[..], &mut read).expect("Brotli"),
                }
                assert!(read == plain, "{path} as {coding}");
                etags.push(text(&headers, "etag").to_owned());
            }
            etags.dedup();
            assert_eq!(etags.len(), 3, "each coding has its own ETag: {etags:?}");
        }
    }

    async fn a_body_that_is_not_kept_is_encoded_with_little_work(site: Site) {
        for path in ["/comments?thread=nothing", "/fragments/comments?thread=nothing", "/api/v1/comments?thread=nothing"] {
            let (status, sent, headers) = raw(site, path, &[("accept-encoding", "gzip, deflate, br")]).await;
            let is_short = sent.len() < 256;
            assert_eq!((status, text(&headers, "content-encoding")), (200, if is_short { "" } else { "gzip" }), "{path}");
            assert!(!text(&headers, "etag").is_empty(), "{path}");
        }
    }

    async fn head_tells_what_get_would_send(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let sheet = site.get("/comments?thread=x").await;
        let sheet = dom_query::Document::from(sheet.body.as_str()).select("link[rel=stylesheet]").attr("href").expect("a sheet").to_string();
        for path in paths().iter().map(String::as_str).chain(["/robots.txt", "/favicon.ico", &sheet]) {
            let (_, body, got) = raw(site, path, &[("accept-encoding", "br")]).await;
            let (status, nothing, head) = raw_as(site, Method::HEAD, path, &[("accept-encoding", "br")]).await;
            assert_eq!((status, nothing.len()), (200, 0));
            for name in ["etag", "content-type", "content-encoding", "content-length", "cache-control"] {
                assert_eq!(text(&head, name), text(&got, name), "{path} {name}");
            }
            assert_eq!(text(&head, "content-length"), body.len().to_string());
        }
    }

    async fn assets_are_kept_for_a_year_under_the_address_of_their_content_alone(site: Site) {
        let page = site.get("/comments?thread=x").await;
        let sheet = dom_query::Document::from(page.body.as_str()).select("link[rel=stylesheet]").attr("href").expect("a sheet").to_string();
        assert_eq!(site.get(&sheet).await.header("cache-control"), "public, max-age=31536000, immutable");
        let (path, _) = sheet.split_once('?').expect("a version");
        for other in [path.to_owned(), format!("{path}?v=other")] {
            assert_eq!(site.get(&other).await.header("cache-control"), "public, max-age=300", "{other}");
        }
        let (_, plain, _) = raw(site, &sheet, &[]).await;
        let (_, sent, headers) = raw(site, &sheet, &[("accept-encoding", "br")]).await;
        assert_eq!(text(&headers, "content-encoding"), "br");
        assert!(sent.len() * 2 < plain.len());
        let (status, ..) = raw(site, &sheet, &[("accept-encoding", "br"), ("if-none-match", text(&headers, "etag"))]).await;
        assert_eq!(status, 304);
    }

    async fn the_token_of_a_kept_page_is_renewed_every_ten_minutes(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let path = &paths()[0];
        let token = site.get(path).await.field("form_token");
        site.wait(599);
        assert_eq!(site.get(path).await.field("form_token"), token);
        site.wait(1);
        let renewed = site.get(path).await.field("form_token");
        assert_ne!(renewed, token);
        let fragment = site.get(&paths()[1]).await;
        assert_eq!(fragment.field("form_token"), "");
        assert!(!fragment.body.contains(&renewed));
    }

    async fn authors_see_their_waiting_comments_and_nobody_else_does(site: Site) {
        let held = site.say(remark("기다리는 댓글")).await;
        let cookie = held.cookie();
        let (_, own, headers) = raw(site, &paths()[0], &[("accept-encoding", "br"), ("cookie", &cookie)]).await;
        assert!(String::from_utf8_lossy(&own).contains("기다리는 댓글"));
        assert_eq!(text(&headers, "cache-control"), "private, no-store");
        assert_eq!((text(&headers, "content-encoding"), text(&headers, "etag")), ("", ""), "not encoded: it is one reader's");
        for page in shown(site).await {
            assert!(!page.contains("기다리는 댓글"));
        }
    }

    async fn a_page_of_a_frame_names_who_may_show_it_and_is_kept_apart(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        for _ in 0..2 {
            let framed = site.thread(PAGE, "&embed=1").await;
            assert!(framed.header("content-security-policy").contains("frame-ancestors 'self' https://blog.example.org"));
            let page = site.thread(PAGE, "").await;
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
            assert_ne!(framed.body, page.body);
        }
    }

    async fn each_language_has_its_own_page(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let korean = site.thread(PAGE, "").await;
        let chosen = site.thread(PAGE, "&lang=ko").await;
        assert!(chosen.body.contains("lang=ko") && !korean.body.contains("lang=ko"), "a chosen language stays in links");
        site.language = "en";
        assert!(site.thread(PAGE, "").await.body.contains("<html lang=\"en\">"));
        assert!(site.thread(PAGE, "&lang=ko").await.body == chosen.body);
        let json = site.get(&paths()[3]).await.json();
        assert_eq!(json, json!({PAGE: 1}));
    }

    async fn a_form_that_is_shown_again_is_sent_as_it_is(site: Site) {
        let fields = [("thread", PAGE), ("name", "김하늘"), ("email", "sky@example.org"), ("body", "토큰 없이 보냅니다")];
        let client = reqwest::Client::builder().no_proxy().no_gzip().build().expect("a client");
        let request = client.post(site.url("/comments")).header("accept-encoding", "br").header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(encode(&fields)).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!((text(answer.headers(), "content-encoding"), text(answer.headers(), "etag")), ("", ""), "it holds what somebody typed");
        assert!(answer.text().await.expect("a page").contains("토큰 없이 보냅니다"));
    }

    async fn the_sign_up_page_is_kept_and_shows_new_topics_at_once(site: Site) {
        let (_, _, headers) = raw(site, "/", &[]).await;
        let (status, ..) = raw(site, "/?utm_source=mail", &[("if-none-match", text(&headers, "etag"))]).await;
        assert_eq!(status, 304, "unknown parameters make no other page");
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::topics::offer(&mut tx, "도서관 소식", site.clock.now()).await.expect("offered");
        tx.commit().await.expect("committed");
        assert!(site.get("/").await.body.contains("도서관 소식"));
        let token = site.get("/").await.field("form_token");
        site.wait(599);
        assert_eq!(site.get("/").await.field("form_token"), token);
        site.wait(1);
        assert_ne!(site.get("/").await.field("form_token"), token);
    }

    async fn a_new_thread_in_the_place_of_a_moved_one_has_its_own_page(site: Site) {
        open_site(site).await;
        site.said(remark("옮겨 갈 댓글")).await;
        let before = shown(site).await;
        assert!(before[0].contains("옮겨 갈 댓글"));
        site.said(Remark { thread: "https://blog.example.org/other", ..remark("다른 글의 댓글") }).await;
        let moved = PageMove::parse(PAGE, "https://blog.example.org/other").expect("a move");
        let other = another_process(site).await;
        let mut tx = other.write().await.expect("a transaction");
        assert_eq!(merging::move_pages(&mut tx, &moved).await.expect("moved"), 1);
        tx.commit().await.expect("committed");
        other.close().await;
        // The new thread may get the id of the old one, and as many comments.
        let json = json!({"thread": PAGE, "name": "이서준", "email": "lee@example.org", "body": "새로 쓴 댓글"});
        site.wait(60);
        site.post_json("/api/v1/comments", &json).await.expect(201);
        let after = shown(site).await;
        for page in &after[..3] {
            assert!(page.contains("새로 쓴 댓글") && !page.contains("옮겨 갈 댓글"), "{page}");
        }
    }

    async fn what_readers_do_not_see_changes_no_page(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let version = site.numbers("SELECT version FROM threads").await;
        site.change("UPDATE comments SET ip = NULL, searchable = 'x'").await;
        assert_eq!(site.numbers("SELECT version FROM threads").await, version);
        site.change("UPDATE comments SET html = '<p>고친 글</p>'").await;
        assert_ne!(site.numbers("SELECT version FROM threads").await, version);
    }

    async fn counts_of_unknown_pages_are_not_kept(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        site.get(&paths()[3]).await.expect(200);
        let weight = site.app.pages().weight();
        for number in 0..3 {
            let query = encode(&[("thread", PAGE), ("thread", &format!("nothing-{number}"))]);
            assert_eq!(site.get(&format!("/api/v1/comment-counts?{query}")).await.json()[PAGE], 1);
        }
        assert_eq!(site.app.pages().weight(), weight);
    }
}
