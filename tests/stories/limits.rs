//! Limits that nodes share: what a client, its network and a key have, and turns.

use std::net::IpAddr;

use gudok::rate_limits::{Hit, Limit, RateExceeded, Turns};

use crate::stories;
use crate::support::Site;

const LIMIT: Limit = Limit {
    bucket: "story",
    most: 2,
    window: 60,
};

/// The /48 of one client has as much as sixteen clients, and its /56 as much as four.
const OF_THE_48: usize = 32;
const OF_THE_56: usize = 8;

async fn hit(site: &Site, key: &str) -> Hit {
    let mut tx = site.app.write().await.expect("a transaction");
    let hit = LIMIT.hit(&mut tx, key, site.app.now()).await;
    tx.commit().await.expect("committed");
    hit.expect("a hit")
}

/// Counts a hit of a client, and looks before whether it would be within the limit.
async fn hit_from(site: &Site, ip: &str) -> Hit {
    let (ip, now): (IpAddr, _) = (ip.parse().expect("an address"), site.app.now());
    let mut tx = site.app.write().await.expect("a transaction");
    let seen = LIMIT.peek_client(&mut tx, ip, now).await.expect("a look");
    let hit = LIMIT.hit_client(&mut tx, ip, now).await.expect("a hit");
    tx.commit().await.expect("committed");
    assert_eq!(seen, hit, "{ip}");
    hit
}

stories! {
    async fn a_key_over_its_limit_is_told_when_the_window_ends_and_others_are_free(site: Site) {
        assert_eq!((hit(site, "one").await, hit(site, "one").await), (Hit::Within, Hit::Within));
        site.wait(20);
        let over = hit(site, "one").await;
        assert_eq!(over, Hit::Over { retry_after: 40 });
        assert_eq!(over.or_refuse(), Err(RateExceeded { retry_after: 40 }));
        assert_eq!(hit(site, "another").await.or_refuse(), Ok(()));
        site.wait(40);
        assert_eq!(hit(site, "one").await, Hit::Within, "a new window");
    }

    async fn refused_tries_of_one_customer_take_nothing_from_its_neighbours(site: Site) {
        for n in 0..10 {
            let expected = if n < 2 { Hit::Within } else { Hit::Over { retry_after: 60 } };
            assert_eq!(hit_from(site, &format!("2001:db8:1:1::{n}")).await, expected);
        }
        for n in 2..OF_THE_56 {
            assert_eq!(hit_from(site, &format!("2001:db8:1:{n:x}::1")).await, Hit::Within, "neighbour {n}");
        }
        assert_eq!(hit_from(site, "2001:db8:1:ff::1").await, Hit::Over { retry_after: 60 }, "the /56 is full");
        for n in OF_THE_56..OF_THE_48 {
            assert_eq!(hit_from(site, &format!("2001:db8:1:{n:x}00::1")).await, Hit::Within, "neighbour {n}");
        }
        assert_eq!(hit_from(site, "2001:db8:1:ff00::1").await, Hit::Over { retry_after: 60 }, "the /48 is full");
        assert_eq!(hit_from(site, "2001:db8:2:1::1").await, Hit::Within, "another /48");
        for n in 0..OF_THE_48 {
            assert_eq!(hit_from(site, &format!("203.0.113.{n}")).await, Hit::Within, "IPv4 has no wide network");
        }
    }

    async fn sign_ups_from_one_wide_network_are_few(site: Site) {
        site.restart(|config| config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")]).await;
        let token = site.get("/").await.field("form_token");
        site.wait(5);
        let (token, here) = (token.as_str(), &*site);
        let let_through = async |networks: Vec<String>| {
            let mut let_in = 0;
            for (n, network) in networks.iter().enumerate() {
                let email = format!("reader{n}@{}.example.org", network.replace(':', "-"));
                let form = [("form_token", token), ("website_url", ""), ("email", email.as_str())];
                let reply = here.post_with("/subscriptions", &form, "x-forwarded-for", &format!("{network}::1")).await;
                assert!([200, 429].contains(&reply.status), "{}", reply.body);
                let_in += usize::from(reply.status == 200);
            }
            let_in
        };
        let of_a_64 = let_through(vec!["2001:db8:1:1".to_owned(); 60]).await;
        let of_a_56 = let_through((0..60).map(|n| format!("2001:db8:2:{n:x}")).collect()).await;
        let of_a_48 = let_through((1..61).map(|n| format!("2001:db8:3:{n:x}00")).collect()).await;
        assert_eq!((of_a_64, of_a_56, of_a_48), (30, 39, 49));
    }

    async fn a_look_counts_nothing_and_a_success_forgets_what_was_counted(site: Site) {
        let now = site.app.now();
        let mut tx = site.app.write().await.expect("a transaction");
        for _ in 0..5 {
            assert_eq!(LIMIT.peek(&mut tx, "key", now).await.expect("a look"), Hit::Within);
        }
        for _ in 0..2 {
            assert_eq!(LIMIT.hit(&mut tx, "key", now).await.expect("a hit"), Hit::Within);
        }
        assert_eq!(LIMIT.peek(&mut tx, "key", now).await.expect("a look"), Hit::Over { retry_after: 60 });
        LIMIT.reset(&mut tx, "key").await.expect("reset");
        assert_eq!(LIMIT.hit(&mut tx, "key", now).await.expect("a hit"), Hit::Within);
    }

    async fn of_many_hits_at_once_those_within_the_limit_are_given(site: Site) {
        let limit = Limit { most: 10, ..LIMIT };
        let now = site.app.now();
        let mut tx = site.app.write().await.expect("a transaction");
        for given in [7, 3, 0] {
            let of_seven = limit.hit_up_to(&mut tx, "key", 7, now).await.expect("hits");
            assert_eq!(of_seven, (given, now.plus(60)));
        }
    }

    async fn turns_come_together_at_first_and_then_one_in_each_interval(site: Site) {
        let turns = Turns { bucket: "turns", at_once: 2, interval: 10, longest_wait: 30 };
        let now = site.app.now();
        let mut tx = site.app.write().await.expect("a transaction");
        for after in [0, 0, 10, 20] {
            assert_eq!(turns.wait(&mut tx, "key", now).await.expect("a wait"), after);
            assert_eq!(turns.next(&mut tx, "key", now).await.expect("a turn"), now.plus(after));
        }
        let later = now.plus(25);
        assert_eq!(turns.wait(&mut tx, "key", later).await.expect("a wait"), 5);
        // A clock that ran ahead by a day took a turn; it is not believed.
        let ahead = now.plus(86_400);
        assert_eq!(turns.next(&mut tx, "ahead", ahead).await.expect("a turn"), ahead);
        assert_eq!(turns.wait(&mut tx, "ahead", now).await.expect("a wait"), 0);
        assert_eq!(turns.next(&mut tx, "ahead", now).await.expect("a turn"), now);
    }
}
