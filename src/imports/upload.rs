//! The upload of a file, a part at a time. No transaction waits for the network.

use sha2::{Digest, Sha256};

use super::model::{ImportId, ImportKind};
use super::queries;
use crate::app::App;
use crate::store::{Result, Tx};
use crate::token::hex;

/// Octets of a part.
const PART: usize = 512 * 1024;
/// Characters of the longest name of a file that is kept.
const LONGEST_NAME: usize = 200;

/// A file that arrives.
#[derive(Debug)]
pub struct Upload {
    id: ImportId,
    parts: i64,
    waiting: Vec<u8>,
    octets: u64,
    digest: Sha256,
}

impl Upload {
    /// Begins an upload.
    pub async fn begin(tx: &mut Tx, app: &App, kind: ImportKind, file_name: &str) -> Result<Self> {
        let shown = |c: &char| !c.is_control();
        let name: String = file_name.chars().filter(shown).take(LONGEST_NAME).collect();
        Ok(Self {
            id: queries::insert(tx, kind, &name, app.now()).await?,
            parts: 0,
            waiting: Vec::with_capacity(PART),
            octets: 0,
            digest: Sha256::new(),
        })
    }

    /// The import.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// Octets so far.
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Takes the next octets. Returns false when the import was removed meanwhile.
    pub async fn take(&mut self, app: &App, mut octets: &[u8]) -> Result<bool> {
        self.octets += octets.len() as u64;
        self.digest.update(octets);
        while !octets.is_empty() {
            let room = (PART - self.waiting.len()).min(octets.len());
            self.waiting.extend_from_slice(&octets[..room]);
            octets = &octets[room..];
            if self.waiting.len() == PART && !self.store(app).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Ends the upload; the import is ready then. Returns false when it was removed meanwhile.
    pub async fn finish(mut self, app: &App) -> Result<bool> {
        if !self.waiting.is_empty() && !self.store(app).await? {
            return Ok(false);
        }
        let digest = hex(&self.digest.finalize());
        let mut tx = app.write().await?;
        let found = queries::finish_upload(&mut tx, self.id, &digest, app.now()).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Deletes what arrived.
    pub async fn cancel(self, app: &App) -> Result<()> {
        let mut tx = app.write().await?;
        queries::delete(&mut tx, self.id).await?;
        tx.commit().await
    }

    async fn store(&mut self, app: &App) -> Result<bool> {
        let mut tx = app.write().await?;
        let found =
            queries::add_part(&mut tx, self.id, self.parts, &self.waiting, app.now()).await?;
        tx.commit().await?;
        self.parts += 1;
        self.waiting.clear();
        Ok(found)
    }
}
