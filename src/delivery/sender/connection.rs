//! One connection's loop: its next mail goes out only after its last result is durable.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::Round;
use super::queries::Claimed;
use super::results::{Entry, Results};
use crate::clock::{MINUTE, Timestamp};
use crate::delivery::retry::{self, Verdict};
use crate::delivery::smtp::{Envelope, Reply};
use crate::delivery::transport::{Link, Outgoing};

/// An idle connection is closed after this long, as relays would do before long.
const LINGER: Duration = Duration::from_secs(20);
/// A relay's permission to send is as old as this at most: an idle connection must not keep one for a busier time.
const PERMIT: Duration = Duration::from_secs(1);
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

    /// Sends mails from the tray until it is closed or `stop`.
    pub(super) async fn run(mut self, stop: &CancellationToken) {
        let mut upcoming = None;
        while !stop.is_cancelled() {
            let mail = match upcoming.take() {
                Some(mail) => mail,
                None => match self.wait(stop).await {
                    Some(mail) => mail,
                    None => break,
                },
            };
            upcoming = self.another().await;
            self.deliver(mail, upcoming.as_ref()).await;
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

    /// One more mail if it may go at once, so that its envelope can travel with the content before it.
    async fn another(&self) -> Option<Claimed> {
        let round = &self.round;
        let may = round.tray.len() > 0
            && round.outlets().is_turn(self.index)
            && round.has_room(self.index).await;
        if !may {
            return None;
        }
        round.outlets().count(self.index);
        let mail = round.tray.take_now()?;
        free_to_go(round, &self.results, mail).await
    }

    async fn deliver(&mut self, mut mail: Claimed, upcoming: Option<&Claimed>) {
        let round = Arc::clone(&self.round);
        let time = round.lease.time_for_one();
        // Half a try more, since the database counts whole seconds.
        if !round.lease.covers(&mail.token, time + time / 2) {
            put_back(&round, &self.results, &mail, round.now()).await;
            return;
        }
        let outlet = &round.outlets().all[self.index];
        let octets = match round.sender.octets(&mail).await {
            Ok(octets) => octets,
            Err(error) => {
                tracing::error!(%error, mail = mail.id.0, "the edition cannot be read; trying again");
                put_back(&round, &self.results, &mail, round.now().plus(MINUTE)).await;
                return;
            }
        };
        let verdict = match (octets, round.refused_by_rest(outlet)) {
            (Err(why), _) => Verdict::RefusedForGood(Reply::ours(why)),
            (_, Some(verdict)) => verdict,
            (Ok(octets), None) => {
                let verdict = self.hand_over(&mail, octets, upcoming, time).await;
                outlet.note(&verdict);
                verdict
            }
        };
        let now = round.now();
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
        let is_refusal = matches!(&verdict, Verdict::RefusedForGood(reply) if reply.code >= 500);
        let fate = retry::decide(
            verdict,
            mail.edition_id.is_some(),
            mail.attempts,
            mail.created_at,
            now,
            &round.sender.0.chance,
        );
        tracing::debug!(mail = mail.id.0, state = %fate.state, why = fate.why, "mail");
        let entry = Entry {
            is_refusal,
            ..Entry::of(&mail, fate, now)
        };
        self.results.record(entry).await;
        round.tray.done();
    }

    async fn hand_over(
        &mut self,
        mail: &Claimed,
        octets: Vec<u8>,
        upcoming: Option<&Claimed>,
        time: Duration,
    ) -> Verdict {
        let message_id = self.round.sender.message_id(mail.id);
        let (envelope, next) = (
            self.envelope(mail),
            upcoming.map(|mail| self.envelope(mail)),
        );
        let outgoing = Outgoing {
            envelope: &envelope,
            message_id: &message_id,
            octets: &octets,
        };
        self.link.send(outgoing, next.as_ref(), time).await
    }

    fn envelope(&self, mail: &Claimed) -> Envelope {
        Envelope {
            from: self.round.sender.return_path(mail.id),
            to: mail.recipient.clone(),
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
