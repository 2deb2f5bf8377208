//! A wire to PostgreSQL that breaks at the worst moment: what was written is durable, and nobody hears of it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// The end of an answer outside a transaction (`ReadyForQuery`).
const READY: &[u8] = b"Z\0\0\0\x05I";
/// The end of any answer, without its last octet.
const ANSWERED: &[u8] = b"Z\0\0\0\x05";

/// The wire; it ends with the test.
pub struct CutWire {
    address: SocketAddr,
    server: String,
    plan: Arc<Mutex<Plan>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Plan {
    words: Option<&'static str>,
    cuts: usize,
}

impl CutWire {
    /// A wire to the server of this database.
    pub async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let url = Url::parse(url).expect("a URL");
        let host = url.host_str().expect("a host");
        let server = format!("{host}:{}", url.port().unwrap_or(5432));
        let plan = Arc::<Mutex<Plan>>::default();
        let (to, shared) = (server.clone(), Arc::clone(&plan));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&to).await.expect("PostgreSQL");
                tokio::spawn(carry(client, server, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            server,
            plan,
            task,
        }
    }

    /// The same database through this wire, in the clear.
    pub fn url(&self, url: &str) -> String {
        let mut url =
            Url::parse(&url.replace(&self.server, &self.address.to_string())).expect("a URL");
        url.set_query(Some("sslmode=disable"));
        url.into()
    }

    /// The next transaction in which these words are said, by either side, is the last one of its connection: it is made
    /// durable, and that answer is lost. A statement's own words are said when it is prepared, once a connection.
    pub fn cuts_after(&self, words: &'static str) {
        lock(&self.plan).words = Some(words);
    }

    /// How often it was cut.
    pub fn cuts(&self) -> usize {
        lock(&self.plan).cuts
    }
}

impl Drop for CutWire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(plan: &Mutex<Plan>) -> MutexGuard<'_, Plan> {
    plan.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries what both say until one of them closes, or the plan says so.
async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    plan: Arc<Mutex<Plan>>,
) -> std::io::Result<()> {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    let mut is_marked = false;
    loop {
        tokio::select! {
            count = client.read_buf(&mut asked) => {
                if count? == 0 {
                    return Ok(());
                }
                is_marked = is_marked || takes_up(&plan, &asked);
                server.write_all(&asked).await?;
                asked.clear();
            }
            count = server.read_buf(&mut answered) => {
                if count? == 0 {
                    return Ok(());
                }
                is_marked = is_marked || takes_up(&plan, &answered);
                let length = answered.len();
                let is_whole = length > ANSWERED.len() && answered[..length - 1].ends_with(ANSWERED);
                if is_marked && !is_whole {
                    continue;
                }
                if is_marked && is_durable(&answered) {
                    lock(&plan).cuts += 1;
                    return Ok(());
                }
                client.write_all(&answered).await?;
                answered.clear();
            }
        }
    }
}

/// Whether this connection is the one to be cut.
fn takes_up(plan: &Mutex<Plan>, said: &[u8]) -> bool {
    let mut plan = lock(plan);
    let is_it = |words: &mut &str| memmem::find(said, words.as_bytes()).is_some();
    plan.words.take_if(is_it).is_some()
}

/// Whether this answer says that something was written for good (`CommandComplete`).
fn is_durable(answer: &[u8]) -> bool {
    let says = |words: &[u8]| memmem::find(answer, words).is_some();
    answer.ends_with(READY) && (says(b"COMMIT\0") || says(b"UPDATE "))
}
