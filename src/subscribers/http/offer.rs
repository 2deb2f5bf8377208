//! What the sign-up form shows of the database.

use super::newest_edition::NewestEdition;
use crate::app::App;
use crate::store;
use crate::subscribers::fields::{self, ReaderField};
use crate::topics::{self, Topic};

/// What the page shows of the database.
#[derive(Debug)]
pub(super) struct Offer {
    pub topics: Vec<Topic>,
    pub fields: Vec<ReaderField>,
    pub newest: Option<NewestEdition>,
}

impl Offer {
    pub async fn read(app: &App, newest: Option<NewestEdition>) -> store::Result<Self> {
        let mut tx = app.read().await?;
        Ok(Self {
            topics: topics::offered(&mut tx).await?,
            fields: fields::asked(&mut tx).await?,
            newest,
        })
    }
}
