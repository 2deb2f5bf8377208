//! What is written of people who are new: the subscriber, and the record of their consent.

use super::people::ListedPerson;
use super::queries::{ImportConsent, NewSubscriber};
use super::row::Person;
use crate::address::DisplayName;
use crate::clock::{Timestamp, Zone};
use crate::subscribers::consent::Change;
use crate::subscribers::{Cadence, SubscriberId, USUAL_HOUR, schedule};

/// When the first digest of a new subscriber is due, by the cadence; never for those who are only asked.
pub(super) struct FirstDigests(Vec<(Cadence, Option<Timestamp>)>);

impl FirstDigests {
    pub(super) fn of_now(zone: &Zone, now: Timestamp, are_asked: bool) -> Self {
        let due = |cadence: Cadence| {
            let next = schedule::next_after(cadence, USUAL_HOUR, zone, now);
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

/// What the record of consent says of one person: what they chose elsewhere, and when they agreed.
pub(super) fn consent(id: SubscriberId, person: &Person) -> ImportConsent {
    let mut detail = vec![
        Change::to("cadence", person.cadence.as_str()),
        Change::to("locale", person.locale.as_str()),
    ];
    if !person.topics.is_empty() {
        detail.push(Change::to("topics", &person.topics.join(", ")));
    }
    let moments = [
        ("opted_in_at", &person.opted_in_at),
        ("confirmed_at", &person.confirmed_at),
    ];
    for (field, moment) in moments {
        detail.extend(moment.as_ref().map(|moment| Change::to(field, moment)));
    }
    ImportConsent {
        id,
        ip: person.ip.map(|ip| ip.to_string()),
        detail,
    }
}
