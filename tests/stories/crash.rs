//! The real program is killed, or stopped beyond its lease, while it sends a digest: nobody misses it, and only mails in flight
//! may arrive twice.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use gudok::outbox::{self, MailState};
use gudok::{on, store};
use tokio::task::spawn_blocking;

use crate::stories;
use crate::support::Site;
use crate::support::feed_server::FeedServer;
use crate::support::program::{Printed, gudok};
use crate::support::relay::{Behaviour, Relay};
use crate::support::waiting::until;

const READERS: usize = 2_000;
const CONNECTIONS: usize = 4;

/// The program on this site's database, sending to this relay.
fn program(site: &Site, relay: &Relay, arguments: &[&str]) -> Command {
    let mut command = gudok(site.folder.path(), arguments);
    command
        .env("DATABASE_URL", &site.app.config().database.url)
        .env("GUDOK__SERVER__BIND", "127.0.0.1:0")
        .env("GUDOK__SERVER__PUBLIC_URL", "http://letters.example.org")
        .env("GUDOK__FEEDS__ALLOW_PRIVATE", "true")
        .env("GUDOK__MAIL__URL", relay.url())
        .env("GUDOK__MAIL__CONNECTIONS", CONNECTIONS.to_string())
        .env("GUDOK__MAIL__LEASE", "4");
    command
}

/// The blog's feed with so many posts.
fn publish(blog: &FeedServer, posts: usize) {
    let items = (0..posts).map(|number| {
        format!(
            "<item><title>글 {number}</title><link>https://blog.example.org/{number}</link>\
             <guid>https://blog.example.org/{number}</guid>\
             <description>끊기지 않는 발송을 시험하는 {number}번째 글입니다.</description></item>"
        )
    });
    let items = items.collect::<String>();
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>블로그</title><link>https://blog.example.org/</link>{items}</channel></rss>"
    );
    blog.serve("/feed", "application/rss+xml; charset=utf-8", &feed);
}

async fn run(command: Command) {
    let printed = spawn_blocking(move || Printed::of(command))
        .await
        .expect("it ran");
    assert_eq!(printed.code, Some(0), "{printed:?}");
}

/// A running program, killed when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(site: &Site, relay: &Relay, command: &str) -> Self {
        let started = program(site, relay, &[command])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(started.expect("it starts"))
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.0.id().to_string()])
            .status();
        assert!(sent.expect("kill runs").success());
    }

    /// Ends it as a person would; it says that all went well.
    fn finish(mut self) {
        self.signal("TERM");
        assert!(self.0.wait().expect("it ended").success());
    }
}

fn write_list(folder: &Path) -> String {
    let rows = (0..READERS).map(|number| format!("reader{number}@example.org,each_post\n"));
    let file = folder.join("list.csv");
    std::fs::write(
        &file,
        format!("email,cadence\n{}", rows.collect::<String>()),
    )
    .expect("written");
    file.to_str().expect("a path").to_owned()
}

/// Imports the readers and a new post, so that its digest is due to all of them.
async fn make_a_digest_due(site: &Site, relay: &Relay) {
    let blog = FeedServer::start().await;
    publish(&blog, 1);
    let list = write_list(site.folder.path());
    let import = ["subscribers", "import", &list, "--source", "the old list"];
    run(program(site, relay, &import)).await;
    run(program(site, relay, &["feeds", "add", &blog.url("/feed")])).await;
    publish(&blog, 2);
    run(program(site, relay, &["feeds", "poll"])).await;
}

/// Everybody got the digest, and no more than so many twice, as the same mail.
fn assert_each_got_it(relay: &Relay, most_doubles: usize) {
    let mut arrived: HashMap<String, Vec<String>> = HashMap::new();
    for (recipient, id) in relay.recipients().into_iter().zip(relay.message_ids()) {
        arrived.entry(recipient).or_default().push(id);
    }
    assert_eq!(arrived.len(), READERS, "everybody got it");
    let doubled: Vec<_> = arrived.values().filter(|ids| ids.len() > 1).collect();
    assert!(doubled.len() <= most_doubles, "{} doubles", doubled.len());
    for ids in doubled {
        assert!(
            ids.iter().all(|id| *id == ids[0]),
            "a double is the same mail"
        );
    }
}

async fn count(site: &Site, state: MailState) -> usize {
    let mut tx = site.app.read().await.expect("a connection");
    let counts = outbox::count_by_state(&mut tx).await.expect("counts");
    counts
        .iter()
        .find(|count| count.state == state)
        .map_or(0, |count| usize::try_from(count.count).expect("a count"))
}

stories! {
    async fn a_kill_in_the_middle_of_a_digest_loses_nobody_and_doubles_only_what_was_in_flight(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        make_a_digest_due(site, &relay).await;

        let first = Running::start(site, &relay, "serve");
        until(async || relay.message_ids().len() >= READERS / 4, "a quarter was sent").await;
        drop(first);
        let handed_over = relay.message_ids().len();
        assert!(handed_over < READERS, "the kill came in the middle");

        let second = Running::start(site, &relay, "serve");
        until(async || count(site, MailState::Sent).await == READERS, "everybody's mail has a result").await;
        drop(second);
        assert_each_got_it(&relay, CONNECTIONS);
    }
}

#[tokio::test]
async fn a_node_that_stops_inside_a_transaction_loses_it_after_a_while() {
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = "SELECT current_setting('idle_in_transaction_session_timeout')";
    let limit: Result<String, store::Error> =
        on!(tx, conn => sqlx::query_scalar(sql).fetch_one(conn));
    assert_eq!(limit.expect("a setting"), "30s");
}

/// Where several processes share one database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_workers_one_is_killed_and_one_stopped_and_the_third_serves_everybody() {
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    let relay = Relay::start(Behaviour::Accept).await;
    make_a_digest_due(&site, &relay).await;
    let [killed, stopped, third] = [(); 3].map(|()| Running::start(&site, &relay, "worker"));
    until(
        async || relay.message_ids().len() >= READERS / 8,
        "an eighth was sent",
    )
    .await;
    stopped.signal("STOP");
    drop(killed);
    let handed_over = relay.message_ids().len();
    assert!(handed_over < READERS, "it happened in the middle");
    until(
        async || count(&site, MailState::Sent).await == READERS,
        "everybody's mail has a result",
    )
    .await;
    // It goes on where it stood, with mails that others have sent by now.
    stopped.signal("CONT");
    stopped.finish();
    third.finish();
    assert_eq!(count(&site, MailState::Sent).await, READERS);
    assert_each_got_it(&relay, 2 * CONNECTIONS);
}
