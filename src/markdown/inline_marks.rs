//! What comments have beyond `CommonMark` inside a line: `||hidden until asked for||` and `@name`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

/// The element of a hidden text: it shows when it is pointed at or has the focus.
const SPOILER: &str = "<span class=\"spoiler\" tabindex=\"0\">";
/// The element of a name that is spoken to.
const MENTION: &str = "<span class=\"mention\">";
const END: &str = "</span>";
/// What stands before and after a hidden text.
const BARS: &str = "||";
/// Letters of the longest name; longer ones are no names.
const LONGEST_NAME: usize = 80;

/// An open tag.
#[derive(Default)]
struct OpenTag {
    /// Code and links have no marks.
    is_plain: bool,
    /// The place of bars that may begin a hidden text.
    bars: Option<usize>,
}

/// The events with the elements of both marks. Each comes with the places of the bars in its text that hide nothing, or with
/// `None` where no bar hides anything. Bars begin and end in the same element: those of a paragraph do not end inside bold.
pub(super) fn mark<'a>(events: Vec<(Event<'a>, Option<Vec<usize>>)>) -> Vec<Event<'a>> {
    let mut out: Vec<Event<'a>> = Vec::with_capacity(events.len());
    let mut open = vec![OpenTag::default()];
    for (event, escaped) in events {
        match event {
            Event::Start(tag) => {
                let is_plain = open.last().is_some_and(|tag| tag.is_plain)
                    || matches!(tag, Tag::CodeBlock(_) | Tag::Link { .. });
                open.push(OpenTag {
                    is_plain,
                    bars: None,
                });
                out.push(Event::Start(tag));
            }
            Event::End(tag) => {
                open.pop();
                out.push(Event::End(tag));
            }
            Event::Text(words) => match open.last_mut() {
                Some(tag) if !tag.is_plain => write_text(&words, escaped.as_deref(), tag, &mut out),
                _ => out.push(Event::Text(words)),
            },
            other => out.push(other),
        }
    }
    out
}

/// Writes a text with its marks.
fn write_text(words: &str, escaped: Option<&[usize]>, tag: &mut OpenTag, out: &mut Vec<Event<'_>>) {
    let mut done = 0;
    let bars = escaped.map(|escaped| places_of_bars(words, escaped));
    for bars in bars.into_iter().flatten() {
        let before = words[..bars.start].chars().next_back();
        let after = words[bars.end..].chars().next();
        write_names(&words[done..bars.start], out);
        done = bars.end;
        let ends = before.is_none_or(|c| !c.is_whitespace());
        let begins =
            before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_whitespace());
        match tag.bars {
            Some(place) if ends && place + 1 < out.len() => {
                out[place] = Event::InlineHtml(SPOILER.into());
                out.push(Event::InlineHtml(END.into()));
                tag.bars = None;
            }
            None if begins => {
                tag.bars = Some(out.len());
                out.push(text(BARS));
            }
            _ => out.push(text(BARS)),
        }
    }
    write_names(&words[done..], out);
}

/// The places of exactly two bars, none of which is escaped.
fn places_of_bars(words: &str, escaped: &[usize]) -> impl Iterator<Item = Range<usize>> {
    words.match_indices(BARS).filter_map(move |(at, _)| {
        let is_longer = words[..at].ends_with('|') || words[at + BARS.len()..].starts_with('|');
        let is_plain = |bar: usize| escaped.binary_search(&bar).is_ok();
        (!is_longer && !is_plain(at) && !is_plain(at + 1)).then_some(at..at + BARS.len())
    })
}

/// Writes a text with the names in it that are spoken to.
fn write_names(words: &str, out: &mut Vec<Event<'_>>) {
    let mut done = 0;
    for (at, _) in words.match_indices('@') {
        let before = words[..at].chars().next_back();
        let is_inside = before.is_some_and(|c| c.is_alphanumeric() || "@._-/".contains(c));
        let rest = &words[at + 1..];
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches(['_', '-']);
        let letters = name.chars().count();
        if is_inside || at < done || letters == 0 || letters > LONGEST_NAME {
            continue;
        }
        let end = at + 1 + name.len();
        if done < at {
            out.push(text(&words[done..at]));
        }
        out.push(Event::InlineHtml(MENTION.into()));
        out.push(text(&words[at..end]));
        out.push(Event::InlineHtml(END.into()));
        done = end;
    }
    if done < words.len() {
        out.push(text(&words[done..]));
    }
}

fn text<'a>(words: &str) -> Event<'a> {
    Event::Text(CowStr::from(words.to_owned()))
}
