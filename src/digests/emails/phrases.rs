//! Phrases and lengths that several mails share.

use crate::subscribers::Cadence;

/// Returns the phrase that names a digest of this cadence.
pub(in crate::digests) fn cadence_key(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::EachPost => "digests-each-post",
        Cadence::Daily => "digests-daily",
        Cadence::Weekly => "digests-weekly",
        Cadence::Monthly => "digests-monthly",
    }
}

/// Returns the beginning of a text that fits into this many columns, cut at a word if possible.
pub(super) fn shortened(text: &str, columns: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut fits = |c: char| {
        let is_room = width(c) <= room;
        room = room.saturating_sub(width(c));
        is_room
    };
    let cut: String = text.chars().take_while(|c| fits(*c)).collect();
    let words = match cut.rsplit_once(' ') {
        // A language without spaces, or one very long word.
        Some((words, _)) if words.len() * 2 > cut.len() => words,
        _ => &cut,
    };
    format!("{}…", words.trim_end_matches([' ', ',', ':', '·', '-']))
}
