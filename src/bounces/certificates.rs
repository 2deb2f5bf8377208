//! The certificates that SNS signs with: fetched from SNS alone, and kept in the database for every node.

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::Url;

use super::queries;
use crate::app::App;
use crate::clock::DAY;
use crate::web::WebError;

/// Octets of a certificate; SNS's has two thousand.
const LARGEST: usize = 32 * 1024;
/// Days for which a certificate is kept before it is fetched again.
const KEPT_DAYS: i64 = 7;
/// Time in which SNS must answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The certificate at this address, which was found to be one of SNS's.
pub(super) async fn get(app: &App, url: &Url) -> Result<String, WebError> {
    let mut tx = app.read().await?;
    let newer_than = app.now().plus(-KEPT_DAYS * DAY);
    let kept = queries::certificate(&mut tx, url.as_str(), newer_than).await?;
    drop(tx);
    if let Some(pem) = kept {
        return Ok(pem);
    }
    let pem = visit(url).await?;
    let mut tx = app.write().await?;
    queries::keep_certificate(&mut tx, url.as_str(), &pem, app.now()).await?;
    tx.commit().await?;
    Ok(pem)
}

/// What SNS answers at this address. It leads nowhere else: redirects are not followed.
pub(super) async fn visit(url: &Url) -> Result<String, WebError> {
    let failed = |error: reqwest::Error| {
        tracing::warn!(%error, "SNS could not be asked");
        // SNS tries again.
        WebError::Busy
    };
    let client = Client::builder()
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(failed)?;
    let mut response = client
        .get(url.clone())
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            return Err(WebError::Forbidden);
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}
