//! The secret of `POST /hooks/publish`: the configuration's, or one that is made once and kept in the database.

use crate::app::App;
use crate::config::WebhookSecret;
use crate::random::Random;
use crate::store::{self, Tx, secret};

/// The name of the option, and of the kept secret.
pub const PUBLISH_SECRET: &str = "hooks.publish_secret";

/// The secret with which the site signs its calls. One is made and kept when neither the configuration nor the database has one.
pub async fn publish_secret(app: &App) -> store::Result<WebhookSecret> {
    if let Some(known) = known(app).await? {
        return Ok(known);
    }
    let fresh = WebhookSecret::of_key(&app.random().bytes());
    let mut tx = app.write().await?;
    let kept = secret::load_or_keep(&mut tx, PUBLISH_SECRET, fresh.as_text()).await?;
    tx.commit().await?;
    read(&kept)
}

/// Returns an error when the database keeps a secret that cannot be read, and the configuration names none.
pub async fn check_publish_secret(app: &App) -> store::Result<()> {
    known(app).await.map(|_| ())
}

/// The secret of the configuration, else the kept one.
async fn known(app: &App) -> store::Result<Option<WebhookSecret>> {
    if let Some(configured) = &app.config().hooks.publish_secret {
        return Ok(Some(configured.clone()));
    }
    let kept = secret::load(&mut app.read().await?, PUBLISH_SECRET).await?;
    kept.as_deref().map(read).transpose()
}

fn read(kept: &str) -> store::Result<WebhookSecret> {
    kept.parse()
        .map_err(|_| store::Error::UnreadableSecret(PUBLISH_SECRET))
}

/// Makes a new secret in the database. Calls that are signed with the old one are refused from its commit on.
pub async fn renew_publish_secret(tx: &mut Tx, random: &Random) -> store::Result<WebhookSecret> {
    let fresh = WebhookSecret::of_key(&random.bytes());
    secret::replace(tx, PUBLISH_SECRET, fresh.as_text()).await?;
    Ok(fresh)
}
