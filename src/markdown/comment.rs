//! Markdown of comments: line ends stay, bare links work, HTML is shown as typed, and emoticons are not emphasis. `||words||` are
//! hidden until asked for, and `@name` is marked.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Tag, TagEnd, html};

use super::code::Language;
use super::inline_marks;
use super::links::{href, is_web_page};
use super::source::{events, prepare};

/// A rendered comment, before the sanitiser.
pub struct RenderedComment {
    /// The HTML.
    pub html: String,
    /// The visible text, without markup.
    pub text: String,
    /// The number of links.
    pub links: usize,
}

/// Renders Markdown with strikethrough and bare links. Headings become bold lines, and pictures become their descriptions.
pub fn render(source: &str) -> RenderedComment {
    let source = prepare(source, OPTIONS);
    let mut writer = CommentWriter::default();
    for (event, range) in events(&source, OPTIONS) {
        writer.read(event, &source, range);
    }
    let shown = inline_marks::mark(writer.shown);
    let text = visible_text(&shown) + &writer.marked;
    let mut rendered = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut rendered, shown.into_iter());
    RenderedComment {
        html: rendered,
        text,
        links: writer.links,
    }
}

fn visible_text(events: &[Event<'_>]) -> String {
    let words = events.iter().map(|event| match event {
        Event::Text(words) | Event::Code(words) => &**words,
        Event::HardBreak => " ",
        _ => "",
    });
    words.collect()
}

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH;

/// The deepest nesting of containers; more would be an attack on the page's layout.
const DEEPEST: usize = 10;

/// Turns the parser's events into those of the output.
#[derive(Default)]
struct CommentWriter<'a> {
    /// The events, each with the places of the bars in its text that hide nothing: those behind a backslash. `None` where no bar
    /// hides anything.
    shown: Vec<(Event<'a>, Option<Vec<usize>>)>,
    links: usize,
    /// The closing events of each open tag.
    open: Vec<Vec<Event<'a>>>,
    /// The language of the open code block, when its fence names one.
    language: Option<&'static Language>,
    /// The code of that block so far.
    code: String,
    /// The code of earlier ones, which is HTML among the events.
    marked: String,
}

impl<'a> CommentWriter<'a> {
    fn read(&mut self, event: Event<'a>, source: &str, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = &tag {
                    self.language = Language::of_fence(info);
                }
                self.begin(tag, source, range);
            }
            Event::End(_) => {
                self.end_code();
                self.end();
            }
            Event::Text(words) if self.language.is_some() => self.code.push_str(&words),
            Event::Text(words) => {
                let escaped = escaped_bars(&words, source, range);
                self.shown.push((Event::Text(words), Some(escaped)));
            }
            Event::Code(words) => self.show(Event::Code(words)),
            Event::InlineHtml(markup) => self.show(Event::Text(markup)),
            Event::Html(line) => {
                let last = self.shown.last().map(|(event, _)| event);
                if last != Some(&Event::Start(Tag::Paragraph)) {
                    self.show(Event::HardBreak);
                }
                self.show(Event::Text(line.trim_end().to_owned().into()));
            }
            // People press Enter to end a line.
            Event::SoftBreak | Event::HardBreak => self.show(Event::HardBreak),
            _ => {}
        }
    }

    /// Shows the code of a block whose language is known. A block has nothing else inside.
    fn end_code(&mut self) {
        if let Some(language) = self.language.take() {
            self.show(Event::Html(language.mark(&self.code).into()));
            self.marked.push_str(&self.code);
            self.code.clear();
        }
    }

    fn show(&mut self, event: Event<'a>) {
        self.shown.push((event, None));
    }

    fn begin(&mut self, tag: Tag<'a>, source: &str, range: Range<usize>) {
        let (opening, closing) = if let Some(mark) = emoticon(&tag, source, range) {
            let mark = Event::Text(mark.to_owned().into());
            (vec![mark.clone()], vec![mark])
        } else {
            let is_too_deep = self.open.len() >= DEEPEST;
            shape(tag, is_too_deep).unwrap_or_default()
        };
        if matches!(opening.first(), Some(Event::Start(Tag::Link { .. }))) {
            self.links += 1;
        }
        for event in opening {
            self.show(event);
        }
        self.open.push(closing);
    }

    fn end(&mut self) {
        let closing = self.open.pop().unwrap_or_default();
        for event in closing {
            self.show(event);
        }
    }
}

/// The places of the bars in a text that have a backslash before them in its source. The backslash of the first may stand before
/// the range.
fn escaped_bars(words: &str, source: &str, range: Range<usize>) -> Vec<usize> {
    let before = &source[..range.start];
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let mut is_escaped = backslashes % 2 == 1;
    let mut bars = words.match_indices('|');
    let mut escaped = Vec::new();
    for c in source[range].chars() {
        if c == '|'
            && let Some((at, _)) = bars.next()
            && is_escaped
        {
            escaped.push(at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    escaped
}

/// The marks of false emphasis: `10~20명, 30~40명` is a range, `*^^*` and `^_^ 네 ^_^` are emoticons.
fn emoticon<'a>(tag: &Tag<'_>, source: &'a str, range: Range<usize>) -> Option<&'a str> {
    let whole = &source[range.clone()];
    let mark = match tag {
        Tag::Strikethrough if whole.starts_with("~~") => &whole[..2],
        Tag::Strikethrough => return whole.get(..1),
        Tag::Emphasis => whole.get(..1)?,
        Tag::Strong => whole.get(..2)?,
        _ => return None,
    };
    let before = source[..range.start].chars().next_back();
    let is_mouth = mark == "_" && before.is_some_and(|c| "^-=;@><".contains(c));
    let says_something = whole.chars().any(|c| c.is_alphanumeric() || is_emoji(c));
    (is_mouth || !says_something).then_some(mark)
}

/// True for a picture that people write as a word. The symbols of emoticons, such as ∀, are none.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}')
}

/// The opening and the closing events of a tag; `None` drops the tag and keeps its content.
fn shape(tag: Tag<'_>, is_too_deep: bool) -> Option<(Vec<Event<'_>>, Vec<Event<'_>>)> {
    let end = Event::End(tag.to_end());
    match tag {
        Tag::Heading { .. } => Some((
            vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)],
            vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)],
        )),
        Tag::HtmlBlock => Some((
            vec![Event::Start(Tag::Paragraph)],
            vec![Event::End(TagEnd::Paragraph)],
        )),
        Tag::Link {
            link_type,
            dest_url,
            id,
            ..
        } if link_type != LinkType::Email && is_web_page(&dest_url) => Some((
            vec![Event::Start(Tag::Link {
                link_type,
                dest_url: href(&dest_url).into_owned().into(),
                title: "".into(),
                id,
            })],
            vec![end],
        )),
        Tag::BlockQuote(_) | Tag::List(_) | Tag::Item if is_too_deep => None,
        Tag::Paragraph
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::List(_)
        | Tag::Item
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough => Some((vec![Event::Start(tag)], vec![end])),
        _ => None,
    }
}
