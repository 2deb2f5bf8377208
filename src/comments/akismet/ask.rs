//! The question about a new comment. It stands before the transaction that stores the comment.

use super::call::call;
use super::verdict::AkismetVerdict;
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::MINUTE;
use crate::comments::model::NewComment;
use crate::rate_limits::{Hit, Limit};
use crate::store;

/// Questions about comments of one client. More of them are judged here alone, so that a stranger spends no more of the key.
const QUESTIONS: Limit = Limit {
    bucket: "akismet",
    most: 20,
    window: 10 * MINUTE,
};

/// Asks Akismet about a comment; `None` without a key, and where it gives no answer.
pub async fn ask(
    app: &App,
    comment: &NewComment,
    user_agent: Option<&str>,
) -> store::Result<Option<AkismetVerdict>> {
    let mut tx = app.write().await?;
    let hit = QUESTIONS.hit_client(&mut tx, comment.ip, app.now()).await?;
    tx.commit().await?;
    if hit != Hit::Within {
        return Ok(None);
    }
    let kind = if comment.parent.is_some() {
        "reply"
    } else {
        "comment"
    };
    let author = &comment.author;
    let fields = [
        ("user_ip", comment.ip.to_string()),
        ("user_agent", user_agent.unwrap_or_default().to_owned()),
        (
            "permalink",
            comment.thread.url().map_or_else(String::new, Into::into),
        ),
        ("comment_type", kind.to_owned()),
        ("comment_author", author.name.as_str().to_owned()),
        (
            "comment_author_email",
            author
                .email
                .as_ref()
                .map_or("", EmailAddress::as_str)
                .to_owned(),
        ),
        (
            "comment_author_url",
            author
                .url
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        ),
        ("comment_content", comment.body.source().to_owned()),
        ("comment_date_gmt", app.now().to_string()),
    ];
    Ok(match call(app, "comment-check", &fields).await {
        Ok(None) => None,
        Ok(Some(answer)) => match (answer.word.as_str(), answer.tip.as_str()) {
            ("false", _) => Some(AkismetVerdict::Honest),
            ("true", "discard") => Some(AkismetVerdict::Blatant),
            ("true", _) => Some(AkismetVerdict::Spam),
            _ => {
                tracing::warn!("Akismet does not take the key, or does not answer as it should");
                None
            }
        },
        Err(failure) => {
            tracing::warn!(error = %failure.error, "Akismet does not answer");
            None
        }
    })
}
