//! A reader moves to another address: the new one confirms, the old one is told, and nobody else's mail is touched.

use gudok::clock::DAY;
use gudok::subscribers::{self, Cadence, SubscriberState, consent, links};

use crate::stories;
use crate::support::readers::{KIM, confirm, history, sign_up, state, subscribed, subscriber};
use crate::support::{Reply, Site};

const NEW: &str = "minji@example.net";

async fn asks(site: &Site, from: &str, to: &str) -> Reply {
    let known = subscriber(site, from).await.expect("a subscriber");
    let link = links::preferences_url(&site.app, known.id);
    let page = site.get(&format!("{link}/address")).await;
    assert!(page.expect(200).contains(from));
    site.post(&format!("{link}/address"), &[("email", to)])
        .await
}

stories! {
    async fn a_reader_moves_by_a_link_at_the_new_address_and_the_old_one_is_told(site: Site) {
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let page = site.get(&links::preferences_url(&site.app, kim.id)).await;
        assert!(page.body.contains("/address\""), "the preferences lead there");
        assert!(asks(site, KIM, NEW).await.expect(200).contains("메일함을 확인해 주세요"));
        let mail = site.newest_mail_to(NEW).await;
        assert!(!mail.text.contains(KIM), "whoever reads it may be somebody else");
        let link = mail.link("/addresses/");
        let page = site.get(&link).await;
        assert!(page.expect(200).contains(NEW) && page.body.contains(KIM));
        assert!(subscriber(site, NEW).await.is_none(), "a look changes nothing");

        site.post(&format!("{link}/confirmation"), &[]).await.expect(200);
        let moved = subscriber(site, NEW).await.expect("a subscriber");
        assert_eq!((moved.id, moved.cadence, moved.state), (kim.id, Cadence::Daily, SubscriberState::Confirmed));
        assert!(subscriber(site, KIM).await.is_none());
        let told = site.newest_mail_to(KIM).await;
        assert_eq!(told.subject, "이메일 주소가 바뀌었습니다: 인공지능 읽기");
        assert!(!told.text.contains(NEW), "it repeats nothing that was typed");
        assert_eq!(site.texts("SELECT search_text FROM subscribers").await, [NEW]);
        site.get(&link).await.expect(410);

        let mut tx = site.app.read().await.expect("a connection");
        let event = consent::history(&mut tx, kim.id).await.expect("read").remove(0);
        assert_eq!(event.changes.0, [consent::Change::between("email", KIM.into(), NEW.into())]);
        assert!(event.wording.is_some_and(|words| words.contains("이 주소로")));
    }

    async fn an_address_with_a_subscription_of_its_own_is_not_taken_and_the_form_tells_nobody(site: Site) {
        subscribed(site, NEW).await;
        subscribed(site, KIM).await;
        let known = asks(site, KIM, NEW).await;
        let other = asks(site, KIM, "nobody@example.net").await;
        let without_forms = |page: &Reply| page.text_of("main");
        assert_eq!(without_forms(&known), without_forms(&other));
        let link = site.newest_mail_to(NEW).await.link("/addresses/");
        assert!(site.get(&link).await.expect(409).contains("이미 구독 중인 주소입니다"));
        site.post(&format!("{link}/confirmation"), &[]).await.expect(409);
        assert!(subscriber(site, KIM).await.is_some());
        asks(site, KIM, "kim").await.expect(422);
    }

    async fn a_link_lasts_a_week_and_belongs_to_a_subscription(site: Site) {
        subscribed(site, KIM).await;
        asks(site, KIM, NEW).await.expect(200);
        let link = site.newest_mail_to(NEW).await.link("/addresses/");
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let mut tx = site.app.write().await.expect("a transaction");
        let evidence = consent::ConsentEvidence::of(consent::Channel::Preferences);
        subscribers::unsubscribe(&mut tx, &site.app, kim.id, &evidence).await.expect("left");
        tx.commit().await.expect("committed");
        site.post(&format!("{link}/confirmation"), &[]).await.expect(410);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        asks(site, KIM, "late@example.net").await.expect(200);
        assert_eq!(site.count_mails_to("late@example.net").await, 0, "who left changes nothing");

        subscribed(site, "lee@example.org").await;
        asks(site, "lee@example.org", "lee@example.net").await.expect(200);
        let link = site.newest_mail_to("lee@example.net").await.link("/addresses/");
        site.wait(8 * DAY);
        site.post(&format!("{link}/confirmation"), &[]).await.expect(410);
        assert_eq!(history(site, "lee@example.org").await.len(), 2);
    }

    async fn a_new_address_helps_a_reader_whose_old_one_bounced(site: Site) {
        let kim = subscribed(site, KIM).await;
        let mut tx = site.app.write().await.expect("a transaction");
        let now = site.app.now();
        subscribers::block(&mut tx, kim.id, SubscriberState::Bounced, "550", now).await.expect("blocked");
        tx.commit().await.expect("committed");
        asks(site, KIM, NEW).await.expect(200);
        let link = site.newest_mail_to(NEW).await.link("/addresses/");
        site.post(&format!("{link}/confirmation"), &[]).await.expect(200);
        assert_eq!(state(site, NEW).await, Some(SubscriberState::Confirmed));
    }
}
