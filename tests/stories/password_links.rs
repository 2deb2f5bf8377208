//! Passwords chosen by the link of a mail: invitations and resets.

use gudok::admin::{self, Attempt, Client, Password, Passwords, Role, SignInError, Visitor};
use gudok::clock::{DAY, HOUR, MINUTE};
use gudok::outbox::suppression::{self, SuppressionReason};

use crate::stories;
use crate::support::authenticator::{AuthenticatorApp, first_step, second_step};
use crate::support::program::{Printed, gudok};
use crate::support::{Letter, PASSWORD, Reply, Site};

const OWNER: &str = "owner@example.org";
const MINA: &str = "mina@example.org";
const NEW_PASSWORD: &str = "열쇠는 이제 우편함에 있다";

async fn invite(site: &Site, email: &str, role: &str, present: &str) -> Reply {
    let csrf = site.get("/admin/account").await.field("csrf");
    let form = [
        ("csrf", &*csrf),
        ("email", email),
        ("role", role),
        ("present", present),
    ];
    site.post("/admin/settings/accounts", &form).await
}

async fn ask(site: &Site, email: &str) -> Reply {
    site.post("/admin/forgotten", &[("email", email)]).await
}

/// The path of the newest link to a password in the recipient's mail. Other notices may come after it.
async fn newest_link(site: &Site, recipient: &str) -> String {
    const PATH: &str = "/admin/password/";
    let mails = site.mails().await;
    let own = mails
        .iter()
        .rev()
        .filter(|mail| mail.recipient.as_str() == recipient);
    let with_link = own
        .map(|mail| Letter::read(&mail.bytes))
        .find(|letter| letter.text.contains(PATH))
        .expect("a mail with a link");
    let link = with_link.link(PATH);
    link.replace(&site.app.config().server.base_url(), "")
}

async fn choose(site: &Site, link: &str, password: &str) -> Reply {
    site.post(link, &[("new", password)]).await
}

async fn try_password(site: &Site, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password)];
    site.post("/admin/sign-in", &form).await.status
}

stories! {
    async fn whoever_is_invited_chooses_a_password_and_comes_in(site: Site) {
        site.sign_in(Role::Owner).await;
        assert!(invite(site, MINA, "moderator", "").await.expect(201).contains("초대 메일을 보냅니다"));
        let settings = site.get("/admin/settings").await;
        assert_eq!(settings.text_of("#accounts .tag.pending"), "초대함");
        let mail = site.newest_mail_to(MINA).await;
        for part in [OWNER, "댓글 관리자", "7일 동안"] {
            assert!(mail.text.contains(part), "{part} in {}", mail.text);
        }
        // Nobody who never came is mailed about comments.
        let moderators = async || {
            let mut tx = site.app.read().await.expect("a connection");
            gudok::admin::moderators(&mut tx).await.expect("accounts").len()
        };
        assert_eq!(moderators().await, 1);
        let link = newest_link(site, MINA).await;
        let owner = site.cookie.take();
        // Programs open the links of mails.
        for _ in 0..3 {
            assert!(site.get(&link).await.expect(200).contains(MINA));
        }
        site.language = "en";
        assert!(choose(site, &link, "짧다").await.expect(422).contains("10자 이상"));
        assert!(choose(site, &link, MINA).await.expect(422).contains("이메일 주소와 같은"));
        site.language = "ko";
        let saved = choose(site, &link, NEW_PASSWORD).await;
        saved.expect(303);
        assert!(saved.cookie().is_empty());
        assert!(site.get(saved.header("location")).await.expect(200).contains("비밀번호를 저장했습니다"));
        choose(site, &link, PASSWORD).await.expect(410);
        assert!(site.get(&link).await.expect(410).contains("이미 사용했거나"));
        assert_eq!(try_password(site, MINA, NEW_PASSWORD).await, 303);
        assert_eq!(moderators().await, 2);
        site.cookie = owner;
        assert_eq!(site.get("/admin/settings").await.count("#accounts .tag.pending"), 0);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("{OWNER} account-add {MINA}")) && log.contains(&format!("{MINA} account-accept ")), "{log:?}");
    }

    async fn an_expired_invitation_says_what_to_do_and_the_owner_sends_another(site: Site) {
        site.sign_in(Role::Owner).await;
        invite(site, MINA, "editor", "").await.expect(201);
        let link = newest_link(site, MINA).await;
        site.wait(7 * DAY);
        let late = site.get(&link).await;
        assert!(late.expect(410).contains("초대 기한이 지났습니다") && late.body.contains("다시 보낼 수 있습니다"));
        assert_eq!(late.count("a[href='/admin/forgotten']"), 0, "a reset renews no invitation");
        assert!(choose(site, &link, NEW_PASSWORD).await.expect(410).contains("초대 기한이 지났습니다"));
        // The invitation is over: its mailbox alone does not renew it.
        let before = site.count_mails_to(MINA).await;
        ask(site, MINA).await.expect(200);
        assert_eq!(site.count_mails_to(MINA).await, before);
        let id = site.numbers("SELECT id FROM accounts WHERE role = 'editor'").await[0];
        let path = format!("/admin/settings/accounts/{id}");
        site.sign_in_again(OWNER).await;
        let csrf = site.get(&path).await.field("csrf");
        let again = async || {
            let form = [("csrf", csrf.as_str()), ("present", PASSWORD), ("act", "invitation")];
            site.post(&path, &form).await
        };
        assert_eq!(again().await.header("location"), "/admin/settings?done=invited");
        let first = newest_link(site, MINA).await;
        again().await.expect(303);
        site.get(&first).await.expect(410); // a newer one took its place
        let newest = newest_link(site, MINA).await;
        choose(site, &newest, NEW_PASSWORD).await.expect(303);
        // An account in use gets no link that sets its password.
        assert_eq!(again().await.header("location"), "/admin/settings?done=not-invited");
        assert!(site.texts("SELECT token_hash FROM account_links").await.is_empty());
    }

    async fn who_asks_for_a_new_password_learns_nothing_of_who_has_an_account(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        assert_eq!(site.get("/admin/sign-in").await.count("a[href='/admin/forgotten']"), 1);
        let known = ask(site, "editor@example.org").await;
        let unknown = ask(site, "nobody@example.org").await;
        let no_address = ask(site, "nobody").await;
        assert!(known.expect(200).contains("계정이 있는 주소라면"));
        assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
        assert_eq!(known.body, no_address.body);
        assert_eq!(site.texts("SELECT subject FROM jobs WHERE kind = 'password-link'").await.len(), 2, "equal work");
        assert_eq!(site.count_mails_to("editor@example.org").await, 1);
        assert_eq!(site.count_mails_to("nobody@example.org").await, 0);
    }

    async fn a_reset_takes_one_link_once_and_ends_every_session(site: Site) {
        site.sign_in(Role::Editor).await;
        let session = site.cookie.take();
        for _ in 0..12 {
            try_password(site, "editor@example.org", "a guess or another").await;
        }
        ask(site, "Editor@Example.org").await.expect(200);
        let link = newest_link(site, "editor@example.org").await;
        site.get(&link).await.expect(200);
        assert_eq!(try_password(site, "editor@example.org", PASSWORD).await, 303, "asking changes nothing");
        let (one, other) = tokio::join!(choose(site, &link, NEW_PASSWORD), choose(site, &link, NEW_PASSWORD));
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 410]);
        site.cookie = session;
        site.get("/admin/account").await.expect(303);
        site.cookie = None;
        assert_ne!(try_password(site, "editor@example.org", PASSWORD).await, 303);
        assert_eq!(try_password(site, "editor@example.org", NEW_PASSWORD).await, 303);
        let log = site.audit_log().await;
        assert!(log.contains(&"editor@example.org password-reset ".to_owned()), "{log:?}");
    }

    async fn a_link_to_a_new_password_is_good_for_an_hour_and_the_newest_counts(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        ask(site, "editor@example.org").await.expect(200);
        let first = newest_link(site, "editor@example.org").await;
        ask(site, "editor@example.org").await.expect(200);
        let second = newest_link(site, "editor@example.org").await;
        assert_ne!(first, second);
        site.get(&first).await.expect(410);
        site.wait(HOUR);
        assert!(choose(site, &second, NEW_PASSWORD).await.expect(410).contains("링크의 기한이 지났습니다"));
        for forged in ["/admin/password/x", &format!("{second}x")] {
            site.get(forged).await.expect(410);
            choose(site, forged, NEW_PASSWORD).await.expect(410);
        }
        let kept = site.texts("SELECT token_hash FROM account_links").await;
        assert!(kept.iter().all(|hash| !second.contains(hash)), "hashes alone");
        site.wait(31 * DAY);
        site.run_schedule("forget-sessions").await;
        assert!(site.texts("SELECT token_hash FROM account_links").await.is_empty());
    }

    async fn nobody_floods_a_mailbox_with_links_or_voids_the_one_that_came(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        for number in 0..10 {
            ask(site, "editor@example.org").await.expect(200);
            if number < 4 {
                site.mails().await;
            }
        }
        assert_eq!(site.count_mails_to("editor@example.org").await, 3);
        let shut = ask(site, "editor@example.org").await;
        assert!(!shut.expect(429).is_empty() && shut.header("retry-after") == "3600");
        ask(site, "nobody@example.org").await.expect(429);
        let link = newest_link(site, "editor@example.org").await;
        choose(site, &link, NEW_PASSWORD).await.expect(303);
    }

    async fn a_new_password_does_not_end_the_second_step(site: Site) {
        site.sign_in(Role::Owner).await;
        let app = AuthenticatorApp::turn_on(site).await;
        site.cookie = None;
        site.wait(MINUTE);
        let half = first_step(site, OWNER).await;
        ask(site, OWNER).await.expect(200);
        let link = newest_link(site, OWNER).await;
        choose(site, &link, NEW_PASSWORD).await.expect(303);
        let stale = second_step(site, &half, &app.code(site, 0)).await;
        assert_eq!(stale.header("location"), "/admin/sign-in?notice=expired", "the old password's step is void");
        let form = [("email", OWNER), ("password", NEW_PASSWORD)];
        let first = site.post("/admin/sign-in", &form).await;
        assert!(first.expect(200).contains("인증 코드") && first.cookie().is_empty());
        second_step(site, &first, &app.code(site, 0)).await.expect(303);
    }

    async fn a_new_password_voids_every_link(site: Site) {
        site.sign_in(Role::Owner).await;
        ask(site, OWNER).await.expect(200);
        let link = newest_link(site, OWNER).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        let form = [("csrf", &*csrf), ("present", PASSWORD), ("new", NEW_PASSWORD)];
        site.post("/admin/account/password", &form).await.expect(303);
        choose(site, &link, PASSWORD).await.expect(410);
        invite(site, MINA, "moderator", "").await.expect(201);
        let link = newest_link(site, MINA).await;
        let mut command = gudok(site.folder.path(), &["admin", "reset-password", "--email", MINA]);
        command.env("DATABASE_URL", &site.app.config().database.url);
        let done = Printed::of(command);
        assert_eq!(done.code, Some(0), "{done:?}");
        choose(site, &link, NEW_PASSWORD).await.expect(410);
        assert_eq!(site.get("/admin/settings").await.count("#accounts .tag.pending"), 0, "nobody waits for it");
        assert_eq!(site.count_mails_to(MINA).await, 1, "the first password is no news");
    }

    async fn the_old_password_opens_nothing_after_a_reset_though_its_try_began_before(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        ask(site, OWNER).await.expect(200);
        let link = newest_link(site, OWNER).await;
        let (passwords, hasher) = Passwords::with_queue(8);
        let _crowd = [(); 5].map(|()| passwords.stranger().expect("one of six places"));
        let client = Client { ip: [192, 0, 2, 1].into(), user_agent: String::new() };
        let attempt = Attempt {
            email: OWNER.parse().ok(),
            password: Password::typed(PASSWORD),
            visitor: Visitor { client, former: None, browser: None },
        };
        let reset = async {
            // The sixth is taken once the old hash was read.
            while passwords.stranger().is_ok() {
                tokio::task::yield_now().await;
            }
            choose(site, &link, NEW_PASSWORD).await.expect(303);
            std::thread::spawn(move || hasher.run());
        };
        let late = admin::sign_in(&site.app, &passwords, attempt);
        let (late, ()) = tokio::join!(biased; late, reset);
        assert!(matches!(late, Err(SignInError::Wrong)), "{late:?}");
        assert!(site.texts("SELECT token_hash FROM sessions").await.is_empty());
    }

    async fn strangers_use_up_no_link_of_a_known_browser(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        let form = [("email", "editor@example.org"), ("password", PASSWORD)];
        let browser = site.post("/admin/sign-in", &form).await.browser_cookie();
        let before = site.count_mails_to("editor@example.org").await;
        for _ in 0..4 {
            ask(site, "editor@example.org").await.expect(200);
            site.mails().await;
        }
        assert_eq!(site.count_mails_to("editor@example.org").await, before + 3);
        site.cookie = Some(browser);
        ask(site, "editor@example.org").await.expect(200);
        assert_eq!(site.count_mails_to("editor@example.org").await, before + 4);
        let link = newest_link(site, "editor@example.org").await;
        choose(site, &link, NEW_PASSWORD).await.expect(303);
    }

    async fn a_mail_that_was_sent_leaves_no_link_behind(site: Site) {
        site.sign_in(Role::Owner).await;
        invite(site, MINA, "moderator", "").await.expect(201);
        let kept = async || site.texts("SELECT CAST(content AS TEXT) FROM outbox WHERE kind IN ('invitation', 'password-link')").await;
        assert!(kept().await.iter().any(|content| content.contains("/admin/password/")), "it waits");
        site.mails().await;
        ask(site, OWNER).await.expect(200);
        newest_link(site, OWNER).await;
        let kept = kept().await;
        assert!(kept.len() == 2 && !kept.iter().any(|content| content.contains("/admin/password/")), "{kept:?}");
    }

    async fn the_owner_is_told_when_an_invitation_goes_to_nobody(site: Site) {
        site.sign_in(Role::Owner).await;
        let remove = async || {
            let id = site.numbers("SELECT id FROM accounts WHERE role = 'moderator'").await[0];
            let path = format!("/admin/settings/accounts/{id}");
            let csrf = site.get(&path).await.field("csrf");
            let form = [("csrf", csrf.as_str()), ("present", PASSWORD), ("act", "removal")];
            site.post(&path, &form).await.expect(303);
        };
        for _ in 0..3 {
            assert!(invite(site, MINA, "moderator", "").await.expect(201).contains("초대 메일을 보냅니다"));
            remove().await;
        }
        // An account that is made again and again is no way around the limit.
        assert!(invite(site, MINA, "moderator", "").await.expect(201).contains("초대 메일은 보내지 않았습니다"));
        assert_eq!(site.count_mails_to(MINA).await, 3);
        remove().await;
        let gone = "gone@example.org".parse().expect("an address");
        let mut tx = site.app.write().await.expect("a transaction");
        suppression::add(&mut tx, site.app.signer(), &gone, SuppressionReason::Bounced, None, site.app.now())
            .await
            .expect("suppressed");
        tx.commit().await.expect("committed");
        assert!(invite(site, gone.as_str(), "moderator", "").await.expect(201).contains("초대 메일은 보내지 않았습니다"));
        let id = site.numbers("SELECT id FROM accounts WHERE role = 'moderator'").await[0];
        let path = format!("/admin/settings/accounts/{id}");
        let csrf = site.get(&path).await.field("csrf");
        let form = [("csrf", csrf.as_str()), ("present", PASSWORD), ("act", "invitation")];
        assert_eq!(site.post(&path, &form).await.header("location"), "/admin/settings?done=not-invited");
    }

    async fn a_link_dies_with_its_account(site: Site) {
        site.sign_in(Role::Owner).await;
        invite(site, MINA, "moderator", "").await.expect(201);
        let link = newest_link(site, MINA).await;
        let id = site.numbers("SELECT id FROM accounts WHERE role = 'moderator'").await[0];
        let path = format!("/admin/settings/accounts/{id}");
        let csrf = site.get(&path).await.field("csrf");
        let form = [("csrf", csrf.as_str()), ("present", PASSWORD), ("act", "removal")];
        site.post(&path, &form).await.expect(303);
        choose(site, &link, NEW_PASSWORD).await.expect(410);
    }
}
