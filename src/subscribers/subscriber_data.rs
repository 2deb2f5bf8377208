//! All stored data of one subscriber.

use std::collections::BTreeMap;

use serde::Serialize;

use super::consent::Channel;
use super::consent::proof::{ProvenEvent, prove};
use super::model::Subscriber;
use super::{fields, tags, topic_choices};
use crate::clock::{Timestamp, Zone};
use crate::store::{self, Tx};

/// All stored data of one subscriber, for an export by themselves.
#[derive(Debug, Serialize)]
pub struct SubscriberData {
    email: String,
    name: Option<String>,
    state: &'static str,
    locale: &'static str,
    cadence: &'static str,
    topics: Vec<String>,
    fields: BTreeMap<String, String>,
    tags: Vec<String>,
    weekly_day: &'static str,
    delivery_hour: i64,
    time_zone: Zone,
    paused_until: Option<String>,
    created_at: String,
    confirmed_at: Option<String>,
    left_at: Option<String>,
    advertising_at: Option<String>,
    night_advertising_at: Option<String>,
    consents: Vec<ProvenEvent>,
}

/// Collects the stored data of a subscriber.
pub async fn collect(tx: &mut Tx, subscriber: Subscriber) -> store::Result<SubscriberData> {
    let topics = topic_choices::chosen(tx, subscriber.id).await?;
    let known = fields::all(tx).await?;
    let values = fields::of(tx, subscriber.id).await?;
    let tags = tags::of(tx, subscriber.id).await?;
    let consents = own(prove(tx, subscriber.id).await?);
    let moment = |moment: Timestamp| moment.to_string();
    Ok(SubscriberData {
        email: subscriber.email.to_string(),
        name: subscriber.name.map(|name| name.to_string()),
        state: subscriber.state.as_str(),
        locale: subscriber.locale.as_str(),
        cadence: subscriber.cadence.as_str(),
        topics: topics.into_iter().map(|topic| topic.name).collect(),
        fields: fields::named(&known, values.iter()),
        tags,
        weekly_day: subscriber.weekly_day.as_str(),
        delivery_hour: subscriber.delivery_hour,
        time_zone: subscriber.time_zone,
        paused_until: subscriber.paused_until.map(moment),
        created_at: moment(subscriber.created_at),
        confirmed_at: subscriber.confirmed_at.map(moment),
        left_at: subscriber.left_at.map(moment),
        advertising_at: subscriber.advertising.advertising_at.map(moment),
        night_advertising_at: subscriber.advertising.night_advertising_at.map(moment),
        consents,
    })
}

/// The events, newest first, without the owner's address: it is no data of this person. The seal shows that it was left out.
fn own(mut events: Vec<ProvenEvent>) -> Vec<ProvenEvent> {
    events.reverse();
    for event in &mut events {
        if event.channel == Channel::Panel.as_str() {
            event.actor = None;
        }
    }
    events
}
