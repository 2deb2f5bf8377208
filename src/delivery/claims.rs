//! Claims due mails and fills the queue: mails for one person first, then editions in turn.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::model::{ClaimedMail, WaitingEdition};
use super::night;
use super::queries::{claim as queries, lease};
use super::sender_run::SenderRun;
use crate::clock::{MINUTE, Timestamp};
use crate::ids::EditionId;
use crate::rate_limits::Limit;
use crate::store::{self, Result, Tx, Wakeup};

/// The interval at which mails of other nodes and deferred mails that became due are looked for.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The interval at which mails that another process holds are looked for.
const OTHER_PROCESS_POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Editions with waiting mails that one claim considers.
const MAX_EDITIONS_PER_CLAIM: usize = 500;

/// Claimed mails for each connection, at least and at most. A claimed mail is not dropped when its
/// reader leaves, so a slow relay gets few.
const BUFFERED_PER_CONNECTION: [usize; 2] = [2, 32];

/// The queue holds the mails that go out in this time.
const BUFFER_TARGET: Duration = Duration::from_millis(500);

/// Claimed mails at most.
const MAX_BUFFERED: usize = 500;

/// Mails by which a long queue is refilled. A claim costs one statement, however many mails it
/// brings.
const REFILL_SIZE: usize = 128;

/// The same for a database with one writer, where results wait for a claim.
const REFILL_SIZE_ONE_WRITER: usize = 32;

/// How long claims continue with one edition, before mails for one person, other editions and ended
/// leases are considered again. Such a claim is one statement.
const BURST_LENGTH: Duration = Duration::from_millis(100);

/// Failed claims in a row after which a run that is meant to end gives up, for example with a full
/// disk.
const MAX_FAILURES: u32 = 10;

/// Fills the queue until `stop`. A run that is meant to end also ends when no mail is due or held
/// any more, or when the database keeps failing.
pub(super) async fn fill(run: &SenderRun, stop: &CancellationToken) -> Result<()> {
    let forever = run.forever;
    let [least, most] =
        BUFFERED_PER_CONNECTION.map(|each| (run.connections() * each).min(MAX_BUFFERED));
    let slice = if run.context.store.has_one_writer() {
        REFILL_SIZE_ONE_WRITER
    } else {
        REFILL_SIZE
    };
    let mut batch = least;
    let mut filled = Instant::now();
    let mut failures = 0;
    let mut claimer = Claimer {
        run,
        last: EditionId(0),
        burst: None,
    };
    while !stop.is_cancelled() {
        let is_paused = forever && run.relays().all_paused();
        let low = (batch / 2).max(batch.saturating_sub(slice));
        if is_paused || run.queue.len() > low {
            tokio::select! {
                () = run.queue.drained_to(low) => {}
                () = tokio::time::sleep(POLL_INTERVAL) => {}
                () = stop.cancelled() => {}
            }
            continue;
        }
        let wanted = batch.saturating_sub(run.queue.len()).max(1);
        let mails = claimer.claim(wanted).await;
        failures = if mails.is_ok() { 0 } else { failures + 1 };
        match mails {
            Ok(mut mails) if !mails.is_empty() => {
                // Mails whose reader has left are checked again, and dropped.
                for mail in mails.iter_mut().filter(|mail| !mail.has_left) {
                    mail.asked_at = run.now();
                }
                batch = if filled.elapsed() < BUFFER_TARGET {
                    (batch * 2).min(most)
                } else {
                    (batch / 2).max(least)
                };
                filled = Instant::now();
                run.queue.push(mails);
            }
            Ok(_) if !forever && run.queue.is_idle() => match pending(run).await {
                Ok(false) => break,
                // Another process holds the rest: it finishes them, or its lease ends.
                _ => tokio::time::sleep(OTHER_PROCESS_POLL_INTERVAL).await,
            },
            Ok(_) => {
                tokio::select! {
                    () = run.context.store.wait(Wakeup::Outbox, POLL_INTERVAL) => {}
                    () = run.queue.drained_to(0), if !forever => {}
                    () = stop.cancelled() => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read or written; trying again");
                // The claim may have been committed all the same, and this process does not know
                // its mails.
                run.lease.give_up();
                if !forever && failures >= MAX_FAILURES {
                    run.queue.close();
                    return Err(error);
                }
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        }
    }
    run.queue.close();
    Ok(())
}

async fn pending(run: &SenderRun) -> Result<bool> {
    let mut tx = run.context.store.read().await?;
    let now = store::now(&mut tx, &run.context.clock).await?;
    queries::is_pending(&mut tx, now).await
}

/// The claimer of this process.
struct Claimer<'a> {
    run: &'a SenderRun,
    /// The edition of the last claim.
    last: EditionId,
    burst: Option<ClaimBurst>,
}

/// A burst of claims of one edition without a rate.
struct ClaimBurst {
    edition: EditionId,
    token: Arc<str>,
    /// The database's time at its beginning.
    now: Timestamp,
    ends: Instant,
}

impl Claimer<'_> {
    /// Claims up to `most` mails.
    async fn claim(&mut self, most: usize) -> Result<Vec<ClaimedMail>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let lasting = self.burst.take().filter(|it| it.lasts(self.run));
        if let Some(burst) = lasting {
            let mut tx = self.run.context.store.write_once().await?;
            let ClaimBurst {
                edition,
                token,
                now,
                ..
            } = &burst;
            let mails = queries::claim_of_edition(&mut tx, token, *edition, *now, most).await?;
            let mails = night::without_nights(&mut tx, &self.run.context, mails, *now).await?;
            tx.commit().await?;
            if !mails.is_empty() {
                self.burst = Some(burst);
                return Ok(mails);
            }
        }
        night::put_off(&self.run.context).await?;
        let began_at = self.last;
        let mails = self.claim_in_turn(most).await?;
        if mails.is_empty() && self.last < began_at {
            // The claim reached the last edition. Editions before the first one of this claim are
            // still to be considered.
            return self.claim_in_turn(most).await;
        }
        Ok(mails)
    }

    /// Returns mails of ended leases to the queue, and claims in turn.
    async fn claim_in_turn(&mut self, most: i64) -> Result<Vec<ClaimedMail>> {
        let run = self.run;
        let _alone = run.lease.renewing().await;
        let mut tx = run.context.store.write().await?;
        let now = store::now(&mut tx, &run.context.clock).await?;
        let rescued = lease::rescue(&mut tx, now).await?;
        if rescued > 0 {
            tracing::warn!(
                rescued,
                "mails that a sender held when it went away are back in the queue"
            );
        }
        let renewed = run.lease.renew(&mut tx).await?;
        let token = renewed.token();
        let mut mails = queries::claim_alone(&mut tx, &token, now, most).await?;
        let left = most - i64::try_from(mails.len()).unwrap_or(most);
        if left > 0 {
            let (bulk, unlimited) = self.claim_of_editions(&mut tx, &token, now, left).await?;
            mails.extend(bulk);
            self.burst = unlimited.map(|edition| ClaimBurst {
                edition,
                token,
                now,
                ends: Instant::now() + BURST_LENGTH,
            });
        }
        tx.commit().await?;
        run.lease.publish(renewed);
        Ok(mails)
    }

    /// Claims mails of the editions after the last one, then from the first one on. Also returns
    /// the edition that has enough mails and no rate. Rates are locked in ascending order, since
    /// two nodes could otherwise wait for each other.
    async fn claim_of_editions(
        &mut self,
        tx: &mut Tx,
        token: &Arc<str>,
        now: Timestamp,
        most: i64,
    ) -> Result<(Vec<ClaimedMail>, Option<EditionId>)> {
        let began_at = self.last;
        let mut has_turned = began_at == EditionId(0);
        let mut holds_a_rate = false;
        let mut mails = Vec::new();
        for _ in 0..MAX_EDITIONS_PER_CLAIM {
            let Some(edition) = queries::waiting_after(tx, self.last).await? else {
                if has_turned {
                    break;
                }
                self.last = EditionId(0);
                if holds_a_rate {
                    break;
                }
                has_turned = true;
                continue;
            };
            if has_turned && began_at != EditionId(0) && edition.id > began_at {
                break;
            }
            self.last = edition.id;
            let left = most - i64::try_from(mails.len()).unwrap_or(most);
            holds_a_rate |= edition.rate.is_some();
            let left = within_rate(tx, edition, left, now).await?;
            if left > 0 {
                let claimed = queries::claim_of_edition(tx, token, edition.id, now, left).await?;
                mails.extend(night::without_nights(tx, &self.run.context, claimed, now).await?);
            }
            if mails.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
                let unlimited = edition.rate.is_none().then_some(edition.id);
                return Ok((mails, unlimited));
            }
        }
        Ok((mails, None))
    }
}

impl ClaimBurst {
    fn lasts(&self, run: &SenderRun) -> bool {
        Instant::now() < self.ends && run.lease.covers_one(&self.token)
    }
}

/// Returns how many of `wanted` mails the edition may send now.
async fn within_rate(
    tx: &mut Tx,
    edition: WaitingEdition,
    wanted: i64,
    now: Timestamp,
) -> Result<i64> {
    if edition.is_paused {
        return Ok(0);
    }
    let Some(rate) = edition.rate else {
        return Ok(wanted);
    };
    let limit = Limit::smooth("edition", rate, MINUTE);
    let (granted, _) = limit
        .hit_up_to(tx, &edition.id.0.to_string(), wanted, now)
        .await?;
    Ok(granted)
}
