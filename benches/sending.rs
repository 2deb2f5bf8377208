//! Sends a personalised digest of 20 KB to Postfix's `smtp-sink`, every result durable, against `smtp-source` of the same size.
//!
//! `cargo bench --bench sending [-- MAILS [CONNECTIONS [ROUND_TRIP_MS [WORKERS]]]]`, on SQLite in a temporary folder, or on
//! the PostgreSQL that `DATABASE_URL` names (its tables are filled: give it a database of its own).
//! `GUDOK__DKIM__…` signs the mails. One line says mails a second, the ratio, and the disk's median `fdatasync`. With
//! several workers, each with so many connections, a second line compares them with the one before.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gudok::app::App;
use gudok::audience::fan_out;
use gudok::background;
use gudok::clock::Clock;
use gudok::config::Config;
use gudok::i18n::Locale;
use gudok::ids::SubscriberId;
use gudok::message::{
    MessageTemplate, PREFERENCES_PLACEHOLDER, SenderIdentity, UNSUBSCRIBE_PLACEHOLDER,
};
use gudok::outbox::{self, MailState, NewEdition, edition};
use gudok::random::Random;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

fn main() {
    let runtime = background::runtime().expect("threads");
    runtime.block_on(measure());
}

async fn measure() {
    let arguments: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let mails = arguments.first().copied().unwrap_or(20_000);
    let connections = arguments.get(1).copied().unwrap_or(8);
    let round_trip = arguments.get(2).copied().unwrap_or(0);
    let workers = arguments.get(3).copied().unwrap_or(1);
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");

    let sink = Sink::start();
    let relay = behind_a_round_trip(sink.address, round_trip).await;

    let mut config = Config::load(None).expect("a configuration");
    if !config.database.url.starts_with("postgres") {
        config.database.url = format!("sqlite:{}", folder.path().join("bench.db").display());
    }
    config.mail.url = format!("smtp://{relay}?tls=none").parse().expect("a relay");
    config.mail.connections = u16::try_from(connections).expect("connections");
    config.site.sender = "실험 소식 <letters@example.org>".parse().expect("a sender");
    let url = config.database.url.clone();
    let app = open(&config).await;
    add_subscribers(&url, mails).await;
    let bytes = queue(&app).await;
    let reference = smtp_source(sink.address, mails, bytes);

    let rate = drain(std::slice::from_ref(&app), mails).await;
    println!(
        "{}, {connections} connections, {round_trip} ms, {bytes} bytes: {rate:.0} mails/s, smtp-source {reference:.0}/s, ratio {:.2}; fdatasync {:.2} ms; {}",
        app.store().engine_name(),
        rate / reference,
        fdatasync(folder.path()),
        resident(),
    );
    if workers > 1 {
        let mut all = vec![app];
        while all.len() < workers {
            all.push(open(&config).await);
        }
        queue(&all[0]).await;
        let together = drain(&all, mails).await;
        println!(
            "{workers} workers: {together:.0} mails/s, {:.2} times one",
            together / rate
        );
    }
}

async fn open(config: &Config) -> App {
    let app = App::open(config.clone(), Clock::system(), Random::system()).await;
    app.expect("it opens")
}

/// Mails a second of these workers, which send what is queued together.
async fn drain(workers: &[App], mails: usize) -> f64 {
    let before = sent(&workers[0]).await;
    let began = Instant::now();
    let stop = CancellationToken::new();
    // As tasks, as in `serve` and `worker`.
    let senders: Vec<_> = workers
        .iter()
        .map(|app| {
            let (app, stop) = (app.clone(), stop.clone());
            tokio::spawn(async move { app.sender().drain(&stop).await })
        })
        .collect();
    for drained in senders {
        drained.await.expect("it ends").expect("sent");
    }
    let rate = per_second(mails, began.elapsed());
    let more = sent(&workers[0]).await - before;
    assert_eq!(more, i64::try_from(mails).expect("a count"), "all are sent");
    rate
}

async fn sent(app: &App) -> i64 {
    let mut tx = app.read().await.expect("a connection");
    let counts = outbox::count_by_state(&mut tx).await.expect("counts");
    let sent = counts.iter().find(|count| count.state == MailState::Sent);
    sent.map_or(0, |count| count.count)
}

fn per_second(mails: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(mails).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

/// Postfix's sink on a free port; it ends with the value.
struct Sink {
    address: SocketAddr,
    process: Child,
}

impl Sink {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("its address");
        drop(free);
        let who = Command::new("id").arg("-u").output().expect("id");
        let root = who.stdout.starts_with(b"0\n");
        let mut process = Command::new("/usr/sbin/smtp-sink")
            // It refuses to run as root.
            .args(if root {
                ["-u", "nobody"].as_slice()
            } else {
                &[]
            })
            .args([&address.to_string(), "1000"])
            .stdout(Stdio::null())
            .spawn()
            .expect("smtp-sink: apt-get install postfix");
        while std::net::TcpStream::connect(address).is_err() {
            assert!(
                process.try_wait().expect("a process").is_none(),
                "smtp-sink ended"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { address, process }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Mails a second of Postfix's own generator over 8 connections that stay open.
fn smtp_source(sink: SocketAddr, mails: usize, bytes: usize) -> f64 {
    let began = Instant::now();
    let done = Command::new("/usr/sbin/smtp-source")
        .args(["-s", "8", "-d", "-l", &bytes.to_string()])
        .args(["-m", &mails.to_string()])
        .args([
            "-f",
            "a@example.org",
            "-t",
            "b@example.org",
            &sink.to_string(),
        ])
        .status()
        .expect("smtp-source: apt-get install postfix");
    assert!(done.success());
    per_second(mails, began.elapsed())
}

/// A proxy that holds back everything for half of the round trip in each direction.
async fn behind_a_round_trip(sink: SocketAddr, milliseconds: usize) -> SocketAddr {
    if milliseconds == 0 {
        return sink;
    }
    let delay = Duration::from_millis(u64::try_from(milliseconds).expect("a time")) / 2;
    let proxy = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = proxy.local_addr().expect("its address");
    tokio::spawn(async move {
        while let Ok((near, _)) = proxy.accept().await {
            let far = tokio::net::TcpStream::connect(sink)
                .await
                .expect("the sink");
            let _ = (near.set_nodelay(true), far.set_nodelay(true));
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(hold_back(near_in, far_out, delay));
            tokio::spawn(hold_back(far_in, near_out, delay));
        }
    });
    address
}

async fn hold_back(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    delay: Duration,
) {
    let (sender, mut receiver) =
        tokio::sync::mpsc::channel::<(tokio::time::Instant, Vec<u8>)>(1_000);
    tokio::spawn(async move {
        while let Some((due, bytes)) = receiver.recv().await {
            tokio::time::sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    let mut buffer = vec![0; 65_536];
    while let Ok(count) = tokio::io::AsyncReadExt::read(&mut from, &mut buffer).await {
        let due = tokio::time::Instant::now() + delay;
        if count == 0 || sender.send((due, buffer[..count].to_vec())).await.is_err() {
            return;
        }
    }
}

/// Confirmed subscribers, numbered by `n`.
const ROWS: &str = "
    INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, time_zone, created_at, confirmed_at)
    SELECT 'reader' || n || '@example.org', 'reader' || n || '@example.org', '', 'confirmed', 'ko', 'monthly', 'Asia/Seoul', 1, 1";

async fn add_subscribers(url: &str, count: usize) {
    let count = i64::try_from(count).expect("a count");
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(url).await.expect("PostgreSQL");
        let sql = format!("{ROWS} FROM generate_series(1, $1) AS n");
        sqlx::query("TRUNCATE subscribers, outbox, outbox_counts CASCADE")
            .execute(&mut connection)
            .await
            .expect("emptied");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(count)
            .execute(&mut connection)
            .await
            .expect("rows");
    } else {
        let mut connection = SqliteConnection::connect(url).await.expect("SQLite");
        let sql = format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $1) {ROWS} FROM s"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(count)
            .execute(&mut connection)
            .await
            .expect("rows");
    }
}

/// An edition for every subscriber; how many octets each message has.
async fn queue(app: &App) -> usize {
    let paragraph = "<p style=\"margin:0 0 16px;font-size:16px;line-height:1.7\">새 글의 요약은 세 문장으로 이루어지고, 읽는 데 일 분이 걸리지 않는다.</p>\n";
    let new = NewEdition {
        slug: edition::slug(app.random(), app.now(), &app.config().site.time_zone),
        locale: Locale::Ko,
        subject: "작은 모델이 돌아왔다 외 3편".into(),
        html: format!(
            "<html><body>{}<a href=\"{}\">구독 해지</a> <a href=\"{}\">구독 설정</a></body></html>",
            paragraph.repeat(72),
            UNSUBSCRIBE_PLACEHOLDER,
            PREFERENCES_PLACEHOLDER
        ),
        text: format!(
            "{}\n{}\n{}\n",
            "새 글의 요약은 세 문장으로 이루어지고, 읽는 데 일 분이 걸리지 않는다.\n".repeat(25),
            UNSUBSCRIBE_PLACEHOLDER,
            PREFERENCES_PLACEHOLDER
        ),
        message_domain: app.message_domain(),
    };
    let mut tx = app.write().await.expect("a transaction");
    let id = edition::create(&mut tx, &new, app.now())
        .await
        .expect("an edition");
    tx.commit().await.expect("committed");
    let mut after = 0;
    loop {
        let mut tx = app.write().await.expect("a transaction");
        let slice = fan_out::slice(&mut tx, id, "campaign", None, after, app.now())
            .await
            .expect("a slice");
        tx.commit().await.expect("committed");
        let Some(slice) = slice else { break };
        after = slice.last;
    }
    let mut tx = app.read().await.expect("a connection");
    let edition = edition::find(&mut tx, id)
        .await
        .expect("read")
        .expect("an edition");
    let prepared = MessageTemplate::for_edition(
        &SenderIdentity::of(&app.config()),
        &edition.content(),
        "campaign",
    );
    let reader = "reader1@example.org".parse().expect("an address");
    let personal = app.links().personal(SubscriberId(1), app.now());
    let message = prepared.render(&reader, None, &personal, "<1@example.org>", app.now());
    message.expect("a message").len()
}

/// The median of a hundred writes with `fdatasync`, in milliseconds.
fn fdatasync(folder: &std::path::Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("probe")).expect("a file");
    let mut times: Vec<Duration> = (0..100)
        .map(|_| {
            let began = Instant::now();
            file.write_all(&[0; 4096])
                .and_then(|()| file.sync_data())
                .expect("written");
            began.elapsed()
        })
        .collect();
    times.sort();
    times[50].as_secs_f64() * 1_000.0
}

/// The most memory that this process has had resident.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    format!("at most {} resident", line.unwrap_or("?").trim())
}
