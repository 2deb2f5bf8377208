//! The part of a file that is looked at. It grows while a record is read, and forgets what lies behind. A file that cannot be read
//! any further ends there; [`Window::end`] says so.

use std::io::{self, Read};

use memchr::memmem;

use crate::comments::import::taking::ReadEnd;

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;
/// Bytes before the beginning that are kept: the end of the last tag stands there when the file ends.
const KEPT: usize = 256;

/// A part of a file. Positions are relative to its beginning.
pub(in crate::comments::import) struct Window<R> {
    file: R,
    bytes: Vec<u8>,
    /// Bytes that were looked at and are forgotten at the next reading.
    behind: usize,
    is_at_end: bool,
    /// Why the end came early.
    fault: Option<io::Error>,
}

impl<R: Read> Window<R> {
    pub fn new(file: R) -> Self {
        Self {
            file,
            bytes: Vec::with_capacity(2 * CHUNK),
            behind: 0,
            is_at_end: false,
            fault: None,
        }
    }

    /// The bytes that were read so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.behind..]
    }

    /// Moves the beginning forward.
    pub fn pass(&mut self, bytes: usize) {
        self.behind = (self.behind + bytes).min(self.bytes.len());
    }

    /// Moves the beginning to the next `wanted`, and keeps nothing of what lies before; false when there is none.
    pub fn pass_to(&mut self, wanted: &[u8]) -> bool {
        loop {
            if let Some(found) = memmem::find(self.bytes(), wanted) {
                self.pass(found);
                return true;
            }
            // The end of what was read may be a part of `wanted`.
            let passed = self.bytes().len().saturating_sub(wanted.len() - 1);
            self.pass(passed);
            if !self.grow() {
                return false;
            }
        }
    }

    /// The position of `wanted` from `at`, when it is before `most`.
    pub fn find(&mut self, at: usize, wanted: &[u8], most: usize) -> Option<usize> {
        let mut from = at;
        loop {
            let bytes = self.bytes();
            let end = bytes.len().min(most);
            let part = bytes.get(from..end).unwrap_or_default();
            if let Some(found) = memmem::find(part, wanted) {
                return Some(from + found);
            }
            // What was looked at is not looked at again, but for a part of `wanted` at its end.
            from = end.saturating_sub(wanted.len() - 1).max(from);
            if end == most || !self.grow() {
                return None;
            }
        }
    }

    /// Reads on until there are `bytes`, or the file ends.
    pub fn reach(&mut self, bytes: usize) {
        while self.bytes().len() < bytes && self.grow() {}
    }

    /// Ends the reading; the error says why the file was not read to its end. A file without `closing` at its end was cut off.
    pub fn end(self, closing: &str) -> Result<(), ReadEnd> {
        if let Some(fault) = self.fault {
            return Err(fault.into());
        }
        let tail = &self.bytes[self.bytes.len().saturating_sub(KEPT)..];
        if memmem::find(tail, closing.as_bytes()).is_none() {
            let why = format!(
                "it is missing, since the file ends without {closing}; export or download it again"
            );
            return Err(ReadEnd::Broken(why));
        }
        Ok(())
    }

    /// Reads more; false at the end of the file.
    fn grow(&mut self) -> bool {
        if self.is_at_end {
            return false;
        }
        if self.behind > CHUNK {
            self.bytes.drain(..self.behind - KEPT);
            self.behind = KEPT;
        }
        let before = self.bytes.len();
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let read = self.file.by_ref().take(chunk).read_to_end(&mut self.bytes);
        self.fault = read.err();
        self.is_at_end = self.fault.is_some() || self.bytes.len() == before;
        self.bytes.len() > before
    }
}
