//! What one client may hold at a time, and that a client who is gone holds nothing.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};

use crate::stories;
use crate::support::{Reply, Site};

const STRANGER: &str = "203.0.113.9";
const READER: &str = "203.0.113.10";

/// A page as it is answered to somebody behind the trusted proxy.
async fn get_as(site: &Site, ip: &str) -> Reply {
    let request = site
        .http
        .get(site.url("/healthz"))
        .header("x-forwarded-for", ip);
    Reply::of(request.send().await.expect("the server answers")).await
}

/// A connection on which a request was begun, whose body does not come.
async fn half_a_post(site: &Site, path: &str, kind: &str) -> TcpStream {
    let address = site.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {STRANGER}\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
}

async fn until_answered_with(site: &Site, status: u16) -> Reply {
    loop {
        let reply = get_as(site, STRANGER).await;
        if reply.status == status {
            return reply;
        }
        tokio::task::yield_now().await;
    }
}

stories! {
    async fn a_client_with_many_requests_under_way_is_refused_and_others_are_not(site: Site) {
        site.restart(|config| config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("a proxy")]).await;
        let mut held = Vec::new();
        for _ in 0..64 {
            held.push(half_a_post(site, "/api/v1/subscriptions", "application/json").await);
        }
        let busy = until_answered_with(site, 503).await;
        assert_eq!(busy.header("retry-after"), "2");
        assert!(busy.header("content-security-policy").starts_with("default-src 'none'"));
        get_as(site, READER).await.expect(200);
        // Whoever hangs up holds nothing any more.
        drop(held);
        until_answered_with(site, 200).await;
    }

    async fn the_rest_of_a_refused_body_is_not_waited_for(site: Site) {
        let mut stream = half_a_post(site, "/subscriptions", "application/json").await;
        let mut answer = Vec::new();
        timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.expect("it is closed").expect("read");
        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        assert!(answer.starts_with("http/1.1 415") && answer.contains("connection: close"), "{answer}");
    }
}
