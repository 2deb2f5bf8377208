//! Who may use a name: an address that its reader claimed by a mailed link, the marks beside names, and what a stranger cannot do.

use gudok::admin::Role;
use gudok::config::CommentModeration;
use serde_json::{Value, json};

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

pub const KIM: (&str, &str) = ("김하늘", "sky@example.org");
/// A page of the site with an element.
const HOME: &str = "https://blog.example.org/2026/summaries/?ref=mail#top";

pub fn by<'a>((name, email): (&'a str, &'a str), body: &'a str) -> Remark<'a> {
    Remark {
        notify: false,
        ..Remark::by(name, email, body)
    }
}

pub async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// Asks for a link as a reader does.
async fn ask(site: &Site, email: &str, return_to: &str) -> Reply {
    let query = encode(&[("thread", PAGE), ("return", return_to)]);
    let form = site.get(&format!("/comments/author?{query}")).await;
    form.expect(200);
    let token = form.field("form_token");
    site.wait(10);
    let fields = [
        ("form_token", token.as_str()),
        ("thread", PAGE),
        ("return", return_to),
        ("email", email),
        ("website_url", ""),
    ];
    site.post("/comments/author", &fields).await
}

/// The link of the newest mail to this address.
async fn link(site: &Site, email: &str, return_to: &str) -> String {
    ask(site, email, return_to).await.expect(200);
    site.newest_mail_to(email).await.link("/comments/author/")
}

/// Claims an address in a new browser, which has the cookie from then on.
pub async fn claim(site: &mut Site, email: &str) {
    site.cookie = None;
    let link = link(site, email, "").await;
    let pressed = site.post(&link, &[]).await;
    pressed.expect(200);
    site.cookie = Some(pressed.cookie());
}

/// The code with which a pressed link leads back to the site.
async fn code(site: &Site, email: &str) -> String {
    let link = link(site, email, HOME).await;
    let pressed = site.post(&link, &[]).await;
    pressed.expect(303);
    let location = pressed.header("location").to_owned();
    let code =
        location.strip_prefix("https://blog.example.org/2026/summaries/?ref=mail#gudok-code=");
    code.unwrap_or_else(|| panic!("{location}")).to_owned()
}

async fn exchange(site: &Site, code: &str) -> Reply {
    site.post_json("/api/v1/author-tokens", &json!({ "code": code }))
        .await
}

/// A comment of an element with this token.
pub async fn post_as(site: &Site, author: &str, body: &str) -> Reply {
    let token = fresh_token(site).await;
    let comment =
        json!({"thread": PAGE, "name": KIM.0, "email": KIM.1, "body": body, "form_token": token});
    let request = site.http.post(site.url("/api/v1/comments"));
    let request = request
        .header("gudok-author", author)
        .header("content-type", "application/json")
        .body(comment.to_string());
    site.send(request).await
}

/// A form token that a person had time to use.
pub async fn fresh_token(site: &Site) -> Value {
    let token = site.get("/fragments/token").await.json()["token"].clone();
    site.wait(10);
    token
}

pub async fn listed(site: &Site) -> Vec<Value> {
    let path = format!("/api/v1/comments?{}", encode(&[("thread", PAGE)]));
    let list = site.get(&path).await.json();
    list["items"].as_array().expect("items").clone()
}

async fn claims(site: &Site) -> i64 {
    let sql = "SELECT count(*) FROM comment_address_proofs WHERE claimed_at IS NOT NULL";
    site.numbers(sql).await[0]
}

stories! {
    async fn a_pressed_link_verifies_an_address_and_its_comments_bear_a_mark(site: Site) {
        open_site(site).await;
        site.said(by(("이서준", "seojun@example.org"), "손님의 댓글")).await;
        let form = site.thread(PAGE, "").await;
        assert_eq!(form.count("form [data-gudok=author][href^='/comments/author?thread=']"), 1);
        assert!(ask(site, KIM.1, "").await.expect(200).contains("메일함을 확인해 주세요"));
        let mail = site.newest_mail_to(KIM.1).await;
        assert_eq!(mail.subject, "[인공지능 읽기] 이메일 주소를 인증해 주세요");
        let link = mail.link("/comments/author/");
        assert!(site.get(&link).await.expect(200).contains("이 주소를 인증하시겠습니까"));
        assert_eq!(claims(site).await, 0, "opening the link changed nothing");
        let pressed = site.post(&link, &[]).await;
        assert!(pressed.expect(200).contains("이메일 주소를 인증했습니다"));
        assert_eq!(claims(site).await, 1);

        site.cookie = Some(pressed.cookie());
        site.said(by(KIM, "내 이름으로 씁니다")).await;
        site.cookie = None;
        let page = site.thread(PAGE, "").await;
        assert_eq!((page.count(".mark"), page.text_of(".mark").as_str()), (1, "✓ 인증됨"));
        let marks: Vec<Value> = listed(site).await.iter().map(|item| item["mark"].clone()).collect();
        assert_eq!(marks, [Value::Null, json!("verified")]);
        let query = encode(&[("thread", PAGE)]);
        let fragment = site.get(&format!("/fragments/comments?{query}")).await;
        assert_eq!(fragment.count(".mark"), 1);
        let feed = site.get(&format!("/comments.atom?{query}")).await;
        assert_eq!(feed.expect(200).matches("<category term=\"verified\"").count(), 1);
        let read = feed_rs::parser::parse(feed.body.as_bytes()).expect("Atom");
        assert_eq!(read.entries.len(), 2);
    }

    async fn what_the_browser_wrote_before_is_marked_on_pages_that_were_kept(site: Site) {
        open_site(site).await;
        let sent = site.say(by(KIM, "인증하기 전의 댓글")).await;
        let guest = site.said(by((KIM.0, KIM.1), "다른 브라우저의 댓글")).await;
        assert_eq!(site.thread(PAGE, "").await.count(".mark"), 0);
        assert!(listed(site).await.iter().all(|item| item["mark"].is_null()));
        let link = link(site, KIM.1, "").await;
        site.cookie = Some(sent.cookie());
        site.post(&link, &[]).await.expect(200);
        site.cookie = None;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(".mark"), 1);
        assert_eq!(page.count(&format!("#comment-{guest} .mark")), 0, "another browser's comment stays a guest's");
        assert_eq!(listed(site).await[0]["mark"], "verified");
    }

    async fn nobody_else_comments_under_a_claimed_address(site: Site) {
        open_site(site).await;
        claim(site, KIM.1).await;
        site.said(by(KIM, "주인의 댓글")).await;
        site.cookie = None;
        let held = site.say(by((KIM.0, "Sky@Example.org"), "남의 주소로 씁니다")).await;
        assert!(held.header("location").contains("done=held"));
        let program = json!({"thread": PAGE, "name": KIM.0, "email": KIM.1, "body": "프로그램이 남의 주소로 씁니다"});
        site.post_json("/api/v1/comments", &program).await.expect(202);
        // A change is judged as a new comment, so it is no way around.
        site.cookie = Some(held.cookie());
        let id = site.numbers("SELECT min(id) FROM comments WHERE status = 'pending'").await[0];
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "고쳐 써도 남의 주소입니다")]).await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE status = 'approved'").await, [1]);

        site.sign_in(Role::Moderator).await;
        let queue = site.get("/admin/comments?reason=claimed-address").await;
        assert_eq!(Site::ids_on(&queue).len(), 2);
        assert!(queue.body.contains("다른 사람이 인증한 이메일 주소입니다"));
        site.decide(id, "approval").await.expect(303);
        site.cookie = None;
        assert_eq!(site.thread(PAGE, "").await.count(".mark"), 1, "a moderator lets it appear, without the mark");
        // Another address is nobody's, and a second browser of the reader proves the first address by a link of its own.
        site.said(by((KIM.0, "other@example.org"), "다른 주소입니다")).await;
        site.wait(86_400);
        claim(site, KIM.1).await;
        site.said(by(KIM, "전화기에서도 내 주소입니다")).await;
        assert_eq!(claims(site).await, 2);
    }

    async fn a_link_works_in_one_browser_and_for_three_days(site: Site) {
        open_site(site).await;
        let first = link(site, KIM.1, "").await;
        let pressed = site.post(&first, &[]).await;
        site.post(&first, &[]).await.expect(410);
        site.get(&first).await.expect(410);
        site.cookie = Some(pressed.cookie());
        site.post(&first, &[]).await.expect(200);
        site.cookie = None;
        site.wait(700);
        let second = link(site, "late@example.org", "").await;
        for forged in [format!("{second}x"), site.url("/comments/author/nothing"), site.url("/comments/author/%00")] {
            site.get(&forged).await.expect(400);
            site.post(&forged, &[]).await.expect(400);
        }
        site.wait(3 * 86_400);
        site.get(&second).await.expect(410);
        site.post(&second, &[]).await.expect(410);
        assert_eq!(claims(site).await, 1);
        site.run_schedule("forget-author-links").await;
        assert_eq!(site.numbers("SELECT count(*) FROM comment_author_links").await, [0], "each names an address");
    }

    async fn asking_for_a_link_tells_nobody_who_is_known(site: Site) {
        open_site(site).await;
        claim(site, KIM.1).await;
        site.cookie = None;
        site.wait(700);
        let before = site.numbers("SELECT count(*) FROM jobs").await[0];
        let mut seen = Vec::new();
        // Claimed, unknown, and one whose mailbox has had its share of mails.
        for email in [KIM.1, "nobody@example.org", "nobody@example.org", "nobody@example.org"] {
            let answer = ask(site, email, "").await;
            answer.expect(200);
            seen.push(answer.body);
        }
        assert!(seen.iter().all(|body| *body == seen[0]), "{seen:?}");
        // The same rows are written before each answer; only a job looks at the address.
        assert_eq!(site.numbers("SELECT count(*) FROM comment_author_links WHERE token IS NULL").await, [4]);
        assert_eq!(site.numbers("SELECT count(*) FROM jobs").await, [before + 4]);
        assert_eq!(site.count_mails_to("nobody@example.org").await, 1);
    }

    async fn links_are_among_the_mails_that_strangers_can_cause(site: Site) {
        open_site(site).await;
        for number in 0..3 {
            let fields = json!({"email": "victim@example.org", "name": format!("{number}")});
            site.post_json("/api/v1/subscriptions", &fields).await.expect(202);
            site.wait(1_200);
        }
        for _ in 0..5 {
            ask(site, "victim@example.org", "").await.expect(200);
            site.wait(1_200);
        }
        assert_eq!(site.count_mails_to("victim@example.org").await, 3);
        let mut last = 0;
        for number in 0..11 {
            last = ask(site, &format!("reader{number}@example.org"), "").await.status;
        }
        assert_eq!(last, 429, "one client asks ten times an hour");
    }

    async fn a_link_leads_back_to_the_element_with_a_code_that_works_once(site: Site) {
        open_site(site).await;
        let guest = post_as(site, "", "인증하기 전에 쓴 댓글").await;
        let author = guest.json()["author_token"].as_str().expect("a token").to_owned();
        let code = code(site, KIM.1).await;
        let request = site.http.post(site.url("/api/v1/author-tokens"));
        let request = request
            .header("gudok-author", &author)
            .header("content-type", "application/json")
            .body(json!({ "code": code }).to_string());
        let exchanged = site.send(request).await;
        exchanged.expect(200);
        let verified = exchanged.json()["author_token"].as_str().expect("a token").to_owned();
        assert!(!exchanged.body.contains("sky"), "no address leaves");
        post_as(site, &verified, "인증한 뒤에 쓴 댓글").await.expect(201);
        let marks: Vec<Value> = listed(site).await.iter().map(|item| item["mark"].clone()).collect();
        assert_eq!(marks, [json!("verified"), json!("verified")], "the element stays the same author");

        let again = exchange(site, &code).await;
        again.expect(410);
        let never = exchange(site, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        never.expect(410);
        assert_eq!(again.body, never.body, "a used code is like one that never was");
        post_as(site, "o1.2.forged", "지어낸 토큰입니다").await.expect(202);
    }

    async fn a_code_ends_after_ten_minutes(site: Site) {
        open_site(site).await;
        let code = code(site, KIM.1).await;
        site.wait(601);
        exchange(site, &code).await.expect(410);
        assert_eq!(claims(site).await, 1, "the browser of the link alone");
    }

    async fn a_link_leads_back_to_pages_of_the_site_alone(site: Site) {
        site.restart(|config| {
            config.server.allowed_origins = vec!["https://shop.example".parse().expect("a URL")];
        })
        .await;
        for foreign in [
            "https://evil.example/",
            "https://blog.example.org.evil.example/",
            "https://blog.example.org@evil.example/",
            "http://blog.example.org/",
            "//evil.example/",
            "javascript:alert(1)",
        ] {
            let query = encode(&[("thread", PAGE), ("return", foreign)]);
            let form = site.get(&format!("/comments/author?{query}")).await;
            assert_eq!(form.count("input[name=return]"), 0, "{foreign}");
        }
        let endless = format!("{HOME}{}", "x".repeat(2_000));
        let query = encode(&[("thread", PAGE), ("return", &endless)]);
        let form = site.get(&format!("/comments/author?{query}")).await;
        assert_eq!(form.count("input[name=return]"), 0, "no address is longer than a thread's");
        let stranger = link(site, KIM.1, "https://evil.example/").await;
        assert!(site.get(&stranger).await.header("content-security-policy").contains("form-action 'self';"));
        site.post(&stranger, &[]).await.expect(200);
        site.wait(700);
        let own = link(site, "lee@example.org", "https://shop.example/a").await;
        assert!(site.get(&own).await.header("content-security-policy").contains("https://shop.example"));
        let pressed = site.post(&own, &[]).await;
        assert!(pressed.header("location").starts_with("https://shop.example/a#gudok-code="));
        // What is allowed when the button is pressed counts.
        site.wait(700);
        let late = link(site, "park@example.org", "https://shop.example/a").await;
        site.restart(|_| {}).await;
        let late = late.split_once("/comments/").map(|(_, path)| format!("/comments/{path}")).expect("a path");
        site.post(&late, &[]).await.expect(200);
    }

    async fn pages_of_others_press_no_button_of_ours(site: Site) {
        open_site(site).await;
        let link = link(site, KIM.1, "").await;
        for origin in ["https://evil.example", "https://blog.example.org", "null"] {
            site.post_with(&link, &[], "origin", origin).await.expect(400);
        }
        site.post_with(&link, &[], "sec-fetch-site", "cross-site").await.expect(400);
        assert_eq!(claims(site).await, 0);
        let form = site.get(&format!("/comments/author?{}", encode(&[("thread", PAGE)]))).await;
        let token = form.field("form_token");
        site.wait(700);
        let fields = [("thread", PAGE), ("email", "lee@example.org"), ("form_token", token.as_str())];
        site.post_with("/comments/author", &fields, "origin", "https://evil.example").await.expect(400);
        let without = site.post("/comments/author", &[("thread", PAGE), ("email", "lee@example.org")]).await;
        assert_eq!((without.status, without.field("email").as_str()), (422, "lee@example.org"), "what was typed stays");
        let trapped = [fields[0], fields[1], fields[2], ("website_url", "https://a.example")];
        site.post("/comments/author", &trapped).await.expect(200);
        assert_eq!(site.count_mails_to("lee@example.org").await, 0);
    }

    async fn a_claim_is_of_one_address_and_ends_with_its_reader(site: Site) {
        open_site(site).await;
        claim(site, KIM.1).await;
        site.said(by(("이서준", "seojun@example.org"), "같은 브라우저의 다른 주소")).await;
        assert_eq!(site.thread(PAGE, "").await.count(".mark"), 0, "the mark is the address's");
        site.said(by(KIM, "인증한 주소")).await;
        let kept = site.cookie.take();
        ask(site, KIM.1, "").await.expect(200);
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::personal_data::erase(&mut tx, &site.app, &KIM.1.parse().expect("an address")).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(claims(site).await, 0);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_author_links WHERE email_key = 'sky@example.org'").await, [0]);
        assert_eq!(site.thread(PAGE, "").await.count(".mark"), 0);
        site.cookie = kept;
        site.said(by(KIM, "다시 손님입니다")).await;
        assert_eq!(site.thread(PAGE, "").await.count(".mark"), 0);
    }

    async fn the_team_has_a_mark_of_its_own(site: Site) {
        open_site(site).await;
        let id = site.said(by(KIM, "질문이 있습니다")).await;
        site.sign_in(Role::Moderator).await;
        let queue = site.get("/admin/comments?state=all").await;
        let fields = [("csrf", queue.field("csrf")), ("seen", queue.field("seen")), ("body", "답입니다".into()), ("name", "박하나".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post(&format!("/admin/comments/{id}/reply"), &fields).await.expect(303);
        site.cookie = None;
        let page = site.thread(PAGE, "").await;
        assert_eq!((page.count(".mark"), page.text_of(".mark").as_str()), (1, "운영진"));
        let marks: Vec<Value> = listed(site).await.iter().map(|item| item["mark"].clone()).collect();
        assert_eq!(marks, [Value::Null, json!("team")]);
        assert!(!page.body.contains("moderator@example.org"), "no address leaves");
    }

    async fn the_script_of_the_code_comes_with_the_elements(site: Site) {
        let loader = site.get("/embed.js").await.body;
        let name = loader.split('"').find(|word| word.starts_with("embed-")).expect("the script's name").to_owned();
        let author = name.replace("embed-", "author-");
        let script = site.get(&format!("/{author}")).await;
        assert!(script.expect(200).contains("gudok-code"));
        assert!(script.header("cache-control").contains("immutable"));
        assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
        assert!(site.get(&format!("/{name}")).await.body.contains("/author${"));
        let other = site.get("/author-0123456789abcdef.js").await;
        assert_eq!(other.header("cache-control"), "public, max-age=600");
        let request = site.http.get(site.url(&format!("/{author}"))).header("origin", "https://blog.example.org");
        let ours = Reply::of(request.send().await.expect("an answer")).await;
        assert_eq!(ours.header("access-control-allow-origin"), "https://blog.example.org", "a module is asked for by CORS");
    }
}
