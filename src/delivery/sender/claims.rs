//! Claims due mails and lays them into the tray: those for one person first, then the editions in turn.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Round;
use super::queries::{self, Claimed, Waiting};
use crate::clock::{MINUTE, Timestamp};
use crate::delivery::EditionId;
use crate::rate_limits::Limit;
use crate::store::{self, Result, Tx, Wakeup};

/// How long the claimer waits before it looks for other nodes' mails and for deferred ones that have become due.
const IDLE: Duration = Duration::from_secs(1);
/// How long it waits for mails that another process holds.
const OTHERS: Duration = Duration::from_millis(200);
/// Editions with waiting mails that are looked at in one claim.
const EDITIONS: usize = 500;
/// Claimed mails for each connection, at least and at most: what lies here can no longer be dropped when a reader leaves,
/// so a slow relay gets few.
const EACH: [usize; 2] = [2, 32];
/// A tray is filled with what goes out in this time.
const STOCK: Duration = Duration::from_millis(500);
/// Claimed mails at most.
const MOST: usize = 500;
/// A full tray is filled up by so many at a time: a claim costs a statement, however many mails it brings.
const SLICE: usize = 128;
/// The same where results wait for a claim: for so many no longer than a relay is busy with the contents that it has already.
const SLICE_OF_ONE_WRITER: usize = 32;
/// How long claims go on with one edition, before mails for one person, other editions and other processes' leases are
/// looked at again. Such a claim is one statement.
const STRETCH: Duration = Duration::from_millis(100);

/// Claims that may fail in a row before a run that is to end does so: a full disk is no reason to wait for ever.
const MOST_FAILURES: u32 = 10;

/// Fills the tray until `stop`; unless it goes on forever it closes the tray when no mail is due or held any more, or when the
/// database fails again and again.
pub(super) async fn fill(round: &Round, stop: &CancellationToken) -> Result<()> {
    let forever = round.forever;
    let [least, most] = EACH.map(|each| (round.connections() * each).min(MOST));
    let slice = if round.sender.0.store.has_one_writer() {
        SLICE_OF_ONE_WRITER
    } else {
        SLICE
    };
    let mut batch = least;
    let mut filled = Instant::now();
    let mut failures = 0;
    let mut claimer = Claimer {
        round,
        last: EditionId(0),
        stretch: None,
    };
    while !stop.is_cancelled() {
        let resting = forever && round.outlets().all_rest();
        let low = (batch / 2).max(batch.saturating_sub(slice));
        if resting || round.tray.len() > low {
            tokio::select! {
                () = round.tray.emptied(low) => {}
                () = tokio::time::sleep(IDLE) => {}
                () = stop.cancelled() => {}
            }
            continue;
        }
        let wanted = batch.saturating_sub(round.tray.len()).max(1);
        let mails = claimer.claim(wanted).await;
        failures = if mails.is_ok() { 0 } else { failures + 1 };
        match mails {
            Ok(mut mails) if !mails.is_empty() => {
                // Whose reader has left is asked after, and dropped.
                for mail in mails.iter_mut().filter(|mail| !mail.has_left) {
                    mail.asked_at = round.now();
                }
                batch = if filled.elapsed() < STOCK {
                    (batch * 2).min(most)
                } else {
                    (batch / 2).max(least)
                };
                filled = Instant::now();
                round.tray.lay(mails);
            }
            Ok(_) if !forever && round.tray.is_idle() => match pending(round).await {
                Ok(false) => break,
                // Another process holds the rest: it finishes them, or its lease ends.
                _ => tokio::time::sleep(OTHERS).await,
            },
            Ok(_) => {
                tokio::select! {
                    () = round.sender.0.store.wait(Wakeup::Outbox, IDLE) => {}
                    () = round.tray.emptied(0), if !forever => {}
                    () = stop.cancelled() => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read or written; trying again");
                // The claim may have been made all the same, and nobody here knows its mails.
                round.lease.give_up();
                if !forever && failures >= MOST_FAILURES {
                    round.tray.close();
                    return Err(error);
                }
                tokio::time::sleep(IDLE).await;
            }
        }
    }
    round.tray.close();
    Ok(())
}

async fn pending(round: &Round) -> Result<bool> {
    let mut tx = round.sender.0.store.read().await?;
    let now = store::now(&mut tx, &round.sender.0.clock).await?;
    queries::is_pending(&mut tx, now).await
}

/// Takes mails for this process.
struct Claimer<'a> {
    round: &'a Round,
    /// The edition whose turn it was last.
    last: EditionId,
    stretch: Option<Stretch>,
}

/// An edition with mails that may go without a limit, as it was when everything was looked at.
struct Stretch {
    edition: EditionId,
    token: Arc<str>,
    /// The database's time then.
    now: Timestamp,
    ends: Instant,
}

impl Claimer<'_> {
    /// Claims up to `most` mails.
    async fn claim(&mut self, most: usize) -> Result<Vec<Claimed>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let lasting = self.stretch.take().filter(|it| it.lasts(self.round));
        if let Some(stretch) = lasting {
            let mut tx = self.round.sender.0.store.write_once().await?;
            let Stretch {
                edition,
                token,
                now,
                ..
            } = &stretch;
            let mails = queries::claim_of_edition(&mut tx, token, *edition, *now, most).await?;
            tx.commit().await?;
            if !mails.is_empty() {
                self.stretch = Some(stretch);
                return Ok(mails);
            }
        }
        let began_at = self.last;
        let mails = self.look_around(most).await?;
        if mails.is_empty() && self.last < began_at {
            // It came to the end of the line; the editions before the one that it began with are still to be asked.
            return self.look_around(most).await;
        }
        Ok(mails)
    }

    /// Rescues what others have left, and claims whose turn it is.
    async fn look_around(&mut self, most: i64) -> Result<Vec<Claimed>> {
        let round = self.round;
        let _alone = round.lease.renewing().await;
        let mut tx = round.sender.0.store.write().await?;
        let now = store::now(&mut tx, &round.sender.0.clock).await?;
        let rescued = queries::rescue(&mut tx, now).await?;
        if rescued > 0 {
            tracing::warn!(
                rescued,
                "mails that a sender held when it went away are back in the queue"
            );
        }
        let renewed = round.lease.renew(&mut tx).await?;
        let token = renewed.token();
        let mut mails = queries::claim_alone(&mut tx, &token, now, most).await?;
        let left = most - i64::try_from(mails.len()).unwrap_or(most);
        if left > 0 {
            let (bulk, unlimited) = self.claim_of_editions(&mut tx, &token, now, left).await?;
            mails.extend(bulk);
            self.stretch = unlimited.map(|edition| Stretch {
                edition,
                token,
                now,
                ends: Instant::now() + STRETCH,
            });
        }
        tx.commit().await?;
        round.lease.publish(renewed);
        Ok(mails)
    }

    /// Claims mails of the editions after the last one, and then from the first one on; which edition has as many as were
    /// wanted, and no rate. Rates are taken in ascending order, or two nodes could wait for each other: who holds one at the
    /// end of the line begins at its start in the next transaction.
    async fn claim_of_editions(
        &mut self,
        tx: &mut Tx,
        token: &Arc<str>,
        now: Timestamp,
        most: i64,
    ) -> Result<(Vec<Claimed>, Option<EditionId>)> {
        let began_at = self.last;
        let mut has_turned = began_at == EditionId(0);
        let mut holds_a_rate = false;
        let mut mails = Vec::new();
        for _ in 0..EDITIONS {
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
                mails.extend(queries::claim_of_edition(tx, token, edition.id, now, left).await?);
            }
            if mails.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
                let unlimited = edition.rate.is_none().then_some(edition.id);
                return Ok((mails, unlimited));
            }
        }
        Ok((mails, None))
    }
}

impl Stretch {
    fn lasts(&self, round: &Round) -> bool {
        Instant::now() < self.ends && round.lease.covers_one(&self.token)
    }
}

/// How many of `wanted` mails the edition may send now.
async fn within_rate(tx: &mut Tx, edition: Waiting, wanted: i64, now: Timestamp) -> Result<i64> {
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
