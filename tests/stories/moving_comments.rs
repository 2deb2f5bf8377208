//! Comments move in from another program: as they were, once, and nobody is told.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gudok::comments::import::{CommentImportError, ImportOptions, ImportReport, import};
use gudok::comments::merging::PageMove;
use gudok::on;
use gudok::subscribers::departures::{self, DepartureReason};
use serde_json::Value;

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::{Site, encode};

/// Written by WordPress 6.1.9 over invented people: all kinds of records, a draft, parents that are gone.
const WORDPRESS: &str = include_str!("../samples/comments/wordpress.xml");
const POST: &str = "https://blog.example.org/?p=4";

async fn try_import(
    site: &Site,
    file: impl Into<Vec<u8>>,
    options: ImportOptions,
) -> Result<ImportReport, CommentImportError> {
    let file = std::io::Cursor::new(file.into());
    import(&site.app, file, &options, |_| {}).await
}

async fn imported(site: &Site, file: impl Into<Vec<u8>>) -> ImportReport {
    try_import(site, file, ImportOptions::default())
        .await
        .expect("an import")
}

/// Each comment of a thread that readers see: its name, the name that it answers, and its HTML.
async fn comments(site: &Site, thread: &str) -> Vec<(String, String, String)> {
    let query = encode(&[("thread", thread), ("limit", "200")]);
    let list = site.get(&format!("/api/v1/comments?{query}")).await.json();
    let items = list["items"].as_array().expect("items").clone();
    assert_eq!(list["total"], items.len());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name_of = |id: &Value| {
        let found = items.iter().find(|item| item["id"] == *id);
        found.map(|item| text(&item["name"])).unwrap_or_default()
    };
    let line = |item: &Value| {
        (
            text(&item["name"]),
            name_of(&item["parent"]),
            text(&item["html"]),
        )
    };
    items.iter().map(line).collect()
}

async fn number(site: &Site, sql: &'static str) -> i64 {
    let mut tx = site.app.read().await.expect("a connection");
    on!(&mut tx, conn => sqlx::query_scalar(sql).fetch_one(conn)).expect("a number")
}

/// The kept numbers are what counting gives.
async fn numbers_are_right(site: &Site) {
    const WRONG_THREADS: &str = "
        SELECT count(*) FROM threads AS t
        WHERE approved <> (SELECT count(*) FROM comments AS c WHERE c.thread_id = t.id AND status = 'approved')";
    const WRONG_ROOTS: &str = "
        SELECT count(*) FROM comments AS c
        WHERE replies <> (SELECT count(*) FROM comments AS r WHERE r.root_id = c.id AND r.status = 'approved')";
    const WRONG_BRANCHES: &str = "
        SELECT count(*) FROM comments AS c JOIN comments AS p ON p.id = c.parent_id
        WHERE c.root_id <> coalesce(p.root_id, p.id) OR c.thread_id <> p.thread_id";
    const WRONG_STATES: &str = "
        SELECT count(*) FROM (SELECT status FROM comment_counts GROUP BY status
                              HAVING sum(comments) <> (SELECT count(*) FROM comments AS c WHERE c.status = comment_counts.status)) AS wrong";
    for sql in [WRONG_THREADS, WRONG_ROOTS, WRONG_BRANCHES, WRONG_STATES] {
        assert_eq!(number(site, sql).await, 0, "{sql}");
    }
}

/// A file with one post.
fn post(link: &str, status: &str, password: &str, comments: &str) -> String {
    format!(
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><title>글</title><link>{link}</link>\
         <wp:status><![CDATA[{status}]]></wp:status><wp:post_password><![CDATA[{password}]]></wp:post_password>{comments}</item>\
         </channel></rss>"
    )
}

#[derive(Clone, Copy)]
struct Foreign<'a> {
    id: i64,
    parent: i64,
    name: &'a str,
    email: &'a str,
    date: &'a str,
    text: &'a str,
    state: &'a str,
}

const KIM: Foreign<'_> = Foreign {
    id: 1,
    parent: 0,
    name: "김하늘",
    email: "haneul@reader.example",
    date: "2026-11-23 00:30:00",
    text: "잘 읽었습니다",
    state: "1",
};

impl Foreign<'_> {
    fn xml(&self) -> String {
        let Self {
            id,
            parent,
            name,
            email,
            date,
            text,
            state,
        } = self;
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[{name}]]></wp:comment_author>\
             <wp:comment_author_email><![CDATA[{email}]]></wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>\
             <wp:comment_author_IP><![CDATA[203.0.113.9]]></wp:comment_author_IP><wp:comment_date><![CDATA[{date}]]></wp:comment_date>\
             <wp:comment_date_gmt><![CDATA[{date}]]></wp:comment_date_gmt><wp:comment_content><![CDATA[{text}]]></wp:comment_content>\
             <wp:comment_approved><![CDATA[{state}]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type>\
             <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )
    }
}

fn public_post(comments: &[Foreign<'_>]) -> String {
    let comments: Vec<String> = comments.iter().map(Foreign::xml).collect();
    post(POST, "publish", "", &comments.concat())
}

stories! {
    async fn an_export_of_wordpress_moves_in_as_it_was(site: Site) {
        let report = imported(site, WORDPRESS).await;
        assert_eq!((report.found, report.new, report.known), (18, 14, 0));
        assert_eq!((report.approved, report.pending, report.spam, report.trashed), (12, 1, 0, 1));
        let skipped: Vec<_> = report.skipped.iter().map(|(why, n)| (*why, *n)).collect();
        assert_eq!(skipped, [("note", 1), ("pingback", 1), ("trackback", 1), ("unpublished-post", 1)]);
        assert_eq!((report.threads, report.orphans, report.bad.len()), (2, 1, 0));
        let seen = comments(site, POST).await;
        let shown: Vec<(&str, &str)> = seen.iter().map(|(name, answers, _)| (name.as_str(), answers.as_str())).collect();
        assert_eq!(shown, [
            ("김하늘", ""), ("이서연", "김하늘"), ("박지훈", "이서연"), ("최유나", "박지훈"), ("정민수", ""), ("한소희", ""),
            ("임하린", "김하늘"), ("오태식", ""), ("주인", "김하늘"), ("A & B \"큰\" O'Neil", ""),
        ], "by time; the parent of 한소희 is in the trash, and that of 오태식 is gone");
        assert_eq!(seen[0].2, "<p>첫 <strong>댓글</strong> &amp; 1 &lt; 2 \"따옴표\"<br>\n둘째 줄</p>\n<p>새 문단 ]]&gt; 끝 😀</p>\n");
        let typed = &seen[9].2;
        assert!(typed.starts_with("<p>폼으로 쓴 글 &amp; 1 &lt; 2 <strong>굵게</strong> alert(1) 끝<br>"), "{typed}");
        assert!(typed.contains("href=\"https://x.example/?p=1&amp;q=2\""), "{typed}");
        let page = site.thread(POST, "").await;
        assert!(page.expect(200).contains("안녕, 세상 &#38; &#60;인사&#62;") || page.body.contains("안녕, 세상 &amp; &lt;인사&gt;"), "the title");
        assert!(page.body.contains("2026") && page.body.contains("datetime=\"2026-03-01T00:30:00Z\""), "the time in GMT");
        let other = comments(site, "https://blog.example.org/?p=5").await;
        assert_eq!(other[1].0, "익명", "a person without a name");
        assert!(comments(site, "https://blog.example.org/?p=6").await.is_empty());
        numbers_are_right(site).await;
        assert!(site.mails().await.is_empty(), "nobody is told");
    }

    async fn a_second_import_adds_nothing_and_a_newer_file_only_what_is_new(site: Site) {
        imported(site, WORDPRESS).await;
        let again = imported(site, WORDPRESS).await;
        assert_eq!((again.found, again.new, again.known, again.approved), (18, 0, 14, 12));
        let edited = WORDPRESS.replace("둘째 단", "둘째 단, 고침");
        let newer = imported(site, edited).await;
        assert_eq!((newer.new, newer.known), (1, 13));
        assert_eq!(comments(site, POST).await.len(), 11, "what was here stays");
        numbers_are_right(site).await;
    }

    async fn a_dry_run_tells_the_same_and_writes_nothing(site: Site) {
        let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let dry = try_import(site, WORDPRESS, options).await.expect("a dry run");
        assert_eq!(number(site, "SELECT count(*) FROM comments").await + number(site, "SELECT count(*) FROM threads").await, 0);
        let real = imported(site, WORDPRESS).await;
        assert_eq!(format!("{dry:?}"), format!("{real:?}"));
    }

    async fn replies_before_what_they_answer_find_their_place_also_in_a_second_run(site: Site) {
        let reply = |id, parent| Foreign { id, parent, date: "2026-11-23 01:00:00", text: "답글", ..KIM };
        let file = public_post(&[reply(4, 3), reply(3, 2), Foreign { id: 2, state: "0", ..KIM }, reply(5, 2), reply(6, 77)]);
        let report = imported(site, file).await;
        assert_eq!((report.new, report.orphans), (5, 1));
        numbers_are_right(site).await;
        assert_eq!(number(site, "SELECT replies FROM comments WHERE status = 'pending'").await, 3);
        let later = public_post(&[reply(6, 77), Foreign { id: 77, text: "뒤늦게 온 부모", ..KIM }]);
        let report = imported(site, later).await;
        assert_eq!((report.new, report.known, report.orphans), (1, 1, 0));
        assert_eq!(number(site, "SELECT replies FROM comments WHERE body = '뒤늦게 온 부모'").await, 1);
        numbers_are_right(site).await;
    }

    async fn an_answer_written_here_stays_below_its_comment_when_a_late_parent_comes(site: Site) {
        let reply = Foreign { id: 2, parent: 1, text: "답글", ..KIM };
        imported(site, public_post(&[Foreign { id: 1, state: "spam", ..KIM }, reply])).await;
        site.change("UPDATE comments SET parent_id = NULL, root_id = NULL, replies = 0").await;
        let id = site.numbers("SELECT id FROM comments WHERE body = '답글'").await[0];
        let answer = serde_json::json!({
            "thread": POST, "parent": id, "name": "박지훈", "email": "jihun@reader.example", "body": "여기서 쓴 답글입니다",
        });
        site.post_json("/api/v1/comments", &answer).await.expect(202);
        imported(site, public_post(&[Foreign { id: 1, state: "1", text: "뒤늦게 공개된 글", ..KIM }, Foreign { parent: 1, ..reply }])).await;
        let below = "SELECT count(*) FROM comments AS c JOIN comments AS r ON r.id = c.root_id WHERE r.parent_id IS NOT NULL";
        assert_eq!(number(site, below).await, 0, "a page shows a reply below its root alone");
        numbers_are_right(site).await;
    }

    async fn a_comment_on_a_picture_of_a_post_waits_for_a_moderator(site: Site) {
        let picture = |parent: &str| post(POST, "inherit", "", &KIM.xml()).replace("<wp:post_password>", &format!("<wp:post_parent>{parent}</wp:post_parent><wp:post_password>"));
        let report = imported(site, picture("7")).await;
        assert_eq!((report.new, report.approved, report.pending), (1, 0, 1), "that post may be private");
        let alone = imported(site, picture("0").replace("<wp:comment_id>1<", "<wp:comment_id>2<")).await;
        assert_eq!((alone.new, alone.approved), (1, 1));
    }

    async fn comments_of_posts_that_not_everybody_may_see_stay_out(site: Site) {
        for (status, password, why) in [
            ("private", "", "private-post"), ("draft", "", "unpublished-post"), ("future", "", "unpublished-post"),
            ("trash", "", "binned-post"), ("publish", "열쇠", "protected-post"), ("", "", "unpublished-post"),
        ] {
            let report = imported(site, post(POST, status, password, &KIM.xml())).await;
            assert_eq!((report.new, report.skipped.get(why)), (0, Some(&1)), "{status}");
        }
        assert_eq!(number(site, "SELECT count(*) FROM comments").await, 0);
        let published = imported(site, public_post(&[KIM])).await;
        assert_eq!(published.new, 1, "once the post is published, its comments come");
    }

    async fn states_keep_their_meaning_and_an_unknown_one_is_never_public(site: Site) {
        let states = ["1", "0", "spam", "trash", "post-trashed", "flagged"];
        let with_state = |(at, state)| Foreign { id: at, state, ..KIM };
        let all: Vec<Foreign<'_>> = (1..).zip(states).map(with_state).collect();
        let report = imported(site, public_post(&all)).await;
        assert_eq!((report.approved, report.pending, report.spam, report.trashed), (1, 2, 1, 2));
        assert_eq!(comments(site, POST).await.len(), 1);
        numbers_are_right(site).await;
    }

    async fn one_broken_record_costs_one_line(site: Site) {
        let broken = WORDPRESS.replacen("<wp:comment_id>4</wp:comment_id>", "<wp:comment_id>4", 1)
            .replacen("https://haneul.example/?a=1&amp;b=2", "https://haneul.example/?a=1&b=2", 1);
        let report = imported(site, broken).await;
        assert_eq!((report.found, report.new, report.lost()), (18, 13, 1));
        let lines: Vec<(&str, bool)> = report.bad.iter().map(|bad| (bad.record.as_str(), bad.is_kept)).collect();
        assert_eq!(lines, [("comment 2", true), ("a comment", false)]);
        assert_eq!(report.orphans, 2, "the reply to the lost one stands at the first level");
        numbers_are_right(site).await;
    }

    async fn people_without_an_address_old_network_addresses_and_erased_people(site: Site) {
        let mut tx = site.app.write().await.expect("a transaction");
        let gone = "gone@reader.example".parse().expect("an address");
        departures::remember(&mut tx, site.app.signer(), &gone, DepartureReason::Erased, site.app.now()).await.expect("remembered");
        tx.commit().await.expect("committed");
        let report = imported(site, public_post(&[
            KIM,
            Foreign { id: 2, email: "", ..KIM },
            Foreign { id: 3, email: "no address", date: "2025-01-01 00:00:00", ..KIM },
            Foreign { id: 4, email: "gone@reader.example", name: "떠난 사람", ..KIM },
        ])).await;
        assert_eq!((report.new, report.bad.len()), (4, 0));
        assert_eq!(number(site, "SELECT count(*) FROM comments WHERE email_key = ''").await, 3);
        assert_eq!(number(site, "SELECT count(*) FROM comments WHERE ip IS NULL").await, 2, "older than retention.comment_ips, and erased");
        let names: Vec<String> = comments(site, POST).await.into_iter().map(|(name, ..)| name).collect();
        assert!(!names.iter().any(|name| name == "떠난 사람"), "{names:?}");
    }

    async fn a_site_that_moved_names_its_new_pages(site: Site) {
        let file = post("https://old.example/blog/first/", "publish", "", &KIM.xml());
        let strange = try_import(site, file.clone(), ImportOptions { dry_run: true, ..ImportOptions::default() }).await.expect("a dry run");
        assert_eq!(strange.foreign_hosts.iter().map(String::as_str).collect::<Vec<_>>(), ["old.example"]);
        let moves = vec![PageMove::parse("https://old.example/blog/", "https://blog.example.org/").expect("a move")];
        let report = try_import(site, file, ImportOptions { moves, ..ImportOptions::default() }).await.expect("an import");
        assert!(report.foreign_hosts.is_empty());
        assert_eq!(comments(site, "https://blog.example.org/first").await.len(), 1);
    }

    async fn comments_join_a_thread_that_is_here(site: Site) {
        site.restart(|config| config.comments.moderation = gudok::config::CommentModeration::None).await;
        site.said(crate::support::Remark { thread: POST, ..crate::support::Remark::by("이서연", "seoyeon@reader.example", "여기에 썼어요") }).await;
        imported(site, public_post(&[KIM])).await;
        let names: Vec<String> = comments(site, POST).await.into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["김하늘", "이서연"]);
        let page = site.thread(POST, "").await;
        assert!(page.expect(200).contains("김하늘"), "a page that was shown before shows it, too");
        numbers_are_right(site).await;
    }

    async fn a_packed_file_is_read_and_another_file_is_refused(site: Site) {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(WORDPRESS.as_bytes()).expect("packed");
        assert_eq!(imported(site, packed.finish().expect("packed")).await.new, 14);
        for other in ["", "id,name\n1,kim\n", "<rss><channel></channel></rss>"] {
            let refused = try_import(site, other, ImportOptions::default()).await.expect_err("no export");
            assert!(refused.to_string().contains("--format"), "{refused}");
        }
    }
}

#[test]
fn the_command_tells_people_and_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("site.xml");
    std::fs::write(&file, WORDPRESS).expect("written");
    let run = |more: &[&str]| {
        let mut arguments = vec!["comments", "import", "site.xml"];
        arguments.extend(more);
        Printed::of(gudok(folder.path(), &arguments))
    };
    let dry = run(&["--dry-run"]);
    assert_eq!(dry.code, Some(0), "{dry:?}");
    assert!(
        dry.out.contains("18 comments found: 14 would be new"),
        "{dry:?}"
    );
    assert!(
        dry.out.contains("Written from 2026-03-01 09:30"),
        "in the site's zone: {dry:?}"
    );
    let json = run(&["--json", "--format", "wxr"]);
    let result: Value = serde_json::from_str(&json.out).expect("JSON alone on standard output");
    assert_eq!(
        (
            &result["new"],
            &result["threads"],
            &result["skipped"]["pingback"]
        ),
        (&14.into(), &2.into(), &1.into())
    );
    let broken = WORDPRESS.replace("<wp:comment_id>4</wp:comment_id>", "");
    std::fs::write(&file, broken).expect("written");
    let failed = run(&[]);
    assert!(failed.err.contains("a comment: it has no id"), "{failed:?}");
    assert!(failed.failure().contains("1 of 18"), "{failed:?}");
    let nowhere = Printed::of(gudok(folder.path(), &["comments", "import", "nowhere.xml"]));
    assert!(nowhere.failure().contains("nowhere.xml"));
    assert_eq!(run(&["--format", "movable-type"]).code, Some(2));
    assert_eq!(run(&["--map", "old.example"]).code, Some(2));
}
