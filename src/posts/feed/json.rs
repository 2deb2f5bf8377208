//! JSON Feed for the parser: numbers become texts where texts belong, and members of other types are left out.

use serde_json::{Map, Value};

use super::repair::without_address;
use crate::posts::problem::FeedProblem;

/// Brackets, commas and colons of a feed, at most; each may cost the memory of a value.
const MOST_VALUES: usize = 1_000_000;
/// Members of an item that are texts.
const TEXTS: [&str; 9] = [
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "date_published",
    "date_modified",
];
/// The same of the feed.
const FEED_TEXTS: [&str; 3] = ["version", "title", "home_page_url"];

/// Returns the feed with numbers as texts, and the number of its items. The parser reports documents that are not objects.
pub(super) fn prepared(text: String) -> Result<(String, usize), FeedProblem> {
    let values = text
        .bytes()
        .filter(|b| matches!(b, b'{' | b'[' | b',' | b':'));
    if values.count() > MOST_VALUES {
        return Err(FeedProblem::TooComplex("elements"));
    }
    let Ok(Value::Object(mut feed)) = serde_json::from_str(&text) else {
        return Ok((text, 0));
    };
    let mut kept = texts_of(&mut feed, &FEED_TEXTS);
    kept.entry("title")
        .or_insert_with(|| Value::String(String::new()));
    kept.insert("authors".to_owned(), authors_of(&mut feed));
    let mut count = 0;
    // The parser reports a document without items.
    if let Some(Value::Array(items)) = feed.remove("items") {
        let items: Vec<Value> = items.into_iter().filter_map(item).collect();
        count = items.len();
        kept.insert("items".to_owned(), Value::Array(items));
    }
    Ok((Value::Object(kept).to_string(), count))
}

fn item(item: Value) -> Option<Value> {
    let Value::Object(mut item) = item else {
        return None;
    };
    let mut kept = texts_of(&mut item, &TEXTS);
    kept.insert("authors".to_owned(), authors_of(&mut item));
    if let Some(Value::Array(tags)) = item.remove("tags") {
        let tags = tags.into_iter().filter_map(as_text).collect();
        kept.insert("tags".to_owned(), Value::Array(tags));
    }
    Some(Value::Object(kept))
}

fn texts_of(from: &mut Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let text = |name: &&str| Some(((*name).to_owned(), as_text(from.remove(*name)?)?));
    names.iter().filter_map(text).collect()
}

/// Returns a text, or a number as a text.
fn as_text(value: Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(value),
        Value::Number(number) => Some(Value::String(number.to_string())),
        _ => None,
    }
}

/// Returns the authors of version 1.1 and the author of version 1, by name.
fn authors_of(from: &mut Map<String, Value>) -> Value {
    let one = from.remove("author").into_iter();
    let all = match from.remove("authors") {
        Some(Value::Array(authors)) => authors,
        other => other.into_iter().collect(),
    };
    let name_of = |author: Value| match author {
        Value::Object(mut author) => author.remove("name").and_then(as_text),
        other => as_text(other),
    };
    let names = all.into_iter().chain(one).filter_map(name_of);
    let people = names.filter_map(|name| {
        let name = without_address(name.as_str()?);
        (!name.is_empty()).then(|| serde_json::json!({ "name": name }))
    });
    Value::Array(people.collect())
}
