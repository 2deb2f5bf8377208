//! Sign-up: it sends a confirmation mail and changes no subscription before the click.

use super::consent::{Action, Channel, ConsentEvidence};
use super::error::Error;
use super::model::{SignUp, SubscriberState};
use super::unsolicited_mail_cap::{MailSlot, UnsolicitedMail};
use super::{confirmation, consent, emails, queries, reminder, unsolicited_mail_cap};
use crate::app::App;
use crate::store::Tx;

/// What a sign-up did. Only programs of the site learn it: it tells whether an address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedUp {
    /// A mail goes out, or went a few minutes ago.
    Mailed,
    /// No mail: the mailbox has reached its cap, or it is suppressed.
    NotMailed,
    /// No mail ever: the reader complained, or the address was suppressed for good.
    KeptAway,
}

/// Starts a subscription with a confirmation mail.
pub async fn subscribe(
    tx: &mut Tx,
    app: &App,
    sign_up: &SignUp,
    evidence: &ConsentEvidence,
) -> Result<SignedUp, Error> {
    if let Some(retry_after) = unsolicited_mail_cap::crowded(tx, app, &sign_up.email).await? {
        return Err(Error::Overloaded { retry_after });
    }
    let known = queries::lock_by_key(tx, &sign_up.email.key()).await?;
    match known {
        Some(known) if known.state == SubscriberState::Confirmed => {
            // The same look as for a subscriber who has not confirmed yet: the time of the answer tells nobody who has.
            let asked = UnsolicitedMail::AlreadySubscribed;
            if unsolicited_mail_cap::was_just_mailed(tx, app, asked, &known.email).await? {
                return Ok(SignedUp::Mailed);
            }
            match unsolicited_mail_cap::may_mail(tx, app, asked, &known.email).await? {
                MailSlot::At(due) => {
                    emails::already_subscribed(tx, app, &known, due).await?;
                    Ok(SignedUp::Mailed)
                }
                MailSlot::Never => Ok(SignedUp::NotMailed),
                MailSlot::Overloaded { retry_after } => Err(Error::Overloaded { retry_after }),
            }
        }
        Some(known)
            if matches!(
                known.state,
                SubscriberState::Complained | SubscriberState::Suppressed
            ) =>
        {
            Ok(SignedUp::KeptAway)
        }
        Some(known) if confirmation::was_just_sent(tx, app, known.id, &sign_up.wishes).await? => {
            Ok(SignedUp::Mailed)
        }
        _ => ask(tx, app, sign_up, evidence).await,
    }
}

/// Sends the confirmation mail of a new or returning subscriber.
async fn ask(
    tx: &mut Tx,
    app: &App,
    sign_up: &SignUp,
    evidence: &ConsentEvidence,
) -> Result<SignedUp, Error> {
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let due = match unsolicited_mail_cap::may_mail(tx, app, UnsolicitedMail::Confirmation, email)
        .await?
    {
        MailSlot::At(due) => due,
        MailSlot::Never => return Ok(SignedUp::NotMailed),
        MailSlot::Overloaded { retry_after } => return Err(Error::Overloaded { retry_after }),
    };
    let now = app.now();
    let config = app.config();
    let zone = config.site.time_zone.name();
    let is_new = queries::insert_pending(tx, sign_up, zone, now).await?;
    let Some(subscriber) = queries::find_by_key(tx, &email.key()).await? else {
        return Ok(SignedUp::NotMailed);
    };
    // On PostgreSQL an equal sign-up may have come at the same moment.
    if !is_new && confirmation::was_just_sent(tx, app, subscriber.id, wishes).await? {
        return Ok(SignedUp::Mailed);
    }
    let changes = consent::wished(tx, wishes).await?;
    let id = subscriber.id;
    // Whom an owner or a program asks is asked once.
    let is_own = matches!(
        evidence.channel,
        Channel::Form | Channel::Element | Channel::Api
    );
    if is_new && is_own {
        reminder::plan(tx, app, id).await?;
    }
    consent::record(tx, id, Action::Requested, evidence, &changes, now).await?;
    confirmation::send_confirmation(tx, app, &subscriber, wishes, due).await?;
    Ok(SignedUp::Mailed)
}
