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

/// The script of sites that sign their own users in.
pub(super) static SITE_USER: LazyLock<StaticBody> = LazyLock::new(|| {
    let code = compact(&assets::text("embed/site-user.js"));
    StaticBody::new(JAVASCRIPT, format!("({code})();").into())
});

/// The module that exchanges the code of a mailed link. The elements load it by their own hash, which is one of both texts.
pub(super) static AUTHOR: LazyLock<StaticBody> =
    LazyLock::new(|| StaticBody::new(JAVASCRIPT, author_text().into()));

fn author_text() -> String {
    let words = |locale: Locale| {
        let to = locale.translator();
        json!({
            "verified": to.say("verification-done").to_string(),
            "unverified": to.say("verification-failed").to_string(),
        })
    };
    let words = json!({ "ko": words(Locale::Ko), "en": words(Locale::En) });
    let code = compact(&assets::text("embed/author.js"));
    format!("({code})(import.meta.url,{words});")
}

pub(super) static ELEMENTS: LazyLock<Script> = LazyLock::new(|| {
    let words = json!({ "ko": words(Locale::Ko), "en": words(Locale::En) });
    let style = json!(compact_style(&assets::text("embed/elements.css")));
    let code = compact(&assets::text("embed/elements.js"));
    // The address is that of the script; only a page that copies the text itself needs another.
    let text = format!("({code})(\"\",{words},{style});");
    Script::of(text, &author_text())
});

impl Script {
    /// The script, named by its text and by that of the module that it loads.
    fn of(text: String, module: &str) -> Self {
        let hash = Sha256::new().chain_update(&text).chain_update(module);
        Self {
            hash: hex(&hash.finalize()[..8]),
            body: StaticBody::new(JAVASCRIPT, text.into()),
        }
    }
}

/// The script that tells of new comments, which pages with a thread load after the elements.
pub(super) static LIVE: LazyLock<Script> =
    LazyLock::new(|| Script::of(compact(&assets::text("live.js")), ""));

/// The script that does the work of a challenge: a module, which the elements and our own pages load when it is asked for.
pub(super) static PROOF: LazyLock<StaticBody> = LazyLock::new(|| {
    let code = compact(&assets::text("embed/proof.js"));
    StaticBody::new(JAVASCRIPT, code.into())
});

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

/// A style sheet also without the blanks that browsers do not need. None of its strings has one of these.
fn compact_style(text: &str) -> String {
    let needless = [(": ", ":"), ("; }", "}"), (" { ", "{"), ("; ", ";")];
    let shorter = |text: String, (long, short): (&str, &str)| text.replace(long, short);
    needless.into_iter().fold(compact(text), shorter)
}
