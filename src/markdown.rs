//! Markdown as people mean it who write Korean, for comments and campaigns alike: bare addresses are links, bold ends before a
//! particle, a date begins no list. The source is prepared, and the parser of `CommonMark` does the rest.

mod addresses;
mod emphasis;
mod plain_lines;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TextMergeWithOffset};

pub use addresses::{href, is_web_page};

/// The source as the parser needs it; only [`events`] may read it, since it holds marks that nobody wrote.
pub fn prepare(source: &str, options: Options) -> String {
    let source = emphasis::without_marks(source);
    let source = plain_lines::keep(&source);
    let source = addresses::bracket(&source, options);
    emphasis::mark(&source)
}

/// What the parser finds in a prepared source, and where; neighbouring texts are one.
pub fn events(prepared: &str, options: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let parser = Parser::new_ext(prepared, options).into_offset_iter();
    TextMergeWithOffset::new(parser).map(|(event, range)| (unmarked(event), range))
}

/// The event without the marks of preparation.
fn unmarked(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(bare(text)),
        Event::Code(text) => Event::Code(bare(text)),
        Event::Html(text) => Event::Html(bare(text)),
        Event::InlineHtml(text) => Event::InlineHtml(bare(text)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: bare(dest_url),
            title: bare(title),
            id: bare(id),
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: bare(dest_url),
            title: bare(title),
            id: bare(id),
        }),
        other => other,
    }
}

fn bare(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(emphasis::MARK) {
        emphasis::without_marks(&text).into_owned().into()
    } else {
        text
    }
}

/// A letter of Hangul, Han or Kana, between which and a Latin word no blank stands.
fn is_cjk(c: char) -> bool {
    let is_of_block = matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}');
    is_of_block && c.is_alphanumeric()
}

#[cfg(test)]
mod tests;
