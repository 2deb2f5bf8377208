//! Long threads: page by page both ways, branches, links to one comment; and the same by JSON.

use gudok::config::CommentModeration;
use serde_json::{Value, json};

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// Comments as many readers write them over time.
async fn talk(site: &Site, count: usize, parent: Option<i64>) -> Vec<i64> {
    let mut ids = Vec::new();
    for number in 0..count {
        if number % 19 == 0 {
            site.wait(700); // within the limit of one client
        }
        let body = format!("{} 번째 이야기, {parent:?}", number + 1);
        let remark = Remark {
            parent,
            notify: false,
            ..Remark::by("독자", "reader@example.org", &body)
        };
        ids.push(site.said(remark).await);
    }
    ids
}

fn link(page: &Reply, selector: &str) -> String {
    let document = dom_query::Document::from(page.body.as_str());
    let link = document.select(selector).attr("href");
    link.unwrap_or_else(|| panic!("no {selector} in {}", page.body))
        .to_string()
}

stories! {
    async fn a_long_thread_is_read_page_by_page_both_ways_and_in_both_orders(site: Site) {
        open_site(site).await;
        let ids = talk(site, 50, None).await;
        let first = site.thread(PAGE, "").await;
        assert_eq!(Site::ids_on(&first), ids[..20]);
        let second = site.get(&link(&first, "a[rel=next]")).await;
        assert_eq!(Site::ids_on(&second), ids[20..40]);
        let third = site.get(&link(&second, "a[rel=next]")).await;
        assert_eq!(Site::ids_on(&third), ids[40..]);
        assert_eq!(third.count("a[rel=next]"), 0);
        let back = site.get(&link(&third, "a[rel=prev]")).await;
        assert_eq!(Site::ids_on(&back), ids[20..40]);
        let start = site.get(&link(&back, "a[rel=prev]")).await;
        assert_eq!(Site::ids_on(&start), ids[..20]);
        assert_eq!(start.count("a[rel=prev]"), 0);

        let newest = site.get(&link(&first, ".sorts a:last-child")).await;
        let reversed: Vec<i64> = ids.iter().rev().copied().collect();
        assert_eq!(Site::ids_on(&newest), reversed[..20]);
        let older = site.get(&link(&newest, "a[rel=next]")).await;
        assert_eq!(Site::ids_on(&older), reversed[20..40]);

        let there = site.thread(PAGE, &format!("&comment={}", ids[45])).await;
        assert!(Site::ids_on(&there).contains(&ids[45]));
        let near = site.thread(PAGE, &format!("&comment={}", ids[3])).await;
        assert_eq!(Site::ids_on(&near), ids[..20], "what stands on the first page is shown there");
    }

    async fn a_long_branch_shows_its_beginning_and_a_way_to_the_rest(site: Site) {
        open_site(site).await;
        let root = talk(site, 1, None).await[0];
        let replies = talk(site, 30, Some(root)).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(Site::ids_on(&page).len(), 6);
        assert!(page.body.contains("답글 25개 더 보기"));
        let branch = site.thread(PAGE, &format!("&branch={root}")).await;
        assert_eq!(Site::ids_on(&branch).len(), 31);
        let late = site.thread(PAGE, &format!("&comment={}", replies[28])).await;
        assert_eq!(Site::ids_on(&late), [root, replies[28], replies[29]]);
        let whole = site.get(link(&late, "main p > a[href*='comment=']").split('#').next().expect("a path")).await;
        assert_eq!(Site::ids_on(&whole).len(), 6);
    }

    async fn a_fragment_shows_the_thread_and_its_form_for_a_page_elsewhere(site: Site) {
        open_site(site).await;
        let ids = talk(site, 21, None).await;
        let path = format!("/fragments/comments?{}&lang=en", encode(&[("thread", PAGE), ("title", "A post"), ("embed", "1")]));
        let fragment = site.get(&path).await;
        fragment.expect(200);
        assert_eq!(fragment.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(fragment.header("set-cookie"), "");
        assert!(fragment.body.trim_start().starts_with("<section class=\"gudok thread\" lang=\"en\""), "{}", fragment.body);
        assert_eq!(Site::ids_on(&fragment), ids[..20]);
        assert_eq!(fragment.field("form_token"), "", "the form has no token");
        assert_eq!((fragment.field("thread"), fragment.field("title")), (PAGE.to_owned(), "A post".to_owned()));
        assert_eq!(fragment.count("form[data-gudok=comment] [name=website_url]"), 1);
        // Its links lead to whole pages, and the same query works on the fragment.
        let next = link(&fragment, "a[rel=next][data-gudok=page]");
        assert!(next.starts_with(&format!("{}/comments?thread=", site.base)) && next.ends_with("&lang=en"), "{next}");
        assert_eq!(Site::ids_on(&site.get(&next).await), ids[20..]);
        let rest = site.get(&next.replacen("/comments?", "/fragments/comments?", 1)).await;
        assert_eq!(Site::ids_on(&rest), ids[20..]);
        assert_eq!(fragment.count("a[href^='/'], form[action^='/']"), 0, "no link leads into the host's page");
    }

    async fn pages_of_the_site_may_read_fragments_and_others_may_not(site: Site) {
        let path = site.url(&format!("/fragments/comments?{}", encode(&[("thread", PAGE)])));
        let from = async |origin: &str| Reply::of(site.http.get(&path).header("origin", origin).send().await.expect("an answer")).await;
        assert_eq!(from("https://blog.example.org").await.header("access-control-allow-origin"), "https://blog.example.org");
        assert_eq!(from("https://evil.example").await.header("access-control-allow-origin"), "");
        site.get("/fragments/comments?thread=https://evil.example/").await.expect(422);
        site.get("/fragments/comments").await.expect(422);
        site.get("/fragments/nothing").await.expect(404);
    }

    async fn programs_read_and_write_the_same_comments(site: Site) {
        open_site(site).await;
        let made = site.post_json("/api/v1/comments", &json!({"thread": PAGE, "name": "김하늘", "email": "sky@example.org", "url": "blog.example.com", "body": "*안녕*하세요"})).await;
        made.expect(201);
        assert_eq!(made.json()["status"], "approved");
        let id = made.json()["id"].clone();
        let held = site.post_json("/api/v1/comments", &json!({"thread": PAGE, "parent": id, "name": "광고", "email": "ad@example.org", "body": "바카라 추천"})).await;
        held.expect(202);
        assert_eq!(held.json()["status"], "pending");
        let list = site.get(&format!("/api/v1/comments?{}", encode(&[("thread", PAGE)]))).await;
        let item = &list.json()["items"][0];
        assert_eq!(item["id"], id);
        assert_eq!(item["parent"], Value::Null);
        assert_eq!(item["url"], "https://blog.example.com/");
        assert_eq!(item["html"], "<p><em>안녕</em>하세요</p>\n");
        assert_eq!(item["avatar"]["letter"], "김");
        assert_eq!(item["created_at"], "2026-11-24T00:00:00Z");
        assert_eq!(list.json()["total"], 1);
        assert_eq!(list.json()["next"], Value::Null);
    }

    async fn programs_page_through_a_thread_by_cursor(site: Site) {
        open_site(site).await;
        let ids = talk(site, 7, None).await;
        for (sort, wanted) in [("oldest", ids.clone()), ("newest", ids.iter().rev().copied().collect())] {
            let mut seen: Vec<i64> = Vec::new();
            let mut cursor = String::new();
            loop {
                let mut query = vec![("thread", PAGE), ("sort", sort), ("limit", "3")];
                if !cursor.is_empty() {
                    query.push(("cursor", &cursor));
                }
                let page = site.get(&format!("/api/v1/comments?{}", encode(&query))).await.json();
                seen.extend(page["items"].as_array().expect("items").iter().filter_map(|item| item["id"].as_i64()));
                assert_eq!(page["total"], 7);
                match page["next"].as_str() {
                    Some(next) => next.clone_into(&mut cursor),
                    None => break,
                }
            }
            assert_eq!(seen, wanted, "{sort}");
        }
        let counts = site.get(&format!("/api/v1/comment-counts?{}", encode(&[("thread", PAGE), ("thread", "없는 글")]))).await;
        assert_eq!(counts.json(), json!({PAGE: 7, "없는 글": 0}));
        site.get("/api/v1/comment-counts").await.expect(422);
    }

    async fn a_programs_mistakes_are_answered_as_problem_json(site: Site) {
        site.language = "en";
        let good = json!({"thread": PAGE, "name": "a", "email": "a@example.org", "body": "b"});
        let with = |field: &str, value: Value| {
            let mut json = good.clone();
            json[field] = value;
            json
        };
        for (json, status, field) in [
            (with("unknown", json!(1)), 400, None),
            (with("body", json!(7)), 400, None),
            (with("email", json!("a@example.org\r\nBcc: all@example.org")), 422, Some("email")),
            (with("name", json!("\u{200b}")), 422, Some("name")),
            (with("name", json!("x".repeat(81))), 422, Some("name")),
            (with("body", json!(" \u{3164} ")), 422, Some("body")),
            (with("body", json!("x".repeat(100_000))), 422, Some("body")),
            (with("url", json!("javascript:alert(1)")), 422, Some("url")),
            (with("parent", json!(4_711)), 422, Some("parent")),
            (with("thread", json!("")), 422, Some("thread")),
        ] {
            let reply = site.post_json("/api/v1/comments", &json).await;
            reply.expect(status);
            assert_eq!(reply.header("content-type"), "application/problem+json");
            if let Some(field) = field {
                assert_eq!(reply.json()["errors"][0]["field"], field);
            }
        }
        let request = site.http.post(site.url("/api/v1/comments")).header("content-type", "application/json").body("{");
        let reply = site.send(request).await;
        reply.expect(400);
        site.get(&format!("/api/v1/comments?{}&sort=sideways", encode(&[("thread", PAGE)]))).await.expect(400);
        site.get("/api/v1/comments?thread=x&cursor=zzz").await.expect(400);
        site.get("/api/v1/comments").await.expect(400);
    }

    async fn the_api_without_a_bearer_allows_fewer_than_the_form(site: Site) {
        for number in 0..7 {
            let json = json!({"thread": PAGE, "name": "a", "email": "a@example.org", "body": format!("comment {number}")});
            let reply = site.post_json("/api/v1/comments", &json).await;
            reply.expect(if number < 6 { 202 } else { 429 });
        }
    }

    async fn pages_of_the_site_may_call_the_api_and_others_may_not(site: Site) {
        let path = site.url("/api/v1/comments?thread=x");
        let ours = Reply::of(site.http.get(&path).header("origin", "https://blog.example.org").send().await.expect("an answer")).await;
        assert_eq!(ours.header("access-control-allow-origin"), "https://blog.example.org");
        assert!(ours.headers.get_all("vary").iter().any(|name| name == "origin"));
        let wrong = Reply::of(site.http.get(site.url("/api/v1/comments")).header("origin", "https://blog.example.org").send().await.expect("an answer")).await;
        wrong.expect(400);
        assert_eq!(wrong.header("access-control-allow-origin"), "https://blog.example.org", "errors can be read too");
        let foreign = Reply::of(site.http.get(&path).header("origin", "https://evil.example").send().await.expect("an answer")).await;
        assert_eq!(foreign.header("access-control-allow-origin"), "");
        let preflight = site.http.request(reqwest::Method::OPTIONS, site.url("/api/v1/comments"))
            .header("origin", "https://blog.example.org").header("access-control-request-method", "POST");
        let preflight = Reply::of(preflight.send().await.expect("an answer")).await;
        preflight.expect(204);
        assert_eq!(preflight.header("access-control-allow-methods"), "GET, POST, PATCH, DELETE");
        assert_eq!(preflight.header("access-control-allow-headers"), "content-type, gudok-author");
        assert_eq!(preflight.header("access-control-allow-credentials"), "");
    }
}
