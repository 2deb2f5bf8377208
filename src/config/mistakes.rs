//! Mistakes of the configuration as sentences: the option, what is wrong, and what is allowed.

use figment::error::Kind;

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
        other => other.to_string(),
    }
}

/// A kind of value as a person writes it, where serde names a type of Rust.
fn wanted_words(wanted: &str) -> String {
    let words = match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number such as 20",
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
