//! The words of a heading or a cell. A piece of a longer word is no word: `elapsed` holds no `lapsed`, and `urban` no `ban`.

use super::vocabulary::{BEFORE_WORDS, BEHIND_WORDS};

/// The words of a text in lower case: `isBlocked`, `is_blocked` and `Is blocked?` have the same two.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let (mut words, mut word) = (Vec::new(), String::new());
        let mut is_after_small = false;
        for c in text.chars() {
            let begins = is_after_small && c.is_uppercase();
            if (begins || !c.is_alphabetic()) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphabetic() {
                word.extend(c.to_lowercase());
            }
            is_after_small = c.is_lowercase();
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        Self(words)
    }

    /// True when one of these forms is a word of the text, also where it is written together with usual words around it
    /// (`emailblocked`, `quitdate`).
    pub(super) fn has(&self, forms: &[&str]) -> bool {
        self.0.iter().any(|word| is_one(word, forms))
    }

    /// The same for the last word.
    pub(super) fn end_with(&self, forms: &[&str]) -> bool {
        self.0.last().is_some_and(|word| is_one(word, forms))
    }

    /// True when a word begins so, or a usual word is written together with one that does.
    pub(super) fn begin_with(&self, stems: &[&str]) -> bool {
        let begins = |word: &str| stems.iter().any(|stem| word.starts_with(stem));
        self.0.iter().any(|word| {
            let mut rests = rests(word);
            rests.any(begins)
        })
    }

    /// True when these two words follow each other.
    pub(super) fn has_pair(&self, first: &[&str], second: &str) -> bool {
        let is_pair = |pair: &[String]| first.contains(&pair[0].as_str()) && pair[1] == second;
        self.0.windows(2).any(is_pair)
    }
}

/// The word, and what is left of it behind usual words.
fn rests(word: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(word), |rest| {
        let mut usual = BEFORE_WORDS.iter();
        usual.find_map(|usual| rest.strip_prefix(usual).filter(|rest| !rest.is_empty()))
    })
}

fn is_one(word: &str, forms: &[&str]) -> bool {
    let without_tail = BEHIND_WORDS
        .iter()
        .filter_map(|tail| word.strip_suffix(tail));
    let mut readings = std::iter::once(word).chain(without_tail);
    readings.any(|word| rests(word).any(|rest| forms.contains(&rest)))
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_whole_however_they_are_written() {
        for heading in [
            "blocked",
            "Is blocked?",
            "isBlocked",
            "is_blocked",
            "ISBLOCKED",
            "email-blocked",
            "blocked_at",
            "blockeddate",
            "emailblockeddate",
        ] {
            assert!(Words::of(heading).has(&["blocked"]), "{heading}");
        }
        for heading in ["unblockedness", "roadblocked", "blockchain", ""] {
            assert!(!Words::of(heading).has(&["blocked", "block"]), "{heading}");
        }
    }
}
