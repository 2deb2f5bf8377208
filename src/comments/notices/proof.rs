//! The proof of an address by a mailed link, once for each address and browser. Notices need it.

use super::model::{AddressProof, NoticeLinkError};
use super::notice;
use super::queries;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::comments::emails::{AddressQuestion, rendered};
use crate::comments::model::{CommentId, NewComment};
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::subscribers::unsolicited_mail_cap::{self, MailSlot, UnsolicitedMail};
use crate::token::{Purpose, Signer, TokenHash};

/// Seconds for which a link that proves an address is valid.
const PROOF_LIFE: i64 = 7 * DAY;

/// One question a day to one mailbox, for all spellings of its address and all its comments.
const QUESTIONS: Limit = Limit {
    bucket: "reply-questions",
    most: 1,
    window: DAY,
};

/// Asks by e-mail whether the address is the reader's and wants reply notices, once for each browser. A comment of a program gets no
/// notices: it has no cookie that could prove the next one.
pub async fn request_proof(
    tx: &mut Tx,
    app: &App,
    comment: &NewComment,
    id: CommentId,
) -> store::Result<()> {
    let now = app.now();
    let (Some(recipient), Some(browser)) = (&comment.author.email, &comment.browser) else {
        return Ok(());
    };
    let is_settled = queries::is_proved(tx, &recipient.key(), browser).await?
        || QUESTIONS.peek(tx, &recipient.mailbox(), now).await? != Hit::Within;
    if is_settled {
        return Ok(());
    }
    let MailSlot::At(due) =
        unsolicited_mail_cap::may_mail(tx, app, UnsolicitedMail::CommentAddress, recipient).await?
    else {
        return Ok(());
    };
    let link = app.signer().sign(
        Purpose::ReplyAddress,
        &id.to_string(),
        Some(now.plus(PROOF_LIFE)),
    );
    let t = comment.locale.translator();
    let question = AddressQuestion {
        t,
        site: &app.site_frame(),
        email: recipient.as_str(),
        asked: t.date_time(now, &app.config().site.time_zone),
        url: app.url(&format!("/comments/notices/{link}/confirmation")),
        days: PROOF_LIFE / DAY,
    };
    let Some(letter) = rendered(question.letter()) else {
        return Ok(());
    };
    let mail = NewMail {
        kind: "reply-address",
        recipient: recipient.clone(),
        // An unproved address gets no word that a stranger typed, so no name.
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: Some(id.subject()),
    };
    // A question counts only when it is mailed, so the next comment may ask again.
    QUESTIONS.hit(tx, &recipient.mailbox(), now).await?;
    app.post_for(tx, mail, due).await?;
    Ok(())
}

/// Reads a link to prove an address.
pub async fn question(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    now: Timestamp,
) -> Result<AddressProof, NoticeLinkError> {
    let comment = signer.verify(Purpose::ReplyAddress, link, now)?;
    let comment = comment.parse().map_err(|_| NoticeLinkError::Forged)?;
    queries::question(tx, comment)
        .await?
        .ok_or(NoticeLinkError::Forged)
}

/// Inserts the proof of an address for this browser, and for the browser that wrote the comment. A second call changes nothing.
pub async fn prove(
    tx: &mut Tx,
    signer: &Signer,
    link: &str,
    browser: &TokenHash,
    now: Timestamp,
) -> Result<AddressProof, NoticeLinkError> {
    let mut question = question(tx, signer, link, now).await?;
    queries::prove(tx, &question.email_key, browser, now).await?;
    if let Some(author) = &question.browser {
        queries::vouch(tx, &question.email_key, author, now).await?;
    }
    question.is_proved = true;
    Ok(question)
}

/// The path of the page on which the reader chooses what comes of the thread.
pub fn choice_path(signer: &Signer, proof: &AddressProof) -> String {
    format!("{}/choice", notice::path(signer, proof.id))
}
