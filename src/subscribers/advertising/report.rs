//! What is due and what was done about advertising, for the panel.

use super::model::{Notice, NoticeKind, NoticeState, day_of};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// Notices that the page lists.
const LISTED: i64 = 50;

/// What is due and what was done.
#[derive(Clone, Debug)]
pub struct AdvertisingReport {
    /// Readers who agree to advertising.
    pub readers: i64,
    /// Readers who agree to advertising at night too.
    pub at_night: i64,
    /// The day on which the next consent has to be confirmed.
    pub next_confirmation: Option<Timestamp>,
    /// The numbers of each kind.
    pub kinds: Vec<KindCount>,
    /// The newest notices.
    pub newest: Vec<Notice>,
}

/// The numbers of a kind of notices.
#[derive(Clone, Copy, Debug)]
pub struct KindCount {
    /// The kind.
    pub kind: NoticeKind,
    /// Waiting for their mail, or for its result.
    pub waiting: i64,
    /// Accepted by a relay.
    pub sent: i64,
    /// Given up, or not sent.
    pub undelivered: i64,
    /// Past the law's time without a relay that took them.
    pub late: i64,
}

/// Counts what is due and what was done.
pub async fn report(tx: &mut Tx, now: Timestamp) -> Result<AdvertisingReport> {
    let (readers, at_night, next) = queries::agreed(tx).await?;
    let counts = queries::counts(tx, now).await?;
    let kinds = NoticeKind::ALL.iter().map(|kind| {
        let mut of = KindCount {
            kind: *kind,
            waiting: 0,
            sent: 0,
            undelivered: 0,
            late: 0,
        };
        for count in counts.iter().filter(|count| count.kind == *kind) {
            of.late += count.late;
            *match count.state {
                NoticeState::Due | NoticeState::Queued => &mut of.waiting,
                NoticeState::Sent => &mut of.sent,
                NoticeState::Failed | NoticeState::Dropped => &mut of.undelivered,
            } += count.notices;
        }
        of
    });
    Ok(AdvertisingReport {
        readers,
        at_night,
        next_confirmation: next.map(day_of),
        kinds: kinds.collect(),
        newest: queries::newest(tx, LISTED).await?,
    })
}
