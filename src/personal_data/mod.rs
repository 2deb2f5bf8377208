//! Everything that is kept of one person, in whatever capability: as a file for them, and its erasure. Both reach the
//! subscription and the comments of an address; whoever reads its mailbox has proved to be the one.

pub mod panel;
pub mod routes;

use serde::Serialize;

use crate::address::EmailAddress;
use crate::app::App;
use crate::bounces;
use crate::comments::privacy::{self, MyComment};
use crate::outbox;
use crate::store::{Result, Tx};
use crate::subscribers::departures::{self, Reason};
use crate::subscribers::preferences::{MyData, my_data};
use crate::subscribers::{self, Subscriber};

/// What somebody takes along.
#[derive(Debug, Serialize)]
pub struct Everything {
    #[serde(flatten)]
    subscription: MyData,
    comments: Vec<MyComment>,
}

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// There was a subscription.
    pub subscription: bool,
    /// Comments that were made anonymous.
    pub comments: usize,
}

/// Gathers what is kept of a subscriber.
pub async fn gather(tx: &mut Tx, subscriber: Subscriber) -> Result<Everything> {
    let comments = privacy::of_address(tx, &subscriber.email).await?;
    Ok(Everything {
        subscription: my_data(tx, subscriber).await?,
        comments,
    })
}

/// Erases what names this person. What stays: their comments without a name, and a keyed hash of the address, so that no list
/// brings them back.
pub async fn erase(tx: &mut Tx, app: &App, email: &EmailAddress) -> Result<Erased> {
    let subscriber = subscribers::find_by_email(tx, email).await?;
    if let Some(subscriber) = &subscriber {
        subscribers::erase(tx, app, subscriber.id).await?;
    } else {
        departures::remember(tx, app.signer(), email, Reason::Erased, app.now()).await?;
    }
    outbox::forget_address(tx, email).await?;
    bounces::forget_address(tx, app.signer(), email).await?;
    Ok(Erased {
        subscription: subscriber.is_some(),
        comments: privacy::anonymise(tx, email).await?,
    })
}
