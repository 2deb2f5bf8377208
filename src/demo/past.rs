//! The weeks before the demo: readers who came and went, so that the panel has something to show. The program itself lives them, by a
//! clock that stands in the past.

use super::error::{DemoError, refused};
use super::reader::subscribe;
use crate::app::App;
use crate::background;
use crate::clock::{Clock, DAY};
use crate::config::Config;
use crate::jobs::runner;
use crate::random::Random;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::{self, Cadence};

/// Days before the demo on which a reader came.
const ARRIVALS: &[i64] = &[
    58, 53, 49, 46, 41, 38, 36, 33, 29, 27, 26, 24, 21, 19, 17, 14, 12, 11, 9, 8, 6, 5, 3, 2,
];
/// Days before the demo on which the oldest reader left.
const DEPARTURES: &[i64] = &[31, 18, 4];
/// Days of the past.
const DAYS: i64 = 60;

/// Fills the empty database with readers of a monthly digest.
pub(super) async fn live(config: &Config) -> Result<(), DemoError> {
    let clock = Clock::standing(Clock::system().now().plus(-DAYS * DAY));
    let app = App::open(config.clone(), clock.clone(), Random::system()).await?;
    background::finish_migrations(&app).await?;
    let mut readers = (1..).map(|number| format!("reader{number}@example.net"));
    let mut gone = readers.clone();
    for day in (1..=DAYS).rev() {
        if ARRIVALS.contains(&day) {
            let email = readers.next().unwrap_or_default();
            subscribe(&app, &email, None, Cadence::Monthly).await?;
            runner::drain(&app, background::JOBS).await?;
            super::deliver::send(&app).await?;
        }
        if DEPARTURES.contains(&day) {
            leave(&app, &gone.next().unwrap_or_default()).await?;
        }
        clock.advance(DAY);
    }
    app.store().close().await;
    Ok(())
}

async fn leave(app: &App, email: &str) -> Result<(), DemoError> {
    let email = email.parse().map_err(refused)?;
    let mut tx = app.write().await?;
    if let Some(reader) = subscribers::find_by_email(&mut tx, &email).await? {
        let evidence = ConsentEvidence::of(Channel::OneClick);
        subscribers::unsubscribe(&mut tx, app, reader.id, &evidence).await?;
    }
    Ok(tx.commit().await?)
}
