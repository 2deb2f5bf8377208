//! The transaction around a comment that a stranger sends. No network waits inside it: where Akismet is to be asked, it begins again
//! with the answer.

use super::submit::{SubmitError, submit, within};
use crate::app::App;
use crate::challenges::{self, ProtectedForm};
use crate::comments::model::{NewComment, Submitted};
use crate::comments::{akismet, aliases};

/// Takes a comment, or sends it back. Only one that all other rules let through goes to Akismet.
pub async fn take(
    app: &App,
    comment: &mut NewComment,
    user_agent: Option<&str>,
) -> Result<Submitted, SubmitError> {
    comment.asks_akismet = akismet::is_wanted(app);
    let mut taken = stored(app, comment).await;
    if matches!(taken, Err(SubmitError::Unasked)) {
        comment.akismet = akismet::ask(app, comment, user_agent).await?;
        comment.asks_akismet = false;
        taken = stored(app, comment).await;
    }
    if matches!(taken, Err(SubmitError::NoProof)) {
        let (limit, ip) = (comment.channel.limit(), comment.ip);
        within(challenges::count_refused(app, ProtectedForm::Comments, limit, ip).await?)?;
    }
    taken
}

async fn stored(app: &App, comment: &mut NewComment) -> Result<Submitted, SubmitError> {
    let mut tx = app.write().await?;
    comment.thread = aliases::page_to_write(&mut tx, &comment.thread).await?;
    let submitted = submit(&mut tx, app, comment).await?;
    tx.commit().await?;
    Ok(submitted)
}
