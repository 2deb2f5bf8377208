//! Writes the people of a list, a batch at a time, each batch in one transaction.

use std::collections::HashMap;

use super::arrivals::{FirstDigests, new_subscriber};
use super::decision::{ImportDecision, decide};
use super::model::{ImportOptions, ImportReport};
use super::people::ListedPerson;
use super::queries::{self, AddressLookup, ImportConsent, KnownAddress};
use super::reading::ListBatch;
use super::row::Person;
use super::waiting::WaitingPerson;
use crate::app::App;
use crate::clock::Timestamp;
use crate::store::{self, Tx};
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::departures::{self, Departure, DepartureReason};
use crate::subscribers::error::Error;
use crate::subscribers::find::find;
use crate::subscribers::model::{Subscriber, SubscriberId, SubscriberState, Wishes};
use crate::subscribers::tags::{self, TagId};
use crate::subscribers::unsubscribe::{block, unsubscribe};
use crate::subscribers::{confirmation, fields, topic_choices};
use crate::topics::{self, TopicId};

/// What a dry run would have written about one address.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Imagined {
    state: Option<SubscriberState>,
    departure: Option<DepartureReason>,
}

/// Writes batches, one after the other.
#[derive(Debug)]
pub struct Importer<'a> {
    app: &'a App,
    options: &'a ImportOptions,
    /// Topics met so far, by slug.
    topics: HashMap<String, TopicId>,
    /// Tags met so far, by slug.
    tags: HashMap<String, TagId>,
    /// By the keyed hash of the address; empty unless it is a dry run.
    imagined: HashMap<String, Imagined>,
    /// Those to be asked later.
    waiting: Vec<WaitingPerson>,
}

impl<'a> Importer<'a> {
    /// An importer that has written nothing yet.
    pub fn new(app: &'a App, options: &'a ImportOptions) -> Self {
        Self {
            app,
            options,
            topics: HashMap::new(),
            tags: HashMap::new(),
            imagined: HashMap::new(),
            waiting: Vec::new(),
        }
    }

    /// The transaction of a batch; a dry run only reads.
    pub async fn begin(&self) -> store::Result<Tx> {
        if self.options.dry_run {
            self.app.read().await
        } else {
            self.app.write().await
        }
    }

    /// The people to be asked later whom the last batches had.
    pub fn take_waiting(&mut self) -> Vec<WaitingPerson> {
        std::mem::take(&mut self.waiting)
    }

    /// Writes the people of a batch and counts its rows.
    pub async fn import_batch(
        &mut self,
        tx: &mut Tx,
        batch: ListBatch,
        report: &mut ImportReport,
    ) -> Result<(), Error> {
        let people = &batch.people;
        let decisions = if self.options.dry_run {
            self.imagine(tx, people).await?
        } else {
            self.write(tx, people).await?
        };
        for (listed, decision) in people.iter().zip(decisions) {
            match decision {
                ImportDecision::New => {
                    report.new += 1;
                    report.known += listed.rows - 1;
                    let left_out = listed.person.left_out.iter();
                    let left_out = left_out.map(|why| (listed.line, why.clone()));
                    report.left_out.extend(left_out);
                }
                ImportDecision::Waiting => {
                    report.waiting += 1;
                    report.known += listed.rows - 1;
                    self.waiting.push(WaitingPerson::of(listed));
                }
                ImportDecision::Known => report.known += listed.rows,
                ImportDecision::Away(away) => report.kept_away.count(away, listed.rows),
            }
        }
        report.kept_away.add(batch.kept_away);
        report.bad.extend(batch.bad);
        Ok(())
    }

    async fn write(
        &mut self,
        tx: &mut Tx,
        people: &[ListedPerson],
    ) -> Result<Vec<ImportDecision>, Error> {
        let now = self.app.now();
        let known = known(tx, people).await?;
        let mut decisions = Vec::with_capacity(people.len());
        let mut departures = Vec::new();
        for (listed, known) in people.iter().zip(&known) {
            let decision = decide(tx, self.options, listed, known, now).await?;
            if let Some(reason) = self.end(tx, listed, known, decision, now).await? {
                departures.push(Departure {
                    hash: listed.mailbox.clone(),
                    reason,
                });
            }
            decisions.push(decision);
        }
        departures::remember_all(tx, &departures, now).await?;
        if self.options.confirm && self.options.ask_later {
            for decision in &mut decisions {
                if *decision == ImportDecision::New {
                    *decision = ImportDecision::Waiting;
                }
            }
        } else {
            self.welcome(tx, people, &mut decisions, now).await?;
        }
        Ok(decisions)
    }

    async fn imagine(
        &mut self,
        tx: &mut Tx,
        people: &[ListedPerson],
    ) -> Result<Vec<ImportDecision>, Error> {
        let mut known = known(tx, people).await?;
        let mut decisions = Vec::with_capacity(people.len());
        for (listed, known) in people.iter().zip(&mut known) {
            if let Some(imagined) = self.imagined.get(&listed.hash) {
                known.state = imagined.state.or(known.state);
                known.departure = imagined.departure.or(known.departure());
            }
            let decision = decide(tx, self.options, listed, known, self.app.now()).await?;
            let then = match decision {
                ImportDecision::New if self.options.confirm => Imagined {
                    state: Some(SubscriberState::Pending),
                    departure: None,
                },
                ImportDecision::New => Imagined {
                    state: Some(SubscriberState::Confirmed),
                    departure: None,
                },
                ImportDecision::Away(away) => Imagined {
                    state: known
                        .state
                        .filter(|state| *state != SubscriberState::Confirmed),
                    departure: away
                        .remembered()
                        .filter(|_| listed.is_gone())
                        .or(known.departure()),
                },
                ImportDecision::Known | ImportDecision::Waiting => Imagined::default(),
            };
            self.imagined.insert(listed.hash.clone(), then);
            decisions.push(decision);
        }
        Ok(decisions)
    }

    /// Ends the subscription of a person whom the list marks as gone. Returns the departure of a person without a subscription.
    async fn end(
        &self,
        tx: &mut Tx,
        listed: &ListedPerson,
        known: &KnownAddress,
        decision: ImportDecision,
        now: Timestamp,
    ) -> store::Result<Option<DepartureReason>> {
        let ImportDecision::Away(away) = decision else {
            return Ok(None);
        };
        let reason = away.remembered().filter(|_| listed.is_gone());
        match (reason, known.id, known.state) {
            (Some(DepartureReason::Bounced), Some(id), Some(SubscriberState::Confirmed)) => {
                let why = format!("import:{}", self.options.source);
                block(tx, id, SubscriberState::Bounced, &why, now).await?;
                Ok(None)
            }
            // A bounced address may become deliverable again; the person has left all the same.
            (Some(DepartureReason::Left), Some(id), Some(SubscriberState::Bounced))
            | (Some(_), Some(id), Some(SubscriberState::Confirmed)) => {
                let evidence = ConsentEvidence::of(Channel::Import).by(&self.options.source);
                unsubscribe(tx, self.app, id, &evidence).await?;
                Ok(None)
            }
            // A pending person still decides by their own click.
            _ => Ok(reason),
        }
    }

    /// Inserts the new subscribers. One who subscribed at this moment counts as known.
    async fn welcome(
        &mut self,
        tx: &mut Tx,
        people: &[ListedPerson],
        decisions: &mut [ImportDecision],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut fresh = HashMap::new();
        let mut newcomers = Vec::new();
        let zone = &self.app.config().site.time_zone;
        let first_digests = FirstDigests::of_now(zone, now, self.options.confirm);
        for (at, listed) in people.iter().enumerate() {
            if decisions[at] == ImportDecision::New {
                fresh.insert(listed.key.as_str(), at);
                newcomers.push(new_subscriber(listed, &first_digests));
                decisions[at] = ImportDecision::Known;
            }
        }
        if newcomers.is_empty() {
            return Ok(());
        }
        let state = if self.options.confirm {
            SubscriberState::Pending
        } else {
            SubscriberState::Confirmed
        };
        let inserted = queries::insert(tx, &newcomers, state, zone.name(), now).await?;
        let (mut consents, mut choices, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        let (mut values, mut tagged) = (Vec::new(), Vec::new());
        for (id, key) in inserted {
            let Some(at) = fresh.get(key.as_str()) else {
                continue;
            };
            decisions[*at] = ImportDecision::New;
            let (listed, person) = (&people[*at], &people[*at].person);
            let chosen = self.topics_of(tx, &person.topics, now).await?;
            consents.push(ImportConsent {
                id,
                address: person.email.as_str(),
                ip: listed.ip.as_deref(),
                changes: &listed.consent,
            });
            let tags = self.tags_of(tx, &person.tags, now).await?;
            tagged.extend(tags.into_iter().map(|tag| (id, tag)));
            if self.options.confirm {
                asked.push((id, person, chosen));
            } else {
                choices.extend(chosen.into_iter().map(|topic| (id, topic)));
                let own = person.fields.iter();
                values.extend(own.map(|(field, value)| (id, *field, value.as_str())));
            }
        }
        queries::record(tx, &consents, &self.options.source, now).await?;
        topic_choices::choose_for_all(tx, &choices).await?;
        fields::fill(tx, &values).await?;
        tags::give_all(tx, &tagged).await?;
        for (id, person, topics) in asked {
            self.ask(tx, id, person, topics).await?;
        }
        Ok(())
    }

    /// Sends the confirmation mail of one person.
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
            advertising: AdvertisingChoice::None,
            fields: person.fields.clone(),
        };
        let list = &self.options.source;
        confirmation::send_confirmation_for_list(tx, self.app, &subscriber, &wishes, list).await
    }

    /// The topics of these names; a new one is inserted and offered.
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

    /// The tags of these names; a new one is added to the catalogue.
    async fn tags_of(
        &mut self,
        tx: &mut Tx,
        names: &[String],
        now: Timestamp,
    ) -> store::Result<Vec<TagId>> {
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            let slug = topics::slug(name);
            let id = match self.tags.get(&slug) {
                Some(id) => *id,
                None => tags::offer(tx, name, now).await?,
            };
            self.tags.insert(slug, id);
            ids.push(id);
        }
        Ok(ids)
    }
}

/// What the database knows of each address, in the order of the people.
async fn known(tx: &mut Tx, people: &[ListedPerson]) -> store::Result<Vec<KnownAddress>> {
    let wanted: Vec<AddressLookup<'_>> = (0_i64..)
        .zip(people)
        .map(|(n, listed)| AddressLookup {
            n,
            key: &listed.key,
            hash: &listed.hash,
            mailbox: &listed.mailbox,
        })
        .collect();
    let mut known: Vec<KnownAddress> = wanted
        .iter()
        .map(|wanted| KnownAddress::nothing(wanted.n))
        .collect();
    for found in queries::look_up(tx, &wanted).await? {
        if let Some(place) = usize::try_from(found.n).ok().and_then(|n| known.get_mut(n)) {
            *place = found;
        }
    }
    Ok(known)
}
