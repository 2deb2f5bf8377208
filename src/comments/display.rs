//! What pages and e-mails show in place of a missing title and of a picture.

use crate::i18n::Translator;

/// The name of a thread: its title, or a neutral phrase for a thread without one.
pub(crate) fn thread_name(title: Option<String>, t: Translator, site: &str) -> String {
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        t.say("comments-thread-untitled")
            .with("site", site)
            .to_string()
    })
}

/// The letter and the colour (0 to 7) of the avatar beside a name. They come from the name alone and tell nothing of the address.
pub fn avatar(name: &str) -> (String, u32) {
    use unicode_segmentation::UnicodeSegmentation;
    let letter = name.graphemes(true).next().unwrap_or("·").to_uppercase();
    let sum = name.chars().fold(0_u32, |sum, c| {
        sum.wrapping_mul(31).wrapping_add(u32::from(c))
    });
    (letter, (sum ^ (sum >> 16)) % 8)
}
