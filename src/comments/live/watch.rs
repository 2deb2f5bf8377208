//! The watch over threads that somebody reads now: commits of this process show within a tenth of a second, those of other nodes
//! within a second.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use actix_web::web::Bytes;
use tokio::sync::watch;

use crate::app::App;
use crate::comments::thread;
use crate::comments::thread::ThreadState;
use crate::comments::thread_key::ThreadKey;
use crate::store::Result;

/// The time between two looks at the number of this process's commits.
const TICK: Duration = Duration::from_millis(100);
/// The time after which the database is asked in any case, since other nodes commit too.
const OTHERS: Duration = Duration::from_secs(1);

/// The threads that somebody reads now; clones share them.
#[derive(Clone, Debug, Default)]
pub struct LiveThreads(Arc<Threads>);

type Threads = Mutex<HashMap<ThreadKey, LiveThread>>;

#[derive(Debug)]
struct LiveThread {
    comments: i64,
    events: watch::Sender<Bytes>,
}

impl LiveThreads {
    /// Starts the watch. It ends with the last clone, and with the streams of the program.
    pub fn start(app: &App) -> Self {
        let live = Self::default();
        tokio::spawn(watch_over(Arc::downgrade(&live.0), app.clone()));
        live
    }

    /// The events of a thread. The first is its present state.
    pub(in crate::comments) fn follow(&self, thread: &ThreadState) -> watch::Receiver<Bytes> {
        let (version, comments) = thread.news();
        let mut threads = lock(&self.0);
        let live = threads
            .entry(thread.key.clone())
            .or_insert_with(|| LiveThread {
                comments,
                events: watch::Sender::new(event(version, comments)),
            });
        live.events.subscribe()
    }
}

async fn watch_over(live: Weak<Threads>, app: App) {
    let mut seen = None;
    let mut asked = Instant::now();
    loop {
        tokio::time::sleep(TICK).await;
        let Some(live) = live.upgrade() else { return };
        if app.streams().has_ended() {
            return;
        }
        let keys = followed(&live);
        // Read before the database: a commit in between is seen the next time.
        let commits = Some(app.store().commits());
        if keys.is_empty() || commits == seen && asked.elapsed() < OTHERS {
            continue;
        }
        asked = Instant::now();
        match look(&live, &app, &keys).await {
            Ok(()) => seen = commits,
            Err(error) => {
                tracing::warn!(%error, "threads that are read now could not be looked up");
            }
        }
    }
}

/// The threads that somebody follows. Others are forgotten.
fn followed(live: &Threads) -> Vec<ThreadKey> {
    let mut threads = lock(live);
    threads.retain(|_, thread| thread.events.receiver_count() > 0);
    threads.keys().cloned().collect()
}

/// Tells the readers of each thread whose number of comments has changed.
async fn look(live: &Threads, app: &App, keys: &[ThreadKey]) -> Result<()> {
    let mut tx = app.read().await?;
    let found = thread::queries::standings(&mut tx, keys).await?;
    drop(tx);
    let mut threads = lock(live);
    for (key, version, comments) in found {
        if let Some(thread) = threads.get_mut(&key)
            && thread.comments != comments
        {
            thread.comments = comments;
            thread.events.send_replace(event(version, comments));
        }
    }
    Ok(())
}

fn event(version: i64, comments: i64) -> Bytes {
    format!("retry: 5000\nid: {version}\ndata: {{\"comments\":{comments}}}\n\n").into()
}

fn lock(live: &Threads) -> MutexGuard<'_, HashMap<ThreadKey, LiveThread>> {
    live.lock().unwrap_or_else(PoisonError::into_inner)
}
