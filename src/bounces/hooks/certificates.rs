//! The certificates of SNS: fetched from SNS alone, and kept in the database for every node.

use std::time::Duration;

use url::Url;

use crate::app::App;
use crate::bounces::queries;
use crate::clock::{DAY, Timestamp};
use crate::fetch::{FetchClient, FetchError, FetchLimits, Fetched, Validators, is_public};
use crate::store;

/// Days for which a certificate is kept before it is fetched again.
const KEPT_DAYS: i64 = 7;
/// A certificate of SNS has two thousand bytes. Redirects are not followed.
const LIMITS: FetchLimits = FetchLimits {
    connect: Duration::from_secs(10),
    total: Duration::from_secs(10),
    bytes: 32 * 1024,
    redirects: 0,
};

/// The reason why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub(in crate::bounces) enum CertificateError {
    /// SNS did not answer as expected; it will call again.
    #[error("SNS cannot be reached")]
    Unreachable,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Returns the certificate at this address, which is one of SNS's.
pub(in crate::bounces) async fn get(app: &App, url: &Url) -> Result<String, CertificateError> {
    let mut tx = app.read().await?;
    let newer_than = app.now().plus(-KEPT_DAYS * DAY);
    let kept = queries::certificate(&mut tx, url.as_str(), newer_than).await?;
    drop(tx);
    if let Some(pem) = kept {
        return Ok(pem);
    }
    let pem = visit(app, url).await?;
    let mut tx = app.write().await?;
    queries::keep_certificate(&mut tx, url.as_str(), &pem, app.now()).await?;
    tx.commit().await?;
    Ok(pem)
}

/// Returns the answer of SNS at this address.
pub(in crate::bounces) async fn visit(app: &App, url: &Url) -> Result<String, CertificateError> {
    let site = app.config().server.base_url();
    fetch(FetchClient::new(&site, LIMITS, is_public), url, app.now()).await
}

/// Returns the answer of SNS, which tries again where this fails.
async fn fetch(
    client: Result<FetchClient, FetchError>,
    url: &Url,
    now: Timestamp,
) -> Result<String, CertificateError> {
    let failed = |error: FetchError| {
        tracing::warn!(%url, %error, "SNS could not be asked");
        CertificateError::Unreachable
    };
    let answer = client.map_err(failed)?;
    let answer = answer.get(url, "*/*", &Validators::default(), now).await;
    match answer.map_err(|failure| failed(failure.error))? {
        Fetched::Document(document) => Ok(String::from_utf8_lossy(&document.body).into_owned()),
        // The request had no condition.
        Fetched::Unchanged => Err(failed(FetchError::Status(304))),
    }
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
            // The client may hang up early.
            let _ = connection.write_all(answer.as_bytes());
            listener
        });
        (url.parse().expect("a URL"), server)
    }

    fn answer(head: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
    }

    async fn visited(url: &Url) -> Result<String, CertificateError> {
        let client = FetchClient::new("https://site.example", LIMITS, |_| true);
        fetch(client, url, Timestamp::from_unix(0)).await
    }

    #[tokio::test]
    async fn a_certificate_is_read_and_redirects_failures_and_floods_are_not() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let (url, _server) = serving(answer("200 OK", "-----BEGIN CERTIFICATE-----"));
        let read = visited(&url).await.expect("read");
        assert_eq!(read, "-----BEGIN CERTIFICATE-----");
        for (head, body) in [
            ("302 Found\r\nlocation: /elsewhere", String::new()),
            ("500 Internal Server Error", String::new()),
            ("200 OK", "x".repeat(LIMITS.bytes + 1)),
        ] {
            let (url, server) = serving(answer(head, &body));
            let refused = visited(&url).await;
            assert!(
                matches!(refused, Err(CertificateError::Unreachable)),
                "{head}: {refused:?}"
            );
            let door = server.join().expect("ended");
            door.set_nonblocking(true).expect("set");
            assert!(door.accept().is_err(), "{head}: nobody came again");
        }
    }
}
