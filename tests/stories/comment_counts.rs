//! Counts of comments are kept and not counted, and after any sequence of what authors and moderators do they are what a count finds.

use gudok::admin::audit::Actor;
use gudok::comments::bans::{self, BanKind, BanPattern, NewBan};
use gudok::comments::flags::{self, FlagReason};
use gudok::comments::{CommentId, CommentStatus, moderation, privacy};
use gudok::config::CommentModeration;
use gudok::random::Random;
use gudok::token::Token;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

const OTHER: &str = "https://blog.example.org/2026/other/";
const PEOPLE: [(&str, &str); 3] = [
    ("김하늘", "sky@example.org"),
    ("박", "park@example.org"),
    ("이", "lee@example.org"),
];
/// Sequences of one run, and their longest.
const SEQUENCES: usize = 5;
const LONGEST: usize = 24;

/// What somebody does. Numbers choose a person, a thread, or a comment among those that are there.
#[derive(Clone, Debug)]
enum Act {
    Write {
        person: usize,
        other: bool,
        answers: Option<usize>,
    },
    Change {
        comment: usize,
    },
    Delete {
        comment: usize,
    },
    Decide {
        comment: usize,
        status: CommentStatus,
    },
    Undo {
        comment: usize,
        status: CommentStatus,
    },
    Flag {
        comment: usize,
    },
    Erase {
        person: usize,
    },
    Ban {
        person: usize,
        is_shadow: bool,
    },
}

fn status() -> impl Strategy<Value = CommentStatus> {
    prop::sample::select(CommentStatus::ALL)
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let person = 0..PEOPLE.len();
    let act = prop_oneof![
        6 => (person.clone(), any::<bool>(), prop::option::of(0..30_usize))
            .prop_map(|(person, other, answers)| Act::Write { person, other, answers }),
        2 => (0..30_usize).prop_map(|comment| Act::Change { comment }),
        2 => (0..30_usize).prop_map(|comment| Act::Delete { comment }),
        5 => (0..30_usize, status()).prop_map(|(comment, status)| Act::Decide { comment, status }),
        2 => (0..30_usize, status()).prop_map(|(comment, status)| Act::Undo { comment, status }),
        2 => (0..30_usize).prop_map(|comment| Act::Flag { comment }),
        1 => person.clone().prop_map(|person| Act::Erase { person }),
        1 => (person, any::<bool>()).prop_map(|(person, is_shadow)| Act::Ban { person, is_shadow }),
    ];
    prop::collection::vec(act, 1..LONGEST)
}

/// The comments that were written, each with the cookie of its author.
#[derive(Default)]
struct Written(Vec<(i64, String)>);

impl Written {
    fn pick(&self, number: usize) -> Option<&(i64, String)> {
        self.0.get(number % self.0.len().max(1))
    }
}

/// Does one act. Many are refused, such as a change of an erased comment: then nothing may be counted either.
async fn play(site: &mut Site, written: &mut Written, act: &Act) {
    site.wait(60);
    match *act {
        Act::Write {
            person,
            other,
            answers,
        } => write(site, written, person, other, answers).await,
        Act::Change { comment } => {
            let text = format!("고친 글 {comment} https://a.example");
            own(site, written, comment, "text", Some(&text)).await;
        }
        Act::Delete { comment } => own(site, written, comment, "deletion", None).await,
        Act::Decide { comment, status } => {
            if let Some((id, _)) = written.pick(comment) {
                let mut tx = site.app.write().await.expect("a transaction");
                moderation::decide(&mut tx, &site.app, Actor::Command, CommentId(*id), status)
                    .await
                    .expect("decided");
                tx.commit().await.expect("committed");
            }
        }
        Act::Undo { comment, status } => {
            if let Some((id, _)) = written.pick(comment) {
                moderation::undo(&site.app, Actor::Command, &[CommentId(*id)], status)
                    .await
                    .expect("undone");
            }
        }
        Act::Flag { comment } => {
            if let Some((id, _)) = written.pick(comment) {
                flag(site, CommentId(*id)).await;
            }
        }
        Act::Erase { person } => {
            let mut tx = site.app.write().await.expect("a transaction");
            let email = PEOPLE[person].1.parse().expect("an address");
            privacy::erase(&mut tx, &site.app, &email)
                .await
                .expect("erased");
            tx.commit().await.expect("committed");
        }
        Act::Ban { person, is_shadow } => ban(site, person, is_shadow).await,
    }
}

async fn write(
    site: &mut Site,
    written: &mut Written,
    person: usize,
    other: bool,
    answers: Option<usize>,
) {
    let (name, email) = PEOPLE[person];
    let body = format!("{}번째 글입니다", written.0.len());
    let remark = Remark {
        thread: if other { OTHER } else { PAGE },
        parent: answers.and_then(|number| Some(written.pick(number)?.0)),
        notify: false,
        ..Remark::by(name, email, &body)
    };
    site.cookie = None;
    let before = newest(site).await;
    let sent = site.say(remark).await;
    let id = newest(site).await;
    if id != before {
        written.0.push((id, sent.cookie()));
    }
}

async fn newest(site: &Site) -> i64 {
    site.numbers("SELECT coalesce(max(id), 0) FROM comments")
        .await[0]
}

/// Changes or deletes a comment in the browser of its author, as long as it may.
async fn own(site: &mut Site, written: &Written, comment: usize, noun: &str, text: Option<&str>) {
    let Some((id, cookie)) = written.pick(comment) else {
        return;
    };
    site.cookie = Some(cookie.clone());
    let path = |noun: &str| format!("/comments/{id}/{noun}?{}", encode(&[("thread", PAGE)]));
    let page = site.get(&path("text")).await;
    if page.status == 200 {
        let own = page.field("own");
        let mut fields = vec![("own", own.as_str())];
        fields.extend(text.map(|text| ("text", text)));
        let done = site.post(&path(noun), &fields).await;
        assert!(matches!(done.status, 303 | 403 | 422), "{}", done.body);
    }
    site.cookie = None;
}

/// Three readers report a comment, which holds a public one.
async fn flag(site: &Site, id: CommentId) {
    for network in 1..=3 {
        let browser = Token::draw(&Random::seeded(network)).hash();
        let ip = format!("203.0.{network}.9").parse().expect("an address");
        let mut tx = site.app.write().await.expect("a transaction");
        flags::flag(&mut tx, &site.app, id, &browser, ip, FlagReason::Abuse)
            .await
            .expect("taken");
        tx.commit().await.expect("committed");
    }
}

async fn ban(site: &Site, person: usize, is_shadow: bool) {
    let ban = NewBan {
        pattern: BanPattern::parse(BanKind::Address, PEOPLE[person].1).expect("a pattern"),
        is_shadow,
        ends_at: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    bans::add(&mut tx, &site.app, Actor::Command, &ban)
        .await
        .expect("added");
    tx.commit().await.expect("committed");
}

/// Compares everything that is kept with what a count finds; an empty list is right.
async fn wrong_counts(site: &Site) -> Vec<String> {
    const PAIRS: [(&str, &str); 5] = [
        (
            "states",
            "SELECT k.status || ' ' || k.kept || ' ' || k.counted FROM (
                 SELECT s.status, CAST(coalesce((SELECT sum(comments) FROM comment_counts AS c WHERE c.status = s.status), 0) AS BIGINT) AS kept,
                        (SELECT count(*) FROM comments AS c WHERE c.status = s.status) AS counted
                 FROM (SELECT 'pending' AS status UNION SELECT 'approved' UNION SELECT 'spam' UNION SELECT 'trashed') AS s) AS k
             WHERE k.kept <> k.counted",
        ),
        (
            "threads",
            "SELECT t.key || ' ' || t.approved FROM threads AS t
             WHERE t.approved <> (SELECT count(*) FROM comments AS c WHERE c.thread_id = t.id AND c.status = 'approved')",
        ),
        (
            "replies",
            "SELECT CAST(p.id AS TEXT) || ' ' || p.replies FROM comments AS p
             WHERE p.root_id IS NULL
               AND p.replies <> (SELECT count(*) FROM comments AS c WHERE c.root_id = p.id AND c.status = 'approved')",
        ),
        (
            "reasons",
            "SELECT CAST(r.comment_id AS TEXT) || ' ' || r.reason FROM comment_reasons AS r JOIN comments AS c ON c.id = r.comment_id
             WHERE r.status <> c.status OR r.created_at <> c.created_at OR CAST(c.reasons AS TEXT) NOT LIKE '%' || r.reason || '%'
                OR CAST(c.reasons AS TEXT) = '[]'",
        ),
        (
            "reasons that are missing",
            "SELECT CAST(c.id AS TEXT) FROM comments AS c
             WHERE CAST(c.reasons AS TEXT) <> '[]' AND NOT EXISTS (SELECT 1 FROM comment_reasons AS r WHERE r.comment_id = c.id)",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, sql) in PAIRS {
        let found = site.texts(sql).await;
        wrong.extend(found.into_iter().map(|row| format!("{what}: {row}")));
    }
    let mut tx = site.app.read().await.expect("a connection");
    let badge = moderation::count_by_status(&mut tx).await.expect("counts");
    drop(tx);
    let badge = badge
        .iter()
        .find(|(status, _)| *status == CommentStatus::Pending)
        .map_or(0, |(_, count)| *count);
    let waiting = site
        .numbers("SELECT count(*) FROM comments WHERE status = 'pending' AND html <> ''")
        .await[0];
    if badge != waiting {
        wrong.push(format!("badge: {badge} for {waiting}"));
    }
    wrong
}

/// The number that everybody sees is that of the page.
async fn assert_shown(site: &Site, played: &[Act]) {
    for thread in [PAGE, OTHER] {
        let path = format!("/api/v1/comment-counts?{}", encode(&[("thread", thread)]));
        let shown = site.get(&path).await.json()[thread].as_i64();
        let page = site.thread(thread, "").await;
        assert_eq!(
            page.count(&format!(
                "[data-live][data-count='{}']",
                shown.unwrap_or(-1)
            )),
            1,
            "{thread} after {played:?}"
        );
    }
}

stories! {
    async fn no_sequence_of_acts_makes_a_count_wrong(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let mut runner = TestRunner::new(ProptestConfig {
            rng_seed: RngSeed::Fixed(20_261_201),
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let mut written = Written::default();
        let mut played = Vec::new();
        for _ in 0..SEQUENCES {
            let sequence = acts().new_tree(&mut runner).expect("a sequence").current();
            for act in sequence {
                play(site, &mut written, &act).await;
                played.push(act);
                assert_eq!(wrong_counts(site).await, Vec::<String>::new(), "after {played:?}");
            }
            assert_shown(site, &played).await;
            if site.numbers("SELECT count(*) FROM comment_bans").await != [0] {
                site.change("DELETE FROM comment_bans").await;
            }
        }
        assert!(written.0.len() > 10, "the sequences write: {}", written.0.len());
    }
}
