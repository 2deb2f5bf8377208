//! Commenting: from the form to the thread's page, what is held, what is refused, and that nothing typed is lost.

use gudok::config::CommentModeration;
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Site, thread_path};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");

fn remark(body: &str) -> Remark<'_> {
    Remark::by(KIM.0, KIM.1, body)
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

stories! {
    async fn a_page_without_comments_has_a_form_and_looking_at_it_writes_nothing(site: Site) {
        let page = site.thread(PAGE, "").await;
        page.expect(200);
        assert_eq!(page.count("form#reply"), 1);
        assert!(page.body.contains("이메일 주소는 공개되지 않습니다. 필수 필드는 *로 표시됩니다."));
        assert_eq!(page.field("thread"), PAGE);
        let counts = site.get(&format!("/api/v1/comment-counts?{}", crate::support::encode(&[("thread", PAGE)]))).await;
        assert_eq!(counts.json()[PAGE], 0);
        let queue = site.get("/api/v1/comments?thread=x").await;
        assert_eq!(queue.json(), json!({"items": [], "next": null, "total": 0}));
    }

    async fn a_comment_waits_for_a_moderator_and_its_author_is_told_so(site: Site) {
        let sent = site.say(remark("좋은 정리 감사합니다.")).await;
        sent.expect(303);
        let page = site.get(&sent.header("location").replace("#notice", "")).await;
        assert!(page.expect(200).contains("승인하면 이곳에 표시됩니다"), "{}", page.body);
        assert!(!page.body.contains("좋은 정리"));
        assert_eq!(page.count(".comment"), 0);
    }

    async fn without_moderation_a_plain_comment_appears_at_once_with_its_markdown(site: Site) {
        open_site(site).await;
        let id = site.said(remark("**핵심**만 잘 짚으셨네요.\n다음 글도 기다립니다.")).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.text_of(&format!("#comment-{id} .name")), KIM.0);
        assert_eq!(page.text_of(&format!("#comment-{id} .prose strong")), "핵심");
        assert_eq!(page.count(".prose br"), 1);
        assert_eq!(page.text_of("#comments"), "댓글 1개");
    }

    async fn an_address_never_leaves_the_server(site: Site) {
        open_site(site).await;
        site.said(remark("첫 댓글입니다")).await;
        let query = crate::support::encode(&[("thread", PAGE)]);
        for path in [thread_path(PAGE), format!("/comments.atom?{query}"), format!("/api/v1/comments?{query}")] {
            let reply = site.get(&path).await;
            assert!(reply.expect(200).contains("첫 댓글입니다"), "{path}");
            assert!(!reply.body.contains("sky@"), "{path}: {}", reply.body);
        }
    }

    async fn replies_hang_under_what_they_answer_three_levels_deep(site: Site) {
        open_site(site).await;
        let mut parent = site.said(remark("처음")).await;
        let first = parent;
        for text in ["하나", "둘", "셋", "넷", "다섯"] {
            parent = site.said(remark(text).answering(parent)).await;
        }
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(".replies"), 3);
        assert_eq!(page.count(".replies .replies .replies > .comment"), 3);
        assert!(page.text_of(&format!("#comment-{parent} header")).contains("님에게 남긴 답글"));
        let form = site.thread(PAGE, &format!("&reply={first}")).await;
        assert_eq!(form.field("parent"), first.to_string());
        assert_eq!(form.text_of("#reply h2"), "김하늘 님에게 답글 쓰기");
    }

    async fn spellings_of_one_address_are_one_thread_in_posting_counting_and_reading(site: Site) {
        open_site(site).await;
        let spellings = [
            "https://Blog.example.org/2026/summaries/?utm_source=mail#top",
            "http://blog.example.org/2026/summaries",
            "https://www.blog.example.org/2026//summaries/index.html",
            "https://blog.example.org/2026/summaries?fbclid=1&NaPm=ct%3D2&replytocom=3",
        ];
        for (number, spelling) in spellings.into_iter().enumerate() {
            site.said(Remark { thread: spelling, ..remark(&format!("{number}번째 글")) }).await;
        }
        for spelling in spellings {
            assert_eq!(site.thread(spelling, "").await.count(".comment"), 4, "{spelling}");
            let counts = site.get(&format!("/api/v1/comment-counts?{}", crate::support::encode(&[("thread", spelling)]))).await;
            assert_eq!(counts.json()[spelling], 4);
        }
        for other in ["https://blog.example.org/2026/summaries?page=2", "https://blog.example.org/2026/Summaries"] {
            assert_eq!(site.thread(other, "").await.count(".comment"), 0, "{other}");
        }
        site.restart(|config| config.site.url = Some("https://www.blog.example.org/".parse().expect("a URL"))).await;
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 4, "a site that calls itself www");
        let back = site.thread("http://blog.example.org/other?utm_source=x", "").await;
        assert_eq!(back.count("a[href='http://blog.example.org/other']"), 1, "the link back keeps its spelling");
    }

    async fn a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(site: Site) {
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", ""), ("email", "sky.example.org"),
                      ("url", "javascript:alert(1)"), ("body", "쓰던 <글>입니다"), ("notify_shown", "1")];
        let page = site.post("/comments", &fields).await;
        page.expect(422);
        assert_eq!(page.text_of("#name-note .error"), "이름을 입력해 주세요.");
        assert!(page.text_of("#email-note .error").contains("형식이 올바르지 않습니다"));
        assert!(page.text_of("#url-note .error").contains("웹사이트 주소를 확인해 주세요"));
        assert_eq!(page.text_of("textarea[name=body]"), "쓰던 <글>입니다");
        assert_eq!(page.field("email"), "sky.example.org");
        assert_eq!(page.count("input[name=notify][checked]"), 0, "what was not ticked stays so");
        site.language = "en";
        let page = site.post("/comments", &fields).await;
        assert_eq!(page.text_of("#name-note .error"), "Enter your name.");
    }

    async fn a_form_without_a_token_comes_back_filled_in_with_one_button(site: Site) {
        open_site(site).await;
        let fields = [("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", "내 사이트의 양식에서")];
        let page = site.post("/comments", &fields).await;
        assert!(page.expect(200).contains("한 번 더 눌러 주세요"));
        assert_eq!(page.text_of("textarea[name=body]"), "내 사이트의 양식에서");
        assert_eq!(page.count("form#reply button"), 1);
        let token = page.field("form_token");
        site.wait(5);
        let mut again = fields.to_vec();
        again.push(("form_token", &token));
        site.post("/comments", &again).await.expect(303);
    }

    async fn a_preview_is_what_the_thread_will_show_and_stores_nothing(site: Site) {
        open_site(site).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        let text = "**굵게** <script>alert(1)</script>\n\n- 하나\n- https://a.example/둘에서";
        let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", ""), ("email", "sky"), ("url", "a.example"), ("body", text), ("notify", "yes"), ("preview", "1")];
        let page = site.post("/comments", &fields).await;
        page.expect(200);
        assert_eq!(page.header("set-cookie"), "");
        assert_eq!(page.text_of("textarea[name=body]"), text);
        assert_eq!((page.field("email"), page.field("url"), page.field("form_token")), ("sky".into(), "a.example".into(), token.clone()));
        assert_eq!(page.count("input[name=notify][checked]"), 1);
        assert_eq!(page.count(".error"), 0, "only the text is looked at");
        assert_eq!(site.numbers("SELECT count(*) FROM threads").await, [0]);
        let markup = |page: &crate::support::Reply, at: &str| dom_query::Document::from(page.body.as_str()).select(at).inner_html().to_string();
        let preview = markup(&page, "#reply .preview .prose");
        let element = site.post_json("/fragments/preview", &json!({"body": text})).await;
        assert_eq!(markup(&element, "section.gudok .preview .prose"), preview);
        let id = site.said(remark(text)).await;
        assert_eq!(markup(&site.thread(PAGE, "").await, &format!("#comment-{id} .prose")), preview);
        let empty = site.post("/comments", &[("thread", PAGE), ("body", " "), ("preview", "1")]).await;
        empty.expect(422);
        assert_eq!(empty.text_of("#body-note .error"), "댓글을 입력해 주세요.");
        let long = site.post_json("/fragments/preview", &json!({"body": "가".repeat(10_001)})).await;
        assert_eq!((long.status, long.json()["errors"][0]["field"].as_str()), (422, Some("body")));
    }

    async fn too_quick_too_late_and_forged_tokens_lose_nothing(site: Site) {
        let token = site.thread(PAGE, "").await.field("form_token");
        let send = |token: String| {
            let fields = [("form_token", token), ("thread", PAGE.into()), ("name", KIM.0.into()), ("email", KIM.1.into()), ("body", "그대로 있어야 합니다".into())];
            fields.map(|(name, value): (&str, String)| (name, value))
        };
        let mut seen = Vec::new();
        for (seconds, token) in [(0, token.clone()), (10, format!("{token}x")), (2 * 86_400, token.clone())] {
            site.wait(seconds);
            let fields = send(token);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = site.post("/comments", &fields).await;
            page.expect(422);
            assert_eq!(page.text_of("textarea[name=body]"), "그대로 있어야 합니다");
            seen.push(page.text_of(".notice"));
        }
        assert!(seen[0].contains("너무 빨리"), "{seen:?}");
        assert!(seen[1].contains("다시 한 번") && seen[2].contains("오래되어"), "{seen:?}");
        assert_eq!(site.mails().await.len(), 0);
    }

    async fn impatient_presses_are_refused_by_the_age_of_the_first_page(site: Site) {
        let mut token = site.thread(PAGE, "").await.field("form_token");
        for _ in 0..3 {
            site.wait(1);
            let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", "빨리 쓰는 사람")];
            let page = site.post("/comments", &fields).await;
            if page.status == 303 {
                return;
            }
            token = page.field("form_token");
        }
        panic!("three seconds after the first page the form is taken");
    }

    async fn pressing_the_button_twice_is_one_comment(site: Site) {
        open_site(site).await;
        let first = site.said(remark("두 번 눌렀습니다")).await;
        assert_eq!(site.said(remark("두 번  눌렀습니다")).await, first);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 1);
        let other = site.said(Remark::by("이서준", "seojun@example.org", "두 번 눌렀지만 다른 글")).await;
        assert_ne!(other, first);
    }

    async fn a_post_whose_answer_was_lost_may_be_repeated_as_long_as_its_form_is_good(site: Site) {
        open_site(site).await;
        let first = site.said(remark("답을 못 받았습니다")).await;
        let below = site.said(remark("답을 못 받았습니다").answering(first)).await;
        assert_ne!(below, first, "the same words in another place are another comment");
        site.wait(3_600);
        assert_eq!(site.said(remark("답을 못 받았습니다")).await, first);
        assert_eq!(site.said(remark("답을 못 받았습니다").answering(first)).await, below);
        let json = |parent: Option<i64>| serde_json::json!({
            "thread": PAGE, "parent": parent, "name": KIM.0, "email": KIM.1, "body": "답을  못 받았습니다",
        });
        assert_eq!(site.post_json("/api/v1/comments", &json(None)).await.json()["id"], first);
        assert_eq!(site.post_json("/api/v1/comments", &json(Some(first))).await.json()["id"], below);
        assert_eq!(site.thread(PAGE, "").await.text_of("#comments"), "댓글 2개");
        site.wait(86_400);
        assert_ne!(site.said(remark("답을 못 받았습니다")).await, first, "said again on another day");
    }

    async fn two_people_who_type_one_address_and_one_text_wrote_two_comments(site: Site) {
        open_site(site).await;
        let first = site.said(Remark::by("김하늘", "a@a.com", "감사합니다")).await;
        let second = site.said(Remark::by("이서준", "a@a.com", "감사합니다")).await;
        assert_ne!(second, first);
        assert_eq!(site.said(Remark::by("이서준", "a@a.com", "감사합니다")).await, second);
        assert_eq!(site.thread(PAGE, "").await.text_of("#comments"), "댓글 2개");
    }

    async fn a_comment_that_was_taken_for_spam_or_thrown_away_may_be_said_again(site: Site) {
        open_site(site).await;
        for (status, sql) in [
            ("spam", "UPDATE comments SET status = 'spam' WHERE id = (SELECT max(id) FROM comments)"),
            ("trashed", "UPDATE comments SET status = 'trashed' WHERE id = (SELECT max(id) FROM comments)"),
        ] {
            let text = format!("{status}: 좋은 글입니다");
            let first = site.said(remark(&text)).await;
            site.change(sql).await;
            let again = site.said(remark(&text)).await;
            assert_ne!(again, first, "{status}");
            assert!(site.thread(PAGE, "").await.text_of(&format!("#comment-{again}")).contains(&text), "{status}");
        }
    }

    async fn presses_at_the_same_moment_are_one_comment(site: Site) {
        open_site(site).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", "동시에")];
        let sent = futures_util::future::join_all((0..6).map(|_| site.post("/comments", &fields))).await;
        for reply in &sent {
            reply.expect(303);
            assert_eq!(reply.header("location"), sent[0].header("location"));
        }
        assert_eq!(site.thread(PAGE, "").await.text_of("#comments"), "댓글 1개");
    }

    async fn a_reply_needs_a_public_parent_of_the_same_thread(site: Site) {
        open_site(site).await;
        let here = site.said(remark("여기")).await;
        let held = site.say(Remark::by("광고", "ad@example.org", "카지노 추천")).await;
        assert!(held.header("location").contains("done=held"));
        for (thread, parent) in [("다른 글", here.to_string()), (PAGE, (here + 1).to_string()), (PAGE, "999999".into()), (PAGE, "1; DROP TABLE comments".into())] {
            let token = site.thread(thread, "").await.field("form_token");
            site.wait(10);
            let fields = [("form_token", token.as_str()), ("thread", thread), ("parent", &parent), ("name", KIM.0), ("email", KIM.1), ("body", "답글")];
            let page = site.post("/comments", &fields).await;
            assert!(page.expect(422).contains("답글을 달려는 댓글이 없습니다"), "{thread} {parent}");
            assert_eq!(page.text_of("textarea[name=body]"), "답글");
        }
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 1);
    }

    async fn the_field_that_people_never_see_makes_spam_and_tells_nobody(site: Site) {
        site.sign_in(gudok::admin::Role::Moderator).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let fields = [("form_token", token.as_str()), ("website_url", "https://x.example"), ("thread", PAGE), ("name", "bot"), ("email", "bot@example.org"), ("body", "hello")];
        let sent = site.post("/comments", &fields).await;
        sent.expect(303);
        assert!(sent.header("location").contains("done=held"), "a program learns nothing");
        assert_eq!(site.mails().await.len(), 0);
        let spam = site.get("/admin/comments?state=spam").await;
        assert!(spam.expect(200).contains("사람에게 보이지 않는 칸"));
    }

    async fn nothing_that_runs_or_confuses_reaches_a_page(site: Site) {
        open_site(site).await;
        site.said(Remark::by("<b onclick=alert(1)>나</b>", "x@example.org", "<script>alert(1)</script> [눌러요](javascript:alert(1)) <img src=x onerror=alert(1)>")).await;
        site.said(remark("'); DROP TABLE comments; --")).await;
        site.said(remark(&format!("z{} \u{202e}뒤집힌 글", "\u{301}\u{302}\u{30a}\u{327}".repeat(400)))).await;
        let page = site.thread(PAGE, "").await;
        page.expect(200);
        assert_eq!(page.count("main script, main img, main [onclick], main [onerror], a[href^=javascript]"), 0);
        assert!(page.body.contains("DROP TABLE comments"));
        assert!(!page.body.contains('\u{202e}'));
        assert!(page.body.matches('\u{301}').count() < 5);
    }

    async fn endless_and_invisible_texts_are_refused_clearly(site: Site) {
        open_site(site).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        for (body, message) in [("가".repeat(10_001), "10,000자까지"), ("a".repeat(100_000), "10,000자까지"), ("\u{200b}\u{feff}\u{3164}".into(), "댓글을 입력해 주세요")] {
            let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", &body)];
            let page = site.post("/comments", &fields).await;
            page.expect(422);
            assert!(page.text_of("#body-note .error").contains(message), "{}", page.text_of("#body-note"));
        }
        let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", &"가".repeat(100_000))];
        site.post("/comments", &fields).await.expect(413);
        let longest = "가".repeat(10_000);
        site.said(remark(&longest)).await;
    }

    async fn a_thread_without_a_name_or_with_an_endless_one_is_refused(site: Site) {
        assert!(site.get("/comments").await.expect(422).contains("thread"));
        let long = format!("https://blog.example.org/{}", "x".repeat(2_000));
        let page = site.get(&thread_path(&long)).await;
        assert!(page.expect(422).contains("2,000바이트"));
        let longest = "x".repeat(2_000);
        open_site(site).await;
        site.said(Remark { thread: &longest, ..remark("가장 긴 아이디") }).await;
        let json = site.post_json("/api/v1/comments", &json!({"thread": long, "name": "a", "email": "a@example.org", "body": "b"})).await;
        json.expect(422);
        assert_eq!(json.json()["errors"][0]["field"], "thread");
    }

    async fn only_pages_of_the_site_have_threads_and_the_refusal_says_which(site: Site) {
        open_site(site).await;
        let foreign = "http://evil.example/page";
        for path in ["/comments", "/comments.atom", "/api/v1/comments", "/api/v1/comment-counts"] {
            let page = site.get(&format!("{path}?{}", crate::support::encode(&[("thread", foreign)]))).await;
            assert!(page.expect(422).contains("blog.example.org") && !page.body.contains("evil.example/page\""), "{path}: {}", page.body);
        }
        let json = site.post_json("/api/v1/comments", &json!({"thread": foreign, "name": "a", "email": "a@example.org", "body": "b"})).await;
        assert_eq!(json.json()["code"], "foreign-page");
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let fields = [("form_token", token.as_str()), ("thread", foreign), ("name", KIM.0), ("email", KIM.1), ("body", "여기요")];
        site.post("/comments", &fields).await.expect(422);
        assert_eq!(site.texts("SELECT key FROM threads").await, Vec::<String>::new());
        site.thread("http://blog.example.org/old-address", "").await.expect(200);
        for (page, status) in [("https://blog.example.org:8443/post", 422), ("https://blog.example.org:443/post", 200), ("http://blog.example.org:80/post", 200)] {
            site.thread(page, "").await.expect(status);
        }
        site.restart(|config| config.server.allowed_origins = vec!["https://www.example.org".parse().expect("a URL")]).await;
        site.thread("https://www.example.org/2026/", "").await.expect(200);
        site.thread(foreign, "").await.expect(422);
        site.restart(|config| {
            config.site.url = None;
            config.server.allowed_origins.clear();
        }).await;
        site.thread("https://anything.example/", "").await.expect(200);
    }

    async fn a_flood_from_one_client_is_stopped_with_a_time_to_come_back(site: Site) {
        open_site(site).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let mut last = None;
        for number in 0..21 {
            let body = format!("댓글 번호 {number}");
            let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", &body)];
            last = Some(site.post("/comments", &fields).await);
        }
        let last = last.expect("a reply");
        last.expect(429);
        assert!(last.header("retry-after").parse::<i64>().expect("seconds") > 0);
        assert!(last.text_of(".notice").contains("10분 뒤에"), "{}", last.text_of(".notice"));
        assert_eq!(last.text_of("textarea[name=body]"), "댓글 번호 20");
        assert_eq!((last.field("name"), last.field("email"), last.field("form_token")), (KIM.0.to_owned(), KIM.1.to_owned(), token.clone()));
        site.wait(600);
        let fields = [("form_token", token.as_str()), ("thread", PAGE), ("name", KIM.0), ("email", KIM.1), ("body", "댓글 번호 20")];
        site.post("/comments", &fields).await.expect(303);
        assert_eq!(site.thread(PAGE, "").await.text_of("#comments"), "댓글 21개");
    }

    async fn the_pages_address_comes_from_the_embed_and_only_the_sites_own_is_taken(site: Site) {
        open_site(site).await;
        let query = crate::support::encode(&[("thread", "post-7"), ("url", "https://blog.example.org/7")]);
        let page = site.get(&format!("/comments?{query}")).await;
        assert_eq!(page.count("a[href='https://blog.example.org/7']"), 1);
        let token = page.field("form_token");
        site.wait(10);
        let page_url = page.field("page_url");
        let fields = [("form_token", token.as_str()), ("thread", "post-7"), ("page_url", &page_url), ("name", KIM.0), ("email", KIM.1), ("body", "안녕하세요")];
        site.post("/comments", &fields).await.expect(303);
        assert_eq!(site.thread("post-7", "").await.count("a[href='https://blog.example.org/7']"), 1);
        let foreign = crate::support::encode(&[("thread", "x"), ("url", "https://evil.example/")]);
        assert!(!site.get(&format!("/comments?{foreign}")).await.body.contains("<a href=\"https://evil.example"));
        let stranger = [("form_token", token.as_str()), ("thread", "post-8"), ("page_url", "https://evil.example/"), ("name", KIM.0), ("email", KIM.1), ("body", "먼저 왔습니다")];
        site.post("/comments", &stranger).await.expect(303);
        assert_eq!(site.texts("SELECT coalesce(url, '') FROM threads WHERE key = 'post-8'").await, [""], "the page's own address can still come");
    }

    async fn only_an_embedded_thread_may_be_framed_and_only_by_the_site(site: Site) {
        let page = site.thread(PAGE, "").await;
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        let embedded = site.thread(PAGE, "&embed=1").await;
        assert!(embedded.header("content-security-policy").contains("frame-ancestors 'self' https://blog.example.org"));
        assert_eq!(embedded.count("body.embedded"), 1);
        assert_eq!(embedded.field("embed"), "1");
    }

    async fn a_feed_reader_can_follow_a_thread(site: Site) {
        open_site(site).await;
        site.said(remark("첫째 & \"따옴표\"")).await;
        site.said(remark("둘째 <글>")).await;
        let feed = site.get(&format!("/comments.atom?{}", crate::support::encode(&[("thread", PAGE)]))).await;
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        let read = feed_rs::parser::parse(feed.expect(200).as_bytes()).expect("Atom");
        assert_eq!(read.entries.len(), 2);
        let newest = &read.entries[0];
        assert_eq!(newest.authors[0].name.as_deref(), Some(KIM.0));
        let html = newest.content.as_ref().and_then(|content| content.body.clone()).expect("content");
        assert_eq!(html.trim(), "<p>둘째 &lt;글&gt;</p>");
        assert!(newest.links[0].href.contains("#comment-"));
    }
}
