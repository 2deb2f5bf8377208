//! Comments leave as JSON, which comes back as it was, and as WXR, which WordPress reads.

use std::io::Cursor;

use gudok::comments::export::{ExportFormat, export};
use gudok::comments::import::{ImportOptions, ImportReport, import};
use gudok::config::CommentModeration;
use gudok::on;

use crate::stories;
use crate::support::{Remark, Site};

const WORDPRESS: &str = include_str!("../samples/comments/wordpress.xml");

async fn exported(site: &Site, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    export(&site.app, format, &mut bytes)
        .await
        .expect("an export");
    String::from_utf8(bytes).expect("UTF-8")
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
        SELECT t.key || '|' || t.title || '|' || t.approved || '|' || c.name || '|' || c.email || '|' || coalesce(c.url, '') || '|' ||
               c.body || '|' || c.html || '|' || c.text_hash || '|' || c.searchable || '|' || c.status || '|' || coalesce(c.ip, '') || '|' ||
               c.replies || '|' || c.created_at || '|' || coalesce(p.body, '') || '|' || coalesce(r.body, '')
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

    async fn the_wxr_has_the_same_comments(site: Site) {
        filled(site).await;
        let file = exported(site, ExportFormat::Wxr).await;
        let other = Site::on_sqlite().await;
        let there = imported(&other, &file).await;
        assert_eq!((there.found, there.new, there.bad.len(), there.orphans), (16, 16, 0, 0));
        assert_eq!((there.approved, there.pending, there.trashed, there.threads), (14, 1, 1, 3));
        let html = |rows: Vec<String>| {
            let html = |row: String| row.split('|').nth(7).unwrap_or_default().split_whitespace().collect::<String>();
            let mut all: Vec<String> = rows.into_iter().map(html).collect();
            all.sort();
            all
        };
        assert_eq!(html(rows(&other).await), html(rows(site).await));
    }
}
