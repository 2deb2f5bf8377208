//! Attack mode: it begins when far more posts come than usual, and ends when few came for a while. Posts of an attack never
//! become usual. Nodes share the counts and the state.

use super::emails::AttackLetter;
use super::model::{AttackMode, CALM, Proof, ProtectedForm, Rate};
use super::queries;
use crate::admin::audit::{self, Actor};
use crate::admin::{self, AuditedValues, Role};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE, Timestamp};
use crate::config::AttackRule;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// Seconds of one count.
const SLOT: i64 = 10 * MINUTE;

/// Counts that say what is usual: two weeks, so that a quiet holiday does not make the day after it an attack.
pub(super) const USUAL_SLOTS: i64 = 14 * DAY / SLOT;

/// The shortest past that says anything: the first posts of a new site are few.
const LEAST_SLOTS: i64 = DAY / SLOT;

/// How much more than usual an attack is. A post that many people share brings a site several times its usual comments.
const FACTOR: i64 = 10;

/// Posts in ten to twenty minutes that no site asks anybody to prove.
const FLOOR: i64 = 100;

/// Mails about attacks on one form.
const MAILS: Limit = Limit {
    bucket: "attack-mails",
    most: 1,
    window: 6 * HOUR,
};

/// Whether everybody who sends this form is asked for a proof of work.
pub async fn is_on(tx: &mut Tx, app: &App, form: ProtectedForm) -> Result<bool> {
    Ok(mode(tx, app, form).await?.is_on(app.now()))
}

/// The number of the piece of time in which a moment lies.
pub(super) fn slot(now: Timestamp) -> i64 {
    now.unix().div_euclid(SLOT)
}

/// Counts a post of the form, and begins attack mode or lets it go on. On PostgreSQL posts of the same moment do not see each other.
pub async fn count(tx: &mut Tx, app: &App, form: ProtectedForm, proof: Proof) -> Result<()> {
    let now = app.now();
    let mode = mode(tx, app, form).await?;
    // It was counted when it was sent back for its proof.
    if proof == Proof::Given && mode.is_on(now) {
        return Ok(());
    }
    queries::add_post(tx, form, slot(now), mode.is_attacked(now)).await?;
    let rate = rate(tx, &mode, now).await?;
    let ends_at = now.plus(CALM);
    if mode.is_attacked(now) {
        // It ends at half the rate at which it began. Once a minute is enough.
        if 2 * rate.recent >= rate.threshold && mode.ends_at < ends_at.plus(-MINUTE) {
            queries::prolong(tx, form, ends_at).await?;
        }
    } else if rate.recent >= rate.threshold
        && queries::begin(tx, form, now, ends_at, rate.threshold).await?
        && mode.rule == AttackRule::Auto
    {
        tracing::warn!(
            form = form.as_str(),
            posts = rate.recent,
            "attack mode begins"
        );
        tell_owners(tx, app, form, rate.recent).await?;
    }
    Ok(())
}

/// The posts of the last ten to twenty minutes, and how many of them are an attack.
pub(super) async fn rate(tx: &mut Tx, mode: &AttackMode, now: Timestamp) -> Result<Rate> {
    let first = slot(now) - 1;
    let recent = queries::posts_since(tx, mode.form, first).await?;
    // Below half the floor nothing begins or goes on, whatever is usual.
    if 2 * recent < FLOOR {
        return Ok(Rate {
            recent,
            threshold: FLOOR,
        });
    }
    let (posts, slots) = queries::usual_posts(tx, mode.form, first - USUAL_SLOTS, first).await?;
    let usual = threshold(posts, slots);
    Ok(Rate {
        recent,
        threshold: if mode.is_attacked(now) || slots < LEAST_SLOTS {
            // An attack leaves too few other posts to say what is usual.
            usual.max(mode.threshold)
        } else {
            usual
        },
    })
}

/// The posts in two slots that are an attack on a site with `posts` in `slots`.
fn threshold(posts: i64, slots: i64) -> i64 {
    (2 * FACTOR * posts / slots.max(LEAST_SLOTS)).max(FLOOR)
}

async fn tell_owners(tx: &mut Tx, app: &App, form: ProtectedForm, posts: i64) -> Result<()> {
    if MAILS.hit(tx, form.as_str(), app.now()).await? != Hit::Within {
        return Ok(());
    }
    for account in admin::moderators(tx).await? {
        if account.role != Role::Owner {
            continue;
        }
        let letter = match AttackLetter::write(app, form, posts, account.locale) {
            Ok(letter) => letter,
            Err(error) => {
                // The post must not fail for the mail.
                tracing::error!(%error, "a mail could not be rendered");
                continue;
            }
        };
        let mail = NewMail {
            kind: "attack",
            recipient: account.email,
            recipient_name: None,
            subscriber: None,
            content: MailContent::Own(Box::new(letter)),
            dedupe_key: None,
            about: None,
        };
        app.enqueue_mail(tx, mail).await?;
    }
    Ok(())
}

/// The attack modes of all forms.
pub(super) async fn list(tx: &mut Tx, app: &App) -> Result<Vec<AttackMode>> {
    let mut modes = queries::modes(tx).await?;
    for mode in &mut modes {
        configure(app, mode);
    }
    Ok(modes)
}

async fn mode(tx: &mut Tx, app: &App, form: ProtectedForm) -> Result<AttackMode> {
    let mut mode = queries::mode(tx, form).await?;
    configure(app, &mut mode);
    Ok(mode)
}

/// The configuration wins over the panel.
fn configure(app: &App, mode: &mut AttackMode) {
    if let (_, Some(rule)) = mode.form.option(&app.config()) {
        mode.rule = rule;
    }
}

/// Sets what the owner chose for a form.
pub(super) async fn set_rule(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    form: ProtectedForm,
    rule: AttackRule,
) -> Result<()> {
    let before = queries::mode(tx, form).await?.rule;
    queries::set_rule(tx, form, rule).await?;
    let act = match rule {
        AttackRule::Auto => "attack-auto",
        AttackRule::On => "attack-on",
        AttackRule::Off => "attack-off",
    };
    let values = AuditedValues::between(before.as_str(), rule.as_str());
    audit::record_values(tx, by, act, form.as_str(), values, app.now()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attack_is_ten_times_what_is_usual_and_never_a_few_posts() {
        for (posts, slots, expected) in [
            (0, 0, FLOOR),
            (1_000, USUAL_SLOTS, FLOOR),
            (20_160, USUAL_SLOTS, 200),
            (1_440, 1, 200),
        ] {
            assert_eq!(threshold(posts, slots), expected, "{posts} in {slots}");
        }
    }
}
