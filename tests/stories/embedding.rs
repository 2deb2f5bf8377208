//! The forms inside other sites' pages: the script, the fragments, posts from elements, and who may read the answers.

use gudok::config::CommentModeration;
use serde_json::{Value, json};

use crate::stories;
use crate::support::readers::{confirm, offer};
use crate::support::{PAGE, Remark, Reply, Site, encode};

/// The site's own pages.
const HOME: &str = "https://blog.example.org";
const STRANGER: &str = "https://evil.example";

async fn from(site: &Site, origin: &str, path: &str) -> Reply {
    let request = site.http.get(site.url(path)).header("origin", origin);
    Reply::of(request.send().await.expect("an answer")).await
}

/// A token as an element gets it, and the time that a person needs to write.
async fn token(site: &Site) -> String {
    let answer = site.get("/fragments/token").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let token = answer.json()["token"].as_str().expect("a token").to_owned();
    site.wait(10);
    token
}

fn comment(body: &str, token: &str) -> Value {
    json!({"thread": PAGE, "name": "김하늘", "email": "sky@example.org", "body": body, "form_token": token})
}

/// A comment by an author with a token of earlier comments.
async fn post_as(site: &Site, author: &str, json: &Value) -> Reply {
    let request = site.http.post(site.url("/api/v1/comments"));
    let request = request
        .header("gudok-author", author)
        .header("content-type", "application/json")
        .body(json.to_string());
    site.send(request).await
}

async fn waiting_of(site: &Site, author: &str) -> Reply {
    let path = format!("/fragments/waiting?{}", encode(&[("thread", PAGE)]));
    let request = site.http.get(site.url(&path));
    site.send(request.header("gudok-author", author)).await
}

stories! {
    async fn the_pasted_address_loads_a_script_that_is_kept_for_ever(site: Site) {
        let loader = site.get("/embed.js").await;
        let text = loader.expect(200);
        assert_eq!(loader.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(loader.header("cache-control"), "public, max-age=600");
        assert!(text.contains(&site.base));
        let name = text.split('"').find(|word| word.starts_with("embed-")).expect("the script's name");
        let script = site.get(&format!("/{name}")).await;
        assert!(script.expect(200).contains("gudok-comments"));
        assert!(script.header("cache-control").contains("immutable"));
        // An open page of another version still gets a script, and keeps it for a short time.
        let other = site.get("/embed-0123456789abcdef.js").await;
        assert_eq!(other.expect(200), script.body);
        assert_eq!(other.header("cache-control"), "public, max-age=600");
        let again = site.http.get(site.url("/embed.js")).header("if-none-match", loader.header("etag"));
        let again = site.send(again).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }

    async fn only_pages_of_the_site_may_read_the_answers(site: Site) {
        site.restart(|config| config.server.allowed_origins = vec!["file:///home/kim/preview.html".parse().expect("a URL")]).await;
        for path in ["/fragments/token", "/fragments/subscription", "/api/v1/comments?thread=a", "/fragments/nothing", "/embed.js"] {
            let ours = from(site, HOME, path).await;
            assert_eq!(ours.header("access-control-allow-origin"), HOME, "{path}");
            assert_eq!(ours.header("access-control-expose-headers"), "retry-after, etag", "{path}");
            for origin in [STRANGER, "null", "https://blog.example.org.evil.example", "http://blog.example.org"] {
                let theirs = from(site, origin, path).await;
                assert_eq!(theirs.header("access-control-allow-origin"), "", "{path} {origin}");
                assert!(theirs.headers.get_all("vary").iter().any(|vary| vary == "origin"), "{path}");
            }
        }
        let preflight = async |origin: &str| {
            let request = site.http.request(reqwest::Method::OPTIONS, site.url("/api/v1/comments"))
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type,gudok-author");
            Reply::of(request.send().await.expect("an answer")).await
        };
        let ours = preflight(HOME).await;
        assert_eq!(ours.status, 204);
        assert_eq!(ours.header("access-control-allow-headers"), "content-type, gudok-author");
        assert_eq!(ours.header("access-control-allow-credentials"), "", "no cookie travels");
        assert_eq!(preflight(STRANGER).await.header("access-control-allow-headers"), "");
    }

    async fn the_sign_up_form_comes_as_a_part_of_a_page(site: Site) {
        let fragment = site.get("/fragments/subscription?cadence=daily&lang=en").await;
        fragment.expect(200);
        assert_eq!(fragment.count("section.gudok[lang=en] form[data-gudok=subscribe]"), 1);
        assert_eq!(fragment.field("form_token"), "", "the element gets one when the form is touched");
        assert_eq!(fragment.count("[name=cadence][value=daily][checked]"), 1);
        assert_eq!(fragment.header("set-cookie"), "");
        assert_eq!(site.get("/fragments/subscription?cadence=<b>&topics=%00,").await.count("[name=cadence][value=weekly][checked]"), 1);
    }

    async fn the_topics_of_an_element_are_one_list(site: Site) {
        for name in ["AI", "AI 소식", "연구"] {
            offer(site, name).await;
        }
        for (list, ticked) in [("AI 소식, 연구", 2), ("연구 ai-소식", 2), ("AI 소식", 1), ("ai-소식", 1), ("", 0)] {
            let path = format!("/fragments/subscription?{}", encode(&[("topics", list)]));
            let fragment = site.get(&path).await;
            assert_eq!(fragment.count("[name=topics][checked]"), ticked, "{list}");
            assert_eq!(fragment.count("[name=topics][value=ai][checked]"), 0, "{list}");
        }
        // A plain form of the site may send the same list.
        let token = token(site).await;
        let fields = [("email", "sky@example.org"), ("topics", "AI 소식, 연구"), ("form_token", &token)];
        site.post("/subscriptions", &fields).await.expect(200);
        confirm(site, "sky@example.org").await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM subscriber_topics").await, [2]);
    }

    async fn an_elements_token_gives_the_limits_of_the_form(site: Site) {
        let token = token(site).await;
        for number in 0..25 {
            let body = json!({"email": format!("reader{number}@example.org"), "form_token": token});
            site.post_json("/api/v1/subscriptions", &body).await.expect(202);
        }
        assert_eq!(site.texts("SELECT DISTINCT channel FROM consent_events").await, ["element"]);
        let fresh = site.get("/fragments/token").await.json()["token"].as_str().expect("a token").to_owned();
        let early = site.post_json("/api/v1/subscriptions?lang=en", &json!({"email": "a@example.org", "form_token": fresh})).await;
        early.expect(422);
        assert_eq!((early.json()["code"].as_str(), early.header("retry-after")), (Some("too-fast"), "1"));
        site.wait(2 * 86_400);
        let old = site.post_json("/api/v1/comments", &comment("어제 열어 둔 페이지입니다", &fresh)).await;
        assert_eq!(old.json()["code"], "stale-token");
        let forged = site.post_json("/api/v1/comments", &comment("지어낸 토큰입니다", "f1.2.abc")).await;
        assert_eq!(forged.json()["code"], "stale-token");
    }

    async fn an_element_that_is_filled_in_by_a_program_is_taken_for_nothing(site: Site) {
        let trapped = json!({"email": "bot@example.org", "website_url": "https://a.example"});
        site.post_json("/api/v1/subscriptions", &trapped).await.expect(202);
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers").await, [0]);
    }

    async fn each_wrong_field_is_named_in_the_readers_language(site: Site) {
        let wrong = json!({"thread": PAGE, "name": "", "email": "x", "body": ""});
        for (lang, sentence) in [("ko", "댓글을 입력해 주세요."), ("en", "Enter a comment.")] {
            let answer = site.post_json(&format!("/api/v1/comments?lang={lang}"), &wrong).await;
            answer.expect(422);
            let errors = answer.json()["errors"].clone();
            assert_eq!(errors[0], json!({"field": "body", "code": "empty", "detail": sentence}));
            assert_eq!(errors[2]["code"], "malformed");
        }
    }

    async fn a_token_in_the_sites_storage_stands_for_the_authors_cookie(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        let held = site.post_json("/api/v1/comments", &comment("처음 뵙겠습니다", &token(site).await)).await;
        held.expect(202);
        let author = held.json()["author_token"].as_str().expect("a token").to_owned();
        let own = waiting_of(site, &author).await;
        assert_eq!(own.text_of(".waiting .prose"), "처음 뵙겠습니다");
        assert_eq!(own.header("cache-control"), "private, no-store");
        for stranger in ["", "undefined", &format!("{author}x")] {
            waiting_of(site, stranger).await.expect(204);
        }
        site.sign_in(gudok::admin::Role::Moderator).await;
        let id = Site::ids_on(&site.get("/admin/comments").await)[0];
        site.decide(id, "approval").await.expect(303);
        site.cookie = None;
        waiting_of(site, &author).await.expect(204);
        let second = post_as(site, &author, &comment("두 번째 댓글은 바로 보입니다", &token(site).await)).await;
        second.expect(201);
        let next = second.json()["author_token"].as_str().expect("a token").to_owned();
        post_as(site, &next, &comment("새 토큰으로도 저를 알아봅니다", &token(site).await)).await.expect(201);
        let stranger = post_as(site, "undefined", &comment("토큰 없이 같은 주소로 씁니다", &token(site).await)).await;
        stranger.expect(202);
        site.wait(401 * 86_400);
        post_as(site, &next, &comment("오래된 토큰입니다", &token(site).await)).await.expect(202);
    }

    async fn the_same_secret_serves_pages_and_elements(site: Site) {
        let on_page = site.say(Remark::by("김하늘", "sky@example.org", "페이지에서 썼습니다")).await;
        site.cookie = Some(on_page.cookie());
        let answer = site.post_json("/api/v1/comments", &comment("요소에서 썼습니다", &token(site).await)).await;
        let author = answer.json()["author_token"].as_str().expect("a token").to_owned();
        site.cookie = None;
        assert_eq!(waiting_of(site, &author).await.count(".waiting .comment"), 2);
    }

    async fn a_plain_form_leads_back_to_a_page_of_the_site_alone(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let home = "https://blog.example.org/thanks?a=1";
        let signed_up = |next: &str, token: &str| vec![("email", "sky@example.org".to_owned()), ("return", next.to_owned()), ("form_token", token.to_owned())];
        let post = async |path: &str, fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            site.post(path, &fields).await
        };
        let last = post("/subscriptions", &signed_up(home, "")).await;
        assert_eq!(last.expect(200).matches("name=\"return\"").count(), 1);
        assert_eq!(last.field("return"), home, "the last step keeps it");
        let token = token(site).await;
        let back = post("/subscriptions", &signed_up(home, &token)).await;
        assert_eq!((back.status, back.header("location")), (303, "https://blog.example.org/thanks?a=1&gudok=subscribed"));
        for elsewhere in ["https://evil.example/", "//evil.example", "javascript:alert(1)"] {
            let stays = post("/subscriptions", &signed_up(elsewhere, &token)).await;
            assert_eq!((stays.status, stays.header("location")), (200, ""), "{elsewhere}");
        }
        let comment = |body: &str, next: &str| {
            let fields = [("thread", PAGE), ("name", "김하늘"), ("email", "sky@example.org"), ("body", body), ("return", next), ("form_token", &token)];
            fields.map(|(name, value)| (name, value.to_owned()))
        };
        let public = post("/comments", &comment("돌아갑니다", home)).await;
        assert_eq!(public.header("location"), "https://blog.example.org/thanks?a=1&gudok=commented");
        let held = post("/comments", &comment("https://a.example https://b.example https://c.example https://d.example", home)).await;
        assert_eq!(held.header("location"), "https://blog.example.org/thanks?a=1&gudok=held");
        let wrong = post("/comments", &comment("", home)).await;
        wrong.expect(422);
        assert_eq!(wrong.field("return"), home);
        let stays = post("/comments", &comment("떠나지 않습니다", "https://evil.example/")).await;
        assert!(stays.header("location").starts_with("/comments?"), "{}", stays.header("location"));
    }

    async fn pages_for_frames_are_framed_by_the_site_alone_and_tell_their_height(site: Site) {
        let plain = site.get("/").await;
        assert!(plain.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(plain.count("script"), 0);
        let thread = format!("/comments?{}&embed=1&theme=dark", encode(&[("thread", PAGE)]));
        for path in ["/?embed=1&theme=dark", &thread] {
            let framed = site.get(path).await;
            let policy = framed.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'self' https://blog.example.org"), "{policy}");
            assert!(policy.contains("script-src 'self'"), "{policy}");
            assert_eq!(framed.count("html[data-theme=dark] body.embedded"), 1, "{path}");
            assert_eq!(framed.count("head script[src^='/assets/frame.js']"), 1, "{path}");
            assert_eq!((framed.field("embed"), framed.field("theme")), ("1".to_owned(), "dark".to_owned()));
        }
        assert_eq!(site.get("/?embed=1&theme=%22%3E").await.count("html[data-theme]"), 0);
        let token = token(site).await;
        let fields = [("email", "sky@example.org"), ("form_token", &token), ("embed", "1"), ("theme", "light")];
        let sent = site.post("/subscriptions", &fields).await;
        assert!(sent.header("content-security-policy").contains("frame-ancestors 'self' https://blog.example.org"));
        assert_eq!(sent.count("html[data-theme=light] body.embedded"), 1);
    }

    async fn what_goes_wrong_in_a_frame_is_said_in_the_frame(site: Site) {
        let is_framed = |reply: &Reply, what: &str| {
            let policy = reply.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'self' https://blog.example.org"), "{what}: {policy}");
            assert_eq!(reply.count("html[data-theme=dark] body.embedded h1"), 1, "{what}");
            assert_eq!(reply.count("head script[src^='/assets/frame.js']"), 1, "{what}");
        };
        for (path, status) in [
            ("/comments?embed=1&theme=dark", 422),
            ("/comments?thread=https://evil.example/&embed=1&theme=dark", 422),
            ("/comments/nowhere?embed=1&theme=dark", 404),
        ] {
            let wrong = site.get(path).await;
            wrong.expect(status);
            is_framed(&wrong, path);
        }
        let thread = format!("/comments?{}&embed=1&theme=dark", encode(&[("thread", PAGE)]));
        for (path, action) in [("/?embed=1&theme=dark", "/subscriptions?embed=1&theme=dark"), (&thread, "/comments?embed=1&theme=dark")] {
            let form = site.get(path).await;
            assert_eq!(form.count(&format!("form[action^='{action}']")), 1, "{path}");
            let huge = "x".repeat(300_000);
            let refused = site.post(action, &[("thread", PAGE), ("body", &huge), ("email", "sky@example.org")]).await;
            refused.expect(413);
            is_framed(&refused, action);
        }
        let foreign = site.post("/comments?embed=1&theme=dark", &[("thread", "https://evil.example/"), ("embed", "1")]).await;
        foreign.expect(422);
        is_framed(&foreign, "a page of another site");
        for path in ["/comments", "/comments?embed=yes", "/nowhere"] {
            let plain = site.get(path).await;
            assert!(!plain.header("content-security-policy").contains("blog.example.org"), "{path}");
            assert_eq!(plain.count("body.embedded"), 0, "{path}");
        }
    }

    async fn the_way_back_to_the_form_keeps_its_place(site: Site) {
        let token = token(site).await;
        let place = [("embed", "1"), ("theme", "light"), ("from", PAGE)];
        let way = format!("/?{}", encode(&place));
        let form = site.get(&way).await;
        assert_eq!(form.count(&format!("form[action='/subscriptions?{}']", encode(&place))), 1);
        let fields = [("email", "sky@example.org"), ("form_token", &token), place[0], place[1], place[2]];
        let sent = site.post(&format!("/subscriptions?{}", encode(&place)), &fields).await;
        assert_eq!(sent.count(&format!("section.message a[href='{way}']")), 1, "{}", sent.body);
        let switch = site.get(&format!("/subscriptions?{}&lang=en", encode(&place))).await;
        switch.expect(303);
        assert_eq!(switch.header("location"), format!("{way}&lang=en"), "the other language of the same place");
        let foreign = [("email", "sky@example.org"), ("form_token", &token), ("from", "https://evil.example/"), ("return", "https://evil.example/a")];
        for reply in [site.post("/subscriptions", &foreign).await, site.get(&format!("/?{}", encode(&foreign[2..]))).await] {
            assert!(!reply.expect(200).contains("evil.example"), "a page of another site is no place of a form");
        }
    }

    async fn the_script_with_its_styles_is_small(site: Site) {
        let loader = site.get("/embed.js").await.body;
        let name = loader.split('"').find(|word| word.starts_with("embed-")).expect("the script's name").to_owned();
        let client = reqwest::Client::builder().no_proxy().no_gzip().build().expect("a client");
        for coding in ["gzip", "br"] {
            let mut bytes = 0;
            for path in ["/embed.js", &format!("/{name}")] {
                let request = client.get(site.url(path)).header("accept-encoding", coding);
                let packed = request.send().await.expect("an answer");
                assert_eq!(packed.headers()["content-encoding"], coding, "{path}");
                bytes += packed.bytes().await.expect("a body").len();
            }
            assert!(bytes <= 12 * 1024, "{bytes} bytes as {coding}");
        }
    }
}
