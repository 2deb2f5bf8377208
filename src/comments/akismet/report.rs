//! What a moderator decided otherwise than Akismet, told to it by a job.

use super::call::{call, is_wanted};
use super::queries;
use crate::app::App;
use crate::comments::model::CommentId;
use crate::jobs::{self, JobError, JobResult};
use crate::spam::Lesson;
use crate::store::{Result, Tx};

/// The kind of the job. Its subject is the id of a comment, and what it is: `7 spam`.
pub const JOB: &str = "akismet-report";

/// Enqueues the report of a decision; it goes out where Akismet was asked, and the other was said last.
pub(in crate::comments) async fn report(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    lesson: Lesson,
) -> Result<()> {
    if is_wanted(app) {
        let subject = format!("{id} {}", lesson.as_str());
        jobs::enqueue(tx, JOB, &subject, app.now()).await?;
    }
    Ok(())
}

/// Sends the report.
pub(in crate::comments) async fn run(app: App, subject: String) -> JobResult {
    let malformed = || JobError::GiveUp("the subject is no comment's decision".into());
    let (id, lesson) = subject.split_once(' ').ok_or_else(malformed)?;
    let id: CommentId = id.parse().map_err(|_| malformed())?;
    let lesson: Lesson = lesson.parse().map_err(|_| malformed())?;
    let Some(comment) = queries::reported(&mut app.read().await?, id).await? else {
        return Ok(());
    };
    if comment.word == lesson {
        return Ok(());
    }
    let method = match lesson {
        Lesson::Spam => "submit-spam",
        Lesson::Honest => "submit-ham",
    };
    let fields = [
        ("user_ip", comment.ip.unwrap_or_default()),
        ("permalink", comment.permalink),
        ("comment_author", comment.name),
        ("comment_author_email", comment.email),
        ("comment_author_url", comment.url.unwrap_or_default()),
        ("comment_content", comment.body),
    ];
    call(&app, method, &fields)
        .await
        .map_err(|failure| JobError::Retry(failure.error.to_string()))?;
    let mut tx = app.write().await?;
    queries::set_word(&mut tx, id, lesson).await?;
    Ok(tx.commit().await?)
}
