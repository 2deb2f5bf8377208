//! The extractive summary of a post: a few of its own sentences.
//! Invariant: the sentences stand word for word in the post, in its order; the same post gives the same summary.
//!
//! No model and no dictionary: `rank` finds the sentences that the others resemble (text rank), `choose` takes the best
//! that don't repeat each other.

mod choose;
mod likeness;
mod rank;

use std::fmt;

use super::content::Content;
use crate::language::sentences::sentences;

/// How many sentences a summary has unless somebody asks for another number.
pub const SENTENCES: usize = 3;

/// Sentences that are looked at: the first ones, where posts say what they are about, and the last, where they conclude.
/// With 300 a summary takes about 4 ms; the time of the ranking grows with the square.
const FIRST_SENTENCES: usize = 250;
const LAST_SENTENCES: usize = 50;
/// A paragraph longer than this, in bytes, is machine-made; its sentences come from its beginning.
const LONGEST_PARAGRAPH: usize = 60_000;
/// A single sentence is cut at about this many characters, which is the length of a whole summary.
const LONGEST_SENTENCE: usize = 300;

/// A few sentences of a post, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The sentences, each as it stands in the post save for line breaks.
    pub sentences: Vec<String>,
}

impl Summary {
    /// The sentences as one paragraph.
    pub fn text(&self) -> String {
        self.sentences.join(" ")
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Summarises a post in at most so many sentences, fewer where they are long. An empty post has an empty summary.
pub fn summarise(title: &str, content: &Content, sentences: usize) -> Summary {
    let candidates = candidates(content);
    let scores = rank::scores(title, &candidates);
    let chosen = choose::choose(&candidates, &scores, sentences);
    Summary {
        sentences: chosen
            .into_iter()
            .map(|at| presentable(candidates[at].text))
            .collect(),
    }
}

/// A sentence that may enter the summary.
struct Candidate<'a> {
    text: &'a str,
    /// The sentences of its paragraph before it.
    before: usize,
}

fn candidates(content: &Content) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    let mut paragraphs = content.paragraphs.iter();
    for paragraph in paragraphs.by_ref() {
        found.extend(of_paragraph(paragraph));
        if found.len() >= FIRST_SENTENCES {
            break;
        }
    }
    found.truncate(FIRST_SENTENCES);
    // The rest is read from its end, so that the middle of a book costs nothing.
    let mut last = Vec::new();
    for paragraph in paragraphs.rev() {
        last.extend(of_paragraph(paragraph).into_iter().rev());
        if last.len() >= LAST_SENTENCES {
            break;
        }
    }
    last.truncate(LAST_SENTENCES);
    found.extend(last.into_iter().rev());
    found
}

fn of_paragraph(paragraph: &str) -> Vec<Candidate<'_>> {
    let paragraph = &paragraph[..paragraph.floor_char_boundary(LONGEST_PARAGRAPH)];
    sentences(paragraph)
        .into_iter()
        .enumerate()
        .map(|(before, text)| Candidate { text, before })
        .collect()
}

/// A sentence on one line, cut at a word where its author never came to a full stop.
fn presentable(sentence: &str) -> String {
    let mut line = String::new();
    for word in sentence.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // One word may be longer than any sentence; it is cut below.
        if line.len() > LONGEST_SENTENCE * 8 {
            break;
        }
    }
    let Some((limit, _)) = line.char_indices().nth(LONGEST_SENTENCE) else {
        return line;
    };
    let cut = line[..limit]
        .rfind(' ')
        .filter(|&at| at > limit / 2)
        .unwrap_or_else(|| whole_characters(&line, limit));
    let kept = line[..cut].trim_end_matches(|c: char| !c.is_alphanumeric());
    let kept = if kept.is_empty() { &line[..cut] } else { kept };
    format!("{kept}…")
}

/// The last place before the limit that parts no emoji and no accented letter.
fn whole_characters(line: &str, limit: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    line.grapheme_indices(true)
        .map(|(at, _)| at)
        .take_while(|&at| at <= limit)
        .last()
        .unwrap_or(limit)
}
