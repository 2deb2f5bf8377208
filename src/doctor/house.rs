//! What is in the house itself: the database, its clock, the secret, the outbox.

use futures_util::FutureExt as _;

use super::{Check, Patient, queries};
use crate::clock::{DAY, HOUR, MINUTE};
use crate::delivery;
use crate::i18n::Translator;
use crate::store::{self, health};

pub(super) const DATABASE: &str = "database";
pub(super) const MIGRATIONS: &str = "migrations";
pub(super) const CLOCK: &str = "clock";
pub(super) const SECRET: &str = "secret";
pub(super) const OUTBOX: &str = "outbox";

/// Seconds that the two clocks may differ: leases are counted on the database's.
const MOST_DRIFT: i64 = 5;
/// One mail in so many may be given up before it is worth a word.
const FAILING: i64 = 20;

pub(super) async fn checks(patient: &Patient<'_>) -> Vec<Check> {
    let (database, migrations, clock, outbox) = tokio::join!(
        seen(patient, DATABASE, database(patient)),
        seen(patient, MIGRATIONS, migrations(patient)),
        seen(patient, CLOCK, clock(patient)),
        seen(patient, OUTBOX, outbox(patient)),
    );
    vec![database, migrations, clock, secret(patient), outbox]
}

async fn seen(
    patient: &Patient<'_>,
    name: &'static str,
    check: impl Future<Output = store::Result<Check>> + Send,
) -> Check {
    let look = async {
        check.await.unwrap_or_else(|error| {
            let fix = patient.words().say("doctor-database-closed-fix");
            Check::fail(name, error, fix)
        })
    };
    patient.in_time(name, look.boxed()).await
}

async fn database(patient: &Patient<'_>) -> store::Result<Check> {
    let words = patient.words();
    let health = health::examine(patient.app.store()).await?;
    let engine = format!("{} {}", patient.app.store().engine_name(), health.version);
    Ok(match health.fault {
        None => Check::ok(
            DATABASE,
            words.say("doctor-database-good").with("engine", engine),
        ),
        Some(fault) => Check::fail(
            DATABASE,
            words
                .say("doctor-database-fault")
                .with("engine", engine)
                .with("fault", fault),
            words.say("doctor-database-fault-fix"),
        ),
    })
}

async fn migrations(patient: &Patient<'_>) -> store::Result<Check> {
    let words = patient.words();
    let (applied, known) = health::migrations(&mut patient.app.read().await?).await?;
    Ok(if applied == known {
        Check::ok(
            MIGRATIONS,
            words.say("doctor-migrations-good").with("newest", known),
        )
    } else {
        let found = words
            .say("doctor-migrations-behind")
            .with("applied", applied)
            .with("known", known);
        Check::fail(MIGRATIONS, found, words.say("doctor-migrations-behind-fix"))
    })
}

async fn clock(patient: &Patient<'_>) -> store::Result<Check> {
    let words = patient.words();
    let mut tx = patient.app.read().await?;
    let theirs = health::clock(&mut tx).await?;
    let drift = theirs.since(patient.app.now()).abs();
    if drift > MOST_DRIFT {
        let found = words.say("doctor-clock-differs").with("seconds", drift);
        return Ok(Check::fail(
            CLOCK,
            found,
            words.say("doctor-clock-differs-fix"),
        ));
    }
    let ahead = queries::latest_moment(&mut tx).await?;
    let ahead = ahead.map_or(0, |moment| moment.since(theirs));
    if ahead > MOST_DRIFT {
        let found = words
            .say("doctor-clock-ahead")
            .with("minutes", (ahead + MINUTE - 1) / MINUTE);
        return Ok(Check::warning(
            CLOCK,
            found,
            words.say("doctor-clock-ahead-fix"),
        ));
    }
    Ok(Check::ok(CLOCK, words.say("doctor-clock-good")))
}

fn secret(patient: &Patient<'_>) -> Check {
    let words = patient.words();
    // A short one is refused with the configuration.
    Check::ok(
        SECRET,
        words.say(match patient.app.config().security.secret {
            Some(_) => "doctor-secret-good",
            None => "doctor-secret-kept",
        }),
    )
}

async fn outbox(patient: &Patient<'_>) -> store::Result<Check> {
    let words = patient.words();
    let now = patient.app.now();
    let mut tx = patient.app.read().await?;
    // The tallies know what waits and what is unknown; the outbox itself is read for moments alone.
    let counts = delivery::count_by_state(&mut tx).await?;
    let count = |state| {
        counts
            .iter()
            .find(|each| each.state == state)
            .map_or(0, |each| each.count)
    };
    let waiting = count(delivery::State::Queued) + count(delivery::State::Deferred);
    let oldest_due = match waiting {
        0 => None,
        _ => queries::oldest_due(&mut tx).await?,
    };
    let finished = match count(delivery::State::Sent) + count(delivery::State::Failed) {
        0 => queries::Finished::default(),
        _ => queries::finished(&mut tx, now.plus(-DAY), now.plus(-HOUR)).await?,
    };
    drop(tx);
    let waited = oldest_due.map_or(0, |due| now.since(due));
    if waited > HOUR && finished.sent_of_late == 0 {
        let found = words
            .say("doctor-outbox-stuck")
            .with("hours", waited / HOUR);
        return Ok(Check::fail(
            OUTBOX,
            found,
            words.say("doctor-outbox-stuck-fix"),
        ));
    }
    Ok(settled(words, count(delivery::State::Unknown), finished))
}

fn settled(words: Translator, unknown: i64, day: queries::Finished) -> Check {
    if unknown > 0 {
        let found = words.say("doctor-outbox-unknown").with("count", unknown);
        return Check::warning(OUTBOX, found, words.say("doctor-outbox-unknown-fix"));
    }
    if day.failed * FAILING > day.failed + day.sent {
        let found = words
            .say("doctor-outbox-failing")
            .with("failed", day.failed)
            .with("all", day.failed + day.sent);
        return Check::warning(OUTBOX, found, words.say("doctor-outbox-failing-fix"));
    }
    Check::ok(
        OUTBOX,
        words
            .say("doctor-outbox-good")
            .with("sent", day.sent)
            .with("failed", day.failed),
    )
}
