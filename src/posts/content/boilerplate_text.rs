//! Boilerplate among the blocks of a page, found by its text.
//! Invariant: the remaining text keeps its order and words. A document with text keeps some.

use super::model::{BlockKind, PageBlock};
use super::normalize::normalize;
use super::{captions, news, phrases};
use crate::language::sentences;

/// Brackets farther apart than this, in bytes, hold prose.
const LONGEST_BRACKET: usize = 400;
/// Brackets that may open inside of one that holds a credit.
const MOST_INSIDE: usize = 3;

/// Lines of a word or two in a row that make a list of names.
const LIST_OF_NAMES: usize = 3;

/// The part that is being left out, and its end.
#[derive(Clone, Copy)]
enum Dropping {
    Nothing,
    /// Until a heading of this rank or higher.
    Section(u8),
    /// As long as list items, links and fragments follow.
    List,
}

/// Returns the paragraphs of the post among the blocks of its document.
pub(super) fn without_boilerplate(mut blocks: Vec<PageBlock>) -> Vec<String> {
    // A row of stars or an emoji says nothing by itself.
    blocks.retain(|block| block.text.contains(char::is_alphanumeric));
    let mut dropping = Dropping::Nothing;
    let mut kept = Vec::new();
    let names = names_among(
        &blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect::<Vec<_>>(),
    );
    for (block, is_name) in blocks.iter().zip(names) {
        dropping = next(dropping, block);
        if matches!(dropping, Dropping::Nothing) && belongs(block) && !is_name {
            let text = without_foreign_lines(&without_names(&without_captions(&block.text)));
            if !text.is_empty() {
                kept.push(text);
            }
        }
    }
    if kept.is_empty() {
        unpunctuated(blocks)
    } else {
        kept
    }
}

fn next(dropping: Dropping, block: &PageBlock) -> Dropping {
    match (dropping, block.kind) {
        (Dropping::Section(rank), BlockKind::Heading(level)) if level > rank => dropping,
        (_, BlockKind::Heading(level)) if phrases::opens_closing_section(&block.text) => {
            Dropping::Section(level)
        }
        (_, BlockKind::Heading(_)) => Dropping::Nothing,
        (Dropping::Section(_), _) => dropping,
        _ if phrases::is_label(&block.text) => Dropping::List,
        (Dropping::List, BlockKind::Item) => dropping,
        (Dropping::List, _) if block.is_links() || !sentences::is_finished(&block.text) => dropping,
        _ => Dropping::Nothing,
    }
}

fn belongs(block: &PageBlock) -> bool {
    let text = block.text.as_str();
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    // Links that are not sentences are navigation; a linked sentence is the author's.
    let is_navigation = block.is_links() && !sentences::is_finished(text);
    !(is_heading
        || is_navigation
        || captions::is_caption(text)
        || phrases::is_boilerplate(text)
        || phrases::is_call_to_subscribe(text))
}

/// Marks texts of a word or two without a verb that follow each other: they are names, not sentences.
fn names_among(texts: &[&str]) -> Vec<bool> {
    let is_short = |text: &&str| {
        (1..=2).contains(&text.split_whitespace().count()) && !sentences::is_finished(text)
    };
    let mut names = vec![false; texts.len()];
    let mut start = 0;
    for at in 0..=texts.len() {
        if texts.get(at).is_some_and(is_short) {
            continue;
        }
        if at - start >= LIST_OF_NAMES {
            names[start..at].fill(true);
        }
        start = at + 1;
    }
    names
}

/// Returns the text without lists of names.
fn without_names(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let names = names_among(&lines);
    let kept = lines.iter().zip(names).filter(|(_, is_name)| !is_name);
    kept.map(|(line, _)| *line).collect::<Vec<_>>().join("\n")
}

/// Returns the text without lines of bylines, captions and rights, which some sites break from the last sentence without a paragraph.
fn without_foreign_lines(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let kept: Vec<&str> = text
        .split('\n')
        .filter(|line| !news::is_foreign(line))
        .collect();
    kept.join("\n")
}

/// Returns the text without [사진=…], (출처: …), (서울=연합뉴스) and codes such as `[caption id="…"]`.
fn without_captions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut closes = Closes::default();
    let mut from = 0;
    while let Some(found) = text[from..].find(['[', '(', '<']) {
        let at = from + found;
        let close = match text.as_bytes()[at] {
            b'[' => ']',
            b'(' => ')',
            _ => '>',
        };
        let inside = closes
            .after(text, at, close)
            .map(|end| &text[at + 1..end])
            .filter(|inside| inside.len() < LONGEST_BRACKET && is_flat(inside));
        out.push_str(&text[from..at]);
        match inside {
            Some(inside)
                if captions::is_bracketed_caption(inside)
                    || news::is_dateline(inside)
                    || close == ']' && is_code_or_footnote(inside) =>
            {
                from = at + inside.len() + 2;
            }
            _ => {
                out.push_str(&text[at..=at]);
                from = at + 1;
            }
        }
    }
    out.push_str(&text[from..]);
    let lines: Vec<&str> = out.split('\n').map(str::trim).collect();
    let lines = lines.into_iter().map(news::without_dateline);
    normalize(&lines.collect::<Vec<_>>().join("\n"), true)
}

/// The next closing bracket of each kind, so that a row of open ones is searched once; `usize::MAX` where there is none.
#[derive(Default)]
struct Closes([usize; 3]);

impl Closes {
    /// The place of the first `close` after `at`. Questions come in ascending order.
    fn after(&mut self, text: &str, at: usize, close: char) -> Option<usize> {
        let kind = match close {
            ']' => 0,
            ')' => 1,
            _ => 2,
        };
        let next = &mut self.0[kind];
        if *next <= at {
            *next = text[at..]
                .find(close)
                .map_or(usize::MAX, |found| at + found);
        }
        (*next != usize::MAX).then_some(*next)
    }
}

/// Whether few brackets open inside of one. The many of a hostile text would each be judged with all that follow.
fn is_flat(inside: &str) -> bool {
    inside.matches(['[', '(', '<']).nth(MOST_INSIDE).is_none()
}

/// [gallery ids="1,2"], [/caption], [gudok topics=”a”], [1].
fn is_code_or_footnote(inside: &str) -> bool {
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let word = name.split(' ').next().unwrap_or_default();
    let is_ours = name == "gudok" || name.starts_with("gudok ") || name.starts_with("gudok-");
    let is_code = !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-')
        && (inside.starts_with('/')
            || inside.contains("=\"")
            || matches!(inside, "gallery" | "toc" | "caption"));
    is_ours
        || is_code
        || (1..=3).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the text of an author who writes without full stops. Every line looked like a heading; all but the first, the
/// title, are the text.
fn unpunctuated(blocks: Vec<PageBlock>) -> Vec<String> {
    let mut is_first = true;
    blocks
        .into_iter()
        .skip_while(|block| {
            matches!(block.kind, BlockKind::Heading(_)) && std::mem::replace(&mut is_first, false)
        })
        .filter(|block| !block.is_links())
        .map(|block| without_captions(&block.text))
        .filter(|text| !text.is_empty())
        .filter(|text| !phrases::opens_closing_section(text) && !phrases::is_label(text))
        .filter(|text| !captions::is_caption(text) && !phrases::is_boilerplate(text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_in_brackets_go_and_other_brackets_stay() {
        for (text, expected) in [
            ("(사진=가나뉴스) 본문입니다.", "본문입니다."),
            ("본문 [출처: 다라일보(2면)] 끝", "본문 끝"),
            (
                "값은 (a [b <c) 그대로입니다.",
                "값은 (a [b <c) 그대로입니다.",
            ),
            ("각주[1]가 있는 [a] 글.", "각주가 있는 [a] 글."),
            ("[[[[[사진=가나]", "["),
        ] {
            assert_eq!(without_captions(text), expected, "{text}");
        }
    }
}
