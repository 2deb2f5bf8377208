//! What is old is forgotten: in time, and never so that somebody is mailed again or a page that people come across is lost.

use gudok::clock::DAY;
use gudok::ids;
use gudok::outbox::{self, MailState, counts};
use gudok::subscribers::Cadence::EachPost;

use crate::stories;
use crate::support::outbox::mail_to;
use crate::support::readers::{self, KIM};
use crate::support::{Reader, Site};

const LEE: &str = "lee@example.org";

/// Two posts of different topics; Kim gets both in one digest, Lee the second alone in another. Their archive pages.
async fn two_editions(site: &Site) -> [String; 2] {
    site.reader(Reader::new(KIM, EachPost)).await;
    site.reader(Reader {
        topics: &["연구"],
        ..Reader::new(LEE, EachPost)
    })
    .await;
    site.wait(60);
    site.publish("산업 소식", "요약입니다.", &["산업"]).await;
    site.publish("논문 읽기", "요약입니다.", &["연구"]).await;
    assert_eq!(site.plan().await.mails, 2);
    let pages = [KIM, LEE].map(async |reader| site.newest_mail_to(reader).await.link("/archive/"));
    let [both, one] = pages;
    [both.await, one.await]
}

async fn forget(site: &Site) {
    for schedule in [
        "prune-mails",
        "prune-editions",
        "prune-audit",
        "forget-comment-ips",
        "forget-consent-ips",
    ] {
        site.run_schedule(schedule).await;
    }
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    site.numbers(sql).await[0]
}

stories! {
    async fn a_mail_is_forgotten_after_ninety_days_and_its_post_is_not_mailed_again(site: Site) {
        Box::pin(two_editions(site)).await;
        site.wait(90 * DAY);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM outbox").await, 2, "a bounce may still come");
        site.wait(DAY);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM outbox").await, 0);
        assert_eq!(site.plan().await.mails, 0);
        assert_eq!((site.digests_of(KIM).await.len(), site.digests_of(LEE).await.len()), (1, 1));
        let mut tx = site.app.read().await.expect("a connection");
        let counts = outbox::count_by_state(&mut tx).await.expect("counts");
        assert!(counts.is_empty(), "the list shows none: {counts:?}");
        for id in site.numbers("SELECT id FROM editions").await {
            let fared = counts::count_edition_by_state(&mut tx, ids::EditionId(id)).await.expect("a tally");
            assert_eq!(fared.iter().map(|it| (it.state, it.count)).collect::<Vec<_>>(), [(MailState::Sent, 1)]);
        }
    }

    async fn what_waits_for_a_result_or_a_word_stays(site: Site) {
        let reader = site.reader(Reader::new(KIM, EachPost)).await;
        for _ in 0..4 {
            mail_to(site, &reader).await;
        }
        site.change("UPDATE outbox SET state = 'unknown', finished_at = created_at WHERE id = (SELECT min(id) FROM outbox)").await;
        site.change("UPDATE outbox SET state = 'failed', finished_at = created_at WHERE id = (SELECT max(id) FROM outbox)").await;
        site.wait(400 * DAY);
        forget(site).await;
        assert_eq!(site.texts("SELECT state FROM outbox ORDER BY id").await, ["unknown", "queued", "queued"]);
    }

    async fn a_digest_stays_that_the_archive_lists_or_a_mail_leads_to(site: Site) {
        let [listed, other] = Box::pin(two_editions(site)).await;
        site.wait(400 * DAY);
        site.run_schedule("prune-editions").await;
        site.get(&other).await.expect(200);
        forget(site).await;
        site.get(&listed).await.expect(200);
        assert!(site.get("/archive").await.expect(200).contains("논문 읽기"));
        site.get(&other).await.expect(404);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM editions").await, 1);
    }

    async fn network_addresses_and_the_audit_log_are_kept_for_their_time(site: Site) {
        readers::subscribed(site, KIM).await;
        site.sign_in(gudok::admin::Role::Owner).await;
        let addresses = "SELECT count(*) FROM consent_events WHERE ip IS NOT NULL";
        let (kept, lines) = (count(site, addresses).await, count(site, "SELECT count(*) FROM audit_log").await);
        assert!(kept > 0 && lines > 0);
        site.wait(729 * DAY);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM audit_log").await, lines);
        site.wait(2 * DAY);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM audit_log").await, 0);
        assert_eq!(count(site, addresses).await, kept);
        site.wait(365 * DAY);
        forget(site).await;
        assert_eq!(count(site, addresses).await, 0);
        assert!(!readers::history(site, KIM).await.is_empty(), "the rest of the record stays");
    }

    async fn a_zero_keeps_for_ever(site: Site) {
        site.restart(|config| {
            config.retention.mails = 0;
            config.retention.audit = 0;
        }).await;
        Box::pin(two_editions(site)).await;
        site.sign_in(gudok::admin::Role::Owner).await;
        site.wait(4000 * DAY);
        forget(site).await;
        assert_eq!(count(site, "SELECT count(*) FROM outbox").await, 2);
        assert!(count(site, "SELECT count(*) FROM audit_log").await > 0);
    }
}

#[test]
fn mails_are_kept_for_as_long_as_their_bounces_come_back() {
    let read = |days: &str| {
        let variable = ("GUDOK__RETENTION__MAILS".to_owned(), days.to_owned());
        gudok::config::Config::read(None, [variable])
    };
    assert!(read("30").is_ok() && read("0").is_ok());
    let refused = read("7").expect_err("too short").to_string();
    assert!(
        refused.contains("retention.mails is 7") && refused.contains("30 days or more"),
        "{refused}"
    );
}
