//! What a moderator decided otherwise than Akismet, told to it by a job.

use super::call::{call, is_wanted};
use super::queries;
use crate::app::App;
use crate::comments::model::CommentId;
use crate::comments::spam::HoldReason;
use crate::jobs::{self, JobError, JobResult};
use crate::spam::Lesson;
use crate::store::{Result, Tx};

/// The kind of the job. Its subject is the id of a comment, and what it is: `7 spam`.
pub const JOB: &str = "akismet-report";

/// Enqueues the report of a decision; it goes out where Akismet said the other.
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
    let was_spam = comment
        .reasons
        .iter()
        .any(|reason| matches!(reason, HoldReason::Akismet { .. }));
    let method = match lesson {
        Lesson::Spam if !was_spam => "submit-spam",
        Lesson::Honest if was_spam => "submit-ham",
        Lesson::Spam | Lesson::Honest => return Ok(()),
    };
    let fields = [
        ("user_ip", comment.ip.unwrap_or_default()),
        ("permalink", comment.permalink),
        ("comment_author", comment.name),
        ("comment_author_email", comment.email),
        ("comment_author_url", comment.url.unwrap_or_default()),
        ("comment_content", comment.body),
    ];
    match call(&app, method, &fields).await {
        Ok(_) => Ok(()),
        Err(failure) => Err(JobError::Retry(failure.error.to_string())),
    }
}
