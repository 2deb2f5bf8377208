//! The WXR of the export: a post for each thread, with its comments as WordPress keeps them.

use std::io::{self, Write};

use super::model::{ExportedComment, ExportedThread};
use crate::clock::Timestamp;
use crate::comments::model::CommentStatus;
use crate::invisible::is_xml;

pub(super) fn begin(to: &mut impl Write, site: &str, url: &str) -> io::Result<()> {
    writeln!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n<title>{}</title>\n<link>{}</link>\n\
         <wp:wxr_version>1.2</wp:wxr_version>",
        escaped(site),
        escaped(url)
    )
}

pub(super) fn begin_post(to: &mut impl Write, thread: &ExportedThread) -> io::Result<()> {
    let link = thread.url.as_deref().unwrap_or(&thread.key);
    let title = if thread.title.is_empty() {
        link
    } else {
        &thread.title
    };
    let moment = gmt(thread.created_at);
    writeln!(
        to,
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<content:encoded></content:encoded>\n\
         <wp:post_id>{}</wp:post_id>\n<wp:post_date>{moment}</wp:post_date>\n<wp:post_date_gmt>{moment}</wp:post_date_gmt>\n\
         <wp:comment_status>open</wp:comment_status>\n<wp:status>publish</wp:status>\n<wp:post_type>post</wp:post_type>\n\
         <wp:post_password></wp:post_password>",
        cdata(title),
        escaped(link),
        escaped(&thread.key),
        thread.id.0
    )
}

pub(super) fn comment(to: &mut impl Write, comment: &ExportedComment) -> io::Result<()> {
    // WordPress has no place for a comment that another program had deleted.
    if comment.html.is_empty() {
        return Ok(());
    }
    let state = match comment.status {
        CommentStatus::Approved => "1",
        CommentStatus::Pending => "0",
        CommentStatus::Spam => "spam",
        CommentStatus::Trashed => "trash",
    };
    let moment = gmt(comment.created_at);
    writeln!(
        to,
        "<wp:comment>\n<wp:comment_id>{}</wp:comment_id>\n<wp:comment_author>{}</wp:comment_author>\n\
         <wp:comment_author_email>{}</wp:comment_author_email>\n<wp:comment_author_url>{}</wp:comment_author_url>\n\
         <wp:comment_author_IP>{}</wp:comment_author_IP>\n<wp:comment_date>{moment}</wp:comment_date>\n\
         <wp:comment_date_gmt>{moment}</wp:comment_date_gmt>\n<wp:comment_content>{}</wp:comment_content>\n\
         <wp:comment_approved>{state}</wp:comment_approved>\n<wp:comment_type>comment</wp:comment_type>\n\
         <wp:comment_parent>{}</wp:comment_parent>\n<wp:comment_user_id>0</wp:comment_user_id>\n</wp:comment>",
        comment.id,
        // WordPress keeps names and texts as HTML.
        cdata(&escaped(&comment.name)),
        cdata(&comment.email),
        escaped(comment.url.as_deref().unwrap_or_default()),
        cdata(comment.ip.as_deref().unwrap_or_default()),
        cdata(&for_wordpress(&comment.html)),
        comment.parent_id.map_or(0, |parent| parent.0)
    )
}

pub(super) fn end_post(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "</item>")
}

pub(super) fn end(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "</channel>\n</rss>")
}

/// HTML as WordPress keeps it: it makes paragraphs and line ends itself.
fn for_wordpress(html: &str) -> String {
    let text = html.replace("<br>\n", "\n").replace("<br>", "\n");
    let text = text
        .replace("<p>", "")
        .replace("</p>\n", "\n\n")
        .replace("</p>", "\n\n");
    text.trim().replace(" target=\"_top\"", "")
}

fn gmt(moment: Timestamp) -> String {
    moment.civil().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| is_xml(*c)).collect();
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn cdata(text: &str) -> String {
    let text: String = text.chars().filter(|c| is_xml(*c)).collect();
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}
