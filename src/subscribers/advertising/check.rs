//! The question, every two years, whether a consent to advertising still stands. A reader gets it once for each period, whatever
//! restarts and on any number of nodes: the next time is moved by compare-and-set in the transaction that writes the notice.

use super::model::{NewNotice, NoticeKind, asked_for, day_of, next_confirmation};
use super::notice::queue;
use super::queries;
use crate::app::App;
use crate::store::Result;
use crate::subscribers::consent::Action;

/// Readers of one transaction.
const STEP: i64 = 500;

/// Queues the questions that are due. Returns how many.
pub async fn ask_again(app: &App) -> Result<usize> {
    let (config, now) = (app.config(), app.now());
    let mut asked = 0;
    loop {
        let mut tx = app.write().await?;
        let due = queries::to_be_asked(&mut tx, now, STEP).await?;
        if due.is_empty() {
            return Ok(asked);
        }
        for reader in due {
            let day = day_of(reader.advertising_check_at);
            // A program that was away asks once for all periods that passed, also for one whose question is due.
            let latest = day.max(day_of(now));
            let following =
                next_confirmation(reader.advertising_at, &config.site.time_zone, latest);
            let next = asked_for(following);
            if !queries::move_check(&mut tx, reader.id, reader.advertising_check_at, next).await? {
                continue;
            }
            let mut acts = vec![Action::AdvertisingGiven];
            acts.extend(reader.night_advertising_at.map(|_| Action::NightGiven));
            let notice = NewNotice {
                subscriber: reader.id,
                kind: NoticeKind::Confirmation,
                acts: &acts,
                said_at: reader.advertising_at,
                due_at: day,
            };
            queue(&mut tx, &notice, now).await?;
            asked += 1;
        }
        tx.commit().await?;
    }
}
