//! Exports of other comment programs: each comes in as it was, with its replies, states and times, and once.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::comments::import::{CommentFormat, ImportOptions, ImportReport, import};
use gudok::comments::merging::PageMove;
use serde_json::{Value, json};

use crate::stories;
use crate::support::{Site, encode};

/// Written by Isso 0.14.
const ISSO: &[u8] = include_bytes!("../samples/comments/isso.db");
/// Written by Waline 1.39 in Seoul.
const WALINE: &[u8] = include_bytes!("../samples/comments/waline.json");
/// Written by Twikoo 1.7.
const TWIKOO: &[u8] = include_bytes!("../samples/comments/twikoo.json");
/// Written by remark42 of 2026, packed as it comes.
const REMARK42: &[u8] = include_bytes!("../samples/comments/remark42.json.gz");

const POST: &str = "https://blog.example.org/글/안녕-세상/";

/// Imports a file twice, and returns the first report. The files of some programs name pages of `site.example`.
async fn imported(site: &Site, file: &[u8], format: CommentFormat) -> ImportReport {
    let moves = vec![PageMove::parse("site.example", "blog.example.org").expect("a move")];
    let options = ImportOptions {
        moves,
        ..ImportOptions::default()
    };
    let first = import(&site.app, Cursor::new(file.to_vec()), &options, |_| {})
        .await
        .expect("an import");
    assert_eq!(first.format, Some(format), "the file says what wrote it");
    assert_eq!(first.bad, []);
    assert_eq!(
        first.found,
        first.new + first.skipped.values().sum::<usize>()
    );
    let again = import(&site.app, Cursor::new(file.to_vec()), &options, |_| {})
        .await
        .expect("a second import");
    assert_eq!((again.new, again.known), (0, first.new), "{again:?}");
    assert!(site.mails().await.is_empty(), "nobody is told");
    first
}

/// Name, answered name and HTML of each public comment of a thread, by time.
async fn comments(site: &Site, thread: &str) -> Vec<[String; 3]> {
    let query = encode(&[("thread", thread), ("limit", "200")]);
    let list = site.get(&format!("/api/v1/comments?{query}")).await.json();
    let items = list["items"].as_array().expect("items").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name_of = |id: &Value| {
        items
            .iter()
            .find(|item| item["id"] == *id)
            .map(|item| text(&item["name"]))
            .unwrap_or_default()
    };
    items
        .iter()
        .map(|item| {
            [
                text(&item["name"]),
                name_of(&item["parent"]),
                text(&item["html"]),
            ]
        })
        .collect()
}

fn names(comments: &[[String; 3]]) -> Vec<(&str, &str)> {
    comments
        .iter()
        .map(|[name, answers, _]| (name.as_str(), answers.as_str()))
        .collect()
}

stories! {
    async fn the_database_of_isso(site: Site) {
        let report = imported(site, ISSO, CommentFormat::Isso).await;
        assert_eq!((report.found, report.new, report.threads, report.orphans), (11, 11, 2, 0));
        assert_eq!((report.approved, report.pending, report.deleted), (9, 1, 1));
        let seen = comments(site, POST).await;
        assert_eq!(names(&seen), [
            ("김하늘", ""), ("이서연", "김하늘"), ("박지훈", "김하늘"), ("최유나", ""), ("한소희", ""), ("윤아름", ""),
        ]);
        assert!(seen[0][2].contains("<strong>댓글</strong>") && seen[0][2].contains("<li>목록</li>"), "{}", seen[0][2]);
        assert!(seen[1][2].contains("&lt;b&gt;굵게&lt;/b&gt; &amp; 1 &lt; 2"), "Markdown is never unescaped: {}", seen[1][2]);
        let page = site.thread(POST, "").await;
        assert!(page.expect(200).contains("https://haneul.example/?a=1&#38;b=2") || page.body.contains("https://haneul.example/?a=1&amp;b=2"));
        let other = comments(site, "https://blog.example.org/posts/summary-of-papers/").await;
        assert_eq!(names(&other), [("Jörg Müller", ""), ("익명", ""), ("외톨이", "")]);
    }

    async fn the_export_of_waline(site: Site) {
        let report = imported(site, WALINE, CommentFormat::Waline).await;
        assert_eq!((report.found, report.new, report.threads, report.orphans), (8, 8, 2, 0));
        assert_eq!((report.approved, report.pending, report.spam), (6, 1, 1));
        let zone = report.oldest.expect("a time").to_string();
        assert_eq!(zone, "2026-11-30T06:31:09Z", "a time of the server's zone, which is the site's here");
        let seen = comments(site, POST).await;
        assert_eq!(names(&seen)[..2], [("김하늘", ""), ("최유나", "김하늘")], "the parent of 최유나 is gone, its root lives");
        assert!(seen[0][2].contains("https://a.example/?x=1&amp;y=2"), "{}", seen[0][2]);
    }

    async fn the_export_of_twikoo(site: Site) {
        let report = imported(site, TWIKOO, CommentFormat::Twikoo).await;
        assert_eq!((report.found, report.new, report.threads, report.orphans), (9, 9, 2, 1));
        assert_eq!((report.approved, report.pending), (8, 1));
        let seen = comments(site, POST).await;
        assert_eq!(names(&seen), [("김하늘", ""), ("박지훈", "김하늘"), ("최유나", "박지훈"), ("정민수", ""), ("한소희", "")]);
        assert_eq!(seen[0][2], "<p>첫 <strong>댓글</strong> &amp;  1 &lt; 2</p>\n");
        let other = comments(site, "https://blog.example.org/posts/two.html").await;
        assert_eq!(names(&other), [("사이트 주인", ""), ("익명", ""), ("Jörg", "")]);
    }

    async fn the_backup_of_remark42(site: Site) {
        let report = imported(site, REMARK42, CommentFormat::Remark42).await;
        assert_eq!((report.found, report.new, report.threads, report.orphans), (10, 8, 3, 0));
        assert_eq!((report.approved, report.deleted, report.skipped.get("deleted")), (7, 1, Some(&2)));
        let seen = comments(site, POST).await;
        assert_eq!(names(&seen), [("김하늘", ""), ("이서연", "김하늘"), ("박지훈", "이서연"), ("Jorg Muller", "박지훈"), ("박지훈", "")]);
        assert!(seen[0][2].starts_with("<p>첫 <strong>댓글</strong> &amp; 1 &lt; 2 <strong>굵게</strong><br>\n줄바꿈"), "{}", seen[0][2]);
        let page = site.thread("https://blog.example.org/?page_id=7&lang=ko", "").await;
        assert!(page.expect(200).contains("A &amp; B") || page.body.contains("A &#38; B"), "address and title are unescaped once");
    }

    async fn the_export_of_artalk(site: Site) {
        let comment = |id: &str, rid: &str, pending: &str, content: &str| json!({
            "id": id, "rid": rid, "content": content, "ua": "", "ip": "203.0.113.9", "is_collapsed": "false", "is_pending": pending,
            "is_pinned": "false", "vote_up": "0", "vote_down": "0", "created_at": "2026-03-01 09:30:00 +0900",
            "updated_at": "2026-03-01 09:30:00 +0900", "nick": format!("이름 {id}"), "email": "a@reader.example", "link": "",
            "badge_name": "", "badge_color": "", "page_key": "/글/안녕-세상/", "page_title": "안녕", "page_admin_only": "false",
            "site_name": "blog", "site_urls": "https://blog.example.org,https://www.example.org",
        });
        let file = json!([comment("2", "1", "false", "답글"), comment("1", "0", "false", "**글**"), comment("3", "0", "true", "대기")]);
        let report = imported(site, file.to_string().as_bytes(), CommentFormat::Artalk).await;
        assert_eq!((report.approved, report.pending, report.orphans), (2, 1, 0));
        assert_eq!(report.oldest.expect("a time").to_string(), "2026-03-01T00:30:00Z");
        let mut seen = comments(site, POST).await;
        seen.sort();
        assert_eq!(names(&seen), [("이름 1", ""), ("이름 2", "이름 1")]);
        assert_eq!(seen[0][2], "<p><strong>글</strong></p>\n");
    }

    async fn the_exports_of_commento_and_comentario(site: Site) {
        let comment = |hex: &str, parent: &str, person: &str, markdown: &str, state: &str| json!({
            "commentHex": hex, "domain": "blog.example.org", "url": "/글/안녕-세상/", "commenterHex": person, "markdown": markdown,
            "html": "", "parentHex": parent, "score": 0, "state": state, "creationDate": "2026-03-01T00:30:00.5Z", "direction": 0,
            "deleted": false,
        });
        let file = json!({"version": 1, "comments": [
            comment("c2", "c1", "p1", "답글", "approved"), comment("c1", "root", "anonymous", "[deleted]", "approved"),
            comment("c3", "root", "p1", "대기", "unapproved"), comment("c4", "root", "p1", "표시됨", "flagged"),
        ], "commenters": [
            {"commenterHex": "p1", "email": "haneul@reader.example", "name": "김하늘", "link": "https://haneul.example", "photo": "", "provider": ""},
        ]});
        let report = imported(site, file.to_string().as_bytes(), CommentFormat::Commento).await;
        assert_eq!((report.approved, report.pending, report.deleted), (1, 2, 1));
        assert_eq!(names(&comments(site, POST).await), [("김하늘", "")]);
        let person = "0a5e0b3c-0000-4000-8000-000000000001";
        let comment = |id: &str, parent: &str, name: &str, is_deleted: bool| json!({
            "id": id, "parentId": parent, "pageId": "page-1", "markdown": "**글**", "html": "<p><strong>글</strong></p>", "score": 1,
            "isSticky": false, "isApproved": true, "isPending": false, "isDeleted": is_deleted, "createdTime": "2026-03-02T00:30:00.000Z",
            "userCreated": person, "authorName": name,
        });
        let file = json!({"version": 3, "pages": [{"id": "page-1", "domainId": "d", "path": "/comentario/", "title": "글"}], "comments": [
            comment("a", "", "", false), comment("b", "a", "손님", false), comment("c", "", "", true),
        ], "commenters": [{"id": person, "email": "haneul@reader.example", "name": "김하늘", "websiteUrl": ""}]});
        let report = imported(site, file.to_string().as_bytes(), CommentFormat::Comentario).await;
        assert_eq!((report.approved, report.skipped.get("deleted")), (2, Some(&1)));
        let seen = comments(site, "https://blog.example.org/comentario/").await;
        assert_eq!(names(&seen), [("김하늘", ""), ("손님", "김하늘")]);
    }

    async fn the_export_of_disqus(site: Site) {
        let post = |id: &str, thread: &str, parent: &str, more: &str, message: &str| format!(
            "<post dsq:id=\"{id}\">\n<id/>\n<message><![CDATA[{message}]]></message>\n<createdAt>2026-03-01T00:30:0{id}Z</createdAt>\n{more}\n\
             <author>\n<email>a@reader.example</email>\n<name>김 &amp; {id}</name>\n<isAnonymous>true</isAnonymous>\n</author>\n\
             <ipAddress>203.0.113.9</ipAddress>\n<thread dsq:id=\"{thread}\" />\n{parent}</post>\n"
        );
        let (live, gone) = ("<isDeleted>false</isDeleted><isSpam>false</isSpam>", "<isDeleted>true</isDeleted><isSpam>false</isSpam>");
        let spam = "<isDeleted>false</isDeleted><isSpam>true</isSpam>";
        let held = "<isDeleted>false</isDeleted><isSpam>false</isSpam><isApproved>false</isApproved>";
        let posts = [
            post("2", "t1", "<parent dsq:id=\"1\" />", live, "<p>답글<br>둘째 줄</p>"),
            post("1", "t1", "", live, "<p>첫 <b>글</b> </post> &amp; <a href=\"https://a.example/\" rel=\"nofollow\">여기</a></p>"),
            post("3", "t1", "", gone, "<p>지워짐</p>"),
            post("4", "t1", "<parent dsq:id=\"3\" />", live, "<p>지워진 글의 답글</p>"),
            post("5", "t1", "", spam, "<p>광고</p>"),
            post("6", "t1", "", held, "<p>아직 승인되지 않은 글</p>"),
        ];
        let file = |posts: &str| format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\n\
             <category dsq:id=\"1\"><title>General</title></category>\n<thread dsq:id=\"t1\">\n<id>x</id>\n<link>{POST}</link>\n\
             <title>안녕 &amp; 세상</title>\n<message />\n<author><name>주인</name></author>\n<isDeleted>false</isDeleted>\n</thread>\n{posts}</disqus>"
        );
        let report = imported(site, file(&posts.concat()).as_bytes(), CommentFormat::Disqus).await;
        assert_eq!((report.approved, report.pending, report.spam, report.deleted, report.orphans), (3, 1, 1, 1, 0));
        let seen = comments(site, POST).await;
        assert_eq!(names(&seen), [("김 & 1", ""), ("김 & 2", "김 & 1"), ("김 & 4", "")]);
        assert!(seen[0][2].contains("첫 <strong>글</strong>") && seen[0][2].contains(">여기</a>"), "{}", seen[0][2]);
        assert_eq!(seen[1][2], "<p>답글<br>\n둘째 줄</p>\n");
        let broken = file(&posts.concat()).replacen("<createdAt>2026-03-01T00:30:02Z", "<createdAt>yesterday", 1)
            .replacen("<p>지워진 글의 답글</p>]]></message>", "<p>지워진 글의 답글</p>", 1);
        let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let report = import(&site.app, Cursor::new(broken.into_bytes()), &options, |_| {}).await.expect("a dry run");
        assert_eq!((report.lost(), report.known), (2, 4), "two broken records cost two lines: {report:?}");
    }

    async fn broken_json_loses_what_stands_behind_it_alone(site: Site) {
        let text = String::from_utf8(TWIKOO.to_vec()).expect("UTF-8");
        let cut = text.find("\"정민수\"").expect("the fourth comment");
        let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let run = async |file: String| import(&site.app, Cursor::new(file.into_bytes()), &options, |_| {}).await.expect("a dry run");
        let report = run(text[..cut].to_owned()).await;
        assert_eq!((report.new, report.found, report.lost()), (3, 3, 0));
        assert!(report.unread.expect("a cut file").contains("no JSON"));
        let report = run(text.replacen("1796020323234", "\"soon\"", 1)).await;
        assert_eq!((report.new, report.lost()), (8, 1), "a wrong field costs its record");
        let mut lines = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(REMARK42), &mut lines).expect("unpacked");
        let lines = String::from_utf8(lines).expect("UTF-8").replacen("{\"id\":\"b90be358", "{id:\"b90be358", 1);
        let report = run(lines).await;
        assert_eq!((report.lost(), report.bad[0].why.as_str()), (1, "line 3 is no JSON"));
    }

    async fn paths_need_the_address_of_the_site(site: Site) {
        site.restart(|config| config.site.url = None).await;
        let refused = import(&site.app, Cursor::new(ISSO.to_vec()), &ImportOptions::default(), |_| {}).await.expect_err("no site");
        assert!(refused.to_string().contains("site.url"), "{refused}");
        // Twikoo may name a page either way: a path alone is no page yet.
        let comment = |id: &str, page: &str| json!({
            "_id": id, "nick": "김하늘", "mail": "a@reader.example", "mailMd5": "x", "link": "", "ua": "", "ip": "203.0.113.9", "master": false,
            "url": page, "href": "", "comment": "<p>글</p>", "isSpam": false, "created": 1_796_020_323_234_i64, "updated": 0,
        });
        let file = json!([comment("a", "/글/안녕-세상/")]).to_string();
        let options = ImportOptions::default();
        let report = import(&site.app, Cursor::new(file.into_bytes()), &options, |_| {}).await.expect("an import");
        assert_eq!((report.new, report.lost()), (0, 1), "{report:?}");
        assert!(report.bad[0].why.contains("set site.url"), "{}", report.bad[0].why);
    }

    async fn the_first_export_of_comentario_names_hosts_and_needs_no_site(site: Site) {
        site.restart(|config| config.site.url = None).await;
        let file = json!({"version": 1, "comments": [{
            "commentHex": "c1", "host": "blog.example.org", "path": "/글/안녕-세상/", "commenterHex": "p1", "markdown": "글", "parentHex": "root",
            "state": "approved", "creationDate": "2026-03-01T00:30:00Z", "deleted": false,
        }], "commenters": [{"commenterHex": "p1", "email": "haneul@reader.example", "name": "김하늘"}]});
        let report = imported(site, file.to_string().as_bytes(), CommentFormat::Comentario).await;
        assert_eq!((report.new, report.approved), (1, 1));
        assert_eq!(site.texts("SELECT key FROM threads").await, [POST.trim_end_matches('/').parse::<url::Url>().expect("an address").as_str()]);
    }

    async fn another_zone_finds_the_same_comments(site: Site) {
        imported(site, WALINE, CommentFormat::Waline).await;
        let moves = vec![PageMove::parse("site.example", "blog.example.org").expect("a move")];
        let options = ImportOptions { zone: Some("UTC".parse().expect("a zone")), moves, ..ImportOptions::default() };
        let again = import(&site.app, Cursor::new(WALINE.to_vec()), &options, |_| {}).await.expect("an import");
        assert_eq!((again.new, again.known), (0, 8));
    }

    async fn the_place_of_a_deleted_comment_cannot_become_public(site: Site) {
        imported(site, REMARK42, CommentFormat::Remark42).await;
        let place = site.numbers("SELECT id FROM comments WHERE html = ''").await[0];
        site.sign_in(Role::Moderator).await;
        site.decide(place, "approval").await;
        assert_eq!(site.texts("SELECT status FROM comments WHERE html = ''").await, ["trashed"]);
        let trash = site.get("/admin/comments?state=trashed").await;
        assert!(!trash.expect(200).contains(&format!("/admin/comments/{place}/")), "it has nothing to decide");
        let count = |state: &str| trash.text_of(&format!(".filters a[href*='state={state}'] .count"));
        assert_eq!(count("trashed"), count("spam"), "and the trash counts what it shows");
        assert_eq!(count("all"), count("approved"));
    }
}
