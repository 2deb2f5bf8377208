//! Takes what a reader says about advertising: an event of the consent record for each change, and one notice of the result.

use super::model::{
    AdvertisingChoice, AdvertisingConsent, NewNotice, NoticeKind, RESULT_DAYS, asked_for,
    next_confirmation,
};
use super::notice::queue;
use super::queries;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::i18n::Locale;
use crate::outbox;
use crate::store::{Result, Tx};
use crate::subscribers::consent::{self, Action, ConsentEvidence};
use crate::subscribers::find::lock;
use crate::subscribers::model::SubscriberId;

/// The reason for dropped mails of a reader who refuses advertising.
const REFUSED: &str = "unsubscribed";

/// Sets what a reader agrees to, drops waiting mails that they refuse or lets them rest at night, and queues the notice. Returns false when nothing has
/// changed. The reader's row is locked and written, so that a fan-out at the same moment sees it.
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    id: SubscriberId,
    wanted: AdvertisingChoice,
    evidence: &ConsentEvidence,
) -> Result<bool> {
    let Some(subscriber) = lock(tx, id).await? else {
        return Ok(false);
    };
    let before = queries::consent(tx, id).await?;
    let acts = acts(before.choice(), wanted);
    if acts.is_empty() {
        return Ok(false);
    }
    let (config, now) = (app.config(), app.now());
    let since = |before: Option<Timestamp>, is_given: bool| is_given.then(|| before.unwrap_or(now));
    let after = AdvertisingConsent {
        advertising_at: since(before.advertising_at, wanted.is_given()),
        night_advertising_at: since(before.night_advertising_at, wanted.is_at_night()),
    };
    let zone = &config.site.time_zone;
    let next = |given| asked_for(next_confirmation(given, zone, now));
    queries::set_consent(tx, id, after, after.advertising_at.map(next)).await?;
    if wanted.is_given() {
        outbox::set_nights(tx, id).await?;
    } else {
        outbox::drop_advertising(tx, id, REFUSED, now).await?;
    }
    let locale = evidence.locale.unwrap_or(subscriber.locale);
    for act in &acts {
        let evidence = with_words(evidence, *act, locale);
        consent::record(tx, id, *act, &evidence, &[], now).await?;
    }
    let notice = NewNotice {
        subscriber: id,
        kind: NoticeKind::Result,
        acts: &acts,
        said_at: now,
        due_at: now.plus(RESULT_DAYS * DAY),
    };
    queue(tx, &notice, now).await?;
    Ok(true)
}

/// Ends the consent of a reader whose complaint stops all mail, so also the notice of it.
pub async fn end(
    tx: &mut Tx,
    id: SubscriberId,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> Result<()> {
    let before = queries::consent(tx, id).await?;
    queries::set_consent(tx, id, AdvertisingConsent::default(), None).await?;
    outbox::drop_advertising(tx, id, REFUSED, now).await?;
    for act in acts(before.choice(), AdvertisingChoice::None) {
        consent::record(tx, id, act, evidence, &[], now).await?;
    }
    Ok(())
}

/// What a reader agrees to now.
pub async fn consent_of(tx: &mut Tx, id: SubscriberId) -> Result<AdvertisingConsent> {
    queries::consent(tx, id).await
}

/// Records the answer that a consent still stands.
pub async fn keep(
    tx: &mut Tx,
    id: SubscriberId,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> Result<()> {
    consent::record(tx, id, Action::AdvertisingKept, evidence, &[], now).await
}

/// What a change of the choice says.
fn acts(before: AdvertisingChoice, wanted: AdvertisingChoice) -> Vec<Action> {
    let mut acts = Vec::new();
    match (before.is_given(), wanted.is_given()) {
        (false, true) => acts.push(Action::AdvertisingGiven),
        (true, false) => acts.push(Action::AdvertisingWithdrawn),
        _ => {}
    }
    match (before.is_at_night(), wanted.is_at_night()) {
        (false, true) => acts.push(Action::NightGiven),
        (true, false) => acts.push(Action::NightWithdrawn),
        _ => {}
    }
    acts
}

/// The evidence with the words of the box that was ticked.
fn with_words(evidence: &ConsentEvidence, act: Action, locale: Locale) -> ConsentEvidence {
    let evidence = evidence.clone();
    match act {
        Action::AdvertisingGiven => evidence.with_wording("compliance-advertising", locale),
        Action::NightGiven => evidence.with_wording("compliance-night", locale),
        _ => evidence,
    }
}
