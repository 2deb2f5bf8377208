//! Listed words in a text, and the ways to reach an advertiser.

use crate::language::hangul;
use crate::spam::spelling::Spelling;

/// The words of a comment. Those of the name are first.
pub(super) struct CommentWords {
    words: Vec<String>,
    /// The body in lower case, for words with punctuation.
    raw: String,
    /// True when letters were hidden.
    pub are_hidden: bool,
}

/// A listed word in the text.
#[derive(Clone, Debug)]
pub(super) struct WordHit {
    pub word: String,
    /// The position of its first word in the text.
    pub place: usize,
}

/// Hosts of short links and of chats.
const SHORT_LINKS: &[&str] = &[
    "bit.ly/",
    "t.me/",
    "open.kakao.com",
    "me2.do/",
    "goo.gl/",
    "tinyurl.com/",
    "han.gl/",
    "url.kr/",
    "vo.la/",
    "buly.kr/",
    "cutt.ly/",
    "is.gd/",
    "wa.me/",
    "pf.kakao.com",
    "naver.me/",
    "shorturl.at/",
    "rebrand.ly/",
    "ow.ly/",
];

impl CommentWords {
    pub(super) fn read(name: &str, body: &str) -> Self {
        let (name, spelling) = (Spelling::of(name), Spelling::of(body));
        let are_hidden = name.is_masked || spelling.is_masked;
        let mut words = name.words;
        words.extend(spelling.words);
        Self {
            words,
            raw: body.to_lowercase(),
            are_hidden,
        }
    }

    /// The words of this list in the text, each once.
    pub(super) fn found(&self, list: &[&str]) -> Vec<WordHit> {
        let hit = |phrase: &&str| {
            let place = self.place_of(phrase)?;
            let word = phrase.trim().to_owned();
            Some(WordHit { word, place })
        };
        list.iter().filter_map(hit).collect()
    }

    fn place_of(&self, phrase: &str) -> Option<usize> {
        // A blank after a listed word means a whole word.
        let is_whole = phrase.ends_with(' ') || phrase.is_ascii();
        let parts: Vec<&str> = phrase.split_whitespace().collect();
        let joined = parts.concat();
        let is_same = |word: &str, part: &str| {
            let ends = if phrase.is_ascii() {
                &["", "s", "es"][..]
            } else {
                &[""]
            };
            // A particle behind a Latin word or a number is no part of it.
            let bare = if phrase.is_ascii() {
                word.trim_end_matches(hangul::is_syllable)
            } else {
                word
            };
            bare.strip_prefix(part)
                .is_some_and(|end| ends.contains(&end))
        };
        let is_here = |window: &[String]| {
            window.iter().zip(&parts).all(|(word, part)| {
                if is_whole {
                    is_same(word, part)
                } else {
                    word.contains(part)
                }
            })
        };
        let in_a_row = self.words.windows(parts.len()).position(is_here);
        in_a_row.or_else(|| {
            let holds = |word: &String| !is_whole && parts.len() > 1 && word.contains(&joined);
            self.words.iter().position(holds)
        })
    }

    /// A telephone number, a short link, or an e-mail address.
    pub(super) fn contact(&self) -> Option<WordHit> {
        let short = SHORT_LINKS.iter().find(|host| self.raw.contains(**host));
        if let Some(host) = short {
            return Some(WordHit {
                word: host.trim_end_matches('/').to_owned(),
                place: usize::MAX / 2,
            });
        }
        let place = (0..self.words.len()).find(|place| self.is_number_of_telephone(*place))?;
        Some(WordHit {
            word: self.words[place].clone(),
            place,
        })
    }

    /// Korean mobile numbers: 010-1234-5678, in one word or in three.
    fn is_number_of_telephone(&self, place: usize) -> bool {
        let digits = |place: usize, lengths: &[usize]| {
            self.words.get(place).is_some_and(|word| {
                lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let starts = self.words[place].starts_with("01");
        let in_three = digits(place, &[3]) && digits(place + 1, &[3, 4]) && digits(place + 2, &[4]);
        starts && (digits(place, &[10, 11]) || in_three)
    }
}

/// Letters of the shortest text whose script says something.
const TELLING_SCRIPT: usize = 10;

/// True when most letters are neither Hangul nor Latin. Han stands in Korean texts, too.
pub(super) fn is_in_another_script(body: &str) -> bool {
    let letters = body.chars().filter(|c| c.is_alphabetic());
    let (ours, others): (Vec<char>, Vec<char>) = letters.partition(|c| {
        let is_latin = u32::from(*c) < 0x0250;
        let is_han = ('\u{4e00}'..='\u{9fff}').contains(c);
        is_latin || is_han || hangul::is_syllable(*c) || ('ㄱ'..='ㅣ').contains(c)
    });
    others.len() >= TELLING_SCRIPT && others.len() > ours.len()
}

/// True for HTML or forum code of a link, outside of code.
pub(super) fn has_foreign_markup(body: &str) -> bool {
    let lower = body.to_lowercase();
    // Every second piece between backticks is code.
    let mut outside = lower.split('`').step_by(2);
    outside.any(|text| {
        let has_anchor = text.match_indices("<a").any(|(at, _)| {
            let rest = &text[at + 2..];
            let tag = rest.split('>').next().unwrap_or(rest);
            rest.starts_with(|c: char| c.is_whitespace() || c == '/') && tag.contains("href")
        });
        let codes = ["[url=", "[url]", "[link=", "[link]"];
        has_anchor || codes.iter().any(|code| text.contains(code))
    })
}
