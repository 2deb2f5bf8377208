//! The people of some rows are weighed against what is known here and brought in together. Of several rows of one person the
//! worst word counts.

use std::collections::HashMap;

use super::queries::{self, Arrival, Known, Newcomer, Wanted};
use super::row::Person;
use super::standing::Standing;
use super::{Away, Options, Report};
use crate::address::DisplayName;
use crate::app::App;
use crate::clock::{Timestamp, Zone};
use crate::outbox::suppression::{self, hash_of};
use crate::store::{self, Tx};
use crate::subscribers::consent::{Change, Evidence};
use crate::subscribers::departures::{self, Departure, Reason};
use crate::subscribers::sign_up::Wishes;
use crate::subscribers::topics::{self, TopicId};
use crate::subscribers::{
    Cadence, Error, State, Subscriber, SubscriberId, USUAL_HOUR, confirmation, find, leave,
    schedule, search_text, turn_away,
};

/// What a person's rows come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// New here, or had not confirmed here yet.
    New,
    /// Here already, and no different afterwards.
    Known,
    /// Kept away.
    Away(Away),
}

/// One person of the batch.
struct Group {
    person: Person,
    key: String,
    hash: String,
    rows: usize,
}

/// What a dry run would have written of somebody by now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Imagined {
    state: Option<State>,
    departure: Option<Reason>,
}

/// Brings batches in, one after the other.
pub(super) struct Importer<'a> {
    app: &'a App,
    options: &'a Options,
    source: String,
    /// Topics met so far, by slug.
    topics: HashMap<String, TopicId>,
    /// By the keyed hash of the address; empty unless it is a dry run.
    imagined: HashMap<String, Imagined>,
}

impl<'a> Importer<'a> {
    pub(super) fn of(app: &'a App, options: &'a Options) -> Self {
        Self {
            app,
            options,
            source: format!("import:{}", options.source),
            topics: HashMap::new(),
            imagined: HashMap::new(),
        }
    }

    /// Brings these people in and counts their rows.
    pub(super) async fn take(
        &mut self,
        people: Vec<Person>,
        report: &mut Report,
    ) -> Result<(), Error> {
        // Before the transaction, so that it lasts only as long as the database needs.
        let groups = self.group(people);
        let verdicts = if self.options.dry_run {
            self.imagine(&groups).await?
        } else {
            self.bring(&groups).await?
        };
        for (group, verdict) in groups.iter().zip(verdicts) {
            match verdict {
                Verdict::New => {
                    report.new += 1;
                    report.known += group.rows - 1;
                }
                Verdict::Known => report.known += group.rows,
                Verdict::Away(away) => report.kept_away.count(away, group.rows),
            }
        }
        Ok(())
    }

    fn group(&self, people: Vec<Person>) -> Vec<Group> {
        let mut places: HashMap<String, usize> = HashMap::with_capacity(people.len());
        let mut groups: Vec<Group> = Vec::with_capacity(people.len());
        for person in people {
            let key = person.email.key();
            if let Some(group) = places.get(&key).and_then(|at| groups.get_mut(*at)) {
                group.add(person);
                continue;
            }
            places.insert(key.clone(), groups.len());
            groups.push(Group {
                hash: hash_of(self.app.signer(), &person.email),
                key,
                person,
                rows: 1,
            });
        }
        groups
    }

    async fn bring(&mut self, groups: &[Group]) -> Result<Vec<Verdict>, Error> {
        let now = self.app.now();
        let mut tx = self.app.write().await?;
        let known = known(&mut tx, groups).await?;
        let mut verdicts = Vec::with_capacity(groups.len());
        let mut departures = Vec::new();
        for (group, known) in groups.iter().zip(&known) {
            let verdict = self.judge(&mut tx, group, known).await?;
            if let Some(reason) = self.end(&mut tx, group, known, verdict, now).await? {
                departures.push(Departure {
                    hash: group.hash.clone(),
                    reason,
                });
            }
            verdicts.push(verdict);
        }
        departures::remember_all(&mut tx, &departures, now).await?;
        self.welcome(&mut tx, groups, &mut verdicts, now).await?;
        tx.commit().await?;
        Ok(verdicts)
    }

    async fn imagine(&mut self, groups: &[Group]) -> Result<Vec<Verdict>, Error> {
        let mut tx = self.app.read().await?;
        let mut known = known(&mut tx, groups).await?;
        let mut verdicts = Vec::with_capacity(groups.len());
        for (group, known) in groups.iter().zip(&mut known) {
            if let Some(imagined) = self.imagined.get(&group.hash) {
                known.state = imagined.state.or(known.state);
                known.departure = imagined.departure.or(known.departure);
            }
            let verdict = self.judge(&mut tx, group, known).await?;
            let then = match verdict {
                Verdict::New if self.options.confirm => Imagined {
                    state: Some(State::Pending),
                    departure: None,
                },
                Verdict::New => Imagined {
                    state: Some(State::Confirmed),
                    departure: None,
                },
                Verdict::Away(away) => Imagined {
                    state: known.state.filter(|state| *state != State::Confirmed),
                    departure: away
                        .remembered()
                        .filter(|_| group.says_gone())
                        .or(known.departure),
                },
                Verdict::Known => Imagined::default(),
            };
            self.imagined.insert(group.hash.clone(), then);
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }

    async fn judge(&self, tx: &mut Tx, group: &Group, known: &Known) -> store::Result<Verdict> {
        if known.departure == Some(Reason::Erased) {
            return Ok(Verdict::Away(Away::Erased));
        }
        Ok(match group.person.standing {
            Standing::Subscribed => self.judge_subscribed(known),
            Standing::Unconfirmed => match known.state {
                Some(State::Confirmed) => Verdict::Known,
                _ => Verdict::Away(Away::Unconfirmed),
            },
            Standing::Left | Standing::Bounced
                if known.state == Some(State::Confirmed)
                    && came_later(tx, group, known).await? =>
            {
                Verdict::Known
            }
            Standing::Left => Verdict::Away(Away::Left),
            Standing::Bounced => Verdict::Away(Away::Bounced),
        })
    }

    fn judge_subscribed(&self, known: &Known) -> Verdict {
        let departed = match known.departure {
            Some(Reason::Left) => Some(Away::Left),
            Some(Reason::Bounced) => Some(Away::Bounced),
            Some(Reason::Erased) => Some(Away::Erased),
            None => None,
        };
        let suppressed = known.suppression.map(|reason| match reason {
            suppression::SuppressionReason::Bounced => Away::Bounced,
            suppression::SuppressionReason::Complained | suppression::SuppressionReason::Owner => {
                Away::Left
            }
        });
        match (known.state, departed.or(suppressed)) {
            (Some(State::Confirmed), _) => Verdict::Known,
            (Some(State::Bounced), _) => Verdict::Away(Away::Bounced),
            (Some(State::Unsubscribed | State::Complained | State::Suppressed), _) => {
                Verdict::Away(Away::Left)
            }
            (_, Some(away)) => Verdict::Away(away),
            // They have been asked, by us or by themselves.
            (Some(State::Pending), None) if self.options.confirm => Verdict::Known,
            (Some(State::Pending) | None, None) => Verdict::New,
        }
    }

    /// Does to somebody here what the list says; gives what is to be remembered of somebody who is not.
    async fn end(
        &self,
        tx: &mut Tx,
        group: &Group,
        known: &Known,
        verdict: Verdict,
        now: Timestamp,
    ) -> store::Result<Option<Reason>> {
        let Verdict::Away(away) = verdict else {
            return Ok(None);
        };
        let reason = away.remembered().filter(|_| group.says_gone());
        match (reason, known.id, known.state) {
            (Some(Reason::Bounced), Some(id), Some(State::Confirmed)) => {
                turn_away(tx, id, State::Bounced, &self.source, now).await?;
                Ok(None)
            }
            (Some(_), Some(id), Some(State::Confirmed)) => {
                leave(tx, id, &Evidence::of(self.source.clone(), None), now).await?;
                Ok(None)
            }
            // Whoever has been asked here still decides themselves; no list does it for them.
            _ => Ok(reason),
        }
    }

    /// Brings the new ones in. One who came by themselves in this very moment is known after all.
    async fn welcome(
        &mut self,
        tx: &mut Tx,
        groups: &[Group],
        verdicts: &mut [Verdict],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut fresh = HashMap::new();
        let mut newcomers = Vec::new();
        let zone = &self.app.config().site.time_zone;
        let first_digests = FirstDigests::of_now(zone, now, self.options.confirm);
        for (at, group) in groups.iter().enumerate() {
            if verdicts[at] == Verdict::New {
                fresh.insert(group.key.as_str(), at);
                newcomers.push(newcomer(group, first_digests.of(group.person.cadence)));
                verdicts[at] = Verdict::Known;
            }
        }
        if newcomers.is_empty() {
            return Ok(());
        }
        let state = if self.options.confirm {
            State::Pending
        } else {
            State::Confirmed
        };
        let brought = queries::bring(tx, &newcomers, state, zone.name(), now).await?;
        let (mut arrivals, mut choices, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (id, key) in brought {
            let Some(at) = fresh.get(key.as_str()) else {
                continue;
            };
            verdicts[*at] = Verdict::New;
            let person = &groups[*at].person;
            let chosen = self.topics_of(tx, &person.topics, now).await?;
            arrivals.push(arrival(id, person));
            if self.options.confirm {
                asked.push((id, person, chosen));
            } else {
                choices.extend(chosen.into_iter().map(|topic| (id, topic)));
            }
        }
        queries::record(tx, &arrivals, &self.source, now).await?;
        topics::choose_for_all(tx, &choices).await?;
        for (id, person, topics) in asked {
            self.ask(tx, id, person, topics).await?;
        }
        Ok(())
    }

    /// Asks somebody by mail whether the list is right.
    async fn ask(
        &self,
        tx: &mut Tx,
        id: SubscriberId,
        person: &Person,
        topics: Vec<TopicId>,
    ) -> Result<(), Error> {
        let Some(subscriber): Option<Subscriber> = find(tx, id).await? else {
            return Ok(());
        };
        let wishes = Wishes {
            name: person.name.clone(),
            locale: person.locale,
            cadence: person.cadence,
            topics,
        };
        let list = &self.options.source;
        confirmation::invite_from_list(tx, self.app, &subscriber, &wishes, list).await
    }

    /// The topics of these names; one that is new is offered from now on.
    async fn topics_of(
        &mut self,
        tx: &mut Tx,
        names: &[String],
        now: Timestamp,
    ) -> store::Result<Vec<TopicId>> {
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            let slug = topics::slug(name);
            let id = match self.topics.get(&slug) {
                Some(id) => *id,
                None => topics::offer(tx, name, now).await?,
            };
            self.topics.insert(slug, id);
            ids.push(id);
        }
        Ok(ids)
    }
}

impl Group {
    /// Another row of the same person. Who confirmed one subscription of two has confirmed; who ended one has ended.
    fn add(&mut self, other: Person) {
        self.rows += 1;
        match (self.person.standing, other.standing) {
            (_, Standing::Unconfirmed) => {}
            (Standing::Unconfirmed, _) => self.person = other,
            (own, standing) => {
                self.person.standing = own.max(standing);
                self.person.ended_at = self.person.ended_at.max(other.ended_at);
            }
        }
    }

    /// True when the list itself says that they are gone.
    fn says_gone(&self) -> bool {
        self.person.standing > Standing::Unconfirmed
    }
}

/// What is known of each group, in their order.
async fn known(tx: &mut Tx, groups: &[Group]) -> store::Result<Vec<Known>> {
    let wanted: Vec<Wanted<'_>> = (0_i64..)
        .zip(groups)
        .map(|(n, group)| Wanted {
            n,
            key: &group.key,
            hash: &group.hash,
        })
        .collect();
    let mut known: Vec<Known> = wanted
        .iter()
        .map(|wanted| Known::nothing(wanted.n))
        .collect();
    for found in queries::look_up(tx, &wanted).await? {
        if let Some(place) = usize::try_from(found.n).ok().and_then(|n| known.get_mut(n)) {
            *place = found;
        }
    }
    Ok(known)
}

/// True when somebody confirmed by a click of their own after the list's end of it, or where the list does not tell when that
/// was: a click proves more than a list.
async fn came_later(tx: &mut Tx, group: &Group, known: &Known) -> store::Result<bool> {
    let Some(id) = known.id else {
        return Ok(false);
    };
    let clicked = queries::clicked_at(tx, id).await?;
    Ok(clicked.is_some_and(|clicked| group.person.ended_at.is_none_or(|ended| clicked >= ended)))
}

/// When the first digest of a newcomer is due, by the cadence; never for those who are only asked.
struct FirstDigests(Vec<(Cadence, Option<Timestamp>)>);

impl FirstDigests {
    fn of_now(zone: &Zone, now: Timestamp, are_asked: bool) -> Self {
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

fn newcomer(group: &Group, next_digest_at: Option<Timestamp>) -> Newcomer<'_> {
    let person = &group.person;
    Newcomer {
        email: person.email.as_str(),
        key: &group.key,
        name: person.name.as_ref().map(DisplayName::as_str),
        search_text: search_text(&person.email, person.name.as_ref()),
        locale: person.locale.as_str(),
        cadence: person.cadence.as_str(),
        next_digest_at,
    }
}

fn arrival(id: SubscriberId, person: &Person) -> Arrival {
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
    Arrival {
        id,
        ip: person.ip.map(|ip| ip.to_string()),
        detail,
    }
}
