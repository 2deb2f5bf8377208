//! One site under test.

use std::net::TcpListener;

use gudok::admin::{AuditEntry, audit};
use gudok::admin::{NewAccount, accounts};
use gudok::admin::{Password, Passwords, Role};
use gudok::app::App;
use gudok::clock::{Clock, Timestamp};
use gudok::config::Config;
use gudok::delivery::transport::SentMail;
use gudok::i18n::Locale;
use gudok::jobs::runner;
use gudok::random::Random;
use gudok::{background, changed, on, server, store};
use mail_parser::{Message, MessageParser};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::http::{Reply, encode};
use super::postgres;

/// Tuesday, 24 November 2026, 09:00 in Seoul.
const MORNING: i64 = 1_795_478_400;

/// The password of every account that [`Site::sign_in`] makes.
pub const PASSWORD: &str = "열쇠는 화분 밑에 있다";

/// A running site.
pub struct Site {
    pub app: App,
    pub base: String,
    pub clock: Clock,
    pub http: reqwest::Client,
    /// Sent with each request, like a browser's cookie jar.
    pub cookie: Option<String>,
    pub language: &'static str,
    pub folder: TempDir,
    /// Counts the restarts: each draws other chances, as a new process would.
    run: u64,
    server: actix_web::dev::ServerHandle,
}

impl Site {
    pub async fn on_sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("gudok.db").display());
        Self::start(url, folder, 1, |_| {}).await
    }

    /// None when this machine has no PostgreSQL; the support says so once.
    pub async fn on_postgres() -> Option<Self> {
        let url = postgres::fresh_database(async |url: &str| {
            gudok::store::Store::open(url)
                .await
                .expect("a migrated template")
                .close()
                .await;
        })
        .await?;
        Some(Self::start(url, TempDir::new().expect("a temporary folder"), 1, |_| {}).await)
    }

    async fn start(
        url: String,
        folder: TempDir,
        run: u64,
        settings: impl FnOnce(&mut Config),
    ) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let mut config = Config::default();
        config.server.bind = address.into();
        config.database.url = url;
        config.mail.url = "memory:".parse().expect("memory");
        // Mails arrive in the order in which they were queued.
        config.mail.connections = 1;
        config.site.name = "인공지능 읽기".into();
        config.site.url = Some("https://blog.example.org/".parse().expect("a URL"));
        config.site.sender = "인공지능 읽기 <letters@example.org>"
            .parse()
            .expect("a sender");
        config.feeds.allow_private = true;
        // The pages of the stories are on no server.
        config.comments.page_titles = false;
        settings(&mut config);
        let clock = Clock::standing(Timestamp::from_unix(MORNING));
        let app = App::open(config, clock.clone(), Random::seeded(run))
            .await
            .expect("the site opens");
        let running = server::build(&app, listener, 1, |_| {}).expect("the server starts");
        let server = running.handle();
        tokio::spawn(running);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            app,
            base: format!("http://{address}"),
            clock,
            http,
            cookie: None,
            language: "ko",
            folder,
            run,
            server,
        }
    }

    /// The same database under another configuration, as after a restart.
    pub async fn restart(&mut self, settings: impl FnOnce(&mut Config)) {
        let folder = std::mem::replace(
            &mut self.folder,
            TempDir::new().expect("a temporary folder"),
        );
        let url = self.app.config().database.url.clone();
        self.server.stop(false).await;
        self.app.store().close().await;
        let now = self.clock.now();
        *self = Self::start(url, folder, self.run + 1, settings).await;
        self.wait(now.since(self.clock.now()));
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.http.get(self.url(path))).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.http.post(self.url(path)).body(encode(fields));
        self.send(request.header("content-type", "application/x-www-form-urlencoded"))
            .await
    }

    pub async fn post_json(&self, path: &str, json: &serde_json::Value) -> Reply {
        let request = self.http.post(self.url(path)).body(json.to_string());
        self.send(request.header("content-type", "application/json"))
            .await
    }

    pub async fn send(&self, mut request: reqwest::RequestBuilder) -> Reply {
        request = request
            .header("accept-language", self.language)
            .header("origin", &self.base);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        Reply::of(request.send().await.expect("the server answers")).await
    }

    /// Makes an account of this role (a Korean one whose address begins with the role) and signs in through the form.
    pub async fn sign_in(&mut self, role: Role) {
        let email = format!("{role}@example.org");
        let password = Password::typed(PASSWORD);
        let passwords = Passwords::start().expect("a thread");
        let hash = passwords.hash(&password, self.app.random()).await;
        let account = NewAccount {
            email: email.parse().expect("an address"),
            password: hash.expect("a hash"),
            role,
            locale: Locale::Ko,
        };
        let mut tx = self.app.write().await.expect("a transaction");
        accounts::add(&mut tx, &account, self.app.now())
            .await
            .expect("the account is new");
        tx.commit().await.expect("committed");
        self.cookie = None;
        let form = [("email", email.as_str()), ("password", PASSWORD)];
        let reply = self.post("/admin/sign-in", &form).await;
        reply.expect(303);
        self.cookie = Some(reply.cookie());
    }

    /// Signs in again as an account that has its password alone.
    pub async fn sign_in_again(&mut self, email: &str) {
        self.cookie = None;
        let form = [("email", email), ("password", PASSWORD)];
        let reply = self.post("/admin/sign-in", &form).await;
        reply.expect(303);
        self.cookie = Some(reply.cookie());
    }

    /// A form with one header as another browser, or another site, would send it.
    pub async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        value: &str,
    ) -> Reply {
        let mut request = self
            .http
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(encode(fields));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        Reply::of(request.send().await.expect("the server answers")).await
    }

    /// The lines of the audit log, oldest first: who, what, to what.
    pub async fn audit_log(&self) -> Vec<String> {
        let mut tx = self.app.read().await.expect("a connection");
        let entries = audit::newest(&mut tx, 100).await.expect("the log");
        let line = |entry: &AuditEntry| {
            let who = entry.who.as_deref().unwrap_or("-");
            format!("{who} {} {}", entry.action, entry.subject)
        };
        entries.iter().rev().map(line).collect()
    }

    /// One column of the database as it stands there.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut tx = self.app.read().await.expect("a connection");
        let rows: Result<_, store::Error> =
            on!(tx, conn => sqlx::query_scalar(sql).fetch_all(conn));
        rows.expect("a column of texts")
    }

    /// One column of numbers.
    pub async fn numbers(&self, sql: &'static str) -> Vec<i64> {
        let mut tx = self.app.read().await.expect("a connection");
        let rows: Result<_, store::Error> =
            on!(tx, conn => sqlx::query_scalar(sql).fetch_all(conn));
        rows.expect("a column of numbers")
    }

    /// Brings about what would be slow or hard to bring about otherwise.
    pub async fn change(&self, sql: &'static str) {
        let mut tx = self.app.write().await.expect("a transaction");
        let rows: Result<u64, store::Error> = changed!(tx, conn => sqlx::query(sql).execute(conn));
        assert!(rows.expect("a statement") > 0, "{sql} changes something");
        tx.commit().await.expect("committed");
    }

    /// Runs a schedule once, due or not.
    pub async fn run_schedule(&self, name: &str) {
        let mut schedules = background::SCHEDULES.iter();
        let schedule = schedules.find(|schedule| schedule.name == name);
        let run = schedule.unwrap_or_else(|| panic!("no schedule {name}")).run;
        run(self.app.clone()).await.expect("it runs");
    }

    /// A path of this site, or a whole address of it, as a whole address.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        }
    }

    /// Runs every job and sends every mail that is due, and returns all mails sent so far, oldest first.
    pub async fn mails(&self) -> Vec<SentMail> {
        runner::drain(&self.app, background::JOBS)
            .await
            .expect("the jobs run");
        self.app
            .sender()
            .drain(&CancellationToken::new())
            .await
            .expect("the outbox is sent");
        self.app.mailbox().expect("mail stays in memory").mails()
    }

    /// The newest mail to this recipient.
    pub async fn newest_mail_to(&self, recipient: &str) -> Letter {
        let mails = self.mails().await;
        let mail = mails
            .iter()
            .rev()
            .find(|mail| mail.recipient.as_str() == recipient);
        Letter::read(
            &mail
                .unwrap_or_else(|| panic!("no mail to {recipient} among {}", mails.len()))
                .bytes,
        )
    }

    /// How many mails this recipient got so far.
    pub async fn count_mails_to(&self, recipient: &str) -> usize {
        self.mails()
            .await
            .iter()
            .filter(|mail| mail.recipient.as_str() == recipient)
            .count()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let stopping = self.server.stop(false);
        tokio::spawn(stopping);
    }
}

/// A mail as an independent reader understands it.
#[derive(Debug)]
pub struct Letter {
    pub bytes: Vec<u8>,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    pub fn read(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a mail");
        Self {
            bytes: bytes.to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        }
    }

    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).expect("a mail")
    }

    /// The value of a header as it stands in the mail, unfolded.
    pub fn header(&self, name: &str) -> String {
        let message = self.parsed();
        let raw = message.header_raw(name).unwrap_or_default();
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first address in the plain part that contains `part`.
    pub fn link(&self, part: &str) -> String {
        let links = self
            .text
            .split_whitespace()
            .map(|word| word.trim_matches(['<', '>', '(', ')', '.']));
        let link = links
            .into_iter()
            .find(|word| word.starts_with("http") && word.contains(part));
        link.unwrap_or_else(|| panic!("no link with {part} in {}", self.text))
            .to_owned()
    }
}
