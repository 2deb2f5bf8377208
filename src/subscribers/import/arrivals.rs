//! The row of a new subscriber, and the time of the first digest.

use super::people::ListedPerson;
use super::queries::NewSubscriber;
use crate::address::DisplayName;
use crate::clock::{Timestamp, Zone};
use crate::subscribers::model::{Cadence, DEFAULT_DAY, DEFAULT_HOUR};
use crate::subscribers::schedule;

/// When the first digest of a new subscriber is due, by cadence. A pending subscriber has no such time.
pub(super) struct FirstDigests(Vec<(Cadence, Option<Timestamp>)>);

impl FirstDigests {
    pub(super) fn of_now(zone: &Zone, now: Timestamp, are_asked: bool) -> Self {
        let due = |cadence: Cadence| {
            let next = schedule::next_after(cadence, DEFAULT_DAY, DEFAULT_HOUR, zone, now);
            (cadence, next.filter(|_| !are_asked))
        };
        Self(Cadence::ALL.iter().copied().map(due).collect())
    }

    fn of(&self, cadence: Cadence) -> Option<Timestamp> {
        let mut all = self.0.iter();
        all.find(|(other, _)| *other == cadence)
            .and_then(|(_, due)| *due)
    }
}

/// The row of a new subscriber.
pub(super) fn new_subscriber<'a>(
    listed: &'a ListedPerson,
    first_digests: &FirstDigests,
) -> NewSubscriber<'a> {
    let person = &listed.person;
    NewSubscriber {
        email: person.email.as_str(),
        key: &listed.key,
        name: person.name.as_ref().map(DisplayName::as_str),
        search_text: &listed.search_text,
        locale: person.locale.as_str(),
        cadence: person.cadence.as_str(),
        next_digest_at: first_digests.of(person.cadence),
    }
}
