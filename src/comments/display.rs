//! What pages and e-mails show in place of a missing title.

use crate::i18n::Translator;

/// The name of a thread: its title, or a neutral phrase for a thread without one.
pub(crate) fn thread_name(title: Option<String>, t: Translator, site: &str) -> String {
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        t.say("comments-thread-untitled")
            .with("site", site)
            .to_string()
    })
}
