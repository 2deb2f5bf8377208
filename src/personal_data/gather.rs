//! Collects the data of one person.

use super::model::{Everything, Person};
use crate::address::EmailAddress;
use crate::app::App;
use crate::comments::privacy;
use crate::store::{Result, Tx};
use crate::subscribers;
use crate::subscribers::subscriber_data::collect;

/// Collects the data of the person behind an address.
pub async fn gather(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<Everything> {
    let person = match subscribers::find_by_email(tx, email).await? {
        Some(subscriber) => Person::Subscriber(Box::new(collect(tx, subscriber).await?)),
        None => Person::Author {
            email: email.to_string(),
        },
    };
    Ok(Everything {
        person,
        comments: privacy::collect(tx, app, email).await?,
    })
}
