//! The script of the elements, made once of `assets/embed`: their code, their style sheet, and the phrases of both languages; and the
//! second one, of `assets/live.js`.

use std::sync::LazyLock;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::i18n::Locale;
use crate::token::hex;
use crate::web::assets::{self, StaticBody};

/// The media type of scripts (RFC 9239).
pub(super) const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The script of this version.
pub(super) struct Script {
    /// The text in each coding.
    pub body: StaticBody,
    /// The first bytes of its hash, in hexadecimal.
    pub hash: String,
}

pub(super) static ELEMENTS: LazyLock<Script> = LazyLock::new(|| {
    let words = json!({ "ko": words(Locale::Ko), "en": words(Locale::En) });
    let style = json!(compact(&assets::text("embed/elements.css")));
    let code = compact(&assets::text("embed/elements.js"));
    // The address is that of the script; only a page that copies the text itself needs another.
    let text = format!("({code})(\"\",{words},{style});");
    Script::of(text)
});

impl Script {
    fn of(text: String) -> Self {
        Self {
            hash: hex(&Sha256::digest(text.as_bytes())[..8]),
            body: StaticBody::new(JAVASCRIPT, text.into()),
        }
    }
}

/// The script that tells of new comments, which pages with a thread load after the elements.
pub(super) static LIVE: LazyLock<Script> =
    LazyLock::new(|| Script::of(compact(&assets::text("live.js"))));

/// The loader of a server at `base`. It names files that never mean another content.
pub(super) fn loader(base: &str) -> String {
    let code = compact(&assets::text("embed/loader.js"));
    let files = json!([
        format!("embed-{}.js", ELEMENTS.hash),
        format!("live-{}.js", LIVE.hash)
    ]);
    format!("({code})({},{files});", json!(base))
}

/// The phrases that the elements say by themselves.
fn words(locale: Locale) -> serde_json::Value {
    let to = locale.translator();
    json!({
        "again": to.say("embed-again").to_string(),
        "unread": to.say("embed-unread").to_string(),
        "unsent": to.say("embed-unsent").to_string(),
        "closed": to.say("embed-closed").to_string(),
        "sending": to.say("embed-sending").to_string(),
        "remember": to.say("embed-remember").to_string(),
        "rememberWithoutUrl": to.say("embed-remember-without-url").to_string(),
        "cancel": to.say("comments-reply-cancel").to_string(),
        "change": to.say("comments-change").to_string(),
        "held": to.say("comments-held").to_string(),
        "posted": to.say("comments-posted").to_string(),
    })
}

/// The text without indentation, empty lines, and lines that are comments.
fn compact(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let kept = lines.filter(|line| {
        let is_comment = line.starts_with("//") || line.starts_with("/*") && line.ends_with("*/");
        !line.is_empty() && !is_comment
    });
    kept.collect::<Vec<_>>().join("\n")
}
