//! The database that an earlier release left is brought up to date, and people find everything that was in it.
//! `scripts/upgrade-dump` keeps one for each release in tests/upgrades.

use std::fs;
use std::path::{Path, PathBuf};

use gudok::background;
use gudok::clock::{HOUR, Timestamp};
use gudok::subscribers::consent::chain::{Sealing, seal, verify};
use serde::Deserialize;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor, PgConnection};

use crate::schema;
use crate::stories;
use crate::support::Site;
use crate::support::source::root;

/// Facts of the kept database.
#[derive(Deserialize)]
struct Known {
    made_at: i64,
    owner: String,
    password: String,
    thread: String,
    comment: String,
    confirmed: String,
    bounced: String,
    /// A mail to this address was deferred.
    waiting: String,
    campaign: String,
    /// The path of the unsubscribe link in a mail that was sent.
    unsubscribe: String,
}

fn releases() -> Vec<PathBuf> {
    let folder = root().join("tests/upgrades");
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{error}: {}", folder.display()));
    let mut releases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    releases.sort();
    releases
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{error}: {}", file.display()))
}

/// Puts the kept database in place of the site's, and opens it as this build does.
async fn upgrade(site: &mut Site, release: &Path) -> Known {
    let known: Known = serde_json::from_str(&read(&release.join("known.json"))).expect("its facts");
    let url = if site.app.store().engine_name() == "SQLite" {
        let name = release.file_name().expect("a version").display();
        let file = site.folder.path().join(format!("{name}.db"));
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true);
        let mut connection = options.connect().await.expect("a new file");
        let dump = read(&release.join("sqlite.sql"));
        sqlx::raw_sql(AssertSqlSafe(dump))
            .execute(&mut connection)
            .await
            .expect("the dump");
        connection.close().await.expect("closed");
        format!("sqlite:{}", file.display())
    } else {
        let url = site.app.config().database.url.clone();
        let mut connection = PgConnection::connect(&url).await.expect("PostgreSQL");
        connection
            .execute("DROP SCHEMA public CASCADE")
            .await
            .expect("emptied");
        connection
            .execute("CREATE SCHEMA public")
            .await
            .expect("empty");
        let dump = read(&release.join("postgres.sql"));
        sqlx::raw_sql(AssertSqlSafe(dump))
            .execute(&mut connection)
            .await
            .expect("the dump");
        connection.close().await.expect("closed");
        url
    };
    site.restart(|config| config.database.url = url).await;
    background::finish_migrations(&site.app)
        .await
        .expect("migrated");
    site.wait(Timestamp::from_unix(known.made_at).since(site.clock.now()) + HOUR);
    known
}

async fn people_find_everything(site: &mut Site, known: &Known) {
    let thread = site
        .get(&format!("/comments?thread={}", known.thread))
        .await;
    assert!(
        thread.expect(200).contains(&known.comment),
        "{}",
        thread.body
    );

    site.cookie = None;
    let form = [
        ("email", known.owner.as_str()),
        ("password", known.password.as_str()),
    ];
    let signed_in = site.post("/admin/sign-in", &form).await;
    signed_in.expect(303);
    site.cookie = Some(signed_in.cookie());
    for (path, shown) in [
        ("/admin/subscribers", &known.confirmed),
        ("/admin/subscribers", &known.bounced),
        ("/admin/campaigns", &known.campaign),
        ("/admin/outbox?state=deferred", &known.waiting),
    ] {
        let page = site.get(path).await;
        assert!(
            page.expect(200).contains(shown),
            "{path} shows no {shown}: {}",
            page.body
        );
    }
    site.cookie = None;

    site.newest_mail_to(&known.waiting).await;
    let one_click = [("List-Unsubscribe", "One-Click")];
    site.post(&known.unsubscribe, &one_click).await.expect(200);
    let left = site
        .texts("SELECT email FROM subscribers WHERE state = 'unsubscribed'")
        .await;
    assert_eq!(left, [known.confirmed.as_str()]);
}

/// The consents of the release are all there, and are sealed like those that come.
async fn consents_are_events(site: &Site) {
    let events = "SELECT channel || ' ' || action || ' ' || address || ' ' || COALESCE(actor, '') FROM consent_events ORDER BY id";
    let moved = [
        "import imported minsu@example.net 옛 블로그의 양식",
        "api requested sora@example.com ",
        "confirmation confirmed sora@example.com ",
        "bounce changed minsu@example.net ",
        "api requested late@example.com ",
    ];
    assert_eq!(site.texts(events).await, moved);
    assert_eq!(
        site.texts("SELECT wording FROM consent_events WHERE wording IS NOT NULL")
            .await,
        ["구독을 시작할까요?"]
    );
    assert_eq!(site.numbers("SELECT count(*) FROM consents").await, [5]);
    let sealed = seal(&site.app, &mut Sealing::default()).await;
    assert_eq!(sealed.expect("sealed"), 5);
    let mut tx = site.app.read().await.expect("a connection");
    let report = verify(&mut tx).await.expect("verified");
    assert_eq!((report.events, report.broken), (5, None));
}

stories! {
    async fn the_database_of_each_release_is_brought_up_to_date(site: Site) {
        let fresh = schema::of(site).await;
        let releases = releases();
        assert!(!releases.is_empty(), "tests/upgrades keeps a database of each release");
        for release in &releases {
            let known = upgrade(site, release).await;
            assert_eq!(schema::of(site).await, fresh, "{}", release.display());
            consents_are_events(site).await;
            people_find_everything(site, &known).await;
        }
    }
}
