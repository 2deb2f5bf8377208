//! Plain text as blocks: what a page looks like when it was copied into a file.
//! Invariant: every line of the text is in exactly one block, except rules and code fences.

use super::model::{BlockKind, ExtractedPage, PageBlock};
use super::normalize::normalize;
use crate::language::sentences;

/// A heading is short, in characters; a longer line without a full stop is prose by someone who writes none.
const LONGEST_HEADING: usize = 80;
/// Characters of the longest question that is a heading.
const LONGEST_QUESTION: usize = 40;

/// Reads plain text. The title is the longest of the headings before the first paragraph: site names and slogans are shorter.
pub(super) fn read(text: &str) -> ExtractedPage {
    let mut blocks: Vec<PageBlock> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    let mut in_code = false;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            let line = normalize(line, false);
            if line.is_empty() {
                push_paragraphs(&mut lines, &mut blocks);
            } else {
                lines.push(line);
            }
        }
    }
    push_paragraphs(&mut lines, &mut blocks);
    let title = blocks
        .iter()
        .map_while(|block| matches!(block.kind, BlockKind::Heading(_)).then_some(&block.text))
        .max_by_key(|text| text.chars().count())
        .cloned();
    ExtractedPage { title, blocks }
}

/// Lines without a blank line between them: a hard-wrapped paragraph, a list, or a heading glued to its paragraph.
fn push_paragraphs(lines: &mut Vec<String>, blocks: &mut Vec<PageBlock>) {
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let mut paragraph = String::new();
    let count = lines.len();
    for (at, line) in lines.drain(..).enumerate() {
        let kind = marked_kind(&line);
        // Inside a hard-wrapped paragraph only the last line is short; a short line before it is one of its own.
        let is_alone = at + 1 < count
            && line.chars().count() * 5 < widest * 3
            && !sentences::is_finished(&line);
        if kind.is_some() || is_alone {
            push_paragraph(std::mem::take(&mut paragraph), blocks);
            let text = unmarked(&line).to_owned();
            let kind = kind.unwrap_or_else(|| guessed_kind(&text));
            push(kind, text, blocks);
        } else {
            if !paragraph.is_empty() {
                paragraph.push('\n');
            }
            paragraph.push_str(&line);
        }
    }
    push_paragraph(paragraph, blocks);
}

fn push_paragraph(text: String, blocks: &mut Vec<PageBlock>) {
    push(guessed_kind(&text), text, blocks);
}

fn push(kind: BlockKind, text: String, blocks: &mut Vec<PageBlock>) {
    if !text.is_empty() {
        let linked = text
            .split_whitespace()
            .filter(|w| is_address(w))
            .map(|w| w.chars().count())
            .sum();
        blocks.push(PageBlock { kind, text, linked });
    }
}

fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['<', '(']);
    word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.")
}

/// Markdown's marks are common in plain text.
fn marked_kind(line: &str) -> Option<BlockKind> {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        return u8::try_from(hashes).ok().map(BlockKind::Heading);
    }
    (unmarked(line).len() < line.len()).then_some(BlockKind::Item)
}

fn unmarked(line: &str) -> &str {
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with(' ') {
        return heading.trim_start();
    }
    ["- ", "* ", "+ ", "• ", "· ", "– ", "◦ ", "▪ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
        .map_or(line, str::trim_start)
}

/// A heading is a short question, or does not end like a sentence. A label ("출처:") is not a heading.
fn guessed_kind(text: &str) -> BlockKind {
    let length = text.chars().count();
    let is_question =
        text.ends_with('?') && length <= LONGEST_QUESTION && sentences::sentences(text).len() == 1;
    let is_title =
        length <= LONGEST_HEADING && !sentences::is_finished(text) && !text.ends_with([':', '：']);
    let has_letters = text.contains(char::is_alphanumeric);
    if has_letters && !text.contains('\n') && (is_question || is_title) {
        BlockKind::Heading(2)
    } else {
        BlockKind::Paragraph
    }
}
