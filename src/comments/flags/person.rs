//! The reports of one person, found by the browsers of the person: their export and their erasure.

use super::model::MyFlag;
use super::queries;
use crate::app::App;
use crate::store::{Result, Tx};
use crate::token::{Purpose, TokenHash, hex};

/// The newest reports of these browsers.
pub async fn of_person(
    tx: &mut Tx,
    app: &App,
    browsers: &[TokenHash],
    limit: i64,
) -> Result<Vec<MyFlag>> {
    queries::of_people(tx, &people(app, browsers), limit).await
}

/// Deletes what these browsers reported. A comment that is held stays held: a moderator decides.
pub async fn forget_person(tx: &mut Tx, app: &App, browsers: &[TokenHash]) -> Result<()> {
    queries::delete_people(tx, &people(app, browsers)).await
}

fn people(app: &App, browsers: &[TokenHash]) -> Vec<String> {
    let people = browsers.iter().map(|browser| keyed(app, browser.as_str()));
    people.collect()
}

/// What the database knows a person or a network by. Without the installation's secret nobody finds either.
pub(super) fn keyed(app: &App, text: &str) -> String {
    hex(&app.signer().keyed_hash(Purpose::Flag, text)[..16])
}
