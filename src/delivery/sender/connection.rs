//! One connection's loop: the content of its next mail goes out while its last result is written, and the final dot, which
//! delivers, only after that result is durable.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::Round;
use super::queries::{self, Claimed};
use super::results::{Entry, Results};
use crate::clock::{MINUTE, Timestamp};
use crate::delivery::retry::{self, Verdict};
use crate::delivery::smtp::{Envelope, Reply};
use crate::delivery::transport::{Link, Outgoing};
use crate::store;

/// An idle connection is closed after this long, as relays would do before long.
const LINGER: Duration = Duration::from_secs(20);
/// A relay's permission to send is as old as this at most: an idle connection must not keep one for a busier time.
const PERMIT: Duration = Duration::from_secs(1);
/// Seconds for which a claimed mail counts as one that may go: a quick relay's mails never wait so long.
const FRESH: i64 = 2;
/// Tries at relays that cannot be reached, before a mail is deferred; more than it takes to see that one relay is down.
const MOST_UNREACHED: usize = 6;

/// A connection to one relay.
pub(super) struct Connection {
    round: Arc<Round>,
    results: Results,
    index: usize,
    link: Link,
}

impl Connection {
    /// A connection to the relay of this number, not opened yet.
    pub(super) fn new(round: Arc<Round>, results: Results, index: usize) -> Self {
        let link = round.outlets().all[index].transport.link();
        Self {
            round,
            results,
            index,
            link,
        }
    }

    /// Sends mails from the tray until it is closed or `stop`; after `give_up` it does not even wait for the relay's answer.
    pub(super) async fn run(mut self, stop: &CancellationToken, give_up: &CancellationToken) {
        let mut upcoming = None;
        while !stop.is_cancelled() {
            let mail = match upcoming.take() {
                Some(mail) => mail,
                None => match self.wait(stop).await {
                    Some(mail) => match self.ready(mail).await {
                        Some(mail) => mail,
                        None => continue,
                    },
                    None => break,
                },
            };
            upcoming = self.another().await;
            self.deliver(mail, upcoming.as_mut(), stop, give_up).await;
        }
        if upcoming.is_some() {
            // It goes back to the queue with the lease.
            self.round.tray.done();
        }
        self.link.close().await;
    }

    /// The next mail, however long it takes; meanwhile the connection is closed.
    async fn wait(&mut self, stop: &CancellationToken) -> Option<Claimed> {
        let round = Arc::clone(&self.round);
        let mail = next_mail(&round, &self.results, self.index);
        tokio::pin!(mail);
        tokio::select! {
            biased;
            () = stop.cancelled() => return None,
            mail = timeout(LINGER, &mut mail) => if let Ok(mail) = mail {
                return mail;
            },
        }
        self.link.close().await;
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            mail = mail => mail,
        }
    }

    /// One more mail if it may go at once, so that it can begin while the one before it comes to its end.
    async fn another(&self) -> Option<Ready> {
        let round = &self.round;
        let may = round.tray.len() > 0
            && round.outlets().is_turn(self.index)
            && round.has_room(self.index).await;
        if !may {
            return None;
        }
        round.outlets().count(self.index);
        let mail = round.tray.take_now()?;
        let mail = free_to_go(round, &self.results, mail).await?;
        self.ready(mail).await
    }

    /// The mail with its octets; `None` when it had to be put back.
    async fn ready(&self, mail: Claimed) -> Option<Ready> {
        let sender = &self.round.sender;
        match sender.bytes(&mail).await {
            Ok(bytes) => Some(Ready {
                envelope: Envelope {
                    from: sender.return_path(mail.id),
                    to: mail.recipient.clone(),
                },
                message_id: sender.message_id(mail.id),
                verdict: None,
                mail,
                bytes,
            }),
            Err(error) => {
                tracing::error!(%error, mail = mail.id.0, "the edition cannot be read; trying again");
                let later = self.round.now().plus(MINUTE);
                put_back(&self.round, &self.results, &mail, later).await;
                None
            }
        }
    }

    /// Brings one mail to its end and its result into the database, while the next one begins.
    async fn deliver(
        &mut self,
        mut ready: Ready,
        upcoming: Option<&mut Ready>,
        stop: &CancellationToken,
        give_up: &CancellationToken,
    ) {
        let round = Arc::clone(&self.round);
        if !round.lease.covers_one(&ready.mail.token) || !self.still_goes(&ready.mail).await {
            put_back(&round, &self.results, &ready.mail, round.now()).await;
            return;
        }
        let Some(verdict) = self.attempt(&mut ready, upcoming.as_deref(), give_up).await else {
            // It goes back to the queue with the lease.
            return round.tray.done();
        };
        let now = round.now();
        let mut mail = ready.mail;
        round
            .sender
            .0
            .domains
            .note(mail.recipient.domain(), &verdict, now);
        if matches!(verdict, Verdict::Unreachable(_)) {
            mail.unreached += 1;
            if round.outlets().all.len() > 1 && mail.unreached < MOST_UNREACHED {
                round.tray.lay_back(mail);
                return;
            }
        }
        let is_too_fast = verdict.is_too_fast() && round.outlets().all[self.index].takes_mail();
        let is_refusal = matches!(&verdict, Verdict::RefusedForGood(reply) if reply.code >= 500);
        let random = &round.sender.0.random;
        let (attempts, created) = (mail.attempts, mail.created_at);
        let too_fast = |why| retry::too_fast(why, attempts, created, now, random);
        let fate = match verdict {
            Verdict::RefusedForNow(reply) if is_too_fast => too_fast(reply.to_string()),
            Verdict::Unreachable(why) if is_too_fast => too_fast(why),
            verdict => {
                let is_bulk = mail.edition_id.is_some();
                retry::decide(verdict, is_bulk, attempts, created, now, random)
            }
        };
        tracing::debug!(mail = mail.id.0, state = %fate.state, why = fate.why, "mail");
        let entry = Entry {
            is_refusal,
            ..Entry::of(&mail, fate, now)
        };
        let results = self.results.clone();
        let beginning = async {
            if let Some(next) = upcoming {
                tokio::select! {
                    () = self.begin(next) => {}
                    // Nobody sends it any more.
                    () = stop.cancelled() => {}
                }
            }
        };
        tokio::join!(results.record(entry), beginning);
        round.tray.done();
    }

    /// Asks once more after a mail that has waited for its turn: its reader may have left, its edition may be paused.
    async fn still_goes(&self, mail: &Claimed) -> bool {
        if self.round.now().since(mail.asked_at) < FRESH {
            return true;
        }
        let store = &self.round.sender.0.store;
        let asked = async { queries::still_goes(&mut store.read().await?, mail).await };
        asked.await.unwrap_or_else(|error: store::Error| {
            tracing::error!(%error, mail = mail.id.0, "the outbox cannot be read");
            false
        })
    }

    /// Hands one mail over; `None` when there was no more time and the relay cannot have it.
    async fn attempt(
        &mut self,
        ready: &mut Ready,
        upcoming: Option<&Ready>,
        give_up: &CancellationToken,
    ) -> Option<Verdict> {
        let round = Arc::clone(&self.round);
        let outlet = &round.outlets().all[self.index];
        let bytes = match &ready.bytes {
            Ok(bytes) => bytes,
            Err(why) => return Some(Verdict::RefusedForGood(Reply::ours(why.clone()))),
        };
        if let Some(verdict) = round.refused_by_rest(outlet) {
            return Some(verdict);
        }
        let verdict = if let Some(verdict) = ready.verdict.take() {
            verdict
        } else {
            let next = upcoming.filter(|next| next.bytes.is_ok());
            let next = next.map(|next| &next.envelope);
            let time = round.lease.time_for_one();
            tokio::select! {
                biased;
                verdict = self.link.send(ready.outgoing(bytes), next, time) => verdict,
                () = give_up.cancelled() => {
                    let why = "the program ended before the relay answered";
                    return self.link.has_left().then(|| Verdict::Unanswered(why.into()));
                }
            }
        };
        outlet.note(&verdict, ready.mail.attempts);
        Some(verdict)
    }

    /// Begins with a mail whose turn comes next.
    async fn begin(&mut self, next: &mut Ready) {
        if let Ok(bytes) = &next.bytes {
            let time = self.round.lease.time_for_one();
            next.verdict = self.link.begin(next.outgoing(bytes), time).await;
        }
    }
}

/// A mail that is about to be sent.
struct Ready {
    mail: Claimed,
    envelope: Envelope,
    message_id: String,
    /// The message, or why it cannot be made.
    bytes: Result<Vec<u8>, String>,
    /// Known before its turn when the relay let the time run out.
    verdict: Option<Verdict>,
}

impl Ready {
    fn outgoing<'a>(&'a self, bytes: &'a [u8]) -> Outgoing<'a> {
        Outgoing {
            envelope: &self.envelope,
            message_id: &self.message_id,
            bytes,
        }
    }
}

/// The next mail that may go through the relay of this number; `None` once the tray is closed.
async fn next_mail(round: &Round, results: &Results, index: usize) -> Option<Claimed> {
    loop {
        tokio::select! {
            () = round.turn(index) => {}
            () = round.tray.closed() => return None,
        }
        let permitted = Instant::now();
        let mail = round.tray.take().await?;
        if permitted.elapsed() > PERMIT && !round.has_room(index).await {
            round.tray.lay_back(mail);
            continue;
        }
        if let Some(mail) = free_to_go(round, results, mail).await {
            return Some(mail);
        }
    }
}

/// The mail, unless its recipient's domain has to wait: then it goes back until its time has come.
async fn free_to_go(round: &Round, results: &Results, mail: Claimed) -> Option<Claimed> {
    let parts = &round.sender.0;
    let domain = mail.recipient.domain();
    let is_bulk = mail.edition_id.is_some();
    let held = parts
        .domains
        .hold(domain, is_bulk, &parts.store, &parts.clock);
    match held.await {
        None => Some(mail),
        Some(until) => {
            put_back(round, results, &mail, until).await;
            None
        }
    }
}

async fn put_back(round: &Round, results: &Results, mail: &Claimed, due_at: Timestamp) {
    results.record(Entry::put_back(mail, due_at)).await;
    round.tray.done();
}
