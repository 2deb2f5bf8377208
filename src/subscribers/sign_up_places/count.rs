//! Counts a sign-up, and its confirmation.

use url::Url;

use super::model::{FormKind, SignUpPlace};
use super::queries;
use crate::store::{Result, Tx};
use crate::subscribers::consent::{self, Action};
use crate::subscribers::model::SubscriberId;

/// Bytes of the longest page that is kept.
const LONGEST: usize = 300;
/// Places that are kept. Whoever makes up pages fills no more rows; what comes later counts without a page.
const MOST: i64 = 500;
/// Places on the page of the panel.
const SHOWN: i64 = 20;

/// Counts a sign-up by this kind of form on a page of the site.
pub async fn count(tx: &mut Tx, form: FormKind, page: Option<&Url>) -> Result<()> {
    let page = page.map(bare).filter(|page| page.len() <= LONGEST);
    let page = page.unwrap_or_default();
    if queries::add(tx, form, &page).await? {
        return Ok(());
    }
    let is_full = queries::places(tx).await? >= MOST;
    let page = if is_full { "" } else { &*page };
    queries::insert(tx, form, page).await
}

/// Counts the confirmation of a subscriber's newest sign-up, at the place that its event of consent names.
pub(in crate::subscribers) async fn confirm(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    let events = consent::history(tx, id).await?;
    let asked = events
        .into_iter()
        .find(|event| event.action == Action::Requested);
    let Some((form, page)) =
        asked.and_then(|event| Some((FormKind::of_channel(event.channel)?, event.page)))
    else {
        return Ok(());
    };
    let page = page.unwrap_or_default();
    // A page beyond the places that are kept counts as not known.
    if !queries::add_confirmation(tx, form, &page).await? {
        queries::add_confirmation(tx, form, "").await?;
    }
    Ok(())
}

/// The places with the most sign-ups.
pub async fn most_used(tx: &mut Tx) -> Result<Vec<SignUpPlace>> {
    queries::most_used(tx, SHOWN).await
}

/// The address without its query and fragment, which differ from reader to reader.
fn bare(page: &Url) -> String {
    format!("{}{}", page.origin().ascii_serialization(), page.path())
}
