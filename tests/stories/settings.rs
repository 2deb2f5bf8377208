//! Settings in the database: what owners save is in force at once on every node, and the file and the environment win.

use gudok::app::App;
use gudok::background;
use gudok::config::{Config, Place};
use gudok::random::Random;
use gudok::settings::{self, ChangeError, SettingChange, SettingEdit, SettingOption};
use gudok::subscribers::Cadence;
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::readers::sign_up;
use crate::support::waiting::until;
use crate::support::{Letter, Reader, Site};

/// Saves options as a form would that was shown just now.
async fn save(app: &App, edits: &[(&str, &str)]) -> Result<Vec<SettingChange>, ChangeError> {
    let seen = app.live_config().version();
    save_from(app, edits, seen).await
}

/// Saves options of a form that showed this version.
async fn save_from(
    app: &App,
    edits: &[(&str, &str)],
    seen: i64,
) -> Result<Vec<SettingChange>, ChangeError> {
    let edits: Vec<SettingEdit<'_>> = edits
        .iter()
        .map(|(name, text)| {
            let option = SettingOption::named(name).expect("an option of the panel");
            SettingEdit { option, text }
        })
        .collect();
    let mut tx = app.write().await.expect("a transaction");
    let changes = settings::change(&mut tx, app.given_config(), &edits, seen).await?;
    tx.commit().await.expect("committed");
    app.renew_config().await.expect("renewed");
    Ok(changes)
}

/// Another node over the same database, with the same file and environment.
async fn other_node(site: &Site) -> App {
    let config = site.app.given_config().clone();
    let random = Random::seeded(99);
    let app = App::open(config, site.clock.clone(), random).await;
    app.expect("a second node")
}

/// A configuration of the environment alone, over the site's database.
fn of_environment(site: &Site, variables: &[(&str, &str)]) -> Config {
    let url = site.app.config().database.url.clone();
    let variables = [
        ("DATABASE_URL", url.as_str()),
        ("GUDOK__MAIL__URL", "memory:"),
    ]
    .into_iter()
    .chain(variables.iter().copied())
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Config::read(None, variables).expect("a configuration")
}

/// Whether a page of this origin may read the counts.
async fn may_read(site: &Site, origin: &str) -> bool {
    let url = site.url("/api/v1/comment-counts?thread=post-1");
    let asked = site.http.get(url).header("origin", origin).send().await;
    let answer = asked.expect("an answer");
    let allowed = answer.headers().get("access-control-allow-origin");
    allowed.is_some_and(|allowed| allowed == origin)
}

fn site_url(app: &App) -> String {
    app.config()
        .site
        .url
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

stories! {
    async fn a_mail_that_waits_keeps_its_message_id_when_the_sender_moves(site: Site) {
        let domain = site.app.message_domain();
        site.reader(Reader::new("kim@reader.example", Cadence::EachPost)).await;
        site.wait(60);
        site.publish("새 글", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 1);
        sign_up(site, &[("email", "lee@reader.example")]).await.expect(200);
        save(&site.app, &[("site.sender", "새 이름 <letters@moved.example>")]).await.expect("saved");
        let mails = site.mails().await;
        assert_eq!(mails.len(), 2, "one of an edition and one of its own");
        for mail in &mails {
            let letter = Letter::read(&mail.bytes);
            assert!(letter.header("From").contains("letters@moved.example"), "{}", letter.header("From"));
            assert!(letter.header("Message-ID").ends_with(&format!("@{domain}>")), "{}", letter.header("Message-ID"));
        }
        sign_up(site, &[("email", "choi@reader.example")]).await.expect(200);
        let newest = site.newest_mail_to("choi@reader.example").await;
        assert!(newest.header("Message-ID").ends_with("@moved.example>"), "a new mail has the new one");
    }

    async fn a_saved_setting_is_in_force_at_once_on_this_node(site: Site) {
        assert!(!may_read(site, "https://other.example.net").await);
        let edits = [("server.allowed_origins", "other.example.net\nhttps://third.example.net/")];
        let changes = save(&site.app, &edits).await.expect("saved");
        assert_eq!(changes.len(), 1);
        assert_eq!(
            changes[0].after.as_deref(),
            Some("https://other.example.net/, https://third.example.net/")
        );
        assert!(may_read(site, "https://other.example.net").await);
        assert!(may_read(site, "https://third.example.net").await);
        save(&site.app, &[("server.allowed_origins", " ")]).await.expect("cleared");
        assert!(!may_read(site, "https://other.example.net").await);
    }

    async fn a_setting_saved_on_one_node_is_in_force_on_the_other(site: Site) {
        let other = other_node(site).await;
        let stop = CancellationToken::new();
        let work = tokio::spawn(background::run(other.clone(), stop.clone()));
        save(&site.app, &[("site.url", "https://new.example.org/")]).await.expect("saved");
        until(async || site_url(&other) == "https://new.example.org/", "the other node knows it").await;
        stop.cancel();
        work.await.expect("no panic");
        let later = other_node(site).await;
        assert_eq!(site_url(&later), "https://new.example.org/");
    }

    async fn file_and_environment_win_and_lock_an_option(site: Site) {
        save(&site.app, &[("site.url", "https://panel.example.org/")]).await.expect("saved");
        let locked = of_environment(site, &[("GUDOK__SITE__URL", "https://env.example.org")]);
        let place = locked.given.place("site.url").cloned();
        assert_eq!(place, Some(Place::Variable("GUDOK__SITE__URL".into())));
        let node = App::open(locked, site.clock.clone(), Random::seeded(7)).await.expect("a node");
        assert_eq!(site_url(&node), "https://env.example.org/");
        // Its form may come back as it was shown, and nothing else.
        let same = save(&node, &[("site.url", "https://env.example.org/")]).await.expect("no change");
        assert_eq!(same, []);
        let refused = save(&node, &[("site.url", "https://mine.example.org")]).await;
        let refused = refused.expect_err("locked").to_string();
        assert_eq!(refused, "site.url is set by GUDOK__SITE__URL; change it there");
        // Without the variable the panel's value is there as it was.
        let open = of_environment(site, &[]);
        let node = App::open(open, site.clock.clone(), Random::seeded(8)).await.expect("a node");
        assert_eq!(site_url(&node), "https://panel.example.org/");
    }

    async fn what_the_file_would_refuse_the_panel_refuses_and_saves_nothing(site: Site) {
        for (name, text) in [
            ("site.url", "javascript://example.org/"),
            ("site.url", "https://"),
            ("server.allowed_origins", "https://good.example.net, ftp://bad.example.net"),
            ("server.allowed_origins", "*"),
            ("server.allowed_origins", "https://*.example.com"),
            ("server.allowed_origins", "https://good.example.net; script-src *"),
            ("site.url", "https://*.example.org"),
        ] {
            let edits = [("site.url", "https://good.example.org"), (name, text)];
            let error = save(&site.app, &edits[usize::from(name == "site.url")..]).await;
            let error = error.expect_err(text).to_string();
            assert!(error.contains(name), "{text}: {error}");
        }
        assert_eq!(site.texts("SELECT name FROM site_settings").await, [""; 0]);
        assert_eq!(site_url(&site.app), "https://blog.example.org/");
    }

    async fn of_two_owners_who_save_at_once_the_second_is_told_and_nothing_is_lost(site: Site) {
        let seen = site.app.live_config().version();
        save_from(&site.app, &[("site.url", "https://first.example.org")], seen).await.expect("saved");
        let second = save_from(&site.app, &[("site.url", "https://second.example.org")], seen).await;
        let Err(ChangeError::Conflict(options)) = second else {
            panic!("no conflict: {second:?}");
        };
        assert_eq!(options[0].name, "site.url");
        assert_eq!(site_url(&site.app), "https://first.example.org/");
        // Another option is nobody's conflict, and neither is the same value.
        save_from(&site.app, &[("server.allowed_origins", "https://a.example.net")], seen).await.expect("saved");
        let same = save_from(&site.app, &[("site.url", "https://first.example.org/")], seen).await;
        assert_eq!(same.expect("no change"), []);
        save(&site.app, &[("site.url", "https://second.example.org")]).await.expect("seen and saved");
        assert_eq!(site_url(&site.app), "https://second.example.org/");
    }

    async fn two_nodes_save_different_options_at_the_same_moment(site: Site) {
        let other = other_node(site).await;
        let (one, two) = tokio::join!(
            save(&site.app, &[("site.url", "https://one.example.org")]),
            save(&other, &[("server.allowed_origins", "https://two.example.net")]),
        );
        one.expect("saved");
        two.expect("saved");
        site.app.renew_config().await.expect("renewed");
        other.renew_config().await.expect("renewed");
        for app in [&site.app, &other] {
            assert_eq!(site_url(app), "https://one.example.org/");
            assert_eq!(app.config().server.allowed_origins.len(), 1);
        }
    }

    async fn a_setting_that_no_longer_fits_is_left_out_and_the_program_starts(site: Site) {
        save(&site.app, &[("site.url", "https://kept.example.org"), ("server.allowed_origins", "https://a.example.net")])
            .await
            .expect("saved");
        site.change("UPDATE site_settings SET value = 'no address' WHERE name = 'site.url'").await;
        let node = other_node(site).await;
        assert_eq!(site_url(&node), "https://blog.example.org/");
        assert_eq!(node.config().server.allowed_origins.len(), 1);
        save(&node, &[("site.url", "https://mended.example.org")]).await.expect("mended");
        assert_eq!(site_url(&node), "https://mended.example.org/");
    }
}
