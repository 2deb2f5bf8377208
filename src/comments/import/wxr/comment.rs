//! A comment of the file: its fields, and what they mean.

use std::sync::Arc;

use memchr::memchr;

use crate::clock::Zone;
use crate::comments::import::model::{
    ForeignComment, ForeignState, LeftOut, Record, SkipReason, TextForm,
};
use crate::comments::import::moment::in_zone;
use crate::comments::import::pages::Page;
use crate::comments::import::report::BadRecord;
use crate::comments::import::xml::fields::{FieldText, behind_mark, end_of, tag};
use crate::comments::model::CommentStatus;

/// Fields of a comment that are read. Others are passed over.
const FIELDS: [&str; 11] = [
    "wp:comment_id",
    "wp:comment_author",
    "wp:comment_author_email",
    "wp:comment_author_url",
    "wp:comment_author_IP",
    "wp:comment_date",
    "wp:comment_date_gmt",
    "wp:comment_content",
    "wp:comment_approved",
    "wp:comment_type",
    "wp:comment_parent",
];
const ID: usize = 0;
const AUTHOR: usize = 1;
const EMAIL: usize = 2;
const URL: usize = 3;
const IP: usize = 4;
const LOCAL_DATE: usize = 5;
const GMT_DATE: usize = 6;
const CONTENT: usize = 7;
const APPROVED: usize = 8;
const KIND: usize = 9;
const PARENT: usize = 10;

/// The fields of one comment.
pub(super) struct WxrComment([FieldText; FIELDS.len()]);

impl WxrComment {
    /// Reads what stands between the tags of a comment.
    pub fn read(bytes: &[u8]) -> Result<Self, BadRecord> {
        let mut found: [Option<FieldText>; FIELDS.len()] = Default::default();
        let mut is_whole = true;
        let mut at = 0;
        while let Some(mark) = memchr(b'<', &bytes[at..]) {
            at += mark;
            let Some((name, length)) = tag(&bytes[at..]) else {
                at = behind_mark(bytes, at);
                continue;
            };
            let field = FIELDS.iter().position(|field| name == *field);
            let closing = format!("</{name}>");
            at += length;
            let Some(field) = field else { continue };
            let Some(end) = end_of(bytes, at, closing.as_bytes()) else {
                is_whole = false;
                break;
            };
            is_whole &= !has_field(&bytes[at..end]);
            is_whole &= found[field]
                .replace(FieldText::read(&bytes[at..end]))
                .is_none();
            at = end + closing.len();
        }
        checked(found, is_whole)
    }

    fn text(&self, field: usize) -> &str {
        self.0[field].text.trim()
    }

    /// The kind of a record that is no reader's comment.
    pub fn other_kind(&self) -> Option<SkipReason> {
        match self.text(KIND) {
            // WooCommerce calls its reviews by that name.
            "" | "comment" | "review" => None,
            "pingback" => Some(SkipReason::Pingback),
            "trackback" => Some(SkipReason::Trackback),
            "note" => Some(SkipReason::Note),
            _ => Some(SkipReason::OtherKind),
        }
    }

    pub fn left_out(&self, why: SkipReason) -> Record {
        Record::LeftOut(LeftOut {
            id: self.text(ID).to_owned(),
            parents: self.parents(),
            why,
        })
    }

    pub fn bad(&self, why: String) -> Record {
        Record::Bad(BadRecord::lost(self.text(ID), why))
    }

    /// The comment on its page. One of a page that may be hidden is not public by itself.
    pub fn into_record(self, page: Arc<Page>, zone: &Zone, is_held: bool) -> Record {
        let in_gmt = in_zone(self.text(GMT_DATE), &jiff::tz::TimeZone::UTC);
        let local = self.text(LOCAL_DATE);
        let Some(written_at) = in_gmt.or_else(|| in_zone(local, zone.rules())) else {
            return self.bad(format!("`{}` is no time", self.text(GMT_DATE)));
        };
        let status = match self.text(APPROVED) {
            "1" | "approve" | "approved" if !is_held => CommentStatus::Approved,
            "spam" => CommentStatus::Spam,
            "trash" | "post-trashed" => CommentStatus::Trashed,
            // An unknown state is never public.
            _ => CommentStatus::Pending,
        };
        let local_time = in_gmt.is_none().then(|| local.to_owned());
        let id = self.text(ID).to_owned();
        Record::Comment(Box::new(ForeignComment {
            parents: self.parents(),
            name: html_escape::decode_html_entities(self.text(AUTHOR)).into_owned(),
            email: self.text(EMAIL).to_owned(),
            url: self.text(URL).to_owned(),
            ip: self.text(IP).parse().ok(),
            fault: self.0.iter().find_map(|field| field.fault),
            text: self.0.into_iter().nth(CONTENT).unwrap_or_default().text,
            form: TextForm::HtmlWithLines,
            state: ForeignState::Status(status),
            local_time,
            ..ForeignComment::new(id, page, written_at)
        }))
    }

    fn parents(&self) -> Vec<String> {
        let parent = self.text(PARENT);
        let is_named = !parent.is_empty() && parent != "0";
        is_named.then(|| parent.to_owned()).into_iter().collect()
    }
}

/// True when a tag of a field stands outside CDATA: a text that does not end has swallowed it.
fn has_field(content: &[u8]) -> bool {
    let mut at = 0;
    while let Some(mark) = content.get(at..).and_then(|rest| memchr(b'<', rest)) {
        at += mark;
        let rest = &content[at..];
        if rest.starts_with(b"<wp:comment_") || rest.starts_with(b"</wp:comment_") {
            return true;
        }
        at = behind_mark(content, at);
    }
    false
}

/// A comment with all the fields that it needs.
fn checked(
    found: [Option<FieldText>; FIELDS.len()],
    is_whole: bool,
) -> Result<WxrComment, BadRecord> {
    let id = found[ID].as_ref().map_or("", |id| id.text.trim());
    let has_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let needed = [AUTHOR, CONTENT, APPROVED, GMT_DATE];
    let missing = needed.into_iter().find(|field| found[*field].is_none());
    let why = match missing {
        _ if !has_id => "it has no id".to_owned(),
        _ if !is_whole => "a field does not end, or stands there twice".to_owned(),
        Some(field) => format!("it has no {}", FIELDS[field]),
        None => return Ok(WxrComment(found.map(Option::unwrap_or_default))),
    };
    Err(BadRecord::lost(if has_id { id } else { "" }, why))
}
