//! An entry of a feed as a post: its text, link, author and categories.
//! Invariant: the text is the author's; a post behind a password has none.

use feed_rs::model::{self as parsed, FeedType};
use url::Url;

use super::clean;
use super::model::{EntrySource, FeedEntry};
use crate::clock::Timestamp;
use crate::posts::content::{PostContent, all_text, asks_for_password};

/// Characters of a text that are kept; a book has more, a post doesn't.
const LONGEST_TEXT: usize = 200_000;
/// Octets of one text that are read.
const LONGEST_BODY: usize = 1_000_000;
/// A feed's only text below this length, in characters, may be an excerpt: the page is looked at.
const SHORT_SUMMARY: usize = 800;
/// The same for what the feed calls the content, where it has no summary beside it.
const SHORT_CONTENT: usize = 200;
/// Characters of the longest summary by hand; a longer text is the post.
const LONGEST_EXCERPT: usize = 600;
/// A summary below this is a remark.
const SHORTEST_EXCERPT: usize = 20;
/// What WordPress says in the place of a protected post is shorter than this, in characters.
const LONGEST_PROTECTION: usize = 200;
/// What WordPress writes before the title of a post behind a password, in the languages of its larger sites.
const PROTECTED_TITLES: &[&str] = &[
    "Protected: ",
    "보호된 글: ",
    "保護中: ",
    "密码保护：",
    "受保護的內容: ",
    "Geschützt: ",
    "Protégé : ",
    "Protegido: ",
];
/// The schemes of WordPress's terms that are no categories: tags and formats.
const TERM_SCHEMES: &[&str] = &["post_tag", "tag", "post_format"];
/// Links, authors and categories of one entry that are looked at.
const MOST_PARTS: usize = 50;
/// Authors of one post who are named.
const MOST_AUTHORS: usize = 5;

/// The post that an entry of a feed of this kind is.
pub(super) fn of_entry(
    entry: &parsed::Entry,
    kind: &FeedType,
    base: &Url,
    by_feed: Option<&str>,
) -> FeedEntry {
    // What an id of RSS says of the page became a link before.
    let tells_page = matches!(kind, FeedType::Atom | FeedType::JSON);
    let url = main_link(&entry.links, base).or_else(|| {
        let address = clean::address(&entry.id, None).filter(|_| tells_page)?;
        clean::link(&address, base)
    });
    let title = entry.title.as_ref();
    let title = title.map(|title| title_of(title, kind)).unwrap_or_default();
    let read = |body: &str, content_type: &str| {
        EntryText::read(body, is_plain(kind, content_type), content_type)
    };
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref()?;
        Some(read(body, content.content_type.as_ref()))
    });
    let summary = entry.summary.as_ref();
    let summary = summary.map(|summary| read(&summary.content, summary.content_type.as_ref()));
    let is_protected = [&content, &summary]
        .into_iter()
        .flatten()
        .any(|words| words.asks_for_password)
        || is_protected_title(&title, content.as_ref().or(summary.as_ref()))
        || content
            .as_ref()
            .or(summary.as_ref())
            .is_some_and(EntryText::is_only_a_lock);
    let (text, is_whole, excerpt) = if is_protected {
        (String::new(), true, None)
    } else {
        choose_text(content, summary)
    };
    let published_at = entry.published.or(entry.updated);
    let is_tag = |category: &&parsed::Category| {
        let scheme = category.scheme.as_deref().map(str::trim);
        scheme.is_some_and(|scheme| TERM_SCHEMES.contains(&scheme))
    };
    let terms = names_of(entry.categories.iter());
    let categories = names_of(entry.categories.iter().filter(|category| !is_tag(category)));
    FeedEntry {
        guid: clean::guid(&entry.id),
        url,
        title,
        author: authors(&entry.authors).or_else(|| by_feed.map(str::to_owned)),
        text,
        is_whole,
        excerpt,
        published_at: published_at.map(|date| Timestamp::from_unix(date.timestamp())),
        categories,
        is_short_of_categories: false,
        terms,
        is_protected,
        source: EntrySource::Feed,
        aliases: Vec::new(),
    }
}

/// Returns the post's text, whether it is complete, and the summary if a person wrote it.
fn choose_text(
    content: Option<EntryText>,
    summary: Option<EntryText>,
) -> (String, bool, Option<String>) {
    let has_both = content.is_some() && summary.is_some();
    let (content, summary) = (content.unwrap_or_default(), summary.unwrap_or_default());
    // A site that gives both says which is the whole, however short it is. An automatic summary repeats captions and forms,
    // so it may be longer than our reading of the content.
    let is_trusted = has_both
        && !content.is_cut
        && (content.length() >= summary.length() || content.holds(&summary));
    if is_trusted || content.length() >= summary.length() {
        let is_whole = is_trusted || !content.is_cut && content.length() >= SHORT_CONTENT;
        let excerpt = summary.by_hand(&content);
        return (content.text, is_whole, excerpt);
    }
    let is_whole = !summary.is_cut && summary.length() >= SHORT_SUMMARY;
    (summary.text, is_whole, None)
}

fn is_protected_title(title: &str, words: Option<&EntryText>) -> bool {
    PROTECTED_TITLES
        .iter()
        .any(|prefix| title.starts_with(prefix))
        && words.is_none_or(|words| words.length() < LONGEST_PROTECTION)
}

/// A text, and whether its end is missing.
#[derive(Default)]
struct EntryText {
    text: String,
    /// It ends with […], "Read more" or the like.
    is_cut: bool,
    asks_for_password: bool,
    /// As it came.
    body: String,
}

/// Words for a password, each with those that speak of its protection, in lower case.
const LOCKS: &[(&str, &[&str])] = &[
    ("비밀번호", &["보호", "입력"]),
    ("password", &["protected", "enter"]),
    ("パスワード", &["保護", "入力"]),
    ("密码", &["保护", "输入"]),
    ("密碼", &["保護", "輸入"]),
    ("passwort", &["geschützt", "eingeben"]),
    ("mot de passe", &["protégé", "saisir"]),
    ("contraseña", &["protegid", "introduc"]),
];
/// Characters of the longest text that only asks for a password.
const LONGEST_LOCK: usize = 120;

impl EntryText {
    /// True for a text that says nothing but that a password is needed, as blogs put it in the place of a protected post.
    fn is_only_a_lock(&self) -> bool {
        let text = self.text.to_lowercase();
        let is_lock = |(password, protection): &(&str, &[&str])| {
            text.contains(password) && protection.iter().any(|word| text.contains(word))
        };
        text.chars().count() <= LONGEST_LOCK && LOCKS.iter().any(is_lock)
    }

    fn read(body: &str, is_plain: bool, content_type: &str) -> Self {
        let body = &body[..body.floor_char_boundary(LONGEST_BODY)];
        let has_paragraphs = body.contains("\n\n");
        let content = if is_plain && has_paragraphs {
            PostContent::from_text(body)
        } else if is_plain {
            PostContent::from_html(&body.replace('&', "&amp;").replace('<', "&lt;"))
        } else if content_type.starts_with("text/plain") && !body.contains('<') && has_paragraphs {
            PostContent::from_text(body)
        } else {
            // The parser of feeds ends each empty element of XHTML, and a browser breaks the line at both.
            PostContent::from_html(&body.replace("</br>", ""))
        };
        let mut text = content.text();
        if text.is_empty() && is_plain {
            text = clean::plain_line(body, LONGEST_TEXT);
        } else if text.is_empty() {
            text = clean::line(body, LONGEST_TEXT);
        }
        Self {
            is_cut: clean::is_cut(body),
            text: clean::printable(clean::without_cut_mark(&text), LONGEST_TEXT),
            asks_for_password: !is_plain && asks_for_password(body),
            body: body.to_owned(),
        }
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// This summary, when a person wrote it for this post.
    fn by_hand(&self, post: &Self) -> Option<String> {
        let is_by_hand = is_by_hand(&self.text, self.is_cut, &post.text) && !post.holds(self);
        is_by_hand.then(|| self.text.clone())
    }

    /// Returns true if this text contains the other, captions, forms and snippets included.
    fn holds(&self, other: &Self) -> bool {
        let other = letters(&other.text);
        letters(&self.text).contains(&other) || letters(&all_text(&self.body)).contains(&other)
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a summary was written by hand: automatic ones end with […] or repeat the beginning of the post.
pub(in crate::posts) fn is_by_hand(summary: &str, is_cut: bool, post: &str) -> bool {
    let length = summary.chars().count();
    !is_cut
        && (SHORTEST_EXCERPT..=LONGEST_EXCERPT).contains(&length)
        && !post.is_empty()
        && !letters(post).contains(&letters(summary))
}

/// Whether a program made the summary from the post, both in HTML. Then it is cut, or stands in the post word for word,
/// captions, forms and snippets included.
pub(in crate::posts) fn is_automatic(summary: &str, post: &str) -> bool {
    let words = |html: &str| letters(&all_text(html));
    clean::is_cut(summary) || words(post).contains(&words(summary))
}

/// Returns true for plain text. Atom and JSON Feed declare it, RSS does not.
fn is_plain(kind: &FeedType, content_type: &str) -> bool {
    matches!(kind, FeedType::Atom | FeedType::JSON) && content_type.starts_with("text/plain")
}

/// A title on one line.
pub(super) fn title_of(title: &parsed::Text, kind: &FeedType) -> String {
    if is_plain(kind, title.content_type.as_ref()) {
        clean::plain_line(&title.content, clean::LONGEST_TITLE)
    } else {
        clean::line(&title.content, clean::LONGEST_TITLE)
    }
}

/// Returns the names of people without their addresses, which RSS asks for.
pub(super) fn authors(people: &[parsed::Person]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for person in people.iter().take(MOST_PARTS) {
        let name = person.name.as_deref().map(name_of).unwrap_or_default();
        if !name.is_empty() && names.len() < MOST_AUTHORS && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn name_of(name: &str) -> String {
    let name = clean::line(name, 100);
    // What is left of "mina@example.org (Mina Oh)".
    let inner = name
        .strip_prefix('(')
        .and_then(|name| name.strip_suffix(')'));
    let name = inner.unwrap_or(&name).trim();
    if name.contains('@') || name == "unknown" {
        return String::new();
    }
    name.to_owned()
}

/// The link to the page itself among those to comments, attachments and feeds; a page before what says no kind.
pub(super) fn main_link(links: &[parsed::Link], base: &Url) -> Option<String> {
    let is_page = |link: &&parsed::Link| {
        link.target.is_none() && matches!(link.rel.as_deref(), None | Some("alternate" | ""))
    };
    let rank = |link: &parsed::Link| match link.media_type.as_deref().map(str::trim) {
        Some(kind) if kind.starts_with("text/html") || kind.contains("xhtml") => Some(0),
        None | Some("") => Some(1),
        Some(_) => None,
    };
    let mut pages: Vec<_> = links
        .iter()
        .take(MOST_PARTS)
        .filter(is_page)
        .filter_map(|link| rank(link).map(|rank| (rank, link)))
        .collect();
    pages.sort_by_key(|(rank, _)| *rank);
    pages
        .into_iter()
        .find_map(|(_, link)| clean::link(&link.href, base))
}

fn names_of<'a>(categories: impl Iterator<Item = &'a parsed::Category>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for category in categories.take(MOST_PARTS) {
        let name = category.label.as_deref().unwrap_or(&category.term);
        let name = clean::line(name, 60);
        if clean::is_category(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
