//! The people of a batch: rows of one person become one, and of several rows the worst standing counts.

use std::collections::HashMap;

use super::row::Person;
use super::standing::Standing;
use crate::outbox::suppression::hash_of;
use crate::subscribers::search_text;
use crate::token::Signer;

/// One person of a batch, with all of their rows.
#[derive(Debug)]
pub(super) struct ListedPerson {
    pub(super) person: Person,
    /// What tells addresses apart.
    pub(super) key: String,
    /// The keyed hash of the address.
    pub(super) hash: String,
    pub(super) search_text: String,
    /// How many rows are theirs.
    pub(super) rows: usize,
}

/// The people of these rows, in the order of the file.
pub(super) fn merge_rows(rows: Vec<Person>, signer: &Signer) -> Vec<ListedPerson> {
    let mut places: HashMap<String, usize> = HashMap::with_capacity(rows.len());
    let mut people: Vec<ListedPerson> = Vec::with_capacity(rows.len());
    for person in rows {
        let key = person.email.key();
        if let Some(listed) = places.get(&key).and_then(|at| people.get_mut(*at)) {
            listed.add_row(person);
            continue;
        }
        places.insert(key.clone(), people.len());
        people.push(ListedPerson {
            hash: hash_of(signer, &person.email),
            search_text: search_text(&person.email, person.name.as_ref()),
            key,
            person,
            rows: 1,
        });
    }
    people
}

impl ListedPerson {
    /// Another row of the same person. Who confirmed one subscription of two has confirmed; who ended one has ended.
    fn add_row(&mut self, other: Person) {
        self.rows += 1;
        match (self.person.standing, other.standing) {
            (_, Standing::Unconfirmed) => {}
            (Standing::Unconfirmed, _) => {
                self.search_text = search_text(&other.email, other.name.as_ref());
                self.person = other;
            }
            (own, standing) => {
                self.person.standing = own.max(standing);
                self.person.ended_at = self.person.ended_at.max(other.ended_at);
            }
        }
    }

    /// True when the list itself says that they are gone.
    pub(super) fn is_gone(&self) -> bool {
        self.person.standing > Standing::Unconfirmed
    }
}
