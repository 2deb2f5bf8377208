//! Takes an answer by mail. The address says who may answer what; only a proof of the sender makes it more than a guess: without one
//! a reader's answer waits, and a moderator's decides nothing.

use std::net::{IpAddr, Ipv6Addr};

use super::authentication;
use super::mail::{self, AnswerMail};
use super::model::{AnswerOutcome, AnswerRefusal};
use super::queries;
use crate::address::EmailAddress;
use crate::admin::audit::Actor;
use crate::admin::{AccountId, accounts};
use crate::app::App;
use crate::clock::DAY;
use crate::comments::model::{Author, Channel, CommentId, CommentStatus, NewComment};
use crate::comments::moderation;
use crate::comments::reply_address::{Answerer, secret_of};
use crate::comments::write::content::{CommentBody, CommentBodyError};
use crate::comments::write::{SubmitError, submit};
use crate::store::{Result, Tx};

/// Seconds for which a mail that was taken is known: longer than any address holds.
const KNOWN_FOR: i64 = 60 * DAY;

/// The words by which a moderator decides, alone on the first line.
const WORDS: &[(&str, CommentStatus)] = &[
    ("approve", CommentStatus::Approved),
    ("승인", CommentStatus::Approved),
    ("spam", CommentStatus::Spam),
    ("스팸", CommentStatus::Spam),
    ("trash", CommentStatus::Trashed),
    ("휴지통", CommentStatus::Trashed),
];

/// Takes a mail once; `None` when it answers nothing, or the owner named no mailbox for answers.
pub async fn take(tx: &mut Tx, app: &App, bytes: &[u8]) -> Result<Option<AnswerOutcome>> {
    if app.config().mail.reply_address.is_none() {
        return Ok(None);
    }
    let Some(mail) = mail::read(bytes) else {
        return Ok(None);
    };
    let done = match taken(tx, app, &mail).await? {
        Ok(done) => done,
        Err(refusal) => {
            let why = refusal.explanation();
            tracing::warn!(comment = %mail.address.comment, why, "an answer by mail did nothing");
            AnswerOutcome::Refused(refusal)
        }
    };
    Ok(Some(done))
}

async fn taken(
    tx: &mut Tx,
    app: &App,
    mail: &AnswerMail,
) -> Result<std::result::Result<AnswerOutcome, AnswerRefusal>> {
    if mail.is_automatic {
        return Ok(Err(AnswerRefusal::Automatic));
    }
    match mail.address.answerer {
        Answerer::Reader(own) => comment(tx, app, mail, own).await,
        Answerer::Moderator(account) => decide(tx, app, mail, account).await,
    }
}

/// True when this mail was not taken before. Only a mail to a genuine address is kept.
async fn is_new(tx: &mut Tx, app: &App, mail: &AnswerMail) -> Result<bool> {
    let now = app.now();
    queries::forget(tx, now.plus(-KNOWN_FOR)).await?;
    queries::insert(tx, &mail.hash, now).await
}

/// True when the mail is proved to be from this person.
fn is_from(app: &App, mail: &AnswerMail, person: &EmailAddress) -> bool {
    let config = app.config();
    let (Some(host), Some(from)) = (&config.mail.authentication_host, &mail.from) else {
        return false;
    };
    from.key() == person.key() && authentication::proves(&mail.results, host, from)
}

async fn comment(
    tx: &mut Tx,
    app: &App,
    mail: &AnswerMail,
    own: CommentId,
) -> Result<std::result::Result<AnswerOutcome, AnswerRefusal>> {
    let answered = mail.address.comment;
    let Some(person) = queries::author(tx, own, answered).await? else {
        return Ok(Err(AnswerRefusal::Forged));
    };
    let checked = mail
        .address
        .check(app.signer(), &person.email.key(), app.now());
    if let Err(error) = checked {
        return Ok(Err(error.into()));
    }
    if !is_new(tx, app, mail).await? {
        return Ok(Err(AnswerRefusal::Known));
    }
    let body = match CommentBody::parse(&mail.text) {
        Ok(body) => body,
        Err(CommentBodyError::Empty) => return Ok(Err(AnswerRefusal::Empty)),
        Err(CommentBodyError::TooLong) => return Ok(Err(AnswerRefusal::TooLong)),
    };
    let is_proved = is_from(app, mail, &person.email);
    let comment = NewComment {
        thread: person.thread_key,
        title: None,
        page_url: None,
        parent: Some(answered),
        author: Author {
            name: person.name,
            email: Some(person.email),
            url: None,
        },
        body,
        notify: is_proved,
        locale: person.locale,
        ip: IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        // Only a proved answer has the trust that the author's browser has.
        browser: person.browser.filter(|_| is_proved),
        channel: Channel::Mail { is_proved },
        honeypot_filled: false,
        solved: None,
        can_prove: false,
        akismet: None,
    };
    Ok(match submit(tx, app, &comment).await {
        Ok(done) => Ok(AnswerOutcome::Comment(done.id, done.status)),
        Err(SubmitError::NoParent) => Err(AnswerRefusal::Gone),
        Err(SubmitError::Banned) => Err(AnswerRefusal::Banned),
        Err(SubmitError::Closed) => Err(AnswerRefusal::Closed),
        // A mail is asked for no proof.
        Err(SubmitError::TooMany { .. } | SubmitError::NoProof) => Err(AnswerRefusal::TooMany),
        Err(SubmitError::Store(error)) => return Err(error),
    })
}

async fn decide(
    tx: &mut Tx,
    app: &App,
    mail: &AnswerMail,
    account: AccountId,
) -> Result<std::result::Result<AnswerOutcome, AnswerRefusal>> {
    let id = mail.address.comment;
    let account = accounts::of_id(tx, account).await?;
    let account = account.filter(|account| !account.is_invited());
    let (Some(account), Some(mark)) = (account, moderation::mark_of(tx, id).await?) else {
        return Ok(Err(AnswerRefusal::Forged));
    };
    let secret = secret_of(&account, &mark);
    if let Err(error) = mail.address.check(app.signer(), &secret, app.now()) {
        return Ok(Err(error.into()));
    }
    if !is_from(app, mail, &account.email) {
        return Ok(Err(AnswerRefusal::Unproved));
    }
    let Some(status) = word(&mail.text) else {
        return Ok(Err(AnswerRefusal::NoWord));
    };
    if !is_new(tx, app, mail).await? {
        return Ok(Err(AnswerRefusal::Known));
    }
    let by = Actor::Mail(&account);
    let moved = moderation::decide(tx, app, by, id, status).await?;
    Ok(match moved {
        Some(_) => Ok(AnswerOutcome::Decided(id, status)),
        None => Err(AnswerRefusal::Gone),
    })
}

/// The decision of a text whose first line is one of the words.
fn word(text: &str) -> Option<CommentStatus> {
    let line = text.lines().next().unwrap_or_default().to_lowercase();
    let line = line.trim_matches(|c: char| c.is_whitespace() || ".!\"'‘’“”".contains(c));
    let found = WORDS.iter().find(|(word, _)| *word == line);
    found.map(|(_, status)| *status)
}
