//! The reports of one person, found by the browsers of the person: their export and their erasure.

use super::model::MyFlag;
use super::queries;
use crate::app::App;
use crate::store::{Result, Tx};
use crate::token::{Purpose, TokenHash, hex};

/// What these browsers reported.
pub async fn of_person(tx: &mut Tx, app: &App, browsers: &[TokenHash]) -> Result<Vec<MyFlag>> {
    let mut flags = Vec::new();
    for browser in browsers {
        flags.extend(queries::of_person(tx, &keyed(app, browser.as_str())).await?);
    }
    Ok(flags)
}

/// Deletes what these browsers reported. A comment that is held stays held: a moderator decides.
pub async fn forget_person(tx: &mut Tx, app: &App, browsers: &[TokenHash]) -> Result<()> {
    for browser in browsers {
        queries::delete_person(tx, &keyed(app, browser.as_str())).await?;
    }
    Ok(())
}

/// What the database knows a person or a network by. Without the installation's secret nobody finds either.
pub(super) fn keyed(app: &App, text: &str) -> String {
    hex(&app.signer().keyed_hash(Purpose::Flag, text)[..16])
}
