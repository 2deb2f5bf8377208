//! What one client may hold at a time, and that a client who is gone holds nothing.

use gudok::rate_limits::{Hit, Limit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};

use crate::stories;
use crate::support::{Reply, Site};

const STRANGER: &str = "203.0.113.9";
const READER: &str = "203.0.113.10";
/// The site's own pages.
const ORIGIN: &str = "https://letters.example.net";

/// A page as it is answered to somebody behind the trusted proxy.
async fn get_as(site: &Site, ip: &str, path: &str) -> Reply {
    let request = site
        .http
        .get(site.url(path))
        .header("x-forwarded-for", ip)
        .header("origin", ORIGIN);
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
        let reply = get_as(site, STRANGER, "/robots.txt").await;
        if reply.status == status {
            return reply;
        }
        tokio::task::yield_now().await;
    }
}

stories! {
    async fn a_client_with_many_requests_under_way_is_refused_and_others_are_not(site: Site) {
        site.restart(|config| {
            config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("a proxy")];
            config.server.allowed_origins = vec![ORIGIN.parse().expect("a URL")];
        }).await;
        let mut held = Vec::new();
        for _ in 0..64 {
            held.push(half_a_post(site, "/api/v1/subscriptions", "application/json").await);
        }
        let busy = until_answered_with(site, 503).await;
        assert_eq!(busy.header("retry-after"), "2");
        assert!(busy.header("content-security-policy").starts_with("default-src 'none'"));
        get_as(site, READER, "/robots.txt").await.expect(200);
        get_as(site, STRANGER, "/healthz").await.expect(200);
        // A program and a page of the site can read why.
        let of_api = get_as(site, STRANGER, "/api/v1/comments?thread=a").await;
        of_api.expect(503);
        assert_eq!(of_api.header("content-type"), "application/problem+json");
        assert_eq!(of_api.header("access-control-allow-origin"), ORIGIN);
        assert!(of_api.headers.get_all("vary").iter().any(|vary| vary == "origin"));
        assert_eq!(get_as(site, STRANGER, "/hooks/mail").await.header("content-type"), "application/problem+json");
        // Whoever hangs up holds nothing any more.
        drop(held);
        until_answered_with(site, 200).await;
    }

    async fn a_compressed_post_to_the_api_is_refused_in_a_way_that_its_page_can_read(site: Site) {
        site.restart(|config| config.server.allowed_origins = vec![ORIGIN.parse().expect("a URL")]).await;
        let request = site.http.post(site.url("/api/v1/subscriptions"))
            .header("origin", ORIGIN).header("content-encoding", "gzip").body("x");
        let refused = Reply::of(request.send().await.expect("an answer")).await;
        refused.expect(415);
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.header("access-control-allow-origin"), ORIGIN);
    }

    async fn a_48_may_do_more_than_one_customer_and_what_one_tries_in_vain_counts_for_that_one(site: Site) {
        let limit = Limit { bucket: "of-this-story", most: 3, window: 60 };
        let hit = async |ip: String| {
            let mut tx = site.app.write().await.expect("a transaction");
            let hit = limit.hit_client(&mut tx, ip.parse().expect("an address"), site.app.now()).await.expect("counted");
            tx.commit().await.expect("committed");
            hit == Hit::Within
        };
        for number in 0..100 {
            assert_eq!(hit("2001:db8:7::1".into()).await, number < 3);
        }
        for number in 1..=45 {
            assert!(hit(format!("2001:db8:7:{number:x}00::1")).await, "{number}");
        }
        assert!(!hit("2001:db8:7:ffff::1".into()).await, "a customer with many networks is limited too");
        assert!(hit("2001:db8:8::1".into()).await);
    }

    async fn a_look_at_the_limit_of_a_client_sees_its_48(site: Site) {
        let limit = Limit { bucket: "of-this-story", most: 1, window: 60 };
        let mut tx = site.app.write().await.expect("a transaction");
        let now = site.app.now();
        // Each in a /56 of its own.
        let customer = |number: u32| format!("2001:db8:7:{number:x}00::1").parse().expect("an address");
        for number in 0..16 {
            let seen = limit.peek_client(&mut tx, customer(number), now).await.expect("looked");
            assert_eq!(seen, Hit::Within, "{number}");
            limit.hit_client(&mut tx, customer(number), now).await.expect("counted");
        }
        let seen = limit.peek_client(&mut tx, customer(16), now).await.expect("looked");
        assert_eq!(seen, Hit::Over { retry_after: 60 });
    }

    async fn a_window_of_a_clock_that_ran_ahead_is_over(site: Site) {
        let limit = Limit { bucket: "of-this-story", most: 1, window: 60 };
        let mut tx = site.app.write().await.expect("a transaction");
        let now = site.app.now();
        limit.hit(&mut tx, "kim", now.plus(1_000)).await.expect("counted");
        assert_eq!(limit.peek(&mut tx, "kim", now.plus(1_000)).await.expect("looked"), Hit::Over { retry_after: 60 });
        assert_eq!(limit.peek(&mut tx, "kim", now).await.expect("looked"), Hit::Within);
        assert_eq!(limit.hit(&mut tx, "kim", now).await.expect("counted"), Hit::Within);
    }

    async fn the_rest_of_a_refused_body_is_not_waited_for(site: Site) {
        let mut stream = half_a_post(site, "/subscriptions", "application/json").await;
        let mut answer = Vec::new();
        timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.expect("it is closed").expect("read");
        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        assert!(answer.starts_with("http/1.1 415") && answer.contains("connection: close"), "{answer}");
    }
}

#[test]
fn a_crowd_of_new_connections_waits_to_be_accepted() {
    let mut config = gudok::config::Config::default();
    config.server.bind = std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into();
    let listener = gudok::server::bind(&mut config).expect("a free port");
    let gudok::server::Listener::Tcp(tcp) = &listener else {
        panic!("a port was asked for");
    };
    let address = tcp.local_addr().expect("its address");
    // Nobody accepts them. Beyond the queue the kernel drops what comes, and the client tries again after a second.
    let within = Duration::from_millis(700);
    let connected: Vec<_> = (0..300)
        .map_while(|_| std::net::TcpStream::connect_timeout(&address, within).ok())
        .collect();
    assert_eq!(connected.len(), 300);
}
