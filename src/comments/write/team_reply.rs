//! A reply by the team from the queue. It appears at once, and the comment that it answers appears with it.

use super::content::CommentBody;
use super::queries;
use crate::address::DisplayName;
use crate::admin::{AdminSession, audit};
use crate::app::App;
use crate::clock::HOUR;
use crate::comments::model::{
    Author, AuthorMark, Channel, CommentId, CommentPosition, CommentStatus, NewComment,
};
use crate::comments::notices::notice;
use crate::comments::{avatar, moderation, thread};
use crate::store::{Result, Tx};

/// Seconds within which the same reply comes from a button that was pressed twice.
const TWICE: i64 = HOUR;

/// Inserts the reply, and approves the answered comment. `None` when that is spam, in the trash or not there.
pub async fn reply(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    answered: CommentId,
    name: DisplayName,
    body: CommentBody,
) -> Result<Option<CommentId>> {
    let now = app.now();
    let Some((thread, key, root)) = queries::answerable(tx, answered).await? else {
        return Ok(None);
    };
    moderation::decide(tx, app, session, answered, CommentStatus::Approved).await?;
    let comment = NewComment {
        thread: key,
        title: None,
        page_url: None,
        parent: Some(answered),
        author: Author {
            name,
            email: Some(session.address().clone()),
            url: None,
        },
        body,
        notify: false,
        locale: session.locale(),
        ip: session.ip(),
        browser: None,
        channel: Channel::Form,
        honeypot_filled: false,
        solved: None,
        can_prove: false,
        akismet: None,
    };
    let text_hash = comment.body.text_hash();
    let since = now.plus(-TWICE);
    if let Some((id, _)) = queries::equal_comment(tx, thread, &comment, &text_hash, since).await? {
        return Ok(Some(id));
    }
    let place = CommentPosition {
        thread,
        root: Some(root),
        status: CommentStatus::Approved,
        mark: Some(AuthorMark::Team),
        colour: avatar::colour(app.signer(), Some(&comment.author.email_key()), None),
    };
    let id = queries::insert(tx, &comment, place, &[], &text_hash, now).await?;
    thread::queries::add_to_counts(tx, thread, place.root, 1).await?;
    notice::notify_readers(tx, app, id).await?;
    audit::record(tx, session, "comment-reply", &id.subject(), now).await?;
    Ok(Some(id))
}
