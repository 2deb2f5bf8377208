//! What an account is told by mail of sign-ins with new browsers and of sessions in new networks.

use gudok::admin::Role;
use gudok::clock::{DAY, MINUTE};

use crate::stories;
use crate::support::{PASSWORD, Reply, Site};

const OWNER: &str = "owner@example.org";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// A sign-in by a browser that names itself so.
async fn sign_in_with(site: &Site, user_agent: &str) -> Reply {
    let form = [("email", OWNER), ("password", PASSWORD)];
    let reply = site
        .post_with("/admin/sign-in", &form, "user-agent", user_agent)
        .await;
    reply.expect(303);
    reply
}

/// A page of the session through a proxy that the site trusts.
async fn look_from(site: &Site, ip: &str) {
    let request = site
        .http
        .get(site.url("/admin/account"))
        .header("x-forwarded-for", ip);
    site.send(request).await.expect(200);
}

stories! {
    async fn a_sign_in_with_a_new_browser_is_told_and_one_with_a_known_browser_is_not(site: Site) {
        site.sign_in(Role::Owner).await;
        assert_eq!(site.count_mails_to(OWNER).await, 0, "the first sign-in is no news");
        site.cookie = None;
        let reply = sign_in_with(site, FIREFOX).await;
        let told = site.newest_mail_to(OWNER).await;
        for part in ["처음 보는 브라우저", "Firefox · Linux", "127.0.0.1", "/admin/account"] {
            assert!(told.text.contains(part), "{part} in {}", told.text);
        }
        site.cookie = Some(reply.browser_cookie());
        sign_in_with(site, FIREFOX).await;
        assert_eq!(site.count_mails_to(OWNER).await, 1);
        // Known is a browser for its own account alone.
        site.sign_in(Role::Editor).await;
        sign_in_with(site, FIREFOX).await;
        assert_eq!(site.count_mails_to(OWNER).await, 2);
    }

    async fn no_storm_of_mails_and_no_words_of_whoever_signs_in(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        for _ in 0..8 {
            sign_in_with(site, "Call http://evil.example now").await;
        }
        assert_eq!(site.count_mails_to(OWNER).await, 3, "three a day");
        let told = site.newest_mail_to(OWNER).await;
        assert!(!told.text.contains("evil") && !told.html.contains("evil"), "{}", told.text);
        assert!(told.text.contains("알 수 없는 브라우저"));
        site.wait(DAY);
        sign_in_with(site, FIREFOX).await;
        assert_eq!(site.count_mails_to(OWNER).await, 4);
    }

    async fn a_session_that_turns_up_in_a_new_network_is_told_once(site: Site) {
        site.restart(|config| {
            config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
        }).await;
        site.sign_in(Role::Owner).await;
        look_from(site, "127.0.9.9").await;
        assert_eq!(site.count_mails_to(OWNER).await, 0, "the same network");
        for ip in ["203.0.113.9", "203.0.113.9", "203.0.77.1", "127.0.0.1", "203.0.113.10"] {
            look_from(site, ip).await;
        }
        assert_eq!(site.count_mails_to(OWNER).await, 1);
        let told = site.newest_mail_to(OWNER).await;
        assert!(told.text.contains("203.0.113.9") && told.text.contains("세션"), "{}", told.text);
        for number in 1..9 {
            look_from(site, &format!("198.{number}.0.1")).await;
        }
        assert_eq!(site.count_mails_to(OWNER).await, 3, "three a day");
        // What is known is forgotten half a year after its last sign-in.
        assert!(site.texts("SELECT network FROM account_networks").await.len() > 5);
        site.wait(181 * DAY + MINUTE);
        site.run_schedule("forget-sessions").await;
        assert_eq!(site.texts("SELECT network FROM account_networks").await.len(), 1);
    }

    async fn an_account_that_slept_for_half_a_year_is_told_of_its_next_sign_in(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        for _ in 0..2 {
            site.wait(400 * DAY);
            site.run_schedule("forget-sessions").await;
        }
        sign_in_with(site, FIREFOX).await;
        let told = site.newest_mail_to(OWNER).await;
        assert!(told.text.contains("Firefox · Linux"), "{}", told.text);
    }

    async fn a_new_password_is_told(site: Site) {
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        let form = [("csrf", &*csrf), ("present", PASSWORD), ("new", "열쇠는 이제 책상에 있다")];
        site.post("/admin/account/password", &form).await.expect(303);
        let told = site.newest_mail_to(OWNER).await;
        assert!(told.text.contains("비밀번호가 변경되었습니다"), "{}", told.text);
    }
}
