//! Editions: one body that several recipients share, rendered once, with marked places for what is personal.

use serde::{Deserialize, Serialize};

use super::queries;
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::store::{Result, Tx};
use crate::token::Chance;

/// An edition.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct EditionId(pub i64);

/// Stands in an edition's body where each recipient's unsubscribe address goes.
pub const UNSUBSCRIBE_PLACE: &str = "GUDOK-PLACE-UNSUBSCRIBE";
/// Stands in an edition's body where each recipient's preferences address goes.
pub const PREFERENCES_PLACE: &str = "GUDOK-PLACE-PREFERENCES";

/// A rendered edition before it is stored.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// Its name in the archive's addresses, from [`slug`]; its body may link to itself.
    pub slug: String,
    /// Its language.
    pub locale: Locale,
    /// The subject, the same for all.
    pub subject: String,
    /// The HTML part, styles inlined, with the places.
    pub html: String,
    /// The plain part, with the places.
    pub text: String,
}

/// A stored edition.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Edition {
    /// Its row.
    pub id: EditionId,
    /// Its name in the archive's addresses.
    pub slug: String,
    /// Its language.
    pub locale: Locale,
    /// The subject.
    pub subject: String,
    /// The HTML part with the places.
    pub html: String,
    /// The plain part with the places.
    pub text: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What is one recipient's own in an edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Personal {
    /// Where they leave with one click.
    pub unsubscribe: String,
    /// Where they change what they get.
    pub preferences: String,
}

impl Personal {
    /// The body with this recipient's addresses in their places. The addresses are made of URL characters only, so they
    /// need no escaping in HTML.
    pub fn splice(&self, body: &str) -> String {
        body.replace(UNSUBSCRIBE_PLACE, &self.unsubscribe)
            .replace(PREFERENCES_PLACE, &self.preferences)
    }
}

/// A new name for the archive's addresses, of the day (where the site is at home) and chance: `2026-11-24-9f03c2d1`.
pub fn slug(chance: &Chance, now: Timestamp, zone: &Zone) -> String {
    let day = now.at(zone).strftime("%Y-%m-%d").to_string();
    format!("{day}-{}", crate::token::hex(&chance.bytes::<4>()))
}

/// Stores an edition.
pub async fn create(tx: &mut Tx, edition: &NewEdition, now: Timestamp) -> Result<EditionId> {
    queries::insert_edition(tx, edition, now).await
}

/// The edition of this row.
pub async fn find(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>> {
    queries::edition(tx, id).await
}
