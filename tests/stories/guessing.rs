//! Whoever guesses passwords is slowed down, and nobody is locked out by it.

use gudok::admin::Client;
use gudok::admin::{
    self, Attempt, FirstStep, KnownBrowser, Password, Passwords, Role, SignInError, Visitor,
};
use gudok::clock::MINUTE;

use crate::stories;
use crate::support::{PASSWORD, Reply, Site};

/// A try through a proxy that the site trusts.
async fn try_from(site: &Site, ip: &str, email: &str, password: &str) -> Reply {
    site.post_with(
        "/admin/sign-in",
        &[("email", email), ("password", password)],
        "x-forwarded-for",
        ip,
    )
    .await
}

async fn behind_a_proxy(site: &mut Site) {
    site.restart(|config| {
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
}

fn attempt(password: &str, browser: Option<KnownBrowser>) -> Attempt {
    Attempt {
        email: "owner@example.org".parse().ok(),
        password: Password::typed(password),
        visitor: Visitor {
            client: Client {
                ip: [192, 0, 2, 1].into(),
                user_agent: String::new(),
            },
            former: None,
            browser,
        },
    }
}

stories! {
    async fn wrong_passwords_from_everywhere_never_refuse_the_right_one(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        behind_a_proxy(site).await;
        for number in 0..25 {
            let ip = format!("203.0.113.{number}");
            let wrong = try_from(site, &ip, "editor@example.org", "a guess or another").await;
            wrong.expect(if number < 10 { 422 } else { 429 });
            let nobody = try_from(site, &format!("203.0.114.{number}"), "nobody@example.org", "a guess or another").await;
            assert_eq!(nobody.status, wrong.status, "nobody learns who has an account");
        }
        try_from(site, "198.51.100.7", "Editor@Example.org", PASSWORD).await.expect(303);
    }

    async fn one_place_gets_sixteen_wrong_passwords_over_all_accounts_and_the_right_one_comes_in_after_them(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        behind_a_proxy(site).await;
        for number in 0..16 {
            try_from(site, "203.0.113.9", &format!("person{number}@example.org"), "a guess").await.expect(422);
            if number == 10 {
                try_from(site, "203.0.113.9", "editor@example.org", PASSWORD).await.expect(303);
            }
        }
        site.wait(MINUTE);
        let shut = try_from(site, "203.0.113.9", "person16@example.org", "a guess").await;
        assert!(shut.expect(429).contains("14분 뒤에"), "{}", shut.body);
        assert_eq!(shut.header("retry-after"), "840");
        // A colleague of whoever guesses has the same address, and needs no browser that is known.
        try_from(site, "203.0.113.9", "editor@example.org", PASSWORD).await.expect(303);
        try_from(site, "203.0.113.9", "person17@example.org", "a guess").await.expect(429);
        try_from(site, "203.0.113.10", "person18@example.org", "a guess").await.expect(422);
        site.wait(14 * MINUTE);
        try_from(site, "203.0.113.9", "person18@example.org", "a guess").await.expect(422);
    }

    async fn the_right_password_forgets_the_wrong_ones_of_its_account(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        behind_a_proxy(site).await;
        for round in 0..2 {
            for number in 0..9 {
                let ip = format!("203.0.113.{}", 20 * round + number);
                try_from(site, &ip, "editor@example.org", "a guess or another").await.expect(422);
            }
            try_from(site, &format!("198.51.100.{round}"), "editor@example.org", PASSWORD).await.expect(303);
        }
    }

    async fn a_known_browser_is_not_slowed_down_with_its_place(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        let first = site.post("/admin/sign-in", &[("email", "editor@example.org"), ("password", PASSWORD)]).await;
        for number in 0..16 {
            let email = format!("person{number}@example.org");
            site.post("/admin/sign-in", &[("email", &email), ("password", "a guess")]).await.expect(422);
        }
        let form = [("email", "editor@example.org"), ("password", PASSWORD)];
        let wrong = [("email", "editor@example.org"), ("password", "a guess")];
        site.post("/admin/sign-in", &wrong).await.expect(429);
        site.cookie = Some(first.browser_cookie());
        site.post("/admin/sign-in", &form).await.expect(303);
        // It is known for its own account alone, and guesses with it are counted.
        site.post("/admin/sign-in", &[("email", "x@example.org"), ("password", "a guess")]).await.expect(429);
        for _ in 0..9 {
            site.post("/admin/sign-in", &wrong).await.expect(422);
        }
        site.post("/admin/sign-in", &wrong).await.expect(429);
        site.cookie = Some("gudok_browser=w1.x.0.AAAA".into());
        site.post("/admin/sign-in", &wrong).await.expect(429);
    }

    async fn whom_the_queue_turned_away_has_guessed_nothing_and_is_told_when_to_come_back(site: Site) {
        site.sign_in(Role::Owner).await;
        let (passwords, _never_runs) = Passwords::with_queue(0);
        for _ in 0..40 {
            let busy = admin::sign_in(&site.app, &passwords, attempt("a guess", None)).await;
            assert!(matches!(busy, Err(SignInError::Hash(_))), "{busy:?}");
        }
        assert!(site.texts("SELECT key FROM rate_limits WHERE bucket LIKE 'sign-in-%'").await.is_empty());
        let passwords = Passwords::start().expect("a thread");
        let signed_in = admin::sign_in(&site.app, &passwords, attempt(PASSWORD, None)).await;
        signed_in.expect("the right password");
    }

    async fn a_crowd_of_strangers_leaves_a_known_browser_its_place(site: Site) {
        site.sign_in(Role::Owner).await;
        let passwords = Passwords::start().expect("a thread");
        let first = admin::sign_in(&site.app, &passwords, attempt(PASSWORD, None)).await;
        let Ok(FirstStep::SignedIn(first)) = first else {
            panic!("{first:?}");
        };
        let cookie = first.browser;
        let known = KnownBrowser::read(site.app.signer(), &cookie, site.app.now());
        let _crowd: Vec<_> = std::iter::from_fn(|| passwords.stranger().ok()).collect();
        let stranger = admin::sign_in(&site.app, &passwords, attempt(PASSWORD, None)).await;
        assert!(matches!(stranger, Err(SignInError::Hash(_))), "{stranger:?}");
        let known = admin::sign_in(&site.app, &passwords, attempt(PASSWORD, known)).await;
        known.expect("its place was kept");
    }

    async fn a_slow_attempt_holds_no_place_while_it_waits(site: Site) {
        site.sign_in(Role::Owner).await;
        let passwords = Passwords::start().expect("a thread");
        for _ in 0..10 {
            let wrong = admin::sign_in(&site.app, &passwords, attempt("a guess", None)).await;
            assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
        }
        let ip = attempt("", None).visitor.client.ip;
        let _others = [(); 3].map(|()| passwords.slow_try(ip).expect("one of four"));
        let crowd: Vec<_> = std::iter::from_fn(|| passwords.stranger().ok()).collect();
        let the_wait_begins = async {
            for _ in 0..1_000_000 {
                if passwords.slow_try(ip).is_err() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(crowd);
        };
        let attempt = admin::sign_in(&site.app, &passwords, attempt(PASSWORD, None));
        let (signed_in, ()) = tokio::join!(biased; attempt, the_wait_begins);
        signed_in.expect("the places were free when the wait was over");
    }

    async fn who_is_busy_says_when_to_come_back(site: Site) {
        let answer = gudok::web::WebError::from(gudok::admin::password::HashError::Busy);
        let request = actix_web::test::TestRequest::default().to_http_request();
        let answer = gudok::web::error_page::answer(&request, &answer);
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers().get("retry-after").expect("a header"), "2");
        site.get("/healthz").await.expect(200);
    }
}
