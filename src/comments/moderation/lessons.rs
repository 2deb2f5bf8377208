//! What decisions teach the spam filter. A comment teaches once, by its last decision, and its row remembers what.

use super::queries;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::spam::{self, Lesson};
use crate::store::{Result, Tx};

/// Learns this from a comment in place of what it taught before; `None` takes that back. Call it before its name or text changes,
/// with `None`.
pub async fn learn(
    tx: &mut Tx,
    id: CommentId,
    lesson: Option<Lesson>,
    now: Timestamp,
) -> Result<()> {
    let Some(taught) = queries::taught(tx, id).await? else {
        return Ok(());
    };
    if taught.learned == lesson {
        return Ok(());
    }
    let (name, text) = (&taught.name, &taught.body);
    if let Some(before) = taught.learned {
        spam::unlearn(tx, name, text, before).await?;
    }
    if let Some(lesson) = lesson {
        spam::learn(tx, name, text, lesson, now).await?;
    }
    queries::set_learned(tx, id, lesson).await
}

/// Forgets all that decisions taught. Comments keep their states, and teach again when a moderator decides again.
pub async fn forget_all(tx: &mut Tx, app: &App, by: impl Into<Actor<'_>>) -> Result<()> {
    spam::reset(tx).await?;
    queries::forget_learned(tx).await?;
    audit::record(tx, by, "filter-reset", "", app.now()).await
}
