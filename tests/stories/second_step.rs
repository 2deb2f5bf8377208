//! The second step of signing in: codes of an authenticator app and recovery codes, each once.

use gudok::admin::Role;
use gudok::changed;
use gudok::clock::{DAY, MINUTE};

use crate::stories;
use crate::support::authenticator::{
    AuthenticatorApp, first_step, prove, second_step, show_secret,
};
use crate::support::program::{Printed, gudok};
use crate::support::{Letter, PASSWORD, Reply, Site};

const OWNER: &str = "owner@example.org";

/// An owner who turned the second step on and signed out; a minute later, so that the first code is past.
async fn with_second_step(site: &mut Site) -> AuthenticatorApp {
    site.sign_in(Role::Owner).await;
    let app = AuthenticatorApp::turn_on(site).await;
    site.cookie = None;
    site.wait(MINUTE);
    app
}

/// Runs a statement that changes tables and no rows.
async fn define(site: &Site, sql: &'static str) {
    let mut tx = site.app.write().await.expect("a transaction");
    changed!(tx, conn => sqlx::query(sql).execute(conn)).expect("a statement");
    tx.commit().await.expect("committed");
}

/// Whether a mail to this recipient contains these words.
async fn was_told(site: &Site, recipient: &str, words: &str) -> bool {
    let mails = site.mails().await;
    let own = mails
        .iter()
        .filter(|mail| mail.recipient.as_str() == recipient);
    own.into_iter()
        .any(|mail| Letter::read(&mail.bytes).text.contains(words))
}

/// Posts the form of the page of the second step.
async fn change(site: &Site, present: &str, code: &str, act: &str) -> Reply {
    let csrf = site.get("/admin/account/second-factor").await.field("csrf");
    let form = [
        ("csrf", &*csrf),
        ("present", present),
        ("code", code),
        ("act", act),
    ];
    site.post("/admin/account/second-factor/change", &form)
        .await
}

stories! {
    async fn the_second_step_is_turned_on_by_the_password_and_a_code_and_asked_from_then_on(site: Site) {
        site.sign_in(Role::Owner).await;
        let elsewhere = first_step(site, OWNER).await.cookie();
        site.sign_in_again(OWNER).await;
        let path = "/admin/account/second-factor";
        let csrf = site.get(path).await.field("csrf");
        let wrong = site.post(path, &[("csrf", &csrf), ("present", "not the password")]).await;
        assert!(wrong.expect(422).contains("현재 비밀번호가 맞지 않습니다") && wrong.count("svg.qr") == 0);
        let shown = show_secret(site).await;
        assert_eq!(shown.count("svg.qr path"), 1, "a QR code");
        let app = AuthenticatorApp::reading(&shown);
        let refused = prove(site, &shown, "000000").await;
        assert!(refused.expect(422).contains("코드가 맞지 않거나"));
        assert_eq!(AuthenticatorApp::reading(&refused).code(site, 0), app.code(site, 0), "the key stays");
        assert!(site.texts("SELECT secret FROM second_factors").await.is_empty());
        let done = prove(site, &shown, &app.code(site, 0)).await;
        done.expect(201);
        assert_eq!(done.count("ol.codes li"), 10);
        // Posted twice, as by a reload: nothing new is drawn.
        prove(site, &shown, &app.code(site, 0)).await.expect(303);
        assert!(site.get("/admin/account").await.expect(200).contains("복구 코드가 10개"));
        assert!(was_told(site, OWNER, "2단계 인증이 켜졌습니다").await);
        site.cookie = Some(elsewhere);
        site.get("/admin/account").await.expect(303);
        site.cookie = None;
        site.wait(MINUTE);
        let first = first_step(site, OWNER).await;
        assert!(first.expect(200).contains("인증 앱에 지금 표시된"));
        let second = second_step(site, &first, &app.code(site, 0)).await;
        second.expect(303);
        site.cookie = Some(second.cookie());
        site.get("/admin/account").await.expect(200);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("{OWNER} second-step-on {OWNER}")), "{log:?}");
    }

    async fn the_right_password_without_a_code_opens_nothing(site: Site) {
        let app = with_second_step(site).await;
        let before = site.texts("SELECT token_hash FROM sessions").await;
        let first = first_step(site, OWNER).await;
        first.expect(200);
        assert!(first.cookie().is_empty(), "{:?}", first.headers);
        assert_eq!(site.texts("SELECT token_hash FROM sessions").await, before, "no session");
        let step = first.field("step");
        for cookie in [format!("gudok_session={step}"), format!("gudok_browser={step}"), format!("gudok_session={step}; gudok_browser={step}")] {
            site.cookie = Some(cookie);
            for path in ["/admin", "/admin/account", "/admin/account/second-factor", "/admin/comments", "/admin/settings"] {
                site.get(path).await.expect(303);
            }
            for path in ["/admin/account/second-factor/change", "/admin/account/password", "/admin/settings/accounts"] {
                site.post(path, &[("csrf", &step), ("present", PASSWORD), ("new", PASSWORD)]).await.expect(401);
            }
        }
        site.cookie = None;
        for code in ["", "000000", "abcdef", PASSWORD, &step] {
            let refused = second_step(site, &first, code).await;
            assert!(refused.cookie().is_empty(), "{code}");
        }
        let own = format!("{step}x");
        for forged in ["", "h1.x.0.AAAA", &own] {
            let form = [("step", forged), ("code", &app.code(site, 0))];
            let refused = site.post("/admin/sign-in/code", &form).await;
            refused.expect(303);
            assert_eq!(refused.header("location"), "/admin/sign-in?notice=expired");
            assert!(refused.cookie().is_empty());
        }
    }

    async fn a_code_is_taken_once_even_by_two_at_the_same_moment(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        let code = app.code(site, 0);
        let (one, other) = tokio::join!(second_step(site, &first, &code), second_step(site, &first, &code));
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 422]);
        // Nor is one that is older than the last: it may have been looked at over a shoulder.
        second_step(site, &first, &app.code(site, -30)).await.expect(422);
        let spaced = format!("{} {}", &app.code(site, 30)[..3], &app.code(site, 30)[3..]);
        second_step(site, &first, &spaced).await.expect(303);
    }

    async fn a_devices_clock_may_be_a_step_behind_or_ahead_and_no_more(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        for ahead in [-90, -60, 60, 90] {
            let refused = second_step(site, &first, &app.code(site, ahead)).await;
            assert!(refused.expect(422).contains("시계가 맞는지"), "{ahead}");
        }
        second_step(site, &first, &app.code(site, -30)).await.expect(303);
        site.wait(MINUTE);
        let first = first_step(site, OWNER).await;
        second_step(site, &first, &app.code(site, 30)).await.expect(303);
    }

    async fn wrong_codes_are_few_and_told_and_a_known_browser_and_a_recovery_code_come_in_all_the_same(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        let known = second_step(site, &first, &app.code(site, 0)).await;
        let browser = known.browser_cookie();
        site.wait(MINUTE);
        let first = first_step(site, OWNER).await;
        for _ in 0..5 {
            second_step(site, &first, "000000").await.expect(422);
        }
        // Also of whoever stops here and comes back when the quarter is over.
        assert!(was_told(site, OWNER, "비밀번호를 맞게 입력한 뒤").await);
        let before = site.count_mails_to(OWNER).await;
        let shut = second_step(site, &first, &app.code(site, 0)).await;
        assert!(shut.expect(429).contains("15분 뒤에"), "{}", shut.body);
        assert_eq!(shut.header("retry-after"), "900");
        // Another first step gives no more tries.
        let again = first_step(site, OWNER).await;
        second_step(site, &again, &app.code(site, 0)).await.expect(429);
        for _ in 0..20 {
            second_step(site, &again, "000000").await.expect(429);
        }
        assert!(site.count_mails_to(OWNER).await <= before + 3, "a few a day");
        site.cookie = Some(browser);
        let first = first_step(site, OWNER).await;
        second_step(site, &first, &app.code(site, 0)).await.expect(303);
        site.cookie = None;
        second_step(site, &again, &app.recovery_codes[0]).await.expect(303);
        // In a day there are no more than twenty.
        let mut compared = 0;
        for _ in 0..12 {
            site.wait(15 * MINUTE);
            let first = first_step(site, OWNER).await;
            for _ in 0..5 {
                compared += i32::from(second_step(site, &first, "000000").await.status == 422);
            }
        }
        assert_eq!(compared, 20);
        site.wait(DAY);
        let first = first_step(site, OWNER).await;
        second_step(site, &first, &app.code(site, 0)).await.expect(303);
    }

    async fn a_cookie_from_before_the_second_step_is_a_strangers(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        let old = [first_step(site, OWNER).await.browser_cookie(), first_step(site, OWNER).await.browser_cookie()];
        site.sign_in_again(OWNER).await;
        let app = AuthenticatorApp::turn_on(site).await;
        site.wait(DAY);
        let mut compared = 0;
        for cookie in &old {
            site.cookie = Some(cookie.clone());
            let first = first_step(site, OWNER).await;
            for _ in 0..5 {
                compared += i32::from(second_step(site, &first, "000000").await.status == 422);
            }
        }
        assert_eq!(compared, 5, "one count for all of them");
        let before = site.count_mails_to(OWNER).await;
        let first = first_step(site, OWNER).await;
        let proven = second_step(site, &first, &app.recovery_codes[0]).await;
        proven.expect(303);
        assert_eq!(site.count_mails_to(OWNER).await, before + 2, "of the code, and of a browser that is not known");
        let before = site.count_mails_to(OWNER).await;
        site.cookie = Some(proven.browser_cookie());
        let first = first_step(site, OWNER).await;
        second_step(site, &first, &app.code(site, 0)).await.expect(303);
        assert_eq!(site.count_mails_to(OWNER).await, before, "known by both steps");
    }

    async fn a_code_that_begins_no_session_is_not_used_up(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        let codes = [app.code(site, 0), app.recovery_codes[0].clone()];
        for code in &codes {
            define(site, "ALTER TABLE sessions RENAME TO broken_sessions").await;
            second_step(site, &first, code).await.expect(500);
            define(site, "ALTER TABLE broken_sessions RENAME TO sessions").await;
            second_step(site, &first, code).await.expect(303);
        }
    }

    async fn a_recovery_code_works_once_and_its_use_is_told(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        let typed = app.recovery_codes[3].to_lowercase().replace('-', " ");
        let opened = second_step(site, &first, &typed).await;
        opened.expect(303);
        assert!(was_told(site, OWNER, "남은 코드: 9개").await);
        second_step(site, &first, &typed).await.expect(422);
        site.cookie = Some(opened.cookie());
        assert!(site.get("/admin/account").await.expect(200).contains("복구 코드가 9개"));
        let renewed = change(site, PASSWORD, &app.recovery_codes[4], "codes").await;
        renewed.expect(201);
        assert_eq!(renewed.count("ol.codes li"), 10);
        assert!(was_told(site, OWNER, "복구 코드를 새로 만들었습니다").await);
        site.cookie = None;
        second_step(site, &first, &app.recovery_codes[5]).await.expect(422);
    }

    async fn the_database_has_neither_the_secret_nor_the_recovery_codes_in_clear(site: Site) {
        site.sign_in(Role::Owner).await;
        let shown = show_secret(site).await;
        let key = shown.text_of("code.secret").replace(' ', "");
        let app = AuthenticatorApp::reading(&shown);
        let done = prove(site, &shown, &app.code(site, 0)).await;
        let kept = site.texts("SELECT secret FROM second_factors").await;
        assert!(kept.len() == 1 && !kept[0].contains(&key) && kept[0].len() > 50, "{kept:?}");
        let hashes = site.texts("SELECT code_hash FROM recovery_codes").await;
        assert_eq!(hashes.len(), 10);
        let code = done.text_of("ol.codes li:first-child code");
        assert!(code.len() == 19 && !hashes.contains(&code.replace('-', "")), "{code}");
    }

    async fn between_the_steps_are_ten_minutes_and_one_password(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        site.wait(10 * MINUTE);
        let late = second_step(site, &first, &app.code(site, 0)).await;
        late.expect(303);
        assert!(late.cookie().is_empty());
        assert!(site.get(late.header("location")).await.expect(200).contains("10분이 지났습니다"));
        let first = first_step(site, OWNER).await;
        site.change("UPDATE accounts SET password_hash = '$argon2id$v=19$m=19456,t=2,p=1$YWFhYWFhYWFhYWE$YWFhYWFhYWFhYWE'").await;
        let stale = second_step(site, &first, &app.code(site, 0)).await;
        assert_eq!(stale.header("location"), "/admin/sign-in?notice=expired");
        assert!(stale.cookie().is_empty());
    }

    async fn it_is_turned_off_by_the_password_and_a_code(site: Site) {
        let app = with_second_step(site).await;
        let first = first_step(site, OWNER).await;
        site.cookie = Some(second_step(site, &first, &app.code(site, 0)).await.cookie());
        site.wait(MINUTE);
        change(site, "not the password", &app.code(site, 0), "off").await.expect(422);
        change(site, PASSWORD, "000000", "off").await.expect(422);
        change(site, PASSWORD, &app.code(site, 0), "off").await.expect(303);
        assert!(was_told(site, OWNER, "비밀번호만으로 로그인합니다").await);
        assert!(site.texts("SELECT code_hash FROM recovery_codes").await.is_empty());
        site.cookie = None;
        first_step(site, OWNER).await.expect(303);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("{OWNER} second-step-off {OWNER}")), "{log:?}");
    }

    async fn an_owner_ends_the_second_step_of_a_colleague_who_lost_the_device(site: Site) {
        site.sign_in(Role::Editor).await;
        AuthenticatorApp::turn_on(site).await;
        let editor = site.cookie.take();
        site.sign_in(Role::Owner).await;
        let id = site.numbers("SELECT id FROM accounts WHERE role = 'editor'").await[0];
        let path = format!("/admin/settings/accounts/{id}");
        let page = site.get(&path).await;
        let csrf = page.field("csrf");
        let reset = async |present: &str| {
            site.post(&path, &[("csrf", &csrf), ("present", present), ("act", "second-step")]).await
        };
        for wrong in ["", "not the password"] {
            assert!(reset(wrong).await.expect(422).contains("현재 비밀번호가 맞지 않습니다"));
        }
        assert_eq!(site.texts("SELECT secret FROM second_factors").await.len(), 1);
        reset(PASSWORD).await.expect(303);
        assert_eq!(reset(PASSWORD).await.header("location"), "/admin/settings?done=kept", "it was off");
        assert!(was_told(site, "editor@example.org", "2단계 인증을 껐습니다").await);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("{OWNER} second-step-reset editor@example.org")), "{log:?}");
        site.cookie = editor;
        site.get("/admin/account").await.expect(303);
        site.cookie = None;
        site.cookie = Some(first_step(site, "editor@example.org").await.cookie());
        let page = site.get("/admin/account").await;
        let form = [("csrf", &*page.field("csrf")), ("present", PASSWORD), ("act", "second-step")];
        site.post(&path, &form).await.expect(403);
    }

    async fn a_key_of_another_account_or_another_secret_is_refused(site: Site) {
        site.sign_in(Role::Editor).await;
        let foreign = show_secret(site).await.field("sealed");
        site.sign_in(Role::Owner).await;
        let shown = show_secret(site).await;
        let app = AuthenticatorApp::reading(&shown);
        site.sign_in_again(OWNER).await;
        let own = shown.field("sealed"); // of another session
        let shown = show_secret(site).await;
        for sealed in [foreign.as_str(), &own, "", "AAAA"] {
            let form = [("csrf", &*shown.field("csrf")), ("sealed", sealed), ("code", &app.code(site, 0))];
            site.post("/admin/account/second-factor/proof", &form).await.expect(400);
        }
        let app = AuthenticatorApp::turn_on(site).await;
        site.restart(|config| config.security.secret = Some("another-secret-of-32-characters-or-more".to_owned().into())).await;
        site.cookie = None;
        site.wait(MINUTE);
        let first = first_step(site, OWNER).await;
        second_step(site, &first, &app.code(site, 0)).await.expect(422);
        second_step(site, &first, &app.recovery_codes[0]).await.expect(303);
    }

    async fn the_command_line_ends_the_second_step_of_a_lost_device(site: Site) {
        with_second_step(site).await;
        let run = |email: &str| {
            let mut command = gudok(site.folder.path(), &["admin", "reset-totp", "--email", email]);
            command.env("DATABASE_URL", &site.app.config().database.url);
            Printed::of(command)
        };
        assert!(run("nobody@example.org").failure().contains("has no account"));
        let done = run(OWNER);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(run(OWNER).failure().contains("no second step"));
        first_step(site, OWNER).await.expect(303);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("- second-step-reset {OWNER}")), "{log:?}");
    }
}
