//! Rendered bodies, kept until what they show changes. A check asks the database. It is left out within the
//! second of the last one, as long as this process has committed nothing since.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard};

use super::encoded_body::EncodedBody;
use super::encoding::{Effort, Encoding};
use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::store::Store;

/// Bytes that an entry costs beside its key and its body.
const ENTRY: usize = 400;
/// Renderings under way at a time, each of another page.
const TURNS: usize = 64;
/// How long a request waits for another that renders the same page. Then it renders the page itself.
const PATIENCE: Duration = Duration::from_secs(1);

/// The digest of everything in the database that a body shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp([u8; 32]);

impl Stamp {
    /// The stamp of a value; equal values have equal ones.
    pub fn of(shown: &impl std::fmt::Debug) -> Self {
        Self(Sha256::digest(format!("{shown:?}")).into())
    }
}

/// A body that was rendered now.
#[derive(Debug)]
pub struct Rendering {
    /// The type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// Headers of this body.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// When the body is rendered anew in any case.
    pub until: Option<Timestamp>,
}

impl Rendering {
    /// A body without headers of its own, which stays until what it shows changes.
    pub fn of(content_type: &'static str, body: String) -> Self {
        Self {
            content_type,
            body,
            headers: Vec::new(),
            until: None,
        }
    }
}

/// What a look at the database found.
#[derive(Debug)]
pub enum Look {
    /// The stamp of the kept body is still right.
    Unchanged,
    /// Another body.
    Changed {
        /// Read BEFORE the rest of what the body shows: a change in between makes the stamp old, and never the body.
        stamp: Stamp,
        /// The body.
        rendering: Rendering,
        /// False for a body that nobody may ask for again.
        is_kept: bool,
    },
}

/// A kept body and what it depends on.
#[derive(Clone, Debug)]
struct KeptBody {
    body: EncodedBody,
    headers: Vec<(HeaderName, HeaderValue)>,
    stamp: Stamp,
    until: Option<Timestamp>,
    config: Arc<Config>,
    checked: Moment,
}

/// A moment before a look at the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    commits: u64,
    second: Timestamp,
}

/// The cache; clones share it.
#[derive(Clone, Debug)]
pub struct PageCache {
    store: Store,
    clock: Clock,
    bodies: Cache<Box<str>, Arc<KeptBody>, RandomState>,
    turns: Arc<[Mutex<()>; TURNS]>,
    hasher: RandomState,
}

impl PageCache {
    /// A cache of bodies of this store, of so many bytes.
    pub fn new(store: Store, clock: Clock, bytes: u64) -> Self {
        #[expect(
            clippy::borrowed_box,
            reason = "the cache hands over a reference to its key"
        )]
        let weight = |key: &Box<str>, kept: &Arc<KeptBody>| {
            let bytes = key.len() + kept.body.len() + ENTRY;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let hasher = RandomState::new();
        Self {
            store,
            clock,
            bodies: Cache::builder()
                .max_capacity(bytes)
                .weigher(weight)
                .build_with_hasher(hasher.clone()),
            turns: Arc::new(std::array::from_fn(|_| Mutex::new(()))),
            hasher,
        }
    }

    /// Bytes of all kept bodies, with their keys.
    pub fn weight(&self) -> u64 {
        self.bodies.run_pending_tasks();
        self.bodies.weighted_size()
    }

    /// Answers with the kept body of this key. `look` renders it where it is missing or may be old; it gets the stamp of the kept
    /// body.
    pub async fn answer<E>(
        &self,
        request: &HttpRequest,
        key: &str,
        config: &Arc<Config>,
        look: impl AsyncFnOnce(Option<&Stamp>) -> Result<Look, E>,
    ) -> Result<HttpResponse, E> {
        let encoding = Encoding::of(request);
        let key = format!("{}{key}", encoding.letter());
        if let Some(kept) = self.fresh(&key, config) {
            return Ok(kept.answer(request));
        }
        // One request renders a page, and those that wait for it find it.
        let turn = self.turn(&key).await;
        if let Some(kept) = self.fresh(&key, config) {
            return Ok(kept.answer(request));
        }
        let before = self.moment();
        let kept = self.bodies.get(&*key);
        let kept = kept.filter(|kept| kept.is_current(config, before.second));
        let found = match look(kept.as_ref().map(|kept| &kept.stamp)).await? {
            Look::Changed {
                stamp,
                rendering,
                is_kept,
            } => {
                if !is_kept {
                    self.bodies.invalidate(&*key);
                    drop(turn);
                    return Ok(answer_once(request, rendering));
                }
                Arc::new(KeptBody::new(stamp, rendering, encoding, config, before))
            }
            Look::Unchanged => match kept {
                Some(kept) => Arc::new(kept.checked_at(before)),
                None => unreachable!("without a kept body its stamp is not given out"),
            },
        };
        self.bodies.insert(key.into(), Arc::clone(&found));
        Ok(found.answer(request))
    }

    /// The body of this key that needs no look at the database.
    fn fresh(&self, key: &str, config: &Arc<Config>) -> Option<Arc<KeptBody>> {
        let kept = self.bodies.get(key)?;
        let now = self.moment();
        (kept.checked == now && kept.is_current(config, now.second)).then_some(kept)
    }

    fn moment(&self) -> Moment {
        Moment {
            commits: self.store.commits(),
            second: self.clock.now(),
        }
    }

    async fn turn(&self, key: &str) -> Option<MutexGuard<'_, ()>> {
        let hash = usize::try_from(self.hasher.hash_one(key) % TURNS as u64).unwrap_or(0);
        let turn = self.turns[hash].lock();
        tokio::time::timeout(PATIENCE, turn).await.ok()
    }
}

/// Answers with a body that is not kept, which is not worth much work.
fn answer_once(request: &HttpRequest, rendering: Rendering) -> HttpResponse {
    let encoding = Encoding::once(request);
    let body = EncodedBody::new(
        rendering.content_type,
        rendering.body,
        encoding,
        Effort::Least,
    );
    with_headers(body.answer(request), &rendering.headers)
}

fn with_headers(mut answer: HttpResponse, headers: &[(HeaderName, HeaderValue)]) -> HttpResponse {
    for (name, value) in headers {
        answer.headers_mut().insert(name.clone(), value.clone());
    }
    answer
}

impl KeptBody {
    fn new(
        stamp: Stamp,
        new: Rendering,
        encoding: Encoding,
        config: &Arc<Config>,
        checked: Moment,
    ) -> Self {
        Self {
            body: EncodedBody::new(new.content_type, new.body, encoding, Effort::Quick),
            headers: new.headers,
            stamp,
            until: new.until,
            config: Arc::clone(config),
            checked,
        }
    }

    fn checked_at(&self, checked: Moment) -> Self {
        Self {
            checked,
            ..self.clone()
        }
    }

    /// True while everything outside the database is as it was.
    fn is_current(&self, config: &Arc<Config>, now: Timestamp) -> bool {
        Arc::ptr_eq(&self.config, config) && self.until.is_none_or(|until| now < until)
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        with_headers(self.body.answer(request), &self.headers)
    }
}
