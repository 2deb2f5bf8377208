//! Consent to advertising is a box that its reader sees, and ends with a refusal or a complaint; a night holds whatever waits then.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::clock::{DAY, HOUR, Timestamp};
use gudok::config::RelayOptions;
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::export::{ExportFormat, export};
use gudok::subscribers::import::{ImportOptions, import};
use gudok::subscribers::{self, SubscriberState, links, subscriber_data};
use tokio_util::sync::CancellationToken;

use crate::advertising::{
    BOTH, LEE, PARK, advertise, adverts, agreed, in_korea, keep_the_law, press, results, said_by,
};
use crate::stories;
use crate::support::readers::{KIM, confirm, history, sign_up, subscriber};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::waiting::until;

const DAY_ONLY: &[(&str, &str)] = &[("advertising", "yes")];

/// 22:10 in Seoul on the first day, in seconds from the start of the story.
const NIGHT: i64 = 13 * HOUR + 600;

stories! {
    async fn whoever_refuses_nights_gets_waiting_advertising_in_the_morning(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        advertise(site).await;
        said_by(&press(site, &kim, "withdraw-night").await, "saved");
        site.wait(NIGHT);
        assert_eq!(adverts(site, KIM).await, 0, "22:10 is night");
        site.wait(10 * HOUR);
        assert_eq!(adverts(site, KIM).await, 1);
    }

    async fn whoever_agrees_to_nights_meanwhile_gets_waiting_advertising_at_night(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, DAY_ONLY).await;
        advertise(site).await;
        let page = format!("{}/advertising", subscribers::links::preferences_url(&site.app, kim.id));
        said_by(&site.post(&page, &[("act", "agree"), ("night", "yes")]).await, "saved");
        site.wait(NIGHT);
        assert_eq!(adverts(site, KIM).await, 1);
    }

    async fn advertising_that_is_held_when_a_night_begins_waits_for_the_morning(site: Site) {
        in_korea(site).await;
        for reader in [KIM, LEE] {
            agreed(site, reader, DAY_ONLY).await;
        }
        advertise(site).await;
        site.change("DELETE FROM outbox WHERE NOT bulk").await;
        let relay = Relay::start(Behaviour::Accept).await;
        let slow = RelayOptions { per_minute: 1, ..relay_options("slow", &relay) };
        site.restart(|config| {
            keep_the_law(config);
            config.mail.relays = vec![slow];
            config.mail.lease = 300;
        }).await;
        let evening: Timestamp = "2026-11-24T20:54:30+09:00".parse().expect("a time");
        site.wait(evening.since(site.app.now()));
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let told = stop.clone();
        let sending = tokio::spawn(async move { app.sender().run(&told).await });
        let held = "SELECT count(*) FROM outbox WHERE state = 'leased'";
        until(async || relay.message_ids().len() == 1 && site.numbers(held).await == [1], "one is sent, one is held").await;
        site.wait(70);
        until(async || site.numbers(held).await == [0], "the other's turn has come").await;
        stop.cancel();
        sending.await.expect("no panic");
        assert_eq!(relay.message_ids().len(), 1, "20:55 counts as night");
        let morning: Timestamp = "2026-11-25T08:00:00+09:00".parse().expect("a time");
        assert_eq!(site.numbers("SELECT due_at FROM outbox WHERE bulk AND state = 'queued'").await, [morning.unix()]);
    }

    async fn readers_who_have_night_do_not_take_the_pace_of_those_who_have_day(site: Site) {
        in_korea(site).await;
        for reader in [KIM, LEE, PARK] {
            agreed(site, reader, DAY_ONLY).await;
        }
        site.change("UPDATE subscribers SET time_zone = 'America/New_York' WHERE email = 'park@example.org'").await;
        site.wait(NIGHT);
        advertise(site).await;
        site.change("UPDATE editions SET rate = 1").await;
        assert_eq!(adverts(site, PARK).await, 1, "08:10 in New York");
        let morning: Timestamp = "2026-11-25T08:00:00+09:00".parse().expect("a time");
        let due = site.numbers("SELECT due_at FROM outbox WHERE bulk AND state = 'queued'").await;
        assert_eq!(due, [morning.unix(); 2]);
    }

    async fn a_zone_that_nobody_knows_any_more_has_the_nights_of_the_site(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, DAY_ONLY).await;
        advertise(site).await;
        site.change("UPDATE outbox SET night_zone = 'Nowhere/Town' WHERE bulk").await;
        site.wait(NIGHT);
        assert_eq!(adverts(site, KIM).await, 0);
    }

    async fn a_consent_to_advertising_does_not_outlive_a_complaint(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        let now = site.app.now();
        let mut tx = site.app.write().await.expect("a transaction");
        let ended = subscribers::block(&mut tx, kim.id, SubscriberState::Complained, "complaint", now).await;
        assert!(ended.expect("blocked"));
        tx.commit().await.expect("committed");
        let events = history(site, KIM).await;
        assert_eq!(events[events.len() - 2..], ["advertising-withdrawn by bounce", "night-withdrawn by bounce"]);
        let mut tx = site.app.write().await.expect("a transaction");
        let owner = ConsentEvidence::of(Channel::Panel);
        assert!(subscribers::reinstate(&mut tx, kim.id, &owner, now).await.expect("reinstated"));
        tx.commit().await.expect("committed");
        sign_up(site, &[("email", KIM)]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers WHERE advertising_at IS NOT NULL").await, [0]);
        assert_eq!(results(site, KIM).await.len(), 1, "a complaint stops the notice too");
    }

    async fn the_link_that_refuses_advertising_works_for_ever_and_does_nothing_else(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        advertise(site).await;
        let page = format!("{}/advertising", links::preferences_url(&site.app, kim.id));
        site.wait(400 * DAY);
        let old = site.get(&page).await;
        assert!(!old.expect(200).contains(KIM), "an old link names nobody");
        assert_eq!((old.count("button[value=withdraw]"), old.count("button[value=keep], [name=advertising]")), (1, 0));
        for act in ["keep", "agree"] {
            site.post(&page, &[("act", act), ("advertising", "yes")]).await.expect(410);
        }
        said_by(&site.post(&page, &[("act", "withdraw-night")]).await, "saved");
        said_by(&site.post(&page, &[("act", "withdraw")]).await, "saved");
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers WHERE advertising_at IS NOT NULL").await, [0]);
        assert_eq!(adverts(site, KIM).await, 0, "what waited is dropped");
        let events = history(site, KIM).await;
        assert_eq!(events[events.len() - 1], "advertising-withdrawn by preferences");
        let forged = page.replace("/preferences/p", "/preferences/px");
        site.post(&forged, &[("act", "withdraw")]).await.expect(400);
        let preferences = page.replace("/advertising", "");
        site.get(&preferences).await.expect(410);
    }

    async fn a_consent_to_advertising_stands_in_the_own_copy_the_export_and_the_list(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, BOTH).await;
        agreed(site, LEE, &[]).await;
        let since = site.numbers("SELECT advertising_at FROM subscribers WHERE advertising_at IS NOT NULL").await[0];
        let since = Timestamp::from_unix(since).to_string();
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let mut tx = site.app.read().await.expect("a connection");
        let own = serde_json::json!(subscriber_data::collect(&mut tx, kim).await.expect("collected"));
        drop(tx);
        assert_eq!((own["advertising_at"].as_str(), own["night_advertising_at"].as_str()), (Some(&*since), Some(&*since)));
        let mut bytes = Vec::new();
        export(&site.app, ExportFormat::Json, &mut bytes).await.expect("exported");
        let list: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!((list[0]["advertising_at"].as_str(), list[1]["advertising_at"].as_str()), (Some(&*since), None));
        let mut csv = Vec::new();
        export(&site.app, ExportFormat::Csv, &mut csv).await.expect("exported");
        let text = String::from_utf8(csv.clone()).expect("UTF-8");
        assert!(text.contains(&format!(",{since},{since},")), "{text}");
        let again = import(&site.app, Cursor::new(csv), &ImportOptions::default()).await.expect("read");
        assert_eq!((again.known, again.rows()), (2, 2), "the columns are no states");
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/subscribers").await;
        assert_eq!(page.expect(200).matches("광고 수신 동의(야간 포함)").count(), 1);
    }

    async fn a_program_ticks_no_box_for_somebody(site: Site) {
        in_korea(site).await;
        let body = serde_json::json!({"email": KIM, "advertising": "yes", "night": "yes"});
        site.post_json("/api/v1/subscriptions", &body).await.expect(202);
        confirm(site, KIM).await.expect(200);
        assert_eq!(history(site, KIM).await, ["requested by api", "confirmed by confirmation"]);
    }

    async fn the_last_step_of_another_form_shows_the_boxes_unticked(site: Site) {
        in_korea(site).await;
        let page = site.post("/subscriptions", &[&[("email", KIM)][..], BOTH].concat()).await;
        page.expect(200);
        assert_eq!(page.count("[type=checkbox][name=advertising], [type=checkbox][name=night]"), 2);
        assert_eq!(page.count("[type=hidden][name=advertising], [type=hidden][name=night], [checked]"), 0);
        assert!(page.body.contains("(선택) 광고성 정보를 이메일로 받는 데 동의합니다."), "{}", page.body);
    }

    async fn a_box_that_is_unticked_behind_the_link_agrees_to_nothing(site: Site) {
        in_korea(site).await;
        sign_up(site, &[&[("email", KIM)][..], BOTH].concat()).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        assert_eq!(site.get(&link).await.count("[type=checkbox][checked]"), 2);
        site.post(&format!("{link}/confirmation"), DAY_ONLY).await.expect(200);
        assert_eq!(history(site, KIM).await[2..], ["advertising-given by confirmation"]);
    }
}
