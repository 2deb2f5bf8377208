//! The way of a new site to its first reader, in the panel.

use gudok::admin::Role;
use gudok::subscribers::Cadence;

use crate::stories;
use crate::support::readers::KIM;
use crate::support::{Letter, Reader, Site};

/// Whether a step of the page is done.
async fn is_done(site: &Site, step: &str) -> bool {
    let page = site.get("/admin/start").await;
    page.expect(200);
    assert_eq!(page.count(&format!("#{step} h2 .tag")), 1, "{step}");
    page.text_of(&format!("#{step} h2 .tag")) == "완료"
}

stories! {
    async fn each_step_is_done_once_the_site_shows_it(site: Site) {
        site.sign_in(Role::Owner).await;
        assert!(site.get("/admin").await.expect(200).contains("시작하기: 6단계 중"));
        for step in ["records", "feed", "pages", "reader"] {
            assert!(!is_done(site, step).await, "{step}");
        }
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        assert!(is_done(site, "reader").await);
        assert!(!site.get("/admin").await.expect(200).contains("시작하기: 6단계 중"), "the card goes");
    }

    async fn a_test_mail_goes_to_the_owner_through_the_outbox_and_its_result_is_shown(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/start").await;
        page.expect(200);
        let csrf = page.field("csrf");
        let sent = site.post("/admin/start/test-mail", &[("csrf", &csrf)]).await;
        sent.expect(303);
        let place = sent.header("location").to_owned();
        assert!(site.get(&place).await.expect(200).contains("보내는 중입니다"));
        let mails = site.mails().await;
        let letter = mails.iter().find(|mail| mail.recipient.as_str() == "owner@example.org").expect("a mail");
        assert!(Letter::read(&letter.bytes).subject.contains("시험 메일"));
        assert!(site.get(&place).await.expect(200).contains("메일 서버가 받았습니다"));
        assert!(is_done(site, "mail").await);
        assert!(site.audit_log().await.iter().any(|line| line.contains("test-mail owner@example.org")));
    }

    async fn what_the_relay_says_to_a_test_mail_is_shown(site: Site) {
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/start").await.field("csrf");
        let place = site.post("/admin/start/test-mail", &[("csrf", &csrf)]).await.header("location").to_owned();
        site.change("UPDATE outbox SET state = 'failed', result = '535 5.7.8 wrong password' WHERE kind = 'test-mail'").await;
        let page = site.get(&place).await;
        assert!(page.expect(200).contains("메일을 보내지 못했습니다"));
        assert!(page.body.contains("535 5.7.8 wrong password"));
        let other = site.get("/admin/start?mail=nothing").await;
        assert!(!other.expect(200).contains("535"));
    }

    async fn only_owners_are_led(site: Site) {
        site.sign_in(Role::Editor).await;
        site.get("/admin/start").await.expect(403);
        assert!(!site.get("/admin").await.expect(200).contains("시작하기"));
    }
}
