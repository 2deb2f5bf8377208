//! The text part of an e-mail from Markdown. Each paragraph is one line, since mail programs wrap lines.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};
use url::Url;

/// A horizontal rule.
const RULE: &str = "────────────────";

/// True for the words of a bare address in another spelling.
fn is_spelling_of(words: &str, to: &str) -> bool {
    let words = words.trim();
    let is_one = |words: &str| Url::parse(words).is_ok_and(|url| url.as_str() == to);
    is_one(words) || is_one(&format!("http://{words}"))
}

/// A writer of text, block by block.
#[derive(Default)]
pub(super) struct TextWriter {
    text: String,
    /// The open block.
    block: String,
    /// The prefixes of each line: marks of quotes, and blanks for marks of lists.
    margins: Vec<String>,
    /// The mark of a list item, which replaces the last margin once.
    mark: Option<String>,
    /// The open lists, with the next number of a numbered one.
    lists: Vec<Option<u64>>,
    /// For each open link and picture, the start of its words and its address.
    links: Vec<(usize, String)>,
    /// True when an empty line comes before the next block.
    is_apart: bool,
    /// The number of margins that both the last and the next block have; an empty line gets only these.
    last: usize,
}

impl TextWriter {
    pub(super) fn read(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) | Event::Code(words) => self.block.push_str(words),
            Event::SoftBreak | Event::HardBreak => self.block.push('\n'),
            Event::Rule => {
                self.close();
                self.block.push_str(RULE);
                self.close();
            }
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.close();
        self.text
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((self.block.len(), dest_url.to_string()));
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.margins.push("> ".into());
            }
            Tag::CodeBlock(_) => {
                self.close();
                self.margins.push("    ".into());
            }
            Tag::List(first) => {
                self.close();
                self.is_apart &= self.lists.is_empty();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.close();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".into(),
                };
                self.margins.push(" ".repeat(mark.len()));
                self.mark = Some(mark);
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::TableCell => self.block.push_str(" | "),
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = self.block.trim_end_matches(" | ").len();
                self.block.truncate(row);
                self.block.push('\n');
            }
            TagEnd::BlockQuote(_) | TagEnd::CodeBlock => {
                self.close();
                self.leave_margin();
            }
            TagEnd::Item => {
                self.close();
                self.leave_margin();
                self.mark = None;
                self.is_apart = false;
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
                self.is_apart = self.lists.is_empty();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table => self.close(),
            _ => {}
        }
    }

    fn leave_margin(&mut self) {
        self.margins.pop();
        self.last = self.last.min(self.margins.len());
    }

    /// Writes the address after the words, unless both are the same.
    fn end_link(&mut self) {
        let Some((start, to)) = self.links.pop() else {
            return;
        };
        let to = to.strip_prefix("mailto:").unwrap_or(&to);
        let words = &self.block[start..];
        if words.trim().is_empty() {
            self.block.push_str(to);
        } else if words != to && !is_spelling_of(words, to) {
            let _ = write!(self.block, " ({to})");
        }
    }

    fn end_image(&mut self) {
        if let Some((start, _)) = self.links.pop()
            && start < self.block.len()
        {
            self.block.insert(start, '[');
            self.block.push(']');
        }
    }

    /// Writes and ends the open block.
    fn close(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = block.trim_matches('\n').trim_end();
        if block.is_empty() {
            return;
        }
        if self.is_apart && !self.text.is_empty() {
            let outer = self.margins.len() - usize::from(self.mark.is_some());
            self.text
                .push_str(self.margins[..outer.min(self.last)].concat().trim_end());
            self.text.push('\n');
        }
        for line in block.lines() {
            let mut margin = self.margins.concat();
            if let Some(mark) = self.mark.take() {
                margin.truncate(margin.len() - mark.len());
                margin.push_str(&mark);
            }
            self.text.push_str(format!("{margin}{line}").trim_end());
            self.text.push('\n');
        }
        self.is_apart = true;
        self.last = self.margins.len();
    }
}
