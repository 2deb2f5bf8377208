//! The end of a record, and the way on behind a broken one.

use std::io::Read;

use super::fields::{CDATA, CDATA_END};
use super::window::Window;

/// Bytes of the longest comment with its fields. `WordPress` keeps at most 65,535 bytes of text.
const LONGEST_RECORD: usize = 1024 * 1024;
/// Bytes of the longest tag that is looked for.
pub(in crate::comments::import) const LONGEST_TAG: usize = 64;

/// The marks of a kind of record.
#[derive(Clone, Copy, Debug)]
pub(in crate::comments::import) struct RecordMarks {
    /// Its beginning.
    pub begin: &'static [u8],
    /// Its end.
    pub end: &'static [u8],
    /// Beginnings and ends that never stand within it.
    pub others: &'static [&'static [u8]],
}

impl RecordMarks {
    fn begins_another(self, bytes: &[u8]) -> bool {
        bytes.starts_with(self.begin) || self.others.iter().any(|mark| bytes.starts_with(mark))
    }

    /// Where the record at the beginning of the window ends, or why it does not end.
    pub fn end_in<R: Read>(self, window: &mut Window<R>) -> Result<usize, &'static str> {
        let mut at = self.begin.len();
        while let Some(mark) = window.find(at, b"<", LONGEST_RECORD) {
            window.reach(mark + LONGEST_TAG);
            let bytes = &window.bytes()[mark..];
            if bytes.starts_with(self.end) {
                return Ok(mark);
            }
            if self.begins_another(bytes) {
                return Err("another record begins within it");
            }
            at = mark + 1;
            if bytes.starts_with(CDATA) {
                let Some(end) = window.find(mark, CDATA_END, LONGEST_RECORD) else {
                    break;
                };
                at = end + CDATA_END.len();
            }
        }
        Err("it does not end")
    }

    /// Goes to the next record, wherever it begins: the broken one may have swallowed its beginning.
    pub fn pass_broken<R: Read>(self, window: &mut Window<R>) {
        window.pass(self.begin.len());
        while window.pass_to(b"<") {
            window.reach(LONGEST_TAG);
            if self.begins_another(window.bytes()) {
                break;
            }
            window.pass(1);
        }
    }
}
