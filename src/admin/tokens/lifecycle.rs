//! Makes, uses and ends tokens.

use super::model::{ApiToken, NewToken, TokenId};
use super::queries;
use super::secret::ApiSecret;
use crate::admin::AuditedValues;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::clock::DAY;
use crate::store::{Result, Tx};

/// Makes a token. The secret is nowhere else.
pub async fn make(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    new: &NewToken,
) -> Result<(TokenId, ApiSecret)> {
    let now = app.now();
    let secret = ApiSecret::draw(app.random());
    let expires = new.days.map(|days| now.plus(days.saturating_mul(DAY)));
    let id = queries::insert(tx, new, &secret, now, expires).await?;
    let scopes = new.scopes.to_string();
    let values = AuditedValues::new(&scopes);
    audit::record_values(tx, by, "token-make", &new.name, values, now).await?;
    Ok((id, secret))
}

/// Every token, oldest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<ApiToken>> {
    queries::all(tx).await
}

/// Ends a token at once. Returns its name when there was one.
pub async fn end(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    id: TokenId,
) -> Result<Option<String>> {
    let name = queries::delete(tx, id).await?;
    if let Some(name) = &name {
        audit::record(tx, by, "token-end", name, app.now()).await?;
    }
    Ok(name)
}

/// The token of this secret, unless it has ended. Its last use is noted once a minute.
pub async fn use_secret(app: &App, text: &str) -> Result<Option<ApiToken>> {
    let Some(secret) = ApiSecret::parse(text) else {
        return Ok(None);
    };
    let now = app.now();
    let found = queries::find(&mut app.read().await?, &secret.hash()).await?;
    let Some(token) = found.filter(|token| !token.has_ended(now)) else {
        return Ok(None);
    };
    if token.is_to_be_noted(now)
        && let Err(error) = note_use(app, token.id).await
    {
        tracing::warn!(%error, "the use of an API token could not be noted");
    }
    Ok(Some(token))
}

async fn note_use(app: &App, id: TokenId) -> Result<()> {
    let mut tx = app.write().await?;
    queries::note_use(&mut tx, id, app.now()).await?;
    tx.commit().await
}
