//! The features of a text: what the filter counts. They are words, pairs of Hangul syllables, pairs of Latin words, the hosts of
//! links, and signs such as "a telephone number".
//! Invariant: numbers, addresses and ids with digits never are features themselves; signs stand for them. Of the author's name only
//! its last two syllables are one. Names in the text are words like others.

use std::collections::BTreeSet;

use super::spelling::Spelling;
use super::trade;
use crate::language::{bigrams::bigrams, hangul};

/// The most features of one text.
pub const MOST: usize = 300;

/// Characters of the longest word that is a feature.
const LONGEST_WORD: usize = 20;

/// Characters of the longest host that is a feature.
const LONGEST_HOST: usize = 60;

/// Syllables that end a Korean verb.
const VERB_ENDS: &str = "다요죠까네지음군걸";

/// Marks a pair of syllables; words hold no such character.
pub(super) const PAIR: char = '~';
/// Begins the host of a link.
pub(super) const HOST: &str = "host:";
/// Begins the last two syllables of a name: 실장, 언니.
pub(super) const NAME: &str = "name:";
/// Begins the first Latin word of a clause.
pub(super) const START: &str = "start:";
/// Begins the last two syllables of a sentence: 네요, 드려.
pub(super) const END: &str = "end:";
/// Begins the number of words of trade.
pub(super) const TRADE: &str = "trade:";
/// Begins a sign.
pub(super) const SIGN: &str = "sign:";

/// The features of a text with its author's name, each once, in their order.
pub fn of(name: &str, text: &str) -> Vec<String> {
    let mut found = Found::default();
    found.read_name(name);
    let rest = found.read_links(text);
    found.read_signs(text, &rest);
    let spelling = Spelling::of(&rest);
    if spelling.is_masked {
        found.sign("masked");
    }
    found.add(format!("{TRADE}{}", trade::count(&spelling.words)));
    found.read_sentences(&rest);
    found.read_words(&spelling);
    found.features
}

#[derive(Default)]
struct Found {
    features: Vec<String>,
    seen: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, feature: String) {
        if self.features.len() < MOST && self.seen.insert(feature.clone()) {
            self.features.push(feature);
        }
    }

    fn sign(&mut self, sign: &str) {
        self.add(format!("{SIGN}{sign}"));
    }

    /// The shape of a name, and the end of a Korean one, which may be a title.
    fn read_name(&mut self, name: &str) {
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let syllables = letters.iter().filter(|c| hangul::is_syllable(**c)).count();
        let is_korean = !letters.is_empty() && syllables == letters.len();
        if is_korean && letters.len() >= 3 {
            let end: String = letters[letters.len() - 2..].iter().collect();
            self.add(format!("{NAME}{end}"));
        }
        if letters.iter().any(char::is_ascii_digit) {
            self.sign("name-digits");
        }
        if is_korean && letters.len() > 4 || letters.len() > 20 {
            self.sign("name-long");
        }
    }

    /// Takes links and mail addresses out of the text, and returns the rest.
    fn read_links(&mut self, text: &str) -> String {
        let mut rest = String::with_capacity(text.len());
        for piece in text.split_inclusive(|c: char| c.is_whitespace() || "()<>[]\"".contains(c)) {
            let lower = piece.to_lowercase();
            let start = ["https://", "http://", "www."]
                .iter()
                .filter_map(|start| lower.find(start))
                .min();
            let Some(start) = start else {
                if is_mail_address(piece) {
                    self.sign("mail-address");
                    rest.push(' ');
                } else {
                    rest.push_str(piece);
                }
                continue;
            };
            let link = lower[start..]
                .trim_start_matches("https://")
                .trim_start_matches("http://");
            let server = link.split(['/', '?', '#']).next().unwrap_or_default();
            let host: String = server
                .rsplit('@')
                .next()
                .unwrap_or_default()
                .trim_start_matches("www.")
                .chars()
                .take_while(|c| c.is_alphanumeric() || ".-".contains(*c))
                .take(LONGEST_HOST)
                .collect();
            self.sign("link");
            if !host.is_empty() {
                self.add(format!("{HOST}{host}"));
            }
            // Text in another case may have another length.
            rest.push_str(piece.get(..start).unwrap_or_default());
            rest.push(' ');
        }
        rest
    }

    fn read_signs(&mut self, text: &str, rest: &str) {
        let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = rest.chars().filter(char::is_ascii_uppercase).count();
        if capitals > 9 && capitals * 2 > letters {
            self.sign("capitals");
        }
        if rest.contains("!!") {
            self.sign("exclamations");
        }
        if rest.contains('?') {
            self.sign("question");
        }
        let digits: String = rest
            .chars()
            .filter(|c| !matches!(c, '-' | '.' | ' ' | '(' | ')' | '+'))
            .map(|c| if c.is_ascii_digit() { c } else { ' ' })
            .collect();
        if digits.split(' ').any(|run| run.len() >= 8) {
            self.sign("telephone");
        }
        if has_amount(rest) {
            self.sign("amount");
        }
        for c in text.chars().filter(|c| is_pictograph(*c)) {
            self.sign("pictograph");
            self.add(c.to_string());
        }
        self.sign(match letters {
            0..=15 => "short",
            16..=100 => "medium",
            _ => "long",
        });
    }

    /// How clauses begin in English and how sentences end in Korean: people end theirs with a verb, and advertisements with
    /// a noun or a number.
    fn read_sentences(&mut self, rest: &str) {
        let plain = rest.to_lowercase();
        for clause in plain.split(['.', '!', '?', ',', ';', '\n']) {
            let word = clause
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .find(|word| !word.is_empty());
            if let Some(word) =
                word.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
            {
                self.add(format!("{START}{word}"));
            }
        }
        let sentences = plain.split(['.', '!', '?', '~', 'ㅎ', 'ㅋ', 'ㅠ', '^', '\n']);
        let last_word = |sentence: &str| {
            let word = sentence.split_whitespace().next_back()?;
            Some(
                word.chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<Vec<char>>(),
            )
        };
        let mut ends = sentences
            .filter_map(last_word)
            .filter(|word| !word.is_empty())
            .peekable();
        while let Some(word) = ends.next() {
            if word.len() > 1 && word.iter().all(|c| hangul::is_syllable(*c)) {
                let end: String = word[word.len() - 2..].iter().collect();
                self.add(format!("{END}{end}"));
            }
            if ends.peek().is_none() && plain.contains(hangul::is_syllable) {
                let is_verb = word.last().is_some_and(|last| VERB_ENDS.contains(*last));
                self.sign(if is_verb { "verb-end" } else { "noun-end" });
            }
        }
    }

    fn read_words(&mut self, spelling: &Spelling) {
        let mut before: Option<&String> = None;
        for word in &spelling.words {
            let is_named = word.chars().any(char::is_alphabetic);
            let has_digits = word.contains(|c: char| c.is_ascii_digit());
            let length = word.chars().count();
            if spelling.with_digits.contains(word) {
                self.sign("id");
                before = None;
                continue;
            }
            if !is_named || has_digits || !(2..=LONGEST_WORD).contains(&length) {
                before = None;
                continue;
            }
            self.add(word.clone());
            if let Some(before) = before.filter(|_| word.is_ascii()) {
                self.add(format!("{before} {word}"));
            }
            before = Some(word).filter(|word| word.is_ascii());
            if length > 2 {
                let pairs = bigrams(word).filter(|pair| pair.chars().all(hangul::is_syllable));
                for pair in pairs {
                    self.add(format!("{PAIR}{pair}"));
                }
            } else if word.chars().all(hangul::is_syllable) {
                self.add(format!("{PAIR}{word}"));
            }
        }
    }
}

fn is_mail_address(piece: &str) -> bool {
    let split = piece.trim().split_once('@');
    split.is_some_and(|(local, domain)| {
        !local.is_empty() && domain.trim_end_matches('.').contains('.')
    })
}

/// True for an amount of money or a share: 30만원, $500, 300%.
fn has_amount(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let units = ["만원", "만 원", "원", "%", "프로", "배", "만", "천만", "억"];
    letters.iter().enumerate().any(|(place, letter)| {
        if !letter.is_ascii_digit() {
            return false;
        }
        let is_priced = place > 0 && "$€£₩".contains(letters[place - 1]);
        let rest: String = letters[place + 1..].iter().take(3).collect();
        is_priced || units.iter().any(|unit| rest.trim_start().starts_with(unit))
    })
}

/// True for emoji and the stars and arrows of advertisements.
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x21FF | 0x25A0..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{MOST, of};

    #[test]
    fn the_features_of_a_text_are_what_a_reader_would_name() {
        let found = of(
            "김 실장",
            "당일 대출! 상담 010-1234-5678 https://www.bank.example/apply 클릭",
        );
        for feature in [
            "name:실장",
            "host:bank.example",
            "sign:telephone",
            "trade:3",
            "end:대출",
            "상담",
            "~대출",
            "sign:noun-end",
        ] {
            assert!(found.contains(&feature.to_owned()), "{feature}: {found:?}");
        }
        let found = of("Jo", "Click here, win 500 dollars");
        for feature in ["start:click", "click here", "win", "trade:2"] {
            assert!(found.contains(&feature.to_owned()), "{feature}: {found:?}");
        }
    }

    #[test]
    fn the_longest_comment_of_any_kind_is_read_soon_and_has_bounded_features() {
        for piece in [
            "가나 다라마 ",
            "ㅋr",
            "a b c d e ",
            "https://a.example/",
            "@$",
            "가",
            "a1",
            "😀",
        ] {
            let text: String = piece.chars().cycle().take(10_000).collect();
            let start = Instant::now();
            assert!(of(piece, &text).len() <= MOST, "{piece}");
            assert!(start.elapsed() < Duration::from_secs(1), "{piece}");
        }
    }
}
