//! Comments leave as JSON, which comes back as it was, and as WXR, which WordPress reads.

use std::io::{Cursor, Read, Write};

use flate2::read::GzDecoder;
use gudok::comments::export::{ExportFormat, export};
use gudok::comments::import::{ImportOptions, ImportReport, import};
use gudok::config::CommentModeration;
use gudok::i18n::Locale;
use gudok::on;
use tokio::runtime::Handle;

use crate::stories;
use crate::support::{Remark, Site};

const REMARK42: &[u8] = include_bytes!("../samples/comments/remark42.json.gz");
const WORDPRESS: &str = include_str!("../samples/comments/wordpress.xml");

async fn exported(site: &Site, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    export(&site.app, format, &mut bytes)
        .await
        .expect("an export");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A file; while its beginning is written, a reader answers the newest comment.
struct Interrupted<'a> {
    site: &'a Site,
    file: Vec<u8>,
}

impl Write for Interrupted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        const ANSWER: &str = "
            INSERT INTO comments (thread_id, parent_id, root_id, replies, name, email, email_key, body, html, text_hash, searchable, status,
                                  reasons, notify, locale, created_at)
            SELECT thread_id, id, coalesce(root_id, id), 0, name, email, email_key, body, html, text_hash, searchable, status,
                   reasons, notify, locale, created_at
            FROM comments ORDER BY id DESC LIMIT 1";
        if self.file.is_empty() {
            let answer = self.site.change(ANSWER);
            tokio::task::block_in_place(|| Handle::current().block_on(answer));
        }
        self.file.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A file with the place of a deleted comment.
fn remark42() -> String {
    let mut lines = String::new();
    GzDecoder::new(REMARK42)
        .read_to_string(&mut lines)
        .expect("unpacked");
    lines
}

async fn imported(site: &Site, file: &str) -> ImportReport {
    let file = Cursor::new(file.to_owned().into_bytes());
    import(&site.app, file, &ImportOptions::default(), |_| {})
        .await
        .expect("an import")
}

/// What an export carries, of every comment, without the ids of the database.
async fn rows(site: &Site) -> Vec<String> {
    const SQL: &str = "
        SELECT t.key || '|' || t.title || '|' || t.approved || '|' || coalesce(t.url, '') || '|' || c.name || '|' || c.email || '|' || coalesce(c.url, '') || '|' ||
               c.body || '|' || c.html || '|' || c.text_hash || '|' || c.searchable || '|' || c.status || '|' || coalesce(c.ip, '') || '|' ||
               c.replies || '|' || c.created_at || '|' || coalesce(p.body, '') || '|' || coalesce(r.body, '') || '|' ||
               c.locale || '|' || c.email_key || '|' || t.created_at
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        LEFT JOIN comments AS p ON p.id = c.parent_id LEFT JOIN comments AS r ON r.id = c.root_id";
    let mut tx = site.app.read().await.expect("a connection");
    let mut rows: Vec<String> =
        on!(&mut tx, conn => sqlx::query_scalar(SQL).fetch_all(conn)).expect("rows");
    rows.sort();
    rows
}

async fn filled(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
    imported(site, WORDPRESS).await;
    let first = site
        .said(Remark::by(
            "이서연",
            "seoyeon@reader.example",
            "여기에 **쓴** 글 ]]> & <b>",
        ))
        .await;
    site.said(Remark::by("김하늘", "haneul@reader.example", "> 인용\n\n답글").answering(first))
        .await;
}

stories! {
    async fn the_json_comes_back_as_it_was(site: Site) {
        filled(site).await;
        let file = exported(site, ExportFormat::Json).await;
        let json: serde_json::Value = serde_json::from_str(&file).expect("JSON");
        assert_eq!(json["comments"].as_array().expect("a list").len(), 16);
        let here = imported(site, &file).await;
        assert_eq!((here.found, here.new, here.known), (16, 0, 16), "the database knows its own comments");
        let other = Site::on_sqlite().await;
        let there = imported(&other, &file).await;
        assert_eq!((there.new, there.bad.len(), there.orphans), (16, 0, 0));
        assert_eq!(rows(&other).await, rows(site).await);
        assert_eq!(exported(&other, ExportFormat::Json).await.len(), file.len());
    }

    async fn another_database_gets_equal_rows_whatever_its_own_language(site: Site) {
        filled(site).await;
        imported(site, &remark42()).await;
        site.language = "en";
        site.said(Remark { thread: "/notes/17", ..Remark::by("Ann", "ann@reader.example", "Well said.") }).await;
        site.wait(86_400);
        let file = exported(site, ExportFormat::Json).await;
        let mut other = Site::on_sqlite().await;
        other.restart(|config| config.site.locale = Locale::En).await;
        let there = imported(&other, &file).await;
        assert_eq!((there.bad.len(), there.orphans), (0, 0));
        assert_eq!(rows(&other).await, rows(site).await);
        let lines = |file: &str| {
            let mut lines: Vec<String> = file.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&exported(&other, ExportFormat::Json).await), lines(&file), "the file carries all that it says");
    }

    async fn a_database_restored_from_before_the_export_knows_its_comments(site: Site) {
        filled(site).await;
        let file = exported(site, ExportFormat::Json).await;
        site.change("UPDATE comments SET import_key = NULL WHERE browser IS NOT NULL").await;
        let here = imported(site, &file).await;
        assert_eq!((here.new, here.known), (0, 16));
    }

    async fn a_comment_written_during_the_export_is_in_the_next_one(site: Site) {
        filled(site).await;
        for format in [ExportFormat::Json, ExportFormat::Wxr] {
            let before = site.numbers("SELECT count(*) FROM comments").await[0];
            let mut file = Interrupted { site, file: Vec::new() };
            export(&site.app, format, &mut file).await.expect("an export");
            let file = String::from_utf8(file.file).expect("UTF-8");
            assert_eq!(imported(&Site::on_sqlite().await, &file).await.new, usize::try_from(before).expect("a count"), "{format}");
            assert!(!file.contains("\"key\":\"\""), "a comment without a key could not come back");
            let again = imported(site, &exported(site, ExportFormat::Json).await).await;
            assert_eq!((again.new, again.known), (0, usize::try_from(before).expect("a count") + 1));
        }
    }

    async fn the_wxr_has_the_same_comments(site: Site) {
        filled(site).await;
        let file = exported(site, ExportFormat::Wxr).await;
        let other = Site::on_sqlite().await;
        let there = imported(&other, &file).await;
        assert_eq!((there.found, there.new, there.bad.len(), there.orphans), (16, 16, 0, 0));
        assert_eq!((there.approved, there.pending, there.trashed, there.threads), (14, 1, 1, 3));
        let html = |rows: Vec<String>| {
            let html = |row: String| row.split('|').nth(8).unwrap_or_default().split_whitespace().collect::<String>();
            let mut all: Vec<String> = rows.into_iter().map(html).collect();
            all.sort();
            all
        };
        assert_eq!(html(rows(&other).await), html(rows(site).await));
    }
}
