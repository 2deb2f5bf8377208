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
    if !response.status().is_success() {
        tracing::warn!(status = %response.status(), "SNS points elsewhere, where nobody follows");
        return Err(WebError::Busy);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            tracing::warn!(%url, "what SNS gives is too large for a certificate");
            return Err(WebError::Busy);
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// A server that gives one answer, and its door afterwards.
    fn serving(answer: String) -> (Url, std::thread::JoinHandle<TcpListener>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let url = format!("http://{address}/SimpleNotificationService-a.pem");
        let server = std::thread::spawn(move || {
            let (mut connection, _) = listener.accept().expect("a connection");
            let read = connection.read(&mut [0; 4096]).expect("a request");
            assert!(read > 0);
            // Whoever has had enough may hang up.
            let _ = connection.write_all(answer.as_bytes());
            listener
        });
        (url.parse().expect("a URL"), server)
    }

    fn answer(head: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
    }

    #[tokio::test]
    async fn a_certificate_is_read_and_redirects_failures_and_floods_are_not() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let (url, _server) = serving(answer("200 OK", "-----BEGIN CERTIFICATE-----"));
        let read = visit(&url).await.expect("read");
        assert_eq!(read, "-----BEGIN CERTIFICATE-----");
        for (head, body) in [
            ("302 Found\r\nlocation: /elsewhere", String::new()),
            ("500 Internal Server Error", String::new()),
            ("200 OK", "x".repeat(LARGEST + 1)),
        ] {
            let (url, server) = serving(answer(head, &body));
            let refused = visit(&url).await;
            assert!(
                matches!(refused, Err(WebError::Busy)),
                "{head}: {refused:?}"
            );
            let door = server.join().expect("ended");
            door.set_nonblocking(true).expect("set");
            assert!(door.accept().is_err(), "{head}: nobody came again");
        }
    }
}
