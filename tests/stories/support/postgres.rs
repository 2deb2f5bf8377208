//! A story on PostgreSQL has a database to itself, on a server that lives no longer than this test process.
//!
//! The server is started at the first need, in a folder of its own. Its guard is a shell that waits for the end of
//! its standard input, a pipe whose other end only this process holds: however the process ends, by `kill -9` too,
//! the guard stops the server and removes the folder. With `TEST_DATABASE_URL` the databases are made on that server
//! instead. A database lasts as long as the thread of the test that asked for it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io, iter, mem};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::OnceCell;
use url::Url;

/// The URL of a new database that `prepare` (the migrations) has been through, or `None` on a machine without
/// PostgreSQL. The first caller's `prepare` runs, once a process, on a template; each database is a copy of that,
/// which takes some 25 ms.
pub async fn fresh_database(prepare: impl AsyncFn(&str)) -> Option<String> {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();

    let server = server().await?;
    let template = TEMPLATE
        .get_or_init(async || {
            let name = server.create("template0").await;
            prepare(&server.url(&name)).await;
            // A database can be copied only while nobody is connected to it.
            server.run(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
            server
                .run(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
                .await;
            name
        })
        .await;
    server.drop_finished().await;
    let name = server.create(template).await;
    let url = server.url(&name);
    OF_THIS_TEST.with_borrow_mut(|own| own.0.push(name));
    Some(url)
}

/// The one server of this process. A server that did not start fails every story that wants it, with the same words.
async fn server() -> Option<&'static Server> {
    static SERVER: OnceCell<Result<Option<Server>, String>> = OnceCell::const_new();

    match SERVER.get_or_init(Server::find).await {
        Ok(server) => server.as_ref(),
        Err(why) => panic!("PostgreSQL for the tests: {why}"),
    }
}

struct Server {
    base: Url,
    /// Tells this process's databases from those of others on the same server.
    mark: u64,
    /// What must stay open for as long as the process lives.
    _held: Held,
}

enum Held {
    /// At its end the guard stops our own server.
    Guard(#[expect(dead_code, reason = "only its being open counts")] ChildStdin),
    /// Its advisory lock on `mark` tells other processes that our databases are in use.
    Lock(#[expect(dead_code, reason = "only its being open counts")] Mutex<PgConnection>),
}

impl Server {
    async fn find() -> Result<Option<Self>, String> {
        let mark = RandomState::new().hash_one(std::process::id());
        if let Some(url) = setting("TEST_DATABASE_URL") {
            let base = Url::parse(&url)
                .map_err(|error| format!("TEST_DATABASE_URL is no URL: {error}"))?;
            let lock = tidy_and_lock(&base, mark)
                .await
                .map_err(|error| format!("TEST_DATABASE_URL: {error}"))?;
            return Ok(Some(Self {
                base,
                mark,
                _held: Held::Lock(Mutex::new(lock)),
            }));
        }
        let Some(programs) = installed() else {
            return without_server().map(|()| None);
        };
        let (port, guard) = start(&programs)?;
        let base = format!("postgres://gudok@127.0.0.1:{port}/postgres");
        let base = Url::parse(&base).map_err(|error| error.to_string())?;
        Ok(Some(Self {
            base,
            mark,
            _held: Held::Guard(guard),
        }))
    }

    async fn create(&self, template: &str) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);

        let name = format!(
            "{PREFIX}{:016x}_{}",
            self.mark,
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        self.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await;
        name
    }

    async fn drop_finished(&self) {
        let finished = mem::take(&mut *FINISHED.lock().unwrap_or_else(PoisonError::into_inner));
        for name in finished {
            self.run(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await;
        }
    }

    fn url(&self, name: &str) -> String {
        let mut url = self.base.clone();
        url.set_path(name);
        url.into()
    }

    /// A connection for each statement, since every test has a runtime of its own and a connection cannot outlive it.
    async fn run(&self, sql: &str) {
        let done = async {
            let mut connection = PgConnection::connect(self.base.as_str()).await?;
            sqlx::query(AssertSqlSafe(sql))
                .execute(&mut connection)
                .await?;
            connection.close().await
        };
        if let Err(error) = done.await {
            panic!("{sql}: {error}");
        }
    }
}

const PREFIX: &str = "gudok_test_";

static FINISHED: Mutex<Vec<String>> = Mutex::new(Vec::new());

thread_local! {
    static OF_THIS_TEST: RefCell<Databases> = const { RefCell::new(Databases(Vec::new())) };
}

/// Each test runs on a thread of its own; at the thread's end its databases may go.
struct Databases(Vec<String>);

impl Drop for Databases {
    fn drop(&mut self) {
        FINISHED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .append(&mut self.0);
    }
}

/// Drops what processes that are no more have left on a server that outlives them, and takes our own lock.
async fn tidy_and_lock(base: &Url, mark: u64) -> Result<PgConnection, sqlx::Error> {
    let mut connection = PgConnection::connect(base.as_str()).await?;
    lock(&mut connection, mark).await?;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname LIKE $1")
            .bind(format!("{PREFIX}%"))
            .fetch_all(&mut connection)
            .await?;
    let mut owners: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for name in names {
        let owner = name.trim_start_matches(PREFIX).split('_').next();
        if let Some(owner) = owner.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
            owners.entry(owner).or_default().push(name);
        }
    }
    for (owner, names) in owners.into_iter().filter(|(owner, _)| *owner != mark) {
        if !lock(&mut connection, owner).await? {
            continue;
        }
        for name in names {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            sqlx::query(AssertSqlSafe(sql))
                .execute(&mut connection)
                .await?;
        }
        sqlx::query("SELECT pg_advisory_unlock($1)")
            .bind(owner.cast_signed())
            .execute(&mut connection)
            .await?;
    }
    Ok(connection)
}

/// Whether the mark is ours: nobody else holds it.
async fn lock(connection: &mut PgConnection, mark: u64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(mark.cast_signed())
        .fetch_one(connection)
        .await
}

/// The folder of the newest PostgreSQL's programs: Debian's place for them first, then what `pg_config` says.
fn installed() -> Option<PathBuf> {
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let newest = debian
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(version)
        .map(|path| path.join("bin"));
    newest.or_else(|| {
        let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
        let folder = PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim());
        folder.join("initdb").exists().then_some(folder)
    })
}

/// Starts a server in a folder of its own and gives its port, with the pipe at whose end it stops.
fn start(programs: &Path) -> Result<(u16, ChildStdin), String> {
    let folder = tempfile::Builder::new()
        .prefix("gudok-postgres-")
        .tempdir()
        .map_err(|error| format!("no temporary folder: {error}"))?
        .keep(); // the guard removes it: we may be killed before we could
    let ports = free_ports().map_err(|error| format!("no free port: {error}"))?;
    let mut guard = Command::new("sh")
        .args(["-c", GUARD, "guard"])
        .arg(&folder)
        .arg(programs)
        .args(ports.iter().map(ToString::to_string))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0) // a Ctrl-C is for us alone: the guard must live to clean up
        .spawn()
        .map_err(|error| format!("no shell: {error}"))?;
    let pipe = guard.stdin.take().ok_or("the guard has no input")?;
    let answer = guard.stdout.take().ok_or("the guard has no output")?;
    let lines: Vec<String> = BufReader::new(answer)
        .lines()
        .map_while(Result::ok)
        .collect();
    match lines.split_last() {
        Some((last, _)) if last.starts_with("ready ") => {
            let port = last
                .trim_start_matches("ready ")
                .parse()
                .map_err(|_| format!("no port in {last:?}"))?;
            Ok((port, pipe))
        }
        _ => Err(format!("the server did not start:\n{}", lines.join("\n"))),
    }
}

/// Several, since another process may take one before the server does. Held together, so that they differ.
fn free_ports() -> io::Result<Vec<u16>> {
    let listeners: Vec<TcpListener> = iter::repeat_with(|| TcpListener::bind(("127.0.0.1", 0)))
        .take(4)
        .collect::<io::Result<_>>()?;
    listeners
        .iter()
        .map(|listener| Ok(listener.local_addr()?.port()))
        .collect()
}

/// Arguments: the folder, the folder of the programs, ports to try. Says `ready PORT` or the server's log, closes its
/// output, and waits. PostgreSQL refuses to run as root, so there it runs as the user that its package made.
const GUARD: &str = r#"
folder=$1 programs=$2; shift 2
trap : HUP INT TERM
trap '' PIPE
if [ "$(id -u)" = 0 ]; then
  server() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
  chown postgres "$folder"
else
  server() { "$@"; }
fi
cd "$folder" || exit
up() {
  server "$programs/initdb" --pgdata=data --username=gudok --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync || return
  cat >>data/postgresql.conf <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 400
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
min_wal_size = 32MB
max_wal_size = 256MB
CONF
  for port; do
    server "$programs/pg_ctl" --pgdata=data --wait --log=data/log --options="-p $port" start && return
  done
  cat data/log
  return 1
}
if up "$@" >start.log 2>&1; then echo "ready $port"; else cat start.log; fi
exec >/dev/null
read -r _
server "$programs/pg_ctl" --pgdata=data --mode=immediate stop
cd / && rm -rf "$folder"
"#;

/// Says once what is left out, on the real standard error, which the test harness does not swallow.
fn without_server() -> Result<(), String> {
    const WAY_OUT: &str =
        "install it (Debian: apt-get install postgresql) or set TEST_DATABASE_URL";

    if setting("GUDOK_TEST_REQUIRE").as_deref() == Some("all") {
        return Err(format!(
            "there is no server on this machine, and GUDOK_TEST_REQUIRE=all asks for one: {WAY_OUT}"
        ));
    }
    let word = format!(
        "\nPostgreSQL is not on this machine: its half of the stories is left out; {WAY_OUT}.\n"
    );
    // Nobody to tell is no reason to fail.
    let _ = io::stderr().write_all(word.as_bytes());
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the tests stand on is no configuration of Gudok's"
)]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
