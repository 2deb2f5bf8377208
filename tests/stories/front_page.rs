//! The front page of the panel: what needs a hand, and the numbers of each day.

use gudok::admin::Role;
use gudok::clock::{DAY, HOUR};
use gudok::config::RelayOptions;
use gudok::daily_counts::{self, DailyKind, Day};
use gudok::subscribers::Cadence;
use gudok::{background, store};

use crate::daily_counts::kept;
use crate::stories;
use crate::support::outbox::{post_letter, send};
use crate::support::readers::{KIM, subscribed};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::{Reader, Remark, Site};

const FRONT: &str = "/admin";

/// The number of what happened today.
async fn today(site: &Site, kind: DailyKind) -> i64 {
    let mut tx = site.app.read().await.expect("a connection");
    let day = daily_counts::today(&mut tx, site.app.now())
        .await
        .expect("a day");
    let totals = daily_counts::total(&mut tx, day, day.plus(1))
        .await
        .expect("read");
    totals
        .into_iter()
        .find(|(each, _)| *each == kind)
        .map_or(0, |(_, number)| number)
}

async fn use_relay(site: &mut Site, relay: &Relay) {
    let relays: Vec<RelayOptions> = vec![relay_options("relay", relay)];
    site.restart(|config| config.mail.relays = relays).await;
}

stories! {
    async fn a_join_of_today_shows_on_the_front_page(site: Site) {
        subscribed(site, KIM).await;
        site.sign_in(Role::Owner).await;
        let page = site.get(FRONT).await;
        let totals = page.text_of(".totals");
        assert!(totals.contains("구독자1") || totals.contains("구독자 1"), "{totals}");
        assert!(totals.contains("30일 동안 +1") && totals.contains("이전 30일 대비 +1"), "{totals}");
        assert_eq!(page.count("#growth .point"), 30);
        let last = page.text_of("#growth tbody tr:last-child");
        assert!(last.contains("11월 24일"), "{last}");
        assert_eq!(page.text_of("#growth tbody tr:last-child td:nth-child(3)"), "1");
        assert_eq!(page.text_of("#deliveries tbody tr:last-child td:nth-child(2)"), "2", "the link and the welcome");
        assert!(page.body.contains("11월 24일 · 구독자 1 · 구독 1 · 해지 0 · 반송 0"), "a column says its values");
    }

    async fn the_period_is_chosen_by_links(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        site.wait(40 * DAY);
        site.sign_in(Role::Owner).await;
        for (days, columns, joined) in [(7, 7, "0"), (30, 30, "0"), (90, 13, "1"), (365, 12, "1")] {
            let page = site.get(&format!("{FRONT}?days={days}")).await;
            page.expect(200);
            assert_eq!(page.count(&format!(".filters a[href='/admin?days={days}'][aria-current=true]")), 1);
            assert_eq!(page.count("#growth .point"), columns, "{days} days");
            assert_eq!(page.text_of(".totals > div:nth-child(2) b"), joined, "{days} days");
            assert!(page.body.len() < 60_000, "{days} days: {} octets", page.body.len());
        }
        assert_eq!(site.get("/admin?days=4000").await.count("#growth .point"), 30, "nobody offered that");
    }

    async fn an_empty_site_has_a_calm_front_page(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get(FRONT).await;
        assert!(page.expect(200).contains("아직 보여 드릴 통계가 없습니다"));
        assert_eq!(page.count("#attention a[href='/admin/start']"), 1, "an owner is led to the first reader");
        assert_eq!((page.count(".chart"), page.count(".blank a[href='/admin/embedding']")), (0, 1));
        site.sign_in(Role::Editor).await;
        assert!(site.get(FRONT).await.expect(200).contains("지금 처리할 일이 없습니다."));
    }

    async fn an_old_site_that_is_quiet_keeps_its_periods(site: Site) {
        let reader = site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        let mut tx = site.app.write().await.expect("a transaction");
        let evidence = gudok::subscribers::consent::ConsentEvidence::of(gudok::subscribers::consent::Channel::Form);
        gudok::subscribers::unsubscribe(&mut tx, &site.app, reader.id, &evidence).await.expect("gone");
        tx.commit().await.expect("committed");
        site.wait(100 * DAY);
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin?days=7").await;
        assert_eq!((page.count(".blank"), page.count(".filters a")), (0, 4));
        let year = site.get("/admin?days=365").await;
        assert_eq!(year.text_of(".totals > div:nth-child(2) b"), "1");
        site.sign_in(Role::Moderator).await;
        assert_eq!(site.get(FRONT).await.count(".blank"), 1, "no comment was ever written");
        site.say(Remark::by("김하나", KIM, "첫 댓글")).await;
        site.wait(100 * DAY);
        site.sign_in_again("moderator@example.org").await;
        assert_eq!(site.get("/admin?days=7").await.count(".blank"), 0);
    }

    async fn comments_that_were_written_and_published_stand_side_by_side(site: Site) {
        site.sign_in(Role::Owner).await;
        site.say(Remark::by("김하나", KIM, "댓글")).await;
        site.decide(1, "approval").await.expect(303);
        let page = site.get("/admin?days=7").await;
        let xs: Vec<&str> = page.body.split("<rect class=\"").filter_map(|rect| {
            let (class, rest) = rect.split_once("\" x=\"")?;
            ["written", "approved"].contains(&class).then(|| rest.split_once('"').map(|(x, _)| x))?
        }).collect();
        assert_eq!(xs.len(), 2, "{xs:?}");
        assert_ne!(xs[0], xs[1], "one would hide the other");
    }

    async fn who_may_not_see_subscribers_sees_no_number_of_them(site: Site) {
        for number in 0..7 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), Cadence::Weekly)).await;
        }
        site.say(Remark::by("김하나", KIM, "기다리는 댓글")).await;
        site.sign_in(Role::Moderator).await;
        let page = site.get(FRONT).await;
        assert_eq!((page.count(".totals > div"), page.count(".chart"), page.count("#talk")), (1, 1, 1));
        assert!(!page.expect(200).contains("구독자") && !page.body.contains("다이제스트"), "{}", page.body);
        assert_eq!(page.count("#attention a"), 1, "the comment that waits");
        site.sign_in(Role::Editor).await;
        let page = site.get(FRONT).await;
        assert_eq!((page.count(".totals > div"), page.count(".chart")), (4, 3));
        assert_eq!(page.count("#attention .next a[href='/admin/digests']"), 1);
    }

    async fn comments_that_wait_and_mails_without_a_result_are_cards(site: Site) {
        site.sign_in(Role::Owner).await;
        for number in 0..3 {
            site.say(Remark::by("김하나", KIM, &format!("기다리는 댓글 {number}"))).await;
        }
        post_letter(site, KIM).await;
        site.change("UPDATE outbox SET state = 'unknown' WHERE kind = 'test'").await;
        let page = site.get(FRONT).await;
        assert!(page.expect(200).contains("검토를 기다리는 댓글 3개"));
        assert!(page.body.contains("결과를 알 수 없는 메일 1통"));
        assert_eq!(page.count("#attention a[href='/admin/outbox?state=unknown']"), 1);
        assert!(!page.body.contains("지금 처리할 일이 없습니다."));
    }

    async fn the_next_run_stands_with_its_number_of_readers(site: Site) {
        for number in 0..4 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), Cadence::Weekly)).await;
        }
        site.sign_in(Role::Owner).await;
        let next = site.get(FRONT).await.text_of("#attention .next");
        assert!(next.contains("2026년 11월 30일 07:00") && next.contains("독자 4명"), "{next}");
    }

    async fn mails_are_counted_by_what_became_of_them(site: Site) {
        let relay = Relay::start(Behaviour::RefuseRecipient("451 4.7.1 later")).await;
        use_relay(site, &relay).await;
        post_letter(site, KIM).await;
        for _ in 0..3 {
            send(site).await;
            site.wait(HOUR);
        }
        assert_eq!(today(site, DailyKind::Deferred).await, 1, "however often it is put off");
        relay.becomes(Behaviour::Accept);
        site.wait(6 * HOUR);
        send(site).await;
        relay.becomes(Behaviour::RefuseRecipient("550 5.1.1 unknown"));
        post_letter(site, "lee@example.org").await;
        send(site).await;
        let counted = [DailyKind::Delivered, DailyKind::Deferred, DailyKind::Failed];
        for kind in counted {
            assert_eq!(today(site, kind).await, 1, "{kind}");
        }
        site.change("DELETE FROM outbox").await;
        assert_eq!(today(site, DailyKind::Delivered).await, 1, "what is pruned stays counted");
        site.wait(DAY);
        assert_eq!(today(site, DailyKind::Delivered).await, 0);
    }

    async fn a_day_begins_at_midnight_of_the_site(site: Site) {
        background::finish_migrations(&site.app).await.expect("migrated");
        site.wait(14 * HOUR); // 23:00 in Seoul, 14:00 UTC
        site.reader(Reader::new("before@example.org", Cadence::Weekly)).await;
        site.wait(2 * HOUR);
        site.reader(Reader::new("after@example.org", Cadence::Weekly)).await;
        let days = site.numbers("SELECT DISTINCT day FROM daily_counts WHERE kind = 'joined' ORDER BY day").await;
        assert_eq!(days, [20_781, 20_782]);
        assert_eq!(Day(days[0]).date().to_string(), "2026-11-24");
        assert_eq!(today(site, DailyKind::Joined).await, 1);
        // It is still the 24th in New York.
        site.restart(|config| config.site.time_zone = "America/New_York".parse().expect("a zone")).await;
        site.run_schedule("keep-day-offset").await;
        site.reader(Reader::new("later@example.org", Cadence::Weekly)).await;
        let days = site.numbers("SELECT DISTINCT day FROM daily_counts WHERE kind = 'joined' ORDER BY day").await;
        assert_eq!(days, [20_781, 20_782], "what was counted stays");
        assert_eq!(today(site, DailyKind::Joined).await, 2);
    }

    async fn days_before_the_counts_are_filled_from_what_is_stored(site: Site) {
        site.sign_in(Role::Owner).await;
        subscribed(site, KIM).await;
        let gone = site.reader(Reader::new("gone@example.org", Cadence::Weekly)).await;
        site.say(Remark::by("김하나", KIM, "댓글")).await;
        site.decide(1, "approval").await.expect(303);
        site.wait(DAY);
        let mut tx = site.app.write().await.expect("a transaction");
        let evidence = gudok::subscribers::consent::ConsentEvidence::of(gudok::subscribers::consent::Channel::Form);
        gudok::subscribers::unsubscribe(&mut tx, &site.app, gone.id, &evidence).await.expect("gone");
        tx.commit().await.expect("committed");
        site.mails().await;
        let before = kept(site).await;
        assert!(before.len() >= 5, "{before:?}");
        site.change("DELETE FROM daily_counts").await;
        background::finish_migrations(&site.app).await.expect("migrated");
        site.change("UPDATE day_offset SET seconds = 0").await;
        let mut tx = site.app.write().await.expect("a transaction");
        daily_counts::count_again(&mut tx).await.expect("counted");
        tx.commit().await.expect("committed");
        assert_eq!(kept(site).await, before);
        background::finish_migrations(&site.app).await.expect("nothing is left to do");
    }

    async fn a_year_of_days_is_read_by_at_most_a_row_for_each_kind(site: Site) {
        let mut tx = site.app.write().await.expect("a transaction");
        for day in 0..400 {
            for kind in DailyKind::ALL {
                let sql = "INSERT INTO daily_counts (day, kind, shard, number) VALUES ($1, $2, 0, 7)";
                let done: store::Result<u64> =
                    gudok::changed!(tx, conn => sqlx::query(sql).bind(20_781 - day).bind(*kind).execute(conn));
                done.expect("a day");
            }
        }
        let rows = daily_counts::since(&mut tx, Day(20_781 - 364)).await.expect("read");
        assert_eq!(rows.len(), 365 * DailyKind::ALL.len());
        tx.commit().await.expect("committed");
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin?days=365").await;
        assert!(page.expect(200).contains("2,555"), "365 times 7");
        assert!(page.body.len() < 60_000, "{} octets", page.body.len());
    }
}
