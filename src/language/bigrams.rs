//! Overlapping pairs of characters: 구독자 gives 구독 and 독자.
//! Invariant: every pair is a slice of the word; a word of one character gives itself.
//!
//! Two Korean words of one family share pairs even where no dictionary says that they are related,
//! which is what makes pairs good for likeness, search and the spam filter.

/// The pairs of neighbouring characters of one word.
pub fn bigrams(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().map(|(at, _)| at);
    let ends = word
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .skip(1)
        .chain(std::iter::once(word.len()));
    // The chained end is for a word of one character alone; for longer words the last start would repeat.
    let count = word.chars().count();
    starts
        .zip(ends)
        .take(if count == 1 {
            1
        } else {
            count.saturating_sub(1)
        })
        .map(|(start, end)| &word[start..end])
}
