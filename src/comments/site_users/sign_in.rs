//! Signing a user of the site in. The site's server signs who it is with the publish secret, and each word is taken once.

use super::model::{SignInError, SignedUser, SiteUser};
use super::queries;
use crate::address::DisplayName;
use crate::app::App;
use crate::clock::{HOUR, Timestamp};
use crate::comments::model::NewComment;
use crate::config::WebhookSecret;
use crate::store::{self, Tx};
use crate::token::TokenHash;
use crate::web::email_field;
use crate::webhooks::{self, SignatureProblem, SignedCall};

/// Seconds for which a browser is a user's after the site's word.
pub const SIGNED_IN: i64 = HOUR;

/// What the id of a word begins with: a call of another hook, signed with the same secret, is no word about a user.
const PREFIX: &str = "user_";

/// Bytes of the longest id of a user.
const LONGEST_ID: usize = 200;

/// Makes this author's browser that of the user.
pub async fn sign_in(
    tx: &mut Tx,
    app: &App,
    signed: &SignedUser,
    secret: &WebhookSecret,
    author: &TokenHash,
) -> Result<(), SignInError> {
    let now = app.now();
    let call = SignedCall {
        id: &signed.id,
        timestamp: &signed.timestamp,
        signatures: &signed.signature,
        body: signed.user.as_bytes(),
    };
    call.verify(secret, now)?;
    if !signed.id.starts_with(PREFIX) {
        return Err(SignatureProblem::Wrong.into());
    }
    let malformed = |why: &str| SignInError::Malformed(why.to_owned());
    let user: SiteUser = serde_json::from_str(&signed.user)
        .map_err(|error| SignInError::Malformed(error.to_string()))?;
    if user.id.is_empty() || user.id.len() > LONGEST_ID {
        return Err(malformed("`id` is no id of a user"));
    }
    let name = DisplayName::parse(&user.name).ok().flatten();
    let name = name.ok_or_else(|| malformed("`name` is no name"))?;
    let email_key = match user.email.as_deref().filter(|email| !email.is_empty()) {
        Some(email) => email_field::read(email)
            .map_err(|_| malformed("`email` is no address"))?
            .key(),
        None => String::new(),
    };
    if !webhooks::remember(tx, "user", call.id, now).await? {
        return Err(SignInError::Replayed);
    }
    let ends_at = now.plus(SIGNED_IN);
    queries::upsert(tx, author, &user.id, name.as_str(), &email_key, ends_at).await?;
    Ok(())
}

/// True for a comment under the name and address of the user whom the site signed in.
pub async fn is_signed_in(
    tx: &mut Tx,
    comment: &NewComment,
    now: Timestamp,
) -> store::Result<bool> {
    let Some(browser) = &comment.browser else {
        return Ok(false);
    };
    let author = &comment.author;
    queries::is_theirs(tx, browser, author.name.as_str(), &author.email_key(), now).await
}

/// Deletes what has ended: each row names a person.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> store::Result<u64> {
    queries::delete_ended(tx, now).await
}
