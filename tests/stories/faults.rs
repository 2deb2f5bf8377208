//! The short form of `scripts/fault-runs`: a relay misbehaves at each place of the conversation, comes to its senses, and in
//! the end everybody has their mail once, but for what it had whole and did not answer: that waits for the owner.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use gudok::clock::HOUR;
use gudok::config::MailUrl;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::stories;
use crate::support::Site;
use crate::support::certificates::Authority;
use crate::support::outbox::{new_edition, post, send, states};
use crate::support::scripted_relay::{Heard, Moment, PLACES, ScriptedRelay, Stage, Turn};

/// The shortest lease that there is; a mail's time-out is half of it.
const LEASE: u32 = 4;
const TIME_OUT: Duration = Duration::from_secs(2);
const GRACE: Duration = Duration::from_secs(5);

/// A new process that sends to this relay, some time later; it knows of no rest that the one before it gave the relay.
async fn later(site: &mut Site, url: &MailUrl, connections: u16) {
    site.restart(|config| {
        config.mail.url = url.clone();
        config.mail.connections = connections;
        config.mail.lease = LEASE;
    })
    .await;
    site.wait(HOUR);
}

fn clear(relay: &ScriptedRelay) -> MailUrl {
    let url = relay.url();
    url.parse().expect("a mail.url")
}

/// Everybody's mail from the first attempt to the end, whatever this relay makes of the first connections.
async fn everybody_gets_it_by(
    site: &mut Site,
    relay: &ScriptedRelay,
    url: &MailUrl,
    readers: usize,
) {
    let connections = u16::try_from(readers).expect("few");
    later(site, url, connections).await;
    let edition = new_edition(site).await;
    post(site, edition, readers, "example.org").await;
    for _ in 0..8 {
        let began = Instant::now();
        send(site).await;
        assert!(
            began.elapsed() < TIME_OUT + GRACE,
            "everybody is free again"
        );
        later(site, url, connections).await;
    }
    let heard = relay.heard();
    assert!(heard.connections > readers, "each had its turn");
    assert_each_once(&heard);
}

/// Nobody's mail came to its dot twice.
fn assert_each_once(heard: &Heard) {
    for (to, count) in copies(&heard.contents) {
        assert_eq!(count, 1, "{to}");
    }
}

fn copies(contents: &[String]) -> BTreeMap<&str, usize> {
    let mut copies = BTreeMap::new();
    for content in contents {
        let to = content.lines().find_map(|line| line.strip_prefix("To: "));
        *copies.entry(to.expect("a recipient")).or_default() += 1;
    }
    copies
}

/// What each of the first connections meets at its place.
async fn meets_at_each_place(site: &mut Site, turn: fn() -> Turn) {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(move |moment| {
        // Each connection misbehaves at the place of its number.
        let place = PLACES.get(moment.connection - 1);
        (place == Some(&moment.stage)).then(turn)
    });
    let url = clear(&relay);
    everybody_gets_it_by(site, &relay, &url, PLACES.len()).await;
    let expected = BTreeMap::from([("sent", 5), ("unknown", 1)]);
    assert_eq!(states(site).await, expected);
    assert_eq!(relay.heard().taken.len(), 5);
}

/// An answer of the relay's to one mail in so many, by chance that is always the same.
fn by_chance(one_in: u32, words: [&'static str; 2]) -> impl Fn(&Moment) -> Option<Turn> {
    let random = Mutex::new(StdRng::seed_from_u64(30));
    move |moment| {
        let word = match moment.stage {
            Stage::Recipient => words[0],
            Stage::Dot => words[1],
            _ => return None,
        };
        let mut random = random.lock().expect("no panic");
        random.random_ratio(1, one_in).then_some(Turn::Say(word))
    }
}

stories! {
    async fn a_relay_that_closes_at_each_place_costs_nobody_their_mail(site: Site) {
        meets_at_each_place(site, Turn::close).await;
    }

    async fn a_relay_that_hangs_at_each_place_costs_nobody_their_mail_and_holds_nobody_up(site: Site) {
        meets_at_each_place(site, Turn::hang).await;
    }

    async fn a_relay_whose_tls_is_broken_gets_the_mails_once_it_is_whole_and_nothing_before(site: Site) {
        let authority = Authority::new();
        let relay = ScriptedRelay::with_starttls(&["PIPELINING"], authority.acceptor("127.0.0.1")).await;
        relay.plays(|moment| {
            let go_on = b"220 go on\r\n".to_vec();
            let turn = match moment.connection {
                1 => Turn::Say("454 4.7.0 not now"),
                2 => Turn::SendAndClose(go_on),
                3 => Turn::SendAndClose([go_on, b"220 nonsense\r\n".repeat(9)].concat()),
                4 => Turn::SendAndHang(go_on),
                _ => return None,
            };
            (moment.stage == Stage::StartTls).then_some(turn)
        });
        let url = format!("smtp://{}?tls=required&ca={}", relay.address, authority.file().display());
        let url = url.parse().expect("a mail.url");
        everybody_gets_it_by(site, &relay, &url, 4).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 4)]));
        let heard = relay.heard();
        let in_the_clear = heard.commands.iter().filter(|command| !command.starts_with('🔒'));
        assert!({ in_the_clear }.all(|command| command.starts_with("EHLO ") || command == "STARTTLS"));
    }

    async fn a_relay_that_refuses_three_in_ten_for_now_takes_all_in_the_end(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        relay.plays(by_chance(6, ["451 4.7.1 later", "452 4.3.1 no room"]));
        let url = clear(&relay);
        let edition = new_edition(site).await;
        post(site, edition, 60, "example.org").await;
        let mut rounds = 0;
        while states(site).await != BTreeMap::from([("sent", 60)]) {
            rounds += 1;
            assert!(rounds < 20, "{:?}", states(site).await);
            later(site, &url, 4).await;
            send(site).await;
        }
        assert!(rounds > 1, "some were refused");
        let heard = relay.heard();
        assert_eq!(copies(&heard.taken).len(), 60);
        assert_eq!(heard.taken.len(), 60);
    }

    async fn a_relay_that_refuses_three_in_ten_for_good_hears_of_none_of_them_again(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        relay.plays(by_chance(6, ["550 5.1.1 nobody", "554 5.7.1 no"]));
        let url = clear(&relay);
        later(site, &url, 4).await;
        let edition = new_edition(site).await;
        post(site, edition, 60, "example.org").await;
        send(site).await;
        let (ended, heard) = (states(site).await, relay.heard());
        assert_eq!(ended["sent"] + ended["failed"], 60, "{ended:?}");
        assert!(ended["failed"] > 5);
        relay.is_honest();
        later(site, &url, 4).await;
        send(site).await;
        assert_eq!(states(site).await, ended);
        assert_eq!(relay.heard().commands.len(), heard.commands.len());
        assert_each_once(&heard);
    }
}
