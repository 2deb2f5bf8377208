//! Mistakes of the configuration as sentences: the option, what is wrong, and what is allowed.

use figment::error::Kind;
use figment::value::Value;
use serde::de::DeserializeOwned;

/// The beginning of what the parser of TOML says of a file that is none.
const NO_TOML: &str = "TOML parse error at ";

/// Reads an option's value with the sentences that the file would get.
pub(crate) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    value.deserialize().map_err(|error: figment::Error| {
        let mistakes = error.into_iter().map(|mistake| sentence(&mistake.kind));
        mistakes.collect::<Vec<_>>().join("; ")
    })
}

/// Each mistake with the option it is about, without figment's word on where in our source the option was read.
pub(super) fn one_line(error: &figment::Error) -> String {
    let mistakes = error.clone().into_iter().map(|mistake| {
        let option = mistake.path.join(".");
        let place = mistake
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.source.as_ref());
        let place = place
            .and_then(figment::Source::file_path)
            .map(|file| format!(" in {}", file.display()));
        let option = match option.as_str() {
            "" => String::new(),
            option => format!("{option}: "),
        };
        let said = sentence(&mistake.kind);
        format!("{option}{said}{}", place.unwrap_or_default()).replace('\n', " ")
    });
    mistakes.collect::<Vec<_>>().join("; ")
}

fn sentence(kind: &Kind) -> String {
    match kind {
        Kind::InvalidType(found, wanted) | Kind::InvalidValue(found, wanted) => {
            format!("{found} is not {}", wanted_words(wanted))
        }
        Kind::UnknownVariant(found, words) => {
            format!("`{found}` is none of its words; write {}", either(words))
        }
        Kind::UnknownField(found, options) => {
            format!(
                "there is no `{found}` here; there are {}",
                options.join(", ")
            )
        }
        Kind::Message(text) => no_toml(text).unwrap_or_else(|| text.clone()),
        Kind::ISizeOutOfRange(_) | Kind::USizeOutOfRange(_) => {
            "the number is too large or too small; write one such as 20".to_owned()
        }
        other => other.to_string(),
    }
}

/// The place in a file that is no TOML, and the form of an option.
fn no_toml(said: &str) -> Option<String> {
    let place = said.strip_prefix(NO_TOML)?.lines().next()?;
    Some(format!(
        "{place} is no TOML; write each option once as `name = value`, below its `[section]`, and texts in quotation marks"
    ))
}

/// A kind of value as a person writes it, where serde names a type of Rust.
fn wanted_words(wanted: &str) -> String {
    let words = match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "a whole number such as 20",
        "a boolean" => "true or false",
        "a string" => "a text in quotation marks",
        wanted if wanted.starts_with("struct ") => "a section with options of its own",
        other => other,
    };
    words.to_owned()
}

fn either(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
