//! E-mails of comments: to moderators, to the author of an answered comment, to prove an address, and with the link to one's data.

use askama::Template;

use crate::comments::moderation::QueuedComment;
use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};

/// The facts of a moderator's e-mail.
#[derive(Debug)]
pub(super) struct WaitingComment<'a> {
    pub comment: &'a QueuedComment,
    pub reasons: Vec<String>,
    /// True for a probable advertisement; its author's name stays out of the subject.
    pub is_suspicious: bool,
    pub link: String,
    /// The link that decides in the name of the recipient's account.
    pub decision: String,
    pub title: String,
    pub thread: String,
    /// Days for which it is good.
    pub days: i64,
    /// True when one word in answer decides too.
    pub can_answer: bool,
}

/// The facts of a moderator's e-mail about several comments.
#[derive(Debug)]
pub(super) struct WaitingComments {
    pub count: usize,
    pub lines: Vec<WaitingLine>,
    /// Those that the mail does not name.
    pub more: usize,
    pub link: String,
    pub days: i64,
}

/// One of them: its post, and the link that decides.
#[derive(Debug)]
pub(super) struct WaitingLine {
    pub title: String,
    pub link: String,
}

/// The e-mail to a moderator.
pub(super) struct ModerationMail;

#[derive(Template)]
#[template(path = "emails/moderation/subject.txt")]
struct ModerationSubject<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComment<'a>,
}

#[derive(Template)]
#[template(path = "emails/moderation/body.txt")]
struct ModerationText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComment<'a>,
}

#[derive(Template)]
#[template(path = "emails/moderation/body.html")]
struct ModerationHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComment<'a>,
}

#[derive(Template)]
#[template(path = "emails/moderation-burst/subject.txt")]
struct BurstSubject<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComments,
}

#[derive(Template)]
#[template(path = "emails/moderation-burst/body.txt")]
struct BurstText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComments,
}

#[derive(Template)]
#[template(path = "emails/moderation-burst/body.html")]
struct BurstHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a WaitingComments,
}

impl ModerationMail {
    pub(super) fn letter_of_several(
        mail: &WaitingComments,
        locale: Locale,
        site: &SiteFrame,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        EmailContent::render(
            &BurstSubject { t, site, mail },
            &BurstText { t, site, mail },
            &BurstHtml { t, site, mail },
        )
    }

    pub(super) fn letter(
        mail: &WaitingComment<'_>,
        locale: Locale,
        site: &SiteFrame,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        EmailContent::render(
            &ModerationSubject { t, site, mail },
            &ModerationText { t, site, mail },
            &ModerationHtml { t, site, mail },
        )
    }
}

/// The facts of a notice of a comment.
#[derive(Debug)]
pub(super) struct ReplyDetails<'a> {
    /// False for a comment that comes because the reader chose its whole thread.
    pub is_reply: bool,
    pub name: &'a str,
    pub recipient: &'a str,
    pub title: &'a str,
    pub body: &'a str,
    pub html: &'a str,
    pub link: String,
    pub unsubscribe: &'a str,
    /// Days for which an answer becomes a comment.
    pub answer_days: Option<i64>,
}

/// The e-mail of a reply notice.
pub(super) struct ReplyMail;

#[derive(Template)]
#[template(path = "emails/reply/subject.txt")]
struct ReplySubject<'a> {
    t: Translator,
    mail: &'a ReplyDetails<'a>,
}

#[derive(Template)]
#[template(path = "emails/reply/body.txt")]
struct ReplyText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a ReplyDetails<'a>,
}

#[derive(Template)]
#[template(path = "emails/reply/body.html")]
struct ReplyHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a ReplyDetails<'a>,
}

impl ReplyMail {
    pub(super) fn letter(
        mail: &ReplyDetails<'_>,
        locale: Locale,
        site: &SiteFrame,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        EmailContent::render(
            &ReplySubject { t, mail },
            &ReplyText { t, site, mail },
            &ReplyHtml { t, site, mail },
        )
    }
}

/// The facts of the daily mail of comments.
#[derive(Debug)]
pub(super) struct DailyComments<'a> {
    pub recipient: &'a str,
    pub count: i64,
    pub threads: Vec<DailyThread>,
    /// Those that the mail does not show.
    pub more: i64,
    /// The link that ends the notices of all threads.
    pub everywhere: &'a str,
}

/// The comments of one thread in it.
#[derive(Debug)]
pub(super) struct DailyThread {
    pub title: String,
    /// The link that ends the notices of the thread; below it is the choice.
    pub notices: String,
    pub comments: Vec<DailyComment>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct DailyComment {
    pub name: String,
    pub excerpt: String,
    pub link: String,
}

/// The daily e-mail of comments.
pub(super) struct DailyMail;

#[derive(Template)]
#[template(path = "emails/daily-comments/subject.txt")]
struct DailySubject<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a DailyComments<'a>,
}

#[derive(Template)]
#[template(path = "emails/daily-comments/body.txt")]
struct DailyText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a DailyComments<'a>,
}

#[derive(Template)]
#[template(path = "emails/daily-comments/body.html")]
struct DailyHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a DailyComments<'a>,
}

impl DailyMail {
    pub(super) fn letter(
        mail: &DailyComments<'_>,
        locale: Locale,
        site: &SiteFrame,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        EmailContent::render(
            &DailySubject { t, site, mail },
            &DailyText { t, site, mail },
            &DailyHtml { t, site, mail },
        )
    }
}

/// The facts of a notice of an approval.
#[derive(Debug)]
pub(super) struct ApprovedDetails<'a> {
    pub recipient: &'a str,
    pub title: &'a str,
    pub link: String,
    pub unsubscribe: &'a str,
}

/// The e-mail of a notice of an approval.
pub(super) struct ApprovedMail;

#[derive(Template)]
#[template(path = "emails/approved/subject.txt")]
struct ApprovedSubject<'a> {
    t: Translator,
    mail: &'a ApprovedDetails<'a>,
}

#[derive(Template)]
#[template(path = "emails/approved/body.txt")]
struct ApprovedText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a ApprovedDetails<'a>,
}

#[derive(Template)]
#[template(path = "emails/approved/body.html")]
struct ApprovedHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a ApprovedDetails<'a>,
}

impl ApprovedMail {
    pub(super) fn letter(
        mail: &ApprovedDetails<'_>,
        locale: Locale,
        site: &SiteFrame,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        EmailContent::render(
            &ApprovedSubject { t, mail },
            &ApprovedText { t, site, mail },
            &ApprovedHtml { t, site, mail },
        )
    }
}

/// The facts of the e-mail that asks whether an address is its reader's.
pub(super) struct AddressQuestion<'a> {
    pub t: Translator,
    pub site: &'a SiteFrame,
    pub email: &'a str,
    /// When the comment was written.
    pub asked: String,
    pub url: String,
    pub days: i64,
}

#[derive(Template)]
#[template(path = "emails/reply-address/subject.txt")]
struct QuestionSubject<'a> {
    mail: &'a AddressQuestion<'a>,
}

#[derive(Template)]
#[template(path = "emails/reply-address/body.txt")]
struct QuestionText<'a> {
    mail: &'a AddressQuestion<'a>,
}

#[derive(Template)]
#[template(path = "emails/reply-address/body.html")]
struct QuestionHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a AddressQuestion<'a>,
}

impl AddressQuestion<'_> {
    pub(super) fn letter(&self) -> askama::Result<EmailContent> {
        let html = QuestionHtml {
            t: self.t,
            site: self.site,
            mail: self,
        };
        EmailContent::render(
            &QuestionSubject { mail: self },
            &QuestionText { mail: self },
            &html,
        )
    }
}

/// The facts of the e-mail with the link to what is stored with an address.
pub(super) struct MyDataMail<'a> {
    pub t: Translator,
    pub site: &'a SiteFrame,
    pub email: &'a str,
    /// When somebody asked for it.
    pub asked: String,
    pub url: String,
    /// Hours for which it is good.
    pub hours: i64,
}

#[derive(Template)]
#[template(path = "emails/my-data/subject.txt")]
struct MyDataSubject<'a> {
    mail: &'a MyDataMail<'a>,
}

#[derive(Template)]
#[template(path = "emails/my-data/body.txt")]
struct MyDataText<'a> {
    mail: &'a MyDataMail<'a>,
}

#[derive(Template)]
#[template(path = "emails/my-data/body.html")]
struct MyDataHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a MyDataMail<'a>,
}

impl MyDataMail<'_> {
    pub(super) fn letter(&self) -> askama::Result<EmailContent> {
        let html = MyDataHtml {
            t: self.t,
            site: self.site,
            mail: self,
        };
        EmailContent::render(
            &MyDataSubject { mail: self },
            &MyDataText { mail: self },
            &html,
        )
    }
}

/// Returns the rendered e-mail. A failure is logged, since it must not cost the reader their comment.
pub(super) fn rendered(letter: askama::Result<EmailContent>) -> Option<EmailContent> {
    letter
        .inspect_err(|error| tracing::error!(%error, "a mail could not be rendered"))
        .ok()
}
