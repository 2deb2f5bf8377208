//! Writes an import batch by batch: what is known stays, what is new is added, and the kept numbers are right after each batch.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::family::{Family, Stored};
use super::model::SkipReason;
use super::prepare::{NewRow, PreparedRecord};
use super::queries::{self, PlacedRow};
use super::report::{ImportOptions, ImportReport};
use crate::app::App;
use crate::comments::aliases;
use crate::comments::model::{CommentId, CommentStatus, ThreadId};
use crate::comments::privacy::nobody;
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};
use crate::subscribers::departures;

/// Links in one transaction.
const LINKS: usize = 500;

pub(super) struct Importer<'a> {
    app: &'a App,
    is_dry: bool,
    family: Family,
    /// Threads by the keys that the file gives.
    threads: HashMap<ThreadKey, ThreadId>,
    /// Threads with comments of the file.
    used: HashSet<ThreadId>,
    /// Keys of this import, since a file may have a comment twice.
    taken: HashSet<String>,
    /// Deleted comments by their ids in the file, until the end says whether something answers them.
    deleted: HashMap<String, NewRow>,
    /// The last id of a dry run: its rows are written nowhere.
    last_dry_id: i64,
    pub report: ImportReport,
}

impl<'a> Importer<'a> {
    pub fn new(app: &'a App, options: &ImportOptions) -> Self {
        Self {
            app,
            is_dry: options.dry_run,
            family: Family::default(),
            threads: HashMap::new(),
            used: HashSet::new(),
            taken: HashSet::new(),
            deleted: HashMap::new(),
            last_dry_id: 0,
            report: ImportReport::default(),
        }
    }

    /// Imports a batch in one transaction.
    pub async fn import_batch(&mut self, batch: Vec<PreparedRecord>) -> Result<()> {
        self.report.found += batch.len();
        let (mut rows, mut deleted) = (Vec::with_capacity(batch.len()), Vec::new());
        for record in batch {
            match record {
                PreparedRecord::Comment(mut row) => {
                    self.report.bad.extend(row.fault.take());
                    rows.push(*row);
                }
                PreparedRecord::Deleted(row) => deleted.push(*row),
                PreparedRecord::Bad(bad) => self.report.bad.push(bad),
                PreparedRecord::LeftOut(left_out) => {
                    *self
                        .report
                        .skipped
                        .entry(left_out.why.as_str())
                        .or_default() += 1;
                    self.family.leave_out(&left_out.id, &left_out.parents);
                }
            }
        }
        let mut tx = self.begin().await?;
        let mut new = self.unknown(&mut tx, rows).await?;
        let before = new.len();
        new.retain(|row| self.taken.insert(row.key.clone()));
        self.report.known += before - new.len();
        for row in self.unknown(&mut tx, deleted).await? {
            self.family.hold_deleted(&row.id, &row.parents);
            if self.deleted.insert(row.id.clone(), row).is_some() {
                self.report.known += 1;
            }
        }
        self.forget_erased(&mut tx, &mut new).await?;
        self.add(&mut tx, &new).await?;
        self.end(tx).await
    }

    async fn begin(&self) -> Result<Tx> {
        if self.is_dry {
            return self.app.read().await;
        }
        let mut tx = self.app.write().await?;
        queries::take_turn(&mut tx).await?;
        Ok(tx)
    }

    async fn end(&self, tx: Tx) -> Result<()> {
        if self.is_dry {
            Ok(())
        } else {
            tx.commit().await
        }
    }

    /// The rows that are not here yet. The others are counted.
    async fn unknown(&mut self, tx: &mut Tx, rows: Vec<NewRow>) -> Result<Vec<NewRow>> {
        let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        let known = queries::known(tx, &keys).await?;
        let mut unknown = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(stored) = known.get(&row.key) {
                self.report.known += 1;
                self.count(&row, *stored);
                self.family.store(&row.id, &row.parents, *stored);
            } else {
                unknown.push(row);
            }
        }
        Ok(unknown)
    }

    /// Gives answered comments that are deleted their places.
    async fn keep_places(&mut self) -> Result<()> {
        loop {
            let answered = self.family.answered_deleted();
            let mut rows: Vec<NewRow> = answered
                .iter()
                .filter_map(|id| self.deleted.remove(id))
                .collect();
            if rows.is_empty() {
                break;
            }
            while !rows.is_empty() {
                let some = rows.split_off(rows.len().saturating_sub(LINKS));
                let mut tx = self.begin().await?;
                let new = self.unknown(&mut tx, some).await?;
                self.add(&mut tx, &new).await?;
                self.end(tx).await?;
            }
        }
        let unanswered = std::mem::take(&mut self.deleted).len();
        if unanswered > 0 {
            self.report
                .skipped
                .insert(SkipReason::Deleted.as_str(), unanswered);
        }
        Ok(())
    }

    /// Links the replies that stand in the file before what they answer.
    pub async fn finish(&mut self) -> Result<()> {
        self.keep_places().await?;
        let (links, orphans) = self.family.link();
        self.report.orphans = orphans;
        self.report.threads = self.used.len();
        if self.is_dry {
            return Ok(());
        }
        for some in links.chunks(LINKS) {
            let mut tx = self.app.write().await?;
            queries::relink(&mut tx, some).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn count(&mut self, row: &NewRow, stored: Stored) {
        self.used.insert(stored.thread);
        if row.html.is_empty() {
            self.report.deleted += 1;
        } else {
            self.report.count(row.status, row.written_at);
        }
    }

    /// Takes the names and addresses of people who were erased here from their comments.
    async fn forget_erased(&self, tx: &mut Tx, rows: &mut [NewRow]) -> Result<()> {
        let emails = rows.iter().filter_map(|row| row.email.clone());
        let erased = departures::erased_among(tx, self.app.signer(), emails).await?;
        for row in rows {
            if row
                .email
                .as_ref()
                .is_some_and(|email| erased.contains(email))
            {
                row.name = nobody(row.locale);
                (row.email, row.url, row.ip) = (None, None, None);
            }
        }
        Ok(())
    }

    async fn add(&mut self, tx: &mut Tx, rows: &[NewRow]) -> Result<()> {
        let threads = self.threads_of(tx, rows).await?;
        let ids = self.take_ids(tx, rows.len()).await?;
        let mut placed = Vec::with_capacity(rows.len());
        let (mut in_threads, mut under_roots) = (BTreeMap::new(), BTreeMap::new());
        for ((row, id), thread) in rows.iter().zip(ids).zip(threads) {
            let above = self.family.place_of(&row.parents, thread);
            let place = Stored {
                id,
                thread,
                parent: above.map(|above| above.id),
                root: above.map(|above| above.root.unwrap_or(above.id)),
            };
            self.family.store(&row.id, &row.parents, place);
            self.report.new += 1;
            self.count(row, place);
            if row.status == CommentStatus::Approved {
                *in_threads.entry(thread.0).or_default() += 1;
                if let Some(root) = place.root {
                    *under_roots.entry(root.0).or_default() += 1;
                }
            }
            placed.push(PlacedRow { row, place });
        }
        if self.is_dry {
            return Ok(());
        }
        let in_threads: Vec<_> = in_threads
            .into_iter()
            .map(|(id, n)| (ThreadId(id), n))
            .collect();
        let under_roots: Vec<_> = under_roots
            .into_iter()
            .map(|(id, n)| (CommentId(id), n))
            .collect();
        queries::insert(tx, &placed).await?;
        queries::add_to_threads(tx, &in_threads).await?;
        queries::add_to_roots(tx, &under_roots).await
    }

    /// The thread of each of these rows, found or made.
    async fn threads_of(&mut self, tx: &mut Tx, rows: &[NewRow]) -> Result<Vec<ThreadId>> {
        let mut unknown = BTreeMap::new();
        for row in rows {
            if !self.threads.contains_key(&row.page.key) {
                unknown.insert(row.page.key.clone(), &row.page);
            }
        }
        let keys: Vec<ThreadKey> = unknown.keys().cloned().collect();
        let pages = aliases::pages_of(tx, &keys).await?;
        for ((key, page), own) in unknown.into_iter().zip(pages) {
            let config = self.app.config();
            if let Some(url) = own.url().filter(|url| !config.is_of_the_site(url)) {
                let host = url.host_str().unwrap_or_default().to_owned();
                self.report.foreign_hosts.insert(host);
            }
            let thread = if self.is_dry {
                self.dry_thread(tx, own).await?
            } else {
                queries::upsert_thread(tx, &own, page, self.app.now()).await?
            };
            self.threads.insert(key, thread);
        }
        let thread = |row: &NewRow| self.threads[&row.page.key];
        Ok(rows.iter().map(thread).collect())
    }

    /// The thread of this key as a dry run names it. Several keys of the file may lead to it.
    async fn dry_thread(&mut self, tx: &mut Tx, key: ThreadKey) -> Result<ThreadId> {
        if let Some(thread) = self.threads.get(&key) {
            return Ok(*thread);
        }
        let found = queries::thread(tx, &key).await?;
        let thread = found.unwrap_or_else(|| ThreadId(self.dry_id()));
        self.threads.insert(key, thread);
        Ok(thread)
    }

    async fn take_ids(&mut self, tx: &mut Tx, comments: usize) -> Result<Vec<CommentId>> {
        if self.is_dry {
            return Ok((0..comments).map(|_| CommentId(self.dry_id())).collect());
        }
        queries::take_ids(tx, comments).await
    }

    /// An id that no row has.
    fn dry_id(&mut self) -> i64 {
        self.last_dry_id -= 1;
        self.last_dry_id
    }
}
