//! Campaigns: a mail written by hand reaches each reader it is for once, whatever happens meanwhile.

use gudok::admin::Role;
use gudok::campaigns::{CampaignId, CampaignState, fan_out};
use gudok::clock::MINUTE;
use gudok::outbox;
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::{self, Cadence};
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::campaigns::said;
use crate::support::{Letter, Reader, Site};

const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";
const PARK: &str = "park@example.org";

/// Readers who confirmed, and an editor who is signed in.
async fn site_with(site: &mut Site, readers: &[&str]) {
    for reader in readers {
        site.reader(Reader::new(reader, Cadence::Weekly)).await;
    }
    site.sign_in(Role::Editor).await;
}

/// More readers than one slice takes.
async fn crowd(site: &Site) {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone,
                                 created_at, confirmed_at)
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000)
        SELECT 'reader' || n || '@example.org', 'reader' || n || '@example.org', '', 'confirmed', 'ko', 'weekly', 7,
               'Asia/Seoul', 1, 1 FROM numbers";
    site.change(SQL).await;
}

async fn leave(site: &Site, email: &str) {
    let reader = site.subscriber(email).await;
    let link = site.app.links().unsubscribe(reader.id);
    site.post(&link, &[("List-Unsubscribe", "One-Click")])
        .await
        .expect(200);
}

/// Who has the campaign's mail in their mailbox, in order.
async fn reached(site: &Site) -> Vec<String> {
    let mails = site.mails().await;
    let campaigns = mails
        .iter()
        .filter(|mail| Letter::read(&mail.bytes).subject == "가을 소식");
    let mut who: Vec<String> = campaigns.map(|mail| mail.recipient.clone()).collect();
    who.sort_unstable();
    who
}

async fn state(site: &Site, id: CampaignId) -> CampaignState {
    site.campaign(id).await.state
}

/// The counters and the table say the same.
async fn assert_counted(site: &Site, id: CampaignId, of: [(outbox::MailState, i64); 6]) {
    let progress = site.progress(id).await;
    let counters = [
        progress.queued,
        progress.sent,
        progress.deferred,
        progress.failed,
        progress.unknown,
        progress.dropped,
    ];
    assert_eq!(counters, of.map(|(_, count)| count));
    let mut tx = site.app.read().await.expect("a connection");
    let edition = site.campaign(id).await.edition_id.expect("an edition");
    let counted = outbox::count_edition_since(&mut tx, edition, None)
        .await
        .expect("counted");
    for (state, count) in of {
        let rows = counted.iter().find(|each| each.state == state);
        assert_eq!(rows.map_or(0, |rows| rows.count), count, "{state}");
    }
}

fn counts(numbers: [i64; 6]) -> [(outbox::MailState, i64); 6] {
    use outbox::MailState::{Deferred, Dropped, Failed, Queued, Sent, Unknown};
    let mut all = [Queued, Sent, Deferred, Failed, Unknown, Dropped].map(|state| (state, 0));
    for (place, number) in all.iter_mut().zip(numbers) {
        place.1 = number;
    }
    all
}

stories! {
    async fn a_campaign_reaches_every_confirmed_reader_once(site: Site) {
        site_with(site, &[KIM, LEE, PARK]).await;
        leave(site, PARK).await;
        site.post("/subscriptions", &[("email", "pending@example.org")]).await;
        let id = site.draft(&[]).await;
        assert_eq!(reached(site).await, Vec::<String>::new(), "a draft goes to nobody");
        site.start_campaign(id).await.expect(303);
        assert_eq!(reached(site).await, [KIM, LEE]);
        assert_eq!(state(site, id).await, CampaignState::Running);
        fan_out::run(site.app.clone(), id.0.to_string()).await.expect("a job may run twice");
        site.reconcile().await;
        assert_eq!(state(site, id).await, CampaignState::Finished);
        site.reader(Reader::new("late@example.org", Cadence::Weekly)).await;
        site.reconcile().await;
        assert_eq!(reached(site).await, [KIM, LEE]);
        assert_counted(site, id, counts([0, 2, 0, 0, 0, 0])).await;
        let edit = site.get(&format!("/admin/campaigns/{}/edit", id.0)).await;
        assert_eq!(said(&edit), "stale", "what was sent stays as it is");
    }

    async fn its_mail_is_whole_and_its_links_are_the_readers_own(site: Site) {
        site_with(site, &[KIM, LEE]).await;
        site.started(&[]).await;
        let (kim, lee) = (site.newest_mail_to(KIM).await, site.newest_mail_to(LEE).await);
        assert_eq!(kim.subject, "가을 소식");
        let page = dom_query::Document::from(kim.html.as_str());
        assert_eq!(page.select("h1").text().trim(), "가을 소식");
        assert_eq!(page.select("h2").text().trim(), "모임 안내");
        assert!(page.select("h2").attr("style").is_some_and(|style| style.contains("font-weight")), "inlined");
        assert_eq!(page.select(".written a").attr("href").as_deref(), Some("https://blog.example.org/meeting"));
        assert!(kim.text.contains("여기 (https://blog.example.org/meeting)에 있습니다."), "{}", kim.text);
        for path in ["/unsubscribe/", "/preferences/"] {
            assert_ne!(kim.link(path), lee.link(path));
            assert!(kim.html.contains(&kim.link(path)));
        }
        assert_eq!(kim.header("List-Unsubscribe"), format!("<{}>", kim.link("/unsubscribe/")));
        assert!(!kim.header("List-Id").is_empty());
        site.post(&kim.link("/unsubscribe/"), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        assert_eq!(site.subscriber(KIM).await.state, subscribers::SubscriberState::Unsubscribed);
    }

    async fn readers_of_its_topics_and_of_every_topic_get_it(site: Site) {
        let about = |email, topics| Reader { topics, ..Reader::new(email, Cadence::Weekly) };
        site.reader(about(KIM, &["Robots"])).await;
        site.reader(about(LEE, &["Poems"])).await;
        site.reader(about(PARK, &[])).await;
        site.reader(about("both@example.org", &["Poems", "Robots"])).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[("audience", "topics"), ("topics", "robots")]).await;
        let page = site.get(&format!("/admin/campaigns/{}/delivery", id.0)).await;
        assert!(page.expect(200).contains("3명이 이 메일을 받습니다"), "{}", page.body);
        site.start_campaign(id).await.expect(303);
        assert_eq!(reached(site).await, ["both@example.org", KIM, PARK]);
    }

    async fn a_pause_holds_its_mails_and_a_resumption_lets_them_go(site: Site) {
        site_with(site, &[KIM, LEE]).await;
        let id = site.started(&[]).await;
        assert_eq!(site.tell(id, "pause").await, "paused");
        assert_eq!(site.tell(id, "pause").await, "stale");
        assert_eq!(reached(site).await, Vec::<String>::new());
        site.reconcile().await;
        assert_eq!(state(site, id).await, CampaignState::Paused);
        assert_counted(site, id, counts([2, 0, 0, 0, 0, 0])).await;
        assert_eq!(site.tell(id, "resumption").await, "resumed");
        assert_eq!(reached(site).await, [KIM, LEE]);
        site.reconcile().await;
        assert_eq!(site.tell(id, "resumption").await, "stale");
        assert_eq!(state(site, id).await, CampaignState::Finished);
    }

    async fn a_cancellation_drops_what_waits(site: Site) {
        site_with(site, &[KIM, LEE]).await;
        let id = site.started(&[]).await;
        assert_eq!(site.tell(id, "cancellation").await, "cancelled");
        assert_eq!(reached(site).await, Vec::<String>::new());
        assert_counted(site, id, counts([0, 0, 0, 0, 0, 2])).await;
        for noun in ["pause", "resumption", "cancellation", "failed/attempt", "unknown/attempt"] {
            assert_eq!(site.tell(id, noun).await, "stale", "{noun}");
        }
        // A sender that held one of them comes back without having handed it over.
        site.change("UPDATE outbox SET state = 'deferred' WHERE id = (SELECT max(id) FROM outbox WHERE bulk)").await;
        site.wait(3600);
        assert_eq!(reached(site).await, Vec::<String>::new(), "nothing of it goes out any more");
        site.reconcile().await;
        assert_counted(site, id, counts([0, 0, 0, 0, 0, 2])).await;
        assert_eq!(state(site, id).await, CampaignState::Cancelled);
    }

    async fn a_cancellation_stops_the_adding_of_readers(site: Site) {
        crowd(site).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        site.start_campaign(id).await.expect(303);
        assert!(fan_out::step(&site.app, id).await.expect("a slice"));
        assert_eq!(site.tell(id, "cancellation").await, "cancelled");
        assert!(!fan_out::step(&site.app, id).await.expect("nothing"));
        site.run_jobs().await;
        assert_counted(site, id, counts([0, 0, 0, 0, 0, 10_000])).await;
    }

    async fn a_crash_between_two_slices_and_two_nodes_at_once_double_nobody(site: Site) {
        crowd(site).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        site.start_campaign(id).await.expect(303);
        let edition = site.campaign(id).await.edition_id.expect("an edition");
        assert!(fan_out::step(&site.app, id).await.expect("a slice"));
        // A node dies with its slice uncommitted, and its job is lost with it.
        let mut tx = site.app.write().await.expect("a transaction");
        let after = site.campaign(id).await.reached;
        gudok::audience::fan_out::slice(&mut tx, edition, fan_out::KIND, None, after, site.app.now()).await.expect("a slice");
        drop(tx);
        site.change("DELETE FROM jobs WHERE kind = 'campaign-fan-out'").await;
        site.reconcile().await;
        assert_eq!(site.progress(id).await.total(), 10_000, "it may still be under way somewhere");
        site.wait(60);
        let again = async || fan_out::run(site.app.clone(), id.0.to_string()).await;
        let (one, other) = tokio::join!(again(), again());
        one.expect("done");
        other.expect("done");
        site.reconcile().await;
        let mails = site.numbers("SELECT count(*) FROM outbox").await;
        let readers = site.numbers("SELECT count(DISTINCT subscriber_id) FROM outbox").await;
        assert_eq!((mails[0], readers[0]), (12_000, 12_000));
    }

    async fn a_fan_out_that_was_interrupted_goes_on_by_itself(site: Site) {
        crowd(site).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        site.start_campaign(id).await.expect(303);
        assert!(fan_out::step(&site.app, id).await.expect("a slice"));
        site.change("DELETE FROM jobs WHERE kind = 'campaign-fan-out'").await;
        site.wait(60);
        site.reconcile().await;
        assert_counted(site, id, counts([12_000, 0, 0, 0, 0, 0])).await;
        assert!(site.campaign(id).await.fanned_out_at.is_some());
    }

    async fn a_sign_up_goes_on_between_two_slices(site: Site) {
        crowd(site).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        site.start_campaign(id).await.expect(303);
        assert!(fan_out::step(&site.app, id).await.expect("a slice"));
        crate::support::readers::sign_up(site, &[("email", KIM)]).await.expect(200);
        site.run_jobs().await;
        assert_counted(site, id, counts([12_000, 0, 0, 0, 0, 0])).await;
        assert_eq!(site.subscriber(KIM).await.state, subscribers::SubscriberState::Pending);
    }

    async fn who_leaves_during_the_run_gets_nothing(site: Site) {
        site_with(site, &[KIM, LEE, PARK]).await;
        let id = site.draft(&[]).await;
        site.start_campaign(id).await.expect(303);
        let edition = site.campaign(id).await.edition_id.expect("an edition");
        site.change("DELETE FROM jobs WHERE kind = 'campaign-fan-out'").await;

        // Kim is leaving when the slice comes: it waits for the leave.
        let kim = site.subscriber(KIM).await.id;
        let mut leaving = site.app.write().await.expect("a transaction");
        let evidence = ConsentEvidence::of(Channel::OneClick);
        subscribers::unsubscribe(&mut leaving, &site.app, kim, &evidence).await.expect("left");
        let app = site.app.clone();
        let slice = tokio::spawn(async move {
            let mut tx = app.write().await.expect("a transaction");
            gudok::audience::fan_out::slice(&mut tx, edition, fan_out::KIND, None, 0, app.now()).await.expect("a slice");
            tx
        });
        tokio::task::yield_now().await;
        // On SQLite it shares the slice's commit.
        let gone = tokio::spawn(leaving.commit());

        // Lee leaves while the slice is not committed yet: the leave waits for it.
        let tx = slice.await.expect("no panic");
        let ((), committed) = tokio::join!(leave(site, LEE), tx.commit());
        committed.expect("committed");
        gone.await.expect("no panic").expect("committed");
        assert_eq!(reached(site).await, [PARK]);
        assert_counted(site, id, counts([0, 1, 0, 0, 0, 1])).await;
    }

    async fn failed_mails_are_sent_again_but_not_to_who_has_left(site: Site) {
        site_with(site, &[KIM, LEE, PARK]).await;
        let id = site.started(&[]).await;
        site.change("UPDATE outbox SET state = 'failed', attempts = 9, finished_at = 1 WHERE bulk AND recipient <> 'park@example.org'").await;
        assert_eq!(reached(site).await, [PARK]);
        site.reconcile().await;
        assert_eq!(state(site, id).await, CampaignState::Finished);
        leave(site, LEE).await;
        assert_eq!(site.tell(id, "failed/attempt").await, "retry");
        site.run_jobs().await;
        assert_eq!(state(site, id).await, CampaignState::Running, "it goes on");
        assert_counted(site, id, counts([1, 1, 0, 1, 0, 0])).await;
        assert_eq!(reached(site).await, [KIM, PARK]);
        site.reconcile().await;
        assert_eq!(state(site, id).await, CampaignState::Finished);
    }

    async fn mails_without_a_known_result_wait_for_the_owners_word(site: Site) {
        site_with(site, &[KIM, LEE]).await;
        let id = site.started(&[]).await;
        site.change("UPDATE outbox SET state = 'unknown', attempts = 1, finished_at = 1 WHERE bulk").await;
        site.reconcile().await;
        assert_eq!(state(site, id).await, CampaignState::Finished, "they don't hold it up");
        assert_eq!(reached(site).await, Vec::<String>::new());
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        assert!(page.expect(200).contains("결과를 알 수 없는 메일이 2통"));
        site.change("UPDATE outbox SET finished_at = 4000000000 WHERE recipient = 'lee@example.org'").await;
        assert_eq!(site.tell(id, "unknown/attempt").await, "again");
        assert_eq!(reached(site).await, [KIM], "the word was on those that were unknown when it was said");
        site.change("UPDATE outbox SET finished_at = 1 WHERE recipient = 'lee@example.org'").await;
        assert_eq!(site.tell(id, "unknown/cancellation").await, "left");
        assert_eq!(reached(site).await, [KIM]);
        assert_counted(site, id, counts([0, 1, 0, 0, 0, 1])).await;
    }

    async fn the_counters_are_right_in_every_state(site: Site) {
        let readers: Vec<String> = (0..7).map(|number| format!("reader{number}@example.org")).collect();
        site_with(site, &readers.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let id = site.started(&[]).await;
        for sql in [
            "UPDATE outbox SET state = 'sent' WHERE recipient IN ('reader0@example.org', 'reader1@example.org')",
            "UPDATE outbox SET state = 'deferred' WHERE recipient = 'reader2@example.org'",
            "UPDATE outbox SET state = 'failed' WHERE recipient = 'reader3@example.org'",
            "UPDATE outbox SET state = 'unknown' WHERE recipient = 'reader4@example.org'",
            "UPDATE outbox SET state = 'dropped' WHERE recipient = 'reader5@example.org'",
        ] {
            site.change(sql).await;
        }
        assert_counted(site, id, counts([1, 2, 1, 1, 1, 1])).await;
        let progress = site.progress(id).await;
        assert_eq!((progress.total(), progress.settled(), progress.percent()), (7, 5, 71));
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        let shown = page.text_of(".figures dd");
        assert_eq!(shown.replace(char::is_whitespace, ""), "211111");
        assert_eq!(page.count("progress[value='5'][max='7']"), 1);
    }

    async fn its_rate_holds_it_back_until_it_is_changed(site: Site) {
        site_with(site, &[KIM, LEE, PARK]).await;
        let id = site.started(&[("rate", "1")]).await;
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let stopped = stop.clone();
        let sending = tokio::spawn(async move { app.sender().drain(&stopped).await });
        let mut minutes = 0;
        loop {
            let sent = site.progress(id).await.sent;
            assert!(sent <= minutes + 1, "{sent} in {minutes} minutes");
            if sent == 2 {
                break;
            }
            if sent > minutes {
                site.wait(MINUTE);
                minutes += 1;
            }
            tokio::task::yield_now().await;
        }
        let csrf = site.get("/admin/account").await.field("csrf");
        let path = format!("/admin/campaigns/{}/rate", id.0);
        site.post(&path, &[("csrf", &csrf), ("rate", "fast")]).await.expect(422);
        site.post(&path, &[("csrf", &csrf), ("rate", "")]).await.expect(303);
        sending.await.expect("no panic").expect("it ends by itself now");
        assert_eq!(site.campaign(id).await.rate, None);
        assert_eq!(site.progress(id).await.sent, 3);
    }
}
