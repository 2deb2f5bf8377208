//! A process that sends, and what may happen to it.

use std::collections::BTreeSet;

use gudok::changed;
use gudok::config::Config;
use gudok::store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Site;
use super::cut_wire::CutWire;
use super::outbox::{new_edition, post};
use super::relay::{Behaviour, Relay};

/// A process that sends until it is told to stop.
pub struct Process {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Process {
    pub fn start(site: &Site) -> Self {
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let told = stop.clone();
        let task = tokio::spawn(async move { app.sender().run(&told).await });
        Self { stop, task }
    }

    pub async fn end(self) {
        self.stop.cancel();
        self.task.await.expect("no panic");
    }
}

pub fn assert_each_once(relay: &Relay, readers: usize) {
    let recipients = relay.recipients();
    let distinct: BTreeSet<_> = recipients.iter().collect();
    assert_eq!((distinct.len(), recipients.len()), (readers, readers));
}

/// One connection to this relay, and one lease of so many seconds.
pub fn one_connection(config: &mut Config, url: &str, lease: u32) {
    config.mail.url = url.parse().expect("an address");
    config.mail.connections = 1;
    config.mail.lease = lease;
}

/// From now on no transaction is committed in which a mail comes into this state, until [`give_way`].
pub async fn set_trap(site: &Site, on_sqlite: &'static str, on_postgres: &'static str) {
    const TABLES: [&str; 2] = [
        "CREATE TABLE homes (id BIGINT PRIMARY KEY)",
        "CREATE TABLE homeless (id BIGINT REFERENCES homes (id) DEFERRABLE INITIALLY DEFERRED)",
    ];
    const FUNCTION: &str = "
        CREATE FUNCTION spring() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO homeless VALUES (1); RETURN NULL; END $$";
    for table in TABLES {
        execute(site, table, table).await;
    }
    execute(site, "", FUNCTION).await;
    execute(site, on_sqlite, on_postgres).await;
}

pub async fn execute(site: &Site, on_sqlite: &'static str, on_postgres: &'static str) {
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = tx.either(on_sqlite, on_postgres);
    let done: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    done.expect(sql);
    tx.commit().await.expect("committed");
}

/// From now on they are.
pub async fn give_way(site: &Site) {
    site.change("INSERT INTO homes (id) VALUES (1)").await;
}

/// The site behind a wire that can be cut; none without PostgreSQL.
pub async fn behind_a_wire(url: &str, lease: u32) -> Option<(Site, CutWire)> {
    let mut site = Site::on_postgres().await?;
    let database = site.app.config().database.url.clone();
    let wire = CutWire::to(&database).await;
    site.restart(|config| {
        one_connection(config, url, lease);
        config.database.url = wire.url(&database);
    })
    .await;
    Some((site, wire))
}

/// Five mails wait for a relay that takes them over one connection.
pub async fn five_mails(site: &mut Site) -> Relay {
    let relay = Relay::start(Behaviour::Accept).await;
    site.restart(|config| one_connection(config, &relay.url(), 4))
        .await;
    let edition = new_edition(site).await;
    post(site, edition, 5, "example.org").await;
    relay
}
