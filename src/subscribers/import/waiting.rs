//! People who are asked later, a few a minute: what a run keeps of each until then.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::model::ImportOptions;
use super::people::{ListedPerson, merge_rows};
use super::reading::ListBatch;
use super::row::Person;
use super::standing::Standing;
use crate::address::{DisplayName, EmailAddress};
use crate::app::App;
use crate::i18n::Locale;
use crate::store;
use crate::subscribers::fields::FieldId;
use crate::subscribers::model::DEFAULT_CADENCE;

/// A person of a list who is to be asked by mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WaitingPerson {
    line: u64,
    email: EmailAddress,
    name: Option<DisplayName>,
    topics: Vec<String>,
    /// The word of the cadence.
    cadence: String,
    locale: Locale,
    opted_in_at: Option<String>,
    confirmed_at: Option<String>,
    ip: Option<IpAddr>,
    fields: Vec<(FieldId, String)>,
    tags: Vec<String>,
    left_out: Vec<String>,
}

impl WaitingPerson {
    pub(super) fn of(listed: &ListedPerson) -> Self {
        let person = &listed.person;
        Self {
            line: listed.line,
            email: person.email.clone(),
            name: person.name.clone(),
            topics: person.topics.clone(),
            cadence: person.cadence.as_str().to_owned(),
            locale: person.locale,
            opted_in_at: person.opted_in_at.clone(),
            confirmed_at: person.confirmed_at.clone(),
            ip: person.ip,
            fields: person.fields.clone(),
            tags: person.tags.clone(),
            left_out: person.left_out.clone(),
        }
    }

    /// The key of their address.
    pub fn key(&self) -> String {
        self.email.key()
    }

    fn row(self) -> (u64, Person) {
        let person = Person {
            email: self.email,
            name: self.name,
            topics: self.topics,
            cadence: self.cadence.parse().unwrap_or(DEFAULT_CADENCE),
            locale: self.locale,
            standing: Standing::Subscribed,
            ended_at: None,
            opted_in_at: self.opted_in_at,
            confirmed_at: self.confirmed_at,
            ip: self.ip,
            fields: self.fields,
            tags: self.tags,
            left_out: self.left_out,
        };
        (self.line, person)
    }
}

impl ListBatch {
    /// A batch of people whose turn has come.
    pub fn of_waiting(
        app: &App,
        options: &ImportOptions,
        people: Vec<WaitingPerson>,
    ) -> store::Result<Self> {
        let rows = people.into_iter().map(WaitingPerson::row).collect();
        Ok(Self {
            people: merge_rows(rows, app.signer(), options.file.as_deref())?,
            ..Self::default()
        })
    }
}
