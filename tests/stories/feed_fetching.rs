//! What a feed's server cannot do: send without end, keep us waiting, or lead us into a private network.

use std::net::IpAddr;
use std::time::Duration;

use gudok::clock::Timestamp;
use gudok::fetch::{FetchClient, FetchError, FetchLimits, Validators};
use gudok::posts::problem::FeedProblem;

use crate::stories;
use crate::support::feed_server::{FeedServer, Serve};
use crate::support::feeds::{WORDPRESS, problem_of};

stories! {
    async fn a_large_or_slow_answer_is_cut_off(site: Site) {
        let server = FeedServer::start().await;
        server.script("/large", Serve::Octets(50 * 1024 * 1024));
        server.script("/trickle", Serve::Trickle);
        server.script("/silence", Serve::Silence);
        assert_eq!(problem_of(site, &server.url("/large")).await, FeedProblem::Fetch(FetchError::TooLarge(10 * 1024 * 1024)));
        let limits = FetchLimits { total: Duration::from_millis(300), ..FetchLimits::default() };
        let client = FetchClient::new("https://site.example", limits, |_| true).expect("a client");
        for path in ["/trickle", "/silence"] {
            let url = server.url(path).parse().expect("a URL");
            let answer = client.get(&url, "*/*", &Validators::default(), site.app.now()).await;
            assert_eq!(answer.expect_err(path).error, FetchError::TooSlow, "{path}");
        }
    }

    async fn private_addresses_are_refused_unless_the_owner_allows_them(site: Site) {
        site.restart(|config| config.feeds.allow_private = false).await;
        let server = FeedServer::start().await;
        server.serve("/feed", "application/rss+xml", WORDPRESS);
        let port = server.address.port();
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "10.0.0.1",
                     "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "0.0.0.0", "224.0.0.1"] {
            assert_eq!(problem_of(site, &format!("http://{host}:{port}/feed")).await, FeedProblem::Fetch(FetchError::Private), "{host}");
        }
        assert!(server.requests().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_judged_like_the_first_address() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let server = FeedServer::start().await;
    let port = server.address.port();
    server.serve("/feed", "application/rss+xml", WORDPRESS);
    // Here 127.0.0.1 plays the public server.
    let client = FetchClient::new("https://site.example", FetchLimits::default(), |ip| {
        ip == IpAddr::from([127, 0, 0, 1])
    });
    let client = client.expect("a client");
    for (to, expected) in [
        ("/feed".to_owned(), None),
        (
            format!("http://127.0.0.2:{port}/feed"),
            Some(FetchError::Private),
        ),
        (
            format!("http://[::1]:{port}/feed"),
            Some(FetchError::Private),
        ),
        (
            "ftp://example.org/feed".to_owned(),
            Some(FetchError::Scheme),
        ),
        ("file:///etc/passwd".to_owned(), Some(FetchError::Scheme)),
    ] {
        server.redirect("/", &to);
        let url = server.url("/").parse().expect("a URL");
        let answer = client
            .get(&url, "*/*", &Validators::default(), Timestamp::from_unix(0))
            .await;
        assert_eq!(answer.err().map(|failure| failure.error), expected, "{to}");
    }
}
