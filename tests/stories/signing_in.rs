//! Signing in and out, the first run, and what a session is good for.

use gudok::admin::sessions::{IDLE, LONGEST};
use gudok::admin::{self, Role};
use gudok::clock::MINUTE;

use crate::stories;
use crate::support::{PASSWORD, Reply, Site};

const NEW_PASSWORD: &str = "열쇠는 이제 우편함에 있다";

async fn try_to_sign_in(site: &Site, email: &str, password: &str) -> Reply {
    site.post(
        "/admin/sign-in",
        &[("email", email), ("password", password)],
    )
    .await
}

async fn csrf(site: &Site) -> String {
    let page = site.get("/admin/account").await;
    page.expect(200);
    page.field("csrf")
}

/// The path of the URL that a first start prints.
async fn first_run(site: &Site) -> Option<String> {
    let url = admin::first_run_url(&site.app).await.expect("a URL");
    url.map(|url| url.replace(&site.app.config().server.base_url(), ""))
}

stories! {
    async fn whoever_knows_the_password_comes_in_and_goes_out_again(site: Site) {
        let shut = site.get("/admin").await;
        shut.expect(303);
        assert_eq!(shut.header("location"), "/admin/sign-in?next=%2Fadmin");
        site.sign_in(Role::Owner).await;
        let open = site.get("/admin").await;
        assert_eq!(open.expect(200).matches("aria-current=\"page\"").count(), 1);
        let out = site.post("/admin/sign-out", &[("csrf", &csrf(site).await)]).await;
        out.expect(303);
        assert!(out.header("set-cookie").contains("Max-Age=0"), "the browser forgets its cookie");
        site.get("/admin/account").await.expect(303);
        site.post("/admin/account/other-sessions", &[("csrf", "x")]).await.expect(401);
    }

    async fn the_cookie_is_for_the_panel_alone_and_no_script_reads_it(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        let reply = try_to_sign_in(site, "owner@example.org", PASSWORD).await;
        let cookie = reply.header("set-cookie").to_owned();
        for part in ["gudok_session=", "; HttpOnly", "; SameSite=Lax", "; Path=/admin", "; Max-Age=2592000"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Secure"), "this server is reached by HTTP");
        site.restart(|config| config.server.public_url = "https://letters.example.org".parse().ok()).await;
        let form = [("email", "owner@example.org"), ("password", PASSWORD)];
        let reply = site.post_with("/admin/sign-in", &form, "origin", "https://letters.example.org").await;
        reply.expect(303);
        let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()).collect();
        assert_eq!(cookies.len(), 2);
        for (cookie, name) in cookies.iter().zip(["__Host-gudok_session=", "__Host-gudok_browser="]) {
            assert!(cookie.starts_with(name) && cookie.contains("; Secure") && cookie.ends_with("; Path=/") | cookie.contains("; Path=/;"), "{cookie}");
        }
        site.cookie = Some(reply.cookie());
        site.get("/admin/account").await.expect(200);
        // A name that other hosts of the domain can set is nobody's.
        site.cookie = Some(reply.cookie().replace("__Host-", ""));
        site.get("/admin/account").await.expect(303);
    }

    async fn over_plain_http_one_is_told_the_address_where_the_cookie_is_kept(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        site.restart(|config| config.server.public_url = "https://letters.example.org".parse().ok()).await;
        let reply = try_to_sign_in(site, "owner@example.org", PASSWORD).await;
        assert!(reply.expect(422).contains("https://letters.example.org/admin"), "{}", reply.body);
        assert!(reply.cookie().is_empty());
    }

    async fn the_database_does_not_hold_what_is_in_the_cookie(site: Site) {
        site.sign_in(Role::Owner).await;
        let cookie = site.cookie.clone().expect("a cookie");
        let token = cookie.strip_prefix("gudok_session=").expect("its name");
        let kept = site.texts("SELECT token_hash FROM sessions").await;
        assert_eq!(kept.len(), 1);
        assert_ne!(kept[0], token);
        // What is in the database opens nothing.
        site.cookie = Some(format!("gudok_session={}", kept[0]));
        site.get("/admin/account").await.expect(303);
        let passwords = site.texts("SELECT password_hash FROM accounts").await;
        assert!(passwords[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{passwords:?}");
    }

    async fn signing_in_again_ends_the_session_that_the_browser_had(site: Site) {
        site.sign_in(Role::Owner).await;
        let former = site.cookie.clone();
        let again = try_to_sign_in(site, "owner@example.org", PASSWORD).await;
        again.expect(303);
        assert_ne!(Some(again.cookie()), former);
        site.get("/admin/account").await.expect(303);
        site.cookie = Some(again.cookie());
        site.get("/admin/account").await.expect(200);
    }

    async fn a_session_ends_unused_after_a_week_and_in_any_case_after_a_month(site: Site) {
        let began = site.clock.now();
        site.sign_in(Role::Owner).await;
        for _ in 0..5 {
            site.wait(IDLE - MINUTE);
            let expected = if site.clock.now().since(began) < LONGEST { 200 } else { 303 };
            site.get("/admin/account").await.expect(expected);
        }
        assert!(site.clock.now().since(began) > LONGEST, "a month has passed");
        site.cookie = None;
        let again = try_to_sign_in(site, "owner@example.org", PASSWORD).await;
        site.cookie = Some(again.cookie());
        site.wait(IDLE);
        site.get("/admin/account").await.expect(303);
    }

    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        let wrong = try_to_sign_in(site, "editor@example.org", "not the password").await;
        let unknown = try_to_sign_in(site, "nobody@example.org", PASSWORD).await;
        let no_address = try_to_sign_in(site, "nobody", PASSWORD).await;
        assert!(wrong.expect(422).contains("맞지 않습니다"));
        assert_eq!(wrong.body.replace("editor@", "nobody@"), unknown.expect(422));
        no_address.expect(422);
        assert!(wrong.cookie().is_empty() && unknown.cookie().is_empty());
    }

    async fn one_goes_on_to_the_page_one_wanted_and_never_to_another_site(site: Site) {
        site.sign_in(Role::Owner).await;
        site.cookie = None;
        let page = site.get("/admin/sign-in?next=%2Fadmin%2Foutbox%3Fstate%3Dfailed").await;
        assert_eq!(page.field("next"), "/admin/outbox?state=failed");
        let targets = [
            ("/admin/outbox?state=failed", "/admin/outbox?state=failed"),
            ("https://evil.example/admin/", "/admin"),
            ("//evil.example/admin/", "/admin"),
            ("/\\evil.example", "/admin"),
            ("/unsubscribe/x", "/admin"),
        ];
        for (next, expected) in targets {
            let form = [("email", "owner@example.org"), ("password", PASSWORD), ("next", next)];
            let reply = site.post("/admin/sign-in", &form).await;
            reply.expect(303);
            assert_eq!(reply.header("location"), expected, "{next}");
        }
    }

    async fn a_form_of_another_site_is_refused_even_before_anybody_signed_in(site: Site) {
        site.sign_in(Role::Owner).await;
        let own = csrf(site).await;
        let foreign = [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ];
        for (name, value) in foreign {
            for path in ["/admin/sign-in", "/admin/account/other-sessions"] {
                let form = [("email", "owner@example.org"), ("password", PASSWORD), ("csrf", &own)];
                let reply = site.post_with(path, &form, name, value).await;
                assert!(reply.expect(400).contains("오래된 페이지입니다") && !reply.body.contains("메일"));
                assert!(reply.cookie().is_empty(), "{name}: {value}");
            }
        }
        let form = [("csrf", own.as_str())];
        site.post_with("/admin/account/other-sessions", &form, "sec-fetch-site", "same-origin").await.expect(303);
    }

    async fn a_form_needs_its_own_sessions_token(site: Site) {
        site.sign_in(Role::Moderator).await;
        let others = csrf(site).await;
        site.sign_in(Role::Owner).await;
        let own = csrf(site).await;
        for wrong in ["", "x", &others, &own[1..]] {
            site.post("/admin/account/other-sessions", &[("csrf", wrong)]).await.expect(400);
            site.post("/admin/sign-out", &[("csrf", wrong)]).await.expect(400);
        }
        site.post("/admin/account/other-sessions", &[]).await.expect(400);
        site.post("/admin/account/other-sessions", &[("csrf", &own)]).await.expect(303);
    }

    async fn a_new_password_ends_the_sessions_elsewhere(site: Site) {
        site.sign_in(Role::Owner).await;
        let elsewhere = site.cookie.take();
        let here = try_to_sign_in(site, "owner@example.org", PASSWORD).await.cookie();
        site.cookie = Some(here);
        let token = csrf(site).await;
        let change = async |present: &str, new: &str| {
            let fields = [("csrf", token.as_str()), ("present", present), ("new", new)];
            site.post("/admin/account/password", &fields).await
        };
        assert!(change("not the present one", NEW_PASSWORD).await.expect(422).contains("현재 비밀번호가 맞지 않습니다"));
        assert!(change(PASSWORD, "짧다").await.expect(422).contains("10자 이상"));
        assert!(change(PASSWORD, "OWNER@example.org").await.expect(422).contains("이메일 주소와 같은"));
        change(PASSWORD, NEW_PASSWORD).await.expect(303);
        site.get("/admin/account").await.expect(200);
        site.cookie = elsewhere;
        site.get("/admin/account").await.expect(303);
        site.cookie = None;
        try_to_sign_in(site, "owner@example.org", PASSWORD).await.expect(422);
        try_to_sign_in(site, "owner@example.org", NEW_PASSWORD).await.expect(303);
        assert!(site.audit_log().await.iter().any(|line| line == "owner@example.org password-change owner@example.org"));
    }

    async fn one_may_sign_out_everywhere_else(site: Site) {
        site.sign_in(Role::Moderator).await;
        let elsewhere = site.cookie.take();
        site.cookie = Some(try_to_sign_in(site, "moderator@example.org", PASSWORD).await.cookie());
        let page = site.get("/admin/account").await;
        assert_eq!(page.count("table.rows tbody tr"), 2, "both sessions are listed");
        site.post("/admin/account/other-sessions", &[("csrf", &page.field("csrf"))]).await.expect(303);
        assert_eq!(site.get("/admin/account").await.count("table.rows tbody tr"), 1);
        site.cookie = elsewhere;
        site.get("/admin/account").await.expect(303);
    }

    async fn one_ends_a_single_session_of_ones_own_and_nobody_elses(site: Site) {
        site.sign_in(Role::Editor).await;
        let editors = site.cookie.clone();
        let foreign = site.texts("SELECT token_hash FROM sessions").await.remove(0);
        site.sign_in(Role::Owner).await;
        let elsewhere = site.cookie.take();
        site.cookie = Some(try_to_sign_in(site, "owner@example.org", PASSWORD).await.cookie());
        let page = site.get("/admin/account").await;
        assert_eq!(page.count("table.rows tbody form"), 1, "not the session of the page");
        let end = async |session: &str| {
            let form = [("csrf", &*page.field("csrf")), ("session", session)];
            site.post("/admin/account/session-end", &form).await.expect(303).to_owned()
        };
        for nothing in [foreign.as_str(), "", "x"] {
            end(nothing).await;
        }
        end(&page.field("session")).await;
        assert_eq!(site.get("/admin/account").await.count("table.rows tbody tr"), 1);
        let log = site.audit_log().await;
        assert_eq!(log.iter().filter(|line| line.contains(" session-end ")).count(), 1, "{log:?}");
        site.cookie = elsewhere;
        site.get("/admin/account").await.expect(303);
        site.cookie = editors;
        site.get("/admin/account").await.expect(200);
    }

    async fn the_first_run_makes_one_owner_and_the_url_is_gone(site: Site) {
        let old = first_run(site).await.expect("nobody has an account");
        let path = first_run(site).await.expect("each start prints another");
        assert_ne!(old, path);
        site.get(&old).await.expect(410);
        assert!(site.get("/admin/sign-in").await.expect(200).contains("아직 계정이 없습니다"));
        let page = site.get(&path).await;
        assert!(page.expect(200).contains("소유자 계정 만들기"));
        let short = site.post(&path, &[("email", "kim@example.org"), ("password", "짧다")]).await;
        assert!(short.expect(422).contains("10자 이상"));
        let weak = site.post(&path, &[("email", "kim@example.org"), ("password", "password12")]).await;
        assert!(weak.expect(422).contains("쉽게 추측할 수 있는"));
        let wrong = site.post(&path, &[("email", "kim"), ("password", PASSWORD)]).await;
        assert!(wrong.expect(422).contains("이메일 주소를 확인해 주세요"));
        let made = site.post(&path, &[("email", "kim@example.org"), ("password", PASSWORD)]).await;
        made.expect(303);
        let cookies = made.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
        assert!(cookies.into_iter().any(|it| it.starts_with("gudok_browser=")), "the browser is known from now on");
        site.cookie = Some(made.cookie());
        let account = site.get("/admin/account").await;
        assert!(account.expect(200).contains("kim@example.org") && account.body.contains("소유자"));
        assert!(site.get(&path).await.expect(410).contains("/admin에서 로그인해"));
        site.post(&path, &[("email", "lee@example.org"), ("password", PASSWORD)]).await.expect(410);
        assert_eq!(first_run(site).await, None);
        assert_eq!(site.audit_log().await, ["kim@example.org first-run "]);
    }

    async fn of_two_people_who_race_for_the_first_run_one_becomes_the_owner(site: Site) {
        let path = first_run(site).await.expect("a URL");
        let kim = [("email", "kim@example.org"), ("password", PASSWORD)];
        let lee = [("email", "lee@example.org"), ("password", PASSWORD)];
        let (one, other) = tokio::join!(site.post(&path, &kim), site.post(&path, &lee));
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 410]);
        assert_eq!(site.texts("SELECT email FROM accounts").await.len(), 1);
    }

    async fn the_url_of_the_first_run_is_good_for_a_day(site: Site) {
        let path = first_run(site).await.expect("a URL");
        site.wait(24 * 60 * MINUTE);
        site.get(&path).await.expect(410);
        site.post(&path, &[("email", "kim@example.org"), ("password", PASSWORD)]).await.expect(410);
        site.get("/admin/setup/anything").await.expect(410);
    }

    async fn nothing_below_admin_is_kept_by_a_cache(site: Site) {
        for path in ["/admin", "/admin/sign-in", "/admin/nowhere", "/admin/setup/x", "/admin/account"] {
            assert_eq!(site.get(path).await.header("cache-control"), "no-store", "{path}");
        }
        site.sign_in(Role::Owner).await;
        assert_eq!(site.get("/admin/account").await.header("cache-control"), "no-store");
        assert_eq!(site.get("/admin/outbox").await.header("referrer-policy"), "same-origin");
    }
}
