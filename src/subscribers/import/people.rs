//! Merges the rows of one person. Of several rows the worst standing counts.

use std::collections::HashMap;

use super::row::Person;
use super::standing::Standing;
use crate::subscribers::consent::Change;
use crate::subscribers::departures;
use crate::subscribers::model::search_text;
use crate::token::Signer;

/// One person of a batch, with all of their rows.
#[derive(Debug)]
pub(super) struct ListedPerson {
    pub(super) person: Person,
    /// The line of the row that counts.
    pub(super) line: u64,
    /// The key of the address.
    pub(super) key: String,
    /// The keyed hash of the address.
    pub(super) hash: String,
    /// The keyed hash of the mailbox.
    pub(super) mailbox: String,
    pub(super) search_text: String,
    /// The network address of their consent.
    pub(super) ip: Option<String>,
    /// The changes of their consent record, as JSON.
    pub(super) consent: String,
    /// The number of their rows.
    pub(super) rows: usize,
}

/// The people of a batch, in the order of the file. What is written of each is prepared here, in the thread that reads.
pub(super) fn merge_rows(
    rows: Vec<(u64, Person)>,
    signer: &Signer,
    file: Option<&str>,
) -> Result<Vec<ListedPerson>, serde_json::Error> {
    let mut places: HashMap<String, usize> = HashMap::with_capacity(rows.len());
    let mut people: Vec<ListedPerson> = Vec::with_capacity(rows.len());
    for (line, person) in rows {
        let key = person.email.key();
        if let Some(listed) = places.get(&key).and_then(|at| people.get_mut(*at)) {
            listed.add_row(line, person);
            continue;
        }
        places.insert(key.clone(), people.len());
        let [mailbox, hash] = departures::hashes(signer, &person.email);
        people.push(ListedPerson {
            mailbox,
            hash,
            search_text: String::new(),
            ip: None,
            consent: String::new(),
            key,
            person,
            line,
            rows: 1,
        });
    }
    for listed in &mut people {
        listed.prepare(file)?;
    }
    Ok(people)
}

impl ListedPerson {
    /// Adds another row of the person. One confirmed subscription of two counts as confirmed, one ended as ended.
    fn add_row(&mut self, line: u64, other: Person) {
        self.rows += 1;
        match (self.person.standing, other.standing) {
            (_, Standing::Unconfirmed) => {}
            (Standing::Unconfirmed, _) => (self.line, self.person) = (line, other),
            (own, standing) => {
                self.person.standing = own.max(standing);
                self.person.ended_at = self.person.ended_at.max(other.ended_at);
            }
        }
    }

    /// Computes the values of the rows of a subscribed person.
    fn prepare(&mut self, file: Option<&str>) -> Result<(), serde_json::Error> {
        let person = &self.person;
        if person.standing == Standing::Subscribed {
            self.search_text = search_text(&person.email, person.name.as_ref());
            self.ip = person.ip.map(|ip| ip.to_string());
            self.consent = serde_json::to_string(&changes(person, file, self.line))?;
        }
        Ok(())
    }

    /// True when the list says that they left or bounced.
    pub(super) fn is_gone(&self) -> bool {
        self.person.standing > Standing::Unconfirmed
    }
}

/// The consent record of one person: what they chose elsewhere, when they agreed, and where the list says so.
fn changes(person: &Person, file: Option<&str>, line: u64) -> Vec<Change> {
    let mut changes = vec![
        Change::to("cadence", person.cadence.as_str()),
        Change::to("locale", person.locale.as_str()),
    ];
    if !person.topics.is_empty() {
        changes.push(Change::to("topics", &person.topics.join(", ")));
    }
    let moments = [
        ("opted_in_at", &person.opted_in_at),
        ("confirmed_at", &person.confirmed_at),
    ];
    for (field, moment) in moments {
        changes.extend(moment.as_ref().map(|moment| Change::to(field, moment)));
    }
    if let Some(file) = file {
        changes.push(Change::to("list_file", file));
    }
    changes.push(Change::to("list_line", &line.to_string()));
    changes
}
