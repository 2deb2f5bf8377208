//! The steps of a summary: candidates, their scores, the choice, and their form.

use super::model::{Candidate, Summary};
use super::{ranking, selection};
use crate::language::sentences::sentences;
use crate::posts::content::{PostContent, is_foreign};

/// Sentences of a summary by default.
pub const SENTENCES: usize = 3;

/// Sentences that are ranked: the first, where posts name their subject, and the last, where they conclude. With 300 a
/// summary takes about 4 ms; the time grows with the square.
const FIRST_SENTENCES: usize = 250;
const LAST_SENTENCES: usize = 50;
/// A paragraph longer than this, in bytes, is machine-made; its sentences come from its beginning.
const LONGEST_PARAGRAPH: usize = 60_000;
/// A single sentence is cut at about this many characters, which is the length of a whole summary.
const LONGEST_SENTENCE: usize = 300;

/// Summarises a post in at most this many sentences, or fewer if they are long. An empty post has an empty summary.
pub fn summarise(title: &str, content: &PostContent, sentences: usize) -> Summary {
    let candidates = candidates(content);
    let scores = ranking::scores(title, &candidates);
    let chosen = selection::select(&candidates, &scores, sentences);
    Summary {
        sentences: chosen
            .into_iter()
            .map(|at| presentable(candidates[at].text))
            .collect(),
    }
}

fn candidates(content: &PostContent) -> Vec<Candidate<'_>> {
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
        .filter(|text| !is_foreign(text))
        .enumerate()
        .map(|(before, text)| Candidate { text, before })
        .collect()
}

/// Returns a sentence on one line, cut at a word if it is too long.
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

/// Returns the last place before the limit that does not split an emoji or an accented letter.
fn whole_characters(line: &str, limit: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    line.grapheme_indices(true)
        .map(|(at, _)| at)
        .take_while(|&at| at <= limit)
        .last()
        .unwrap_or(limit)
}
