//! The loop of one connection. The content of the next mail is sent while the last result is
//! written, its final dot only after that result is durable.

use std::sync::Arc;
use std::time::Duration;

use lettre::address::Envelope;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::context::ComposedMail;
use super::disposition;
use super::model::{ClaimedMail, MailResult};
use super::night;
use super::queries::claim as queries;
use super::results::ResultSink;
use super::sender_run::SenderRun;
use super::transport::TransportConnection;
use crate::clock::{MINUTE, Timestamp};
use crate::smtp::{self, DeliveryOutcome, OutgoingMessage, Reply};
use crate::store;

/// An idle connection is closed after this time.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The longest life of a relay's permission to send, so that an idle connection keeps none.
const MAX_PERMIT_AGE: Duration = Duration::from_secs(1);

/// Seconds after which a claimed mail is checked again before it is sent.
const FRESH_SECONDS: i64 = 2;

/// Attempts at unreachable relays before a mail is deferred.
const MAX_UNREACHED: usize = 6;

/// A connection of the sender to one relay.
pub(super) struct SenderConnection {
    run: Arc<SenderRun>,
    results: ResultSink,
    index: usize,
    transport: TransportConnection,
}

impl SenderConnection {
    /// A connection to the relay of this number, not opened yet.
    pub(super) fn new(run: Arc<SenderRun>, results: ResultSink, index: usize) -> Self {
        let transport = run.relays().all[index].transport.connection();
        Self {
            run,
            results,
            index,
            transport,
        }
    }

    /// Sends mails from the queue until it is closed or `stop`; after `give_up` it does not even wait for the relay's answer.
    pub(super) async fn run(mut self, stop: &CancellationToken, give_up: &CancellationToken) {
        let mut upcoming = None;
        while !stop.is_cancelled() {
            let mail = match upcoming.take() {
                Some(mail) => mail,
                None => match self.wait(stop).await {
                    Some(mail) => match self.prepare(mail).await {
                        Some(mail) => mail,
                        None => continue,
                    },
                    None => break,
                },
            };
            upcoming = self.next_ready().await;
            self.deliver(mail, upcoming.as_mut(), stop, give_up).await;
        }
        if upcoming.is_some() {
            // It goes back to the queue with the lease.
            self.run.queue.finished();
        }
        self.transport.close().await;
    }

    /// Returns the next mail, however long that takes. An idle connection is closed meanwhile.
    async fn wait(&mut self, stop: &CancellationToken) -> Option<ClaimedMail> {
        let run = Arc::clone(&self.run);
        let mail = next_mail(&run, &self.results, self.index);
        tokio::pin!(mail);
        tokio::select! {
            biased;
            () = stop.cancelled() => return None,
            mail = timeout(IDLE_TIMEOUT, &mut mail) => if let Ok(mail) = mail {
                return mail;
            },
        }
        self.transport.close().await;
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            mail = mail => mail,
        }
    }

    /// Returns one more mail if it may be sent at once, so that it begins while the mail before it
    /// ends.
    async fn next_ready(&self) -> Option<ReadyMail> {
        let run = &self.run;
        let may = run.queue.len() > 0
            && run.relays().is_turn(self.index)
            && run.try_quota(self.index).await;
        if !may {
            return None;
        }
        run.relays().count(self.index);
        let mail = run.queue.try_pop()?;
        let mail = check_domain(run, &self.results, mail).await?;
        self.prepare(mail).await
    }

    /// Returns the mail with its message; `None` when it was put back.
    async fn prepare(&self, mail: ClaimedMail) -> Option<ReadyMail> {
        let context = &self.run.context;
        match context.compose(&mail).await {
            Ok(ComposedMail { message_id, bytes }) => {
                let to = &mail.recipient;
                let envelope = smtp::envelope(&context.return_path(mail.id), to);
                let envelope =
                    envelope.map_err(|_| format!("{:?} cannot stand in an envelope", to.as_str()));
                let message = envelope.and_then(|envelope| {
                    let bytes = bytes?;
                    Ok(WireMessage { envelope, bytes })
                });
                Some(ReadyMail {
                    message_id,
                    outcome: None,
                    mail,
                    message,
                })
            }
            Err(error) => {
                tracing::error!(%error, mail = mail.id.0, "the edition cannot be read; trying again");
                let later = self.run.now().plus(MINUTE);
                put_back(&self.run, &self.results, &mail, later).await;
                None
            }
        }
    }

    /// Delivers one mail and records its result, while the next one begins.
    async fn deliver(
        &mut self,
        mut ready: ReadyMail,
        upcoming: Option<&mut ReadyMail>,
        stop: &CancellationToken,
        give_up: &CancellationToken,
    ) {
        let run = Arc::clone(&self.run);
        if !run.lease.covers_one(&ready.mail.token) || !self.still_goes(&mut ready.mail).await {
            put_back(&run, &self.results, &ready.mail, run.now()).await;
            return;
        }
        // A night may have begun since the claim.
        if let Some(morning) = night::morning_of(&run.context, &ready.mail, run.now()) {
            put_back(&run, &self.results, &ready.mail, morning).await;
            return;
        }
        let Some(outcome) = self.attempt(&mut ready, upcoming.as_deref(), give_up).await else {
            // It goes back to the queue with the lease.
            return run.queue.finished();
        };
        let now = run.now();
        let mut mail = ready.mail;
        run.context
            .domains
            .record(mail.recipient.domain(), &outcome, now);
        if matches!(outcome, DeliveryOutcome::Unreachable(_)) {
            mail.unreached += 1;
            if run.relays().all.len() > 1 && mail.unreached < MAX_UNREACHED {
                run.queue.requeue(mail);
                return;
            }
        }
        let is_too_fast = outcome.is_too_fast() && run.relays().all[self.index].takes_mail();
        let is_refusal =
            matches!(&outcome, DeliveryOutcome::PermanentFailure(reply) if reply.code >= 500);
        let random = &run.context.random;
        let (attempts, created) = (mail.attempts, mail.created_at);
        let too_fast = |why| disposition::too_fast(why, attempts, created, now, random);
        let disposition = match outcome {
            DeliveryOutcome::TransientFailure(reply) if is_too_fast => too_fast(reply.to_string()),
            DeliveryOutcome::Unreachable(why) if is_too_fast => too_fast(why),
            outcome => {
                let is_bulk = mail.edition_id.is_some();
                disposition::decide(outcome, is_bulk, attempts, created, now, random)
            }
        };
        tracing::debug!(mail = mail.id.0, state = %disposition.state, why = disposition.why, "mail");
        let entry = MailResult {
            is_refusal,
            ..MailResult::after_attempt(&mail, disposition, now)
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
        run.queue.finished();
    }

    /// Checks again whether a mail that has waited may be sent: its reader may have left or refused
    /// nights, its edition may be paused.
    async fn still_goes(&self, mail: &mut ClaimedMail) -> bool {
        let now = self.run.now();
        if now.since(mail.asked_at) < FRESH_SECONDS {
            return true;
        }
        let store = &self.run.context.store;
        let asked = async { queries::still_goes(&mut store.read().await?, mail, now).await };
        let asked = asked.await.unwrap_or_else(|error: store::Error| {
            tracing::error!(%error, mail = mail.id.0, "the outbox cannot be read");
            None
        });
        match asked {
            Some(nights) => {
                mail.night_zone = nights.night_zone;
                true
            }
            None => false,
        }
    }

    /// Hands one mail over; `None` when there was no more time and the relay does not have it.
    async fn attempt(
        &mut self,
        ready: &mut ReadyMail,
        upcoming: Option<&ReadyMail>,
        give_up: &CancellationToken,
    ) -> Option<DeliveryOutcome> {
        let run = Arc::clone(&self.run);
        let relay = &run.relays().all[self.index];
        let message = match &ready.message {
            Ok(message) => message,
            Err(why) => return Some(DeliveryOutcome::PermanentFailure(Reply::ours(why.clone()))),
        };
        if let Some(outcome) = run.refused_by_breaker(relay) {
            return Some(outcome);
        }
        let outcome = if let Some(outcome) = ready.outcome.take() {
            outcome
        } else {
            let next = upcoming.and_then(|next| next.message.as_ref().ok());
            let next = next.map(|message| &message.envelope);
            let time = run.lease.time_for_one();
            tokio::select! {
                biased;
                outcome = self.transport.send(ready.outgoing(message), next, time) => outcome,
                () = give_up.cancelled() => {
                    let why = "the program ended before the relay answered";
                    return self.transport.may_be_delivered().then(|| DeliveryOutcome::Unanswered(why.into()));
                }
            }
        };
        relay.record(&outcome, ready.mail.attempts);
        Some(outcome)
    }

    /// Begins with a mail whose turn comes next.
    async fn begin(&mut self, next: &mut ReadyMail) {
        if let Ok(message) = &next.message {
            let time = self.run.lease.time_for_one();
            next.outcome = self.transport.begin(next.outgoing(message), time).await;
        }
    }
}

/// A mail that is ready to be sent.
struct ReadyMail {
    mail: ClaimedMail,
    message_id: String,
    /// The message, or why it cannot be made.
    message: Result<WireMessage, String>,
    /// The outcome, if it is known before the mail's turn because the relay did not reply in time.
    outcome: Option<DeliveryOutcome>,
}

/// A message with its envelope.
struct WireMessage {
    envelope: Envelope,
    bytes: Vec<u8>,
}

impl ReadyMail {
    fn outgoing<'a>(&'a self, message: &'a WireMessage) -> OutgoingMessage<'a> {
        OutgoingMessage {
            envelope: &message.envelope,
            message_id: &self.message_id,
            bytes: &message.bytes,
        }
    }
}

/// The next mail that may go through the relay of this number; `None` once the queue is closed.
async fn next_mail(run: &SenderRun, results: &ResultSink, index: usize) -> Option<ClaimedMail> {
    loop {
        tokio::select! {
            () = run.wait_for_turn(index) => {}
            () = run.queue.closed() => return None,
        }
        let permitted = Instant::now();
        let mail = run.queue.pop().await?;
        if permitted.elapsed() > MAX_PERMIT_AGE && !run.try_quota(index).await {
            run.queue.requeue(mail);
            continue;
        }
        if let Some(mail) = check_domain(run, results, mail).await {
            return Some(mail);
        }
    }
}

/// Returns the mail; `None` when its recipient's domain has to wait and the mail was put back.
async fn check_domain(
    run: &SenderRun,
    results: &ResultSink,
    mail: ClaimedMail,
) -> Option<ClaimedMail> {
    let context = &run.context;
    let domain = mail.recipient.domain();
    let is_bulk = mail.edition_id.is_some();
    let held = context
        .domains
        .held_until(domain, is_bulk, &context.store, &context.clock);
    match held.await {
        None => Some(mail),
        Some(until) => {
            put_back(run, results, &mail, until).await;
            None
        }
    }
}

async fn put_back(run: &SenderRun, results: &ResultSink, mail: &ClaimedMail, due_at: Timestamp) {
    results.record(MailResult::put_back(mail, due_at)).await;
    run.queue.finished();
}
