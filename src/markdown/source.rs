//! The `CommonMark` parser on a prepared source, in which bold, links and dates have the marks that the parser needs.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TextMergeWithOffset};

use super::{emphasis, links, plain_lines};

/// The source with marks for the parser. Only [`events`] may read it.
pub fn prepare(source: &str, options: Options) -> String {
    let source = emphasis::without_marks(source);
    let source = plain_lines::escape_dates(&source);
    let source = links::bracket(&source, options);
    emphasis::mark(&source)
}

/// The parser's events of a prepared source, with their ranges. Adjacent texts are one event.
pub fn events(prepared: &str, options: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let parser = Parser::new_ext(prepared, options).into_offset_iter();
    TextMergeWithOffset::new(parser).map(|(event, range)| (unmarked(event), range))
}

/// The event without the marks of preparation.
fn unmarked(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(match links::shown(&text) {
            Some(shown) => bare(shown.to_owned().into()),
            None => bare(text),
        }),
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
