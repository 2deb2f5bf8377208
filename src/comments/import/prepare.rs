//! Turns a comment of a file into a row. What is wrong with one part of it never costs the comment.

use std::borrow::Cow;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::format::CommentFormat;
use super::html_text::markdown_of;
use super::model::{ForeignComment, ForeignState, LeftOut, Record, TextForm};
use super::pages::Page;
use super::report::BadRecord;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::comments::model::CommentStatus;
use crate::comments::privacy::nobody;
use crate::comments::write::content::{CommentBody, CommentBodyError};
use crate::comments::write::form::author_url;
use crate::i18n::Locale;
use crate::token::hex;

/// A record as the writer takes it.
#[derive(Debug)]
pub(super) enum PreparedRecord {
    Comment(Box<NewRow>),
    /// The place of a deleted comment, which is written when something answers it.
    Deleted(Box<NewRow>),
    LeftOut(LeftOut),
    Bad(BadRecord),
}

/// A row to be written, without its place in the database.
#[derive(Debug)]
pub(super) struct NewRow {
    /// The id in the file.
    pub id: String,
    pub parents: Vec<String>,
    pub page: Arc<Page>,
    /// What makes the comment the same in another import.
    pub key: String,
    pub name: DisplayName,
    pub email: Option<EmailAddress>,
    pub url: Option<String>,
    /// The text in Markdown, its HTML and its hash.
    pub source: String,
    pub html: String,
    pub text_hash: String,
    pub status: CommentStatus,
    pub ip: Option<String>,
    pub locale: Locale,
    pub written_at: Timestamp,
    pub fault: Option<BadRecord>,
}

/// What all comments of a file have in common.
#[derive(Clone, Debug)]
pub(super) struct Preparation {
    /// The language of a comment that names none.
    pub locale: Locale,
    /// Network addresses of older comments are not kept.
    pub ips_since: Option<Timestamp>,
}

impl Preparation {
    pub fn prepare(&self, format: CommentFormat, record: Record) -> PreparedRecord {
        match record {
            Record::Comment(comment) => match comment.state {
                ForeignState::Deleted => {
                    PreparedRecord::Deleted(Box::new(self.place_of(format, *comment)))
                }
                ForeignState::Status(status) => match self.row(format, *comment, status) {
                    Ok(row) => PreparedRecord::Comment(Box::new(row)),
                    Err(bad) => PreparedRecord::Bad(bad),
                },
            },
            Record::LeftOut(left_out) => PreparedRecord::LeftOut(left_out),
            Record::Bad(bad) => PreparedRecord::Bad(bad),
        }
    }

    fn row(
        &self,
        format: CommentFormat,
        comment: ForeignComment,
        status: CommentStatus,
    ) -> Result<NewRow, BadRecord> {
        let markdown = match comment.form {
            TextForm::Markdown => Cow::Borrowed(comment.text.as_str()),
            TextForm::Html => markdown_of(&comment.text, false).into(),
            TextForm::HtmlWithLines => markdown_of(&comment.text, true).into(),
        };
        let body = CommentBody::parse_imported(&markdown).map_err(|error| {
            let why = match error {
                CommentBodyError::Empty => "its text shows nothing",
                CommentBodyError::TooLong => "its text is longer than 70,000 characters",
            };
            BadRecord::lost(&comment.id, why)
        })?;
        let is_recent = self
            .ips_since
            .is_none_or(|since| comment.written_at >= since);
        let fault = comment.fault.map(|why| BadRecord {
            is_kept: true,
            ..BadRecord::lost(&comment.id, why)
        });
        Ok(NewRow {
            name: Self::name(&comment.name, comment.locale.unwrap_or(self.locale)),
            email: comment.email.trim().parse().ok(),
            url: author_url(&comment.url).ok().flatten().map(String::from),
            text_hash: body.text_hash(),
            source: body.source().to_owned(),
            html: body.html().to_owned(),
            status,
            ip: comment.ip.filter(|_| is_recent).map(|ip| ip.to_string()),
            fault,
            ..self.place_of(format, comment)
        })
    }

    /// The place of a comment, without a text. It names nobody, even where the file still does.
    fn place_of(&self, format: CommentFormat, comment: ForeignComment) -> NewRow {
        let locale = comment.locale.unwrap_or(self.locale);
        NewRow {
            key: import_key(format, &comment),
            name: nobody(locale),
            email: None,
            url: None,
            source: String::new(),
            html: String::new(),
            text_hash: String::new(),
            status: CommentStatus::Trashed,
            ip: None,
            locale,
            written_at: comment.written_at,
            fault: None,
            id: comment.id,
            parents: comment.parents,
            page: comment.page,
        }
    }

    fn name(given: &str, locale: Locale) -> DisplayName {
        let short = || given.chars().take(DisplayName::LONGEST).collect::<String>();
        let name = DisplayName::parse(given).or_else(|_| DisplayName::parse(&short()));
        name.ok().flatten().unwrap_or_else(|| nobody(locale))
    }
}

/// Program, id, time and text. Isso gives an id again, so the id alone is not enough. A time without a zone counts as the file
/// writes it, so that a second import with another zone finds the same comments.
fn import_key(format: CommentFormat, comment: &ForeignComment) -> String {
    if format == CommentFormat::Gudok {
        return comment.id.clone();
    }
    let mut hash = Sha256::new();
    let moment = comment.written_at.unix().to_string();
    let written_at = comment.local_time.as_ref().unwrap_or(&moment);
    for part in [format.as_str(), &comment.id, written_at] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(Sha256::digest(&comment.text));
    hex(&hash.finalize()[..16])
}
