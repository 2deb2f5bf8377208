//! Imports of comments that meet trouble: files that break off, files with more than they should have, two imports at once.

use std::io::{self, Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gudok::comments::import::{CommentFormat, ImportOptions, ImportReport, import};
use serde_json::{Value, json};

use crate::stories;
use crate::support::Site;
use crate::support::program::{Printed, gudok};

const POST: &str = "https://blog.example.org/a/";

/// A file on a disk that fails behind these bytes.
struct FailingDisk(Cursor<Vec<u8>>);

impl Read for FailingDisk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk failed")),
            read => Ok(read),
        }
    }
}

async fn imported(site: &Site, file: impl Read + Send + 'static) -> ImportReport {
    import(&site.app, file, &ImportOptions::default(), |_| {})
        .await
        .expect("an import")
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    site.numbers(sql).await[0]
}

/// Files of two whole comments, a reply before what it answers, which break off within a third.
fn cut_files() -> Vec<(CommentFormat, String)> {
    let twikoo = |id: &str, parent: &str| {
        json!({
            "_id": id, "pid": parent, "nick": "김하늘", "mail": "a@reader.example", "mailMd5": "x", "link": "", "ip": "203.0.113.9",
            "href": POST, "comment": "<p>글</p>", "isSpam": false, "created": 1_796_020_323_234_i64,
        })
    };
    let remark = |id: &str, parent: &str| {
        json!({
            "id": id, "pid": parent, "text": "<p>글</p>", "user": {"name": "김하늘"}, "locator": {"url": POST, "site": "blog"},
            "time": "2026-03-01T00:30:00Z",
        })
    };
    let person = json!({"commenterHex": "p", "name": "김하늘", "email": "a@reader.example"});
    let commento = |hex: &str, parent: &str| {
        json!({
            "commentHex": hex, "domain": "blog.example.org", "url": "/a/", "commenterHex": "p", "markdown": "글", "parentHex": parent,
            "state": "approved", "creationDate": "2026-03-01T00:30:00Z",
        })
    };
    let wordpress = |id: &str, parent: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>김하늘</wp:comment_author>\
             <wp:comment_date_gmt>2026-03-01 00:30:00</wp:comment_date_gmt><wp:comment_content>글</wp:comment_content>\
             <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )
    };
    let disqus = |id: &str, parent: &str| {
        format!(
            "<post dsq:id=\"{id}\"><message>글</message><createdAt>2026-03-01T00:30:00Z</createdAt><name>김하늘</name>\
             <thread dsq:id=\"t\" />{parent}</post>"
        )
    };
    vec![
        (
            CommentFormat::Twikoo,
            format!("[{},{},{{\"_id\":\"3\"", twikoo("2", "1"), twikoo("1", "")),
        ),
        (
            CommentFormat::Remark42,
            format!(
                "{{\"version\":1,\"users\":[],\"read_only\":false}}\n{}\n{}\n{{\"id\":",
                remark("2", "1"),
                remark("1", "")
            ),
        ),
        (
            CommentFormat::Commento,
            format!(
                "{{\"commenters\":[{person}],\"comments\":[{},{},{{",
                commento("2", "1"),
                commento("1", "root")
            ),
        ),
        (
            CommentFormat::Wxr,
            format!(
                "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><link>{POST}</link><wp:status>publish</wp:status>{}{}",
                wordpress("2", "1"),
                wordpress("1", "0")
            ),
        ),
        (
            CommentFormat::Disqus,
            format!(
                "<disqus xmlns:dsq=\"http://disqus.com/disqus-internals\"><thread dsq:id=\"t\"><link>{POST}</link></thread>{}{}",
                disqus("2", "<parent dsq:id=\"1\" />"),
                disqus("1", "")
            ),
        ),
    ]
}

stories! {
    async fn what_was_read_before_the_file_broke_off_is_kept_and_linked(site: Site) {
        for (format, file) in cut_files() {
            let report = imported(site, FailingDisk(Cursor::new(file.clone().into_bytes()))).await;
            assert_eq!(report.format, Some(format));
            assert_eq!((report.found, report.new, report.approved, report.orphans, report.lost()), (2, 2, 2, 0, 0), "{format}: {report:?}");
            let why = report.unread.expect("the file has no end");
            assert!(why.contains("the disk failed"), "{format}: {why}");
            assert_eq!(count(site, "SELECT count(*) FROM comments WHERE parent_id IS NOT NULL AND root_id = parent_id").await, 1, "{format}");
            assert_eq!(count(site, "SELECT max(replies) FROM comments").await, 1, "{format}");
            let mut packed = GzEncoder::new(Vec::new(), Compression::none());
            packed.write_all(file.as_bytes()).expect("packed");
            let mut packed = packed.finish().expect("packed");
            packed.truncate(packed.len() - 8);
            let again = imported(site, Cursor::new(packed)).await;
            assert_eq!((again.found, again.known), (2, 2), "{format}: a packed file without its end: {again:?}");
            assert!(again.unread.is_some(), "{format}");
            site.change("DELETE FROM comments WHERE parent_id IS NOT NULL").await;
            site.change("DELETE FROM comments").await;
        }
    }

    async fn what_stands_behind_the_json_is_told(site: Site) {
        let comment = |id: &str| json!([{
            "_id": id, "nick": "김하늘", "mail": "a@reader.example", "mailMd5": "x", "href": POST, "comment": "<p>글</p>", "isSpam": false,
            "created": 1_796_020_323_234_i64,
        }]);
        let report = imported(site, Cursor::new(format!("{}\n{}\n", comment("a"), comment("b")).into_bytes())).await;
        assert_eq!((report.found, report.new), (1, 1));
        let why = report.unread.expect("more stands in the file");
        assert!(why.contains("line 2") && why.contains("a file of its own"), "{why}");
        let whole = imported(site, Cursor::new(format!("{}\n \n", comment("a")).into_bytes())).await;
        assert_eq!((whole.known, whole.unread), (1, None));
    }

    async fn two_imports_at_once_bring_each_comment_once(site: Site) {
        // Many batches, each with a place that is deleted and answered.
        let comment = |at: usize| {
            let above = at - at % 50;
            json!({
                "id": format!("c{at}"), "pid": if at == above { String::new() } else { format!("c{above}") }, "delete": at == above,
                "text": format!("<p>글 {at}</p>"), "user": {"name": "김하늘"}, "locator": {"url": POST, "site": "blog"},
                "time": "2026-03-01T00:30:00Z",
            })
        };
        let lines: Vec<String> = (0..1_000).map(|at| comment(at).to_string()).collect();
        let file = || Cursor::new(lines.join("\n").into_bytes());
        let (one, other) = tokio::join!(imported(site, file()), imported(site, file()));
        assert_eq!(one.new + other.new, 1_000, "{one:?} {other:?}");
        for report in [one, other] {
            assert_eq!((report.found, report.new + report.known), (1_000, 1_000));
            assert_eq!((report.approved, report.deleted, report.lost()), (980, 20, 0));
        }
        assert_eq!(count(site, "SELECT count(*) FROM comments").await, 1_000);
        assert_eq!(count(site, "SELECT count(*) FROM comments WHERE root_id = parent_id").await, 980);
        assert_eq!(count(site, "SELECT approved FROM threads").await, 980);
        assert_eq!(count(site, "SELECT CAST(sum(replies) AS BIGINT) FROM comments").await, 980);
    }
}

#[test]
fn the_command_says_that_a_file_broke_off_and_keeps_what_was_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, file) = cut_files().swap_remove(0);
    std::fs::write(folder.path().join("cut.json"), file).expect("written");
    let printed = Printed::of(gudok(
        folder.path(),
        &["comments", "import", "--json", "cut.json"],
    ));
    assert!(printed.failure().contains("to its end"), "{printed:?}");
    assert!(
        printed.err.contains("the rest of the file: it is no JSON"),
        "{printed:?}"
    );
    let result: Value = serde_json::from_str(&printed.out).expect("JSON on standard output");
    assert_eq!((&result["found"], &result["new"]), (&2.into(), &2.into()));
    assert!(result["unread"].is_string());
}
