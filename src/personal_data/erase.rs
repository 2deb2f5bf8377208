//! Erases the data of one person.

use super::model::Erased;
use super::requests;
use crate::address::EmailAddress;
use crate::admin::audit;
use crate::app::App;
use crate::comments::privacy;
use crate::store::{Result, Tx};
use crate::subscribers::departures::{self, DepartureReason};
use crate::{bounces, imports, outbox, subscribers};

/// Erases the data of this person. Of comments a place without text stays for the replies, and a keyed hash of the address stays, so that no import
/// subscribes it again.
pub async fn erase(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<Erased> {
    let subscriber = subscribers::find_by_email(tx, email).await?;
    if let Some(subscriber) = &subscriber {
        subscribers::erase(tx, app, subscriber.id).await?;
    } else {
        departures::remember(tx, app.signer(), email, DepartureReason::Erased, app.now()).await?;
    }
    outbox::forget_address(tx, email).await?;
    bounces::forget_address(tx, app.signer(), email).await?;
    audit::forget_address(tx, email).await?;
    imports::forget_address(tx, email).await?;
    requests::finish_of(tx, email, app.now()).await?;
    Ok(Erased {
        subscription: subscriber.is_some(),
        comments: privacy::erase(tx, app, email).await?,
    })
}
