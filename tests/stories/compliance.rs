//! The law of the readers: what a site needs for it, what its forms say, and the page that lists what is due.

use gudok::admin::Role;
use gudok::clock::DAY;
use gudok::config::Compliance;
use gudok::settings::{self, ChangeError, SettingEdit, SettingOption};

use crate::advertising::in_korea;
use crate::reader_fields::define;
use crate::stories;
use crate::support::campaigns::said;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, sign_up, subscribed};
use crate::support::{PAGE, Site, thread_path};

async fn in_the_union(site: &mut Site) {
    site.restart(|config| {
        config.site.compliance = Compliance::Eu;
        config.site.contact = Some("hello@example.org".into());
        config.site.privacy_url = Some("https://blog.example.org/privacy".parse().expect("a URL"));
    })
    .await;
}

#[test]
fn a_law_that_cannot_be_kept_is_refused_at_the_start_with_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["serve", "worker"] {
        let mut program = gudok(folder.path(), &[command]);
        program
            .env("GUDOK__SITE__COMPLIANCE", "kr")
            .env("GUDOK__SITE__CONTACT", " ")
            .env("GUDOK__SERVER__BIND", "127.0.0.1:0");
        let printed = Printed::of(program);
        let line = printed.failure();
        for option in ["site.contact", "site.postal_address", "site.privacy_url"] {
            assert!(line.contains(option), "{command}: {line}");
        }
    }
}

stories! {
    async fn a_setting_that_the_law_needs_is_not_taken_away(site: Site) {
        site.restart(|config| {
            config.site.compliance = Compliance::Eu;
            config.site.privacy_url = Some("https://blog.example.org/privacy".parse().expect("a URL"));
        })
        .await;
        let contact = SettingOption::named("site.contact").expect("an option");
        for (text, is_taken) in [("hello@example.org", true), ("", false), ("02-123-4567", true)] {
            let seen = site.app.live_config().version();
            let mut tx = site.app.write().await.expect("a transaction");
            let edits = [SettingEdit { option: contact, text }];
            let changed = settings::change(&mut tx, site.app.given_config(), &edits, seen).await;
            match changed {
                Ok(_) if is_taken => tx.commit().await.expect("committed"),
                Err(ChangeError::NeededByLaw { option, .. }) if !is_taken => assert_eq!(option, contact),
                other => panic!("{text}: {other:?}"),
            }
            site.app.renew_config().await.expect("renewed");
        }
    }

    async fn forms_under_the_law_of_korea_say_what_is_collected_why_and_for_how_long(site: Site) {
        in_korea(site).await;
        let comments = thread_path(PAGE);
        for path in ["/", "/fragments/subscription", comments.as_str()] {
            let page = site.get(path).await;
            for words in ["수집 항목: ", "이용 목적: ", "보유 기간: ", "만 14세 미만", "https://blog.example.org/privacy"] {
                assert!(page.expect(200).contains(words), "{path}: {words}");
            }
        }
        for path in ["/", "/fragments/subscription"] {
            let page = site.get(path).await;
            assert_eq!(page.count("[type=checkbox][name=advertising], [type=checkbox][name=night]"), 2, "{path}");
            assert_eq!(page.count("[type=checkbox][checked]"), 0, "{path}");
        }
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let recorded = site.texts("SELECT wording FROM consent_events").await.remove(0);
        let page = site.get("/").await;
        let lines: Vec<&str> = recorded.lines().collect();
        assert_eq!(lines.len(), 3);
        for line in lines {
            assert!(page.body.contains(line), "what is recorded is what is shown: {line}");
        }
    }

    async fn the_words_of_what_is_collected_name_the_fields_that_a_form_asks(site: Site) {
        define(site, "사는 곳", "choice", &["서울", "부산"]).await;
        define(site, "생일", "date", &[]).await;
        in_korea(site).await;
        let named = "이름(선택), 사는 곳, 생일(선택), 동의 기록에";
        for path in ["/", "/fragments/subscription"] {
            assert!(site.get(path).await.expect(200).contains(named), "{path}");
        }
        let step = site.post("/subscriptions", &[("email", KIM)]).await;
        assert!(step.expect(200).contains(named), "the last step of a plain form: {}", step.body);
        let english = site.get("/?lang=en").await;
        assert!(english.expect(200).contains("name (optional), 사는 곳, 생일 (optional), and with"), "{}", english.body);
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let recorded = site.texts("SELECT wording FROM consent_events").await.remove(0);
        assert!(recorded.contains(named), "what is recorded is what is shown: {recorded}");
    }

    async fn forms_under_the_law_of_the_union_have_the_words_of_consent_and_no_ticked_box(site: Site) {
        in_the_union(site).await;
        for path in ["/", "/fragments/subscription"] {
            let page = site.get(path).await;
            assert!(page.expect(200).contains("받는 데 동의하게 됩니다"), "{path}");
            assert!(page.body.contains("https://blog.example.org/privacy"), "{path}");
            assert_eq!(page.count("[type=checkbox][checked]"), 0, "{path}");
        }
    }

    async fn the_page_of_the_law_shows_what_is_due_and_what_was_done(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/compliance").await;
        assert!(page.expect(200).contains("적용할 법령을 정하지 않았습니다"), "{}", page.body);
        in_korea(site).await;
        site.sign_in_again("owner@example.org").await;
        sign_up(site, &[("email", KIM), ("advertising", "yes")]).await.expect(200);
        crate::support::readers::confirm(site, KIM).await.expect(200);
        site.mails().await;
        site.run_schedule("advertising-notices").await;
        let page = site.get("/admin/compliance").await;
        for words in ["site.postal_address", "입력됨", "2028년 11월 24일", "kim@example.org", "2026년 12월 8일", "보냄"] {
            assert!(page.expect(200).contains(words), "{words}: {}", page.body);
        }
    }

    async fn a_request_for_ones_data_has_a_day_until_which_it_is_answered(site: Site) {
        in_the_union(site).await;
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/compliance").await.field("csrf");
        let write = async |kind: &str, email: &str, day: &str| {
            let form = [("csrf", csrf.as_str()), ("kind", kind), ("email", email), ("day", day)];
            site.post("/admin/compliance/requests", &form).await
        };
        write("export", "not an address", "2026-11-24").await.expect(422);
        write("export", KIM, "2026-11-25").await.expect(422);
        assert_eq!(said(&write("export", KIM, "2026-11-20").await), "written");
        assert_eq!(said(&write("erasure", "Kim@Example.org", "2026-11-24").await), "written");
        let page = site.get("/admin/compliance").await;
        assert!(page.expect(200).contains("2026년 12월 20일") && page.body.contains("2026년 12월 24일"), "{}", page.body);
        assert!(!page.body.contains("기한 지남"), "{}", page.body);
        site.wait(27 * DAY);
        site.sign_in_again("owner@example.org").await;
        let page = site.get("/admin/compliance").await;
        assert!(page.body.contains("기한 지남"), "{}", page.body);
        let csrf = page.field("csrf");

        let first = site.numbers("SELECT min(id) FROM data_requests").await[0];
        let answer = format!("/admin/compliance/requests/{first}/answer");
        assert_eq!(said(&site.post(&answer, &[("csrf", &csrf)]).await), "answered");
        assert_eq!(said(&site.post(&answer, &[("csrf", &csrf)]).await), "stale");
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::personal_data::erase(&mut tx, &site.app, &kim.email).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.numbers("SELECT count(*) FROM data_requests WHERE address IS NOT NULL OR done_at IS NULL").await, [0]);
        let log = site.audit_log().await.join("\n");
        assert!(log.contains("data-request") && log.contains("data-answer") && !log.contains(KIM), "{log}");
    }

    async fn an_erasure_by_the_person_stands_in_the_list_without_them(site: Site) {
        in_the_union(site).await;
        let kim = subscribed(site, KIM).await;
        let link = gudok::subscribers::links::preferences_url(&site.app, kim.id);
        site.post(&format!("{link}/deletion"), &[]).await.expect(200);
        assert_eq!(site.texts("SELECT kind || ' ' || source || ' ' || COALESCE(address, '-') FROM data_requests").await, ["erasure self -"]);
        assert_eq!(site.numbers("SELECT done_at FROM data_requests").await, [site.app.now().unix()]);
    }
}
