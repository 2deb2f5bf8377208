//! The job that tells of a comment those who chose its whole thread, a batch in each transaction. It may run twice.

use super::model::NoticeScope;
use super::notice::tell;
use super::queries;
use crate::app::App;
use crate::comments::model::CommentId;
use crate::jobs::{JobError, JobResult};

/// Readers in one transaction.
const BATCH: i64 = 50;

/// Tells the readers. A comment that is not public any more is told to nobody.
pub async fn run(app: App, comment: String) -> JobResult {
    let comment = comment
        .parse::<CommentId>()
        .map_err(|_| JobError::GiveUp("the subject is not a comment's id".into()))?;
    let mut after = String::new();
    loop {
        let mut tx = app.write().await?;
        let notices = queries::to_followers(&mut tx, comment, &after, BATCH).await?;
        let Some(last) = notices.last() else {
            return Ok(());
        };
        after.clone_from(&last.email_key);
        for notice in notices {
            tell(&mut tx, &app, comment, notice, NoticeScope::Thread).await?;
        }
        tx.commit().await?;
    }
}
