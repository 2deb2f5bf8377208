//! Checks of the program itself: the database, its clock, the secret, the outbox.

use futures_util::FutureExt as _;

use super::context::CheckContext;
use super::model::Check;
use super::queries;
use crate::clock::{DAY, HOUR, whole_minutes};
use crate::i18n::Translator;
use crate::outbox;
use crate::store::{self, health};

pub(super) const DATABASE: &str = "database";
pub(super) const MIGRATIONS: &str = "migrations";
pub(super) const CLOCK: &str = "clock";
pub(super) const SECRET: &str = "secret";
pub(super) const OUTBOX: &str = "outbox";

/// Seconds that the two clocks may differ. Leases use the database's clock.
const MOST_DRIFT: i64 = 5;
/// One mail in this many may fail without a warning.
const FAILING: i64 = 20;

pub(super) async fn checks(context: &CheckContext<'_>) -> Vec<Check> {
    let (database, migrations, clock, outbox) = tokio::join!(
        seen(context, DATABASE, database(context)),
        seen(context, MIGRATIONS, migrations(context)),
        seen(context, CLOCK, clock(context)),
        seen(context, OUTBOX, outbox(context)),
    );
    vec![database, migrations, clock, secret(context), outbox]
}

async fn seen(
    context: &CheckContext<'_>,
    name: &'static str,
    check: impl Future<Output = store::Result<Check>> + Send,
) -> Check {
    let look = async {
        check.await.unwrap_or_else(|error| {
            let fix = context.words().say("doctor-database-closed-fix");
            Check::fail(name, error, fix)
        })
    };
    context.in_time(name, look.boxed()).await
}

async fn database(context: &CheckContext<'_>) -> store::Result<Check> {
    let words = context.words();
    let health = health::examine(context.app.store()).await?;
    let engine = format!("{} {}", context.app.store().engine_name(), health.version);
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

async fn migrations(context: &CheckContext<'_>) -> store::Result<Check> {
    let words = context.words();
    let (applied, known) = health::migrations(&mut context.app.read().await?).await?;
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
            .with_copy("gudok migrate")
    })
}

async fn clock(context: &CheckContext<'_>) -> store::Result<Check> {
    let words = context.words();
    let mut tx = context.app.read().await?;
    let theirs = store::clock_of(&mut tx).await?;
    let drift = theirs.since(context.app.now()).abs();
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
            .with("minutes", whole_minutes(ahead));
        return Ok(Check::warning(
            CLOCK,
            found,
            words.say("doctor-clock-ahead-fix"),
        ));
    }
    Ok(Check::ok(CLOCK, words.say("doctor-clock-good")))
}

fn secret(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    // A short one is refused with the configuration.
    Check::ok(
        SECRET,
        words.say(match context.app.config().security.secret {
            Some(_) => "doctor-secret-good",
            None => "doctor-secret-kept",
        }),
    )
}

async fn outbox(context: &CheckContext<'_>) -> store::Result<Check> {
    let words = context.words();
    let now = context.app.now();
    let mut tx = context.app.read().await?;
    // The tallies know what waits and what is unknown; the outbox itself is read for moments alone.
    let counts = outbox::count_by_state(&mut tx).await?;
    let count = |state| {
        counts
            .iter()
            .find(|each| each.state == state)
            .map_or(0, |each| each.count)
    };
    let waiting = count(outbox::MailState::Queued) + count(outbox::MailState::Deferred);
    let oldest_due = match waiting {
        0 => None,
        _ => queries::oldest_due(&mut tx).await?,
    };
    let finished = match count(outbox::MailState::Sent) + count(outbox::MailState::Failed) {
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
    Ok(settled(words, count(outbox::MailState::Unknown), finished))
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
