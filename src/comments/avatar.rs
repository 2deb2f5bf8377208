//! The avatar beside a name: the name's first letter on a colour of the writer. The colour is one of eight, chosen by a keyed hash, so it
//! tells neither an address nor whose two comments are.

use unicode_segmentation::UnicodeSegmentation;

use crate::token::{Purpose, Signer, TokenHash};

/// The colours.
const COLOURS: u32 = 8;

/// The hue of each colour, in degrees; the style sheets have the same.
const HUES: [u16; 8] = [160, 195, 225, 265, 325, 10, 35, 75];

/// Bytes of the longest letter; a family of emoji has 25.
const LONGEST_LETTER: usize = 64;

/// What an avatar shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Avatar {
    /// The first letter of the name.
    pub letter: String,
    /// The number of the colour, from 0.
    pub colour: u32,
}

impl Avatar {
    /// The avatar of a comment. One from before writers had colours takes that of its name.
    pub(super) fn of(name: &str, colour: Option<i64>) -> Self {
        let kept = colour.and_then(|colour| u32::try_from(colour).ok());
        Self {
            letter: first_letter(name),
            colour: kept.unwrap_or_else(|| colour_of_name(name)) % COLOURS,
        }
    }

    /// The avatar of an address, when it has just one letter and a known colour.
    pub(super) fn read(letter: &str, colour: u32) -> Option<Self> {
        (first_letter(letter) == letter && colour < COLOURS).then(|| Self {
            letter: letter.to_owned(),
            colour,
        })
    }

    /// The path of the picture. It holds what the picture shows, and nothing else.
    pub(super) fn path(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("letter", &self.letter)
            .finish();
        format!("/avatars/{}.svg?{query}", self.colour)
    }

    /// The hue of the colour, in degrees.
    pub(super) fn hue(&self) -> u16 {
        let place = usize::try_from(self.colour).unwrap_or_default();
        HUES.get(place).copied().unwrap_or_default()
    }
}

/// The colour of a writer: of the address where it is the writer's, else of the browser. A typed address chooses none, or whoever
/// types it would see that somebody else has the same.
pub(super) fn colour(
    signer: &Signer,
    proved_key: Option<&str>,
    browser: Option<&TokenHash>,
) -> Option<i64> {
    let writer = match (proved_key, browser) {
        (Some(key), _) => format!("address:{key}"),
        (None, Some(browser)) => format!("browser:{}", browser.as_str()),
        (None, None) => return None,
    };
    let hash = signer.keyed_hash(Purpose::Avatar, &writer);
    Some(i64::from(u32::from(hash[0]) % COLOURS))
}

/// The first letter of a name. Of a pile of marks on one letter, the letter alone.
fn first_letter(name: &str) -> String {
    let letter = name.graphemes(true).next().unwrap_or("·").to_uppercase();
    // `ß` is two letters as capitals.
    let letter = letter.graphemes(true).next().unwrap_or("·");
    if letter.len() <= LONGEST_LETTER {
        letter.to_owned()
    } else {
        letter.chars().take(1).collect()
    }
}

fn colour_of_name(name: &str) -> u32 {
    let sum = name.chars().fold(0_u32, |sum, c| {
        sum.wrapping_mul(31).wrapping_add(u32::from(c))
    });
    sum ^ (sum >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_an_avatar_holds_one_letter_and_a_known_colour() {
        let piled = format!("a{}b", "\u{301}".repeat(64));
        for (letter, colour, is_good) in [
            ("김", 0, true),
            ("J", 7, true),
            ("·", 3, true),
            ("<", 3, true),
            ("👨‍👩‍👧‍👦", 3, true),
            ("j", 3, false),
            ("JK", 3, false),
            ("", 3, false),
            ("J", 8, false),
            (piled.as_str(), 3, false),
        ] {
            assert_eq!(Avatar::read(letter, colour).is_some(), is_good, "{letter}");
        }
        for name in [
            "김하늘",
            "jun",
            "ßa",
            "🇰🇷 사람",
            "<b>",
            "ŉa",
            "",
            piled.as_str(),
        ] {
            let avatar = Avatar::of(name, Some(5));
            assert_eq!(Avatar::read(&avatar.letter, 5), Some(avatar), "{name}");
        }
    }

    #[test]
    fn a_colour_is_of_the_writer_and_of_this_installation() {
        let (ours, theirs) = (Signer::new(b"one"), Signer::new(b"two"));
        let of = |signer: &Signer, key| colour(signer, Some(key), None);
        let keys: Vec<String> = (0..64).map(|n| format!("{n}@example.org")).collect();
        let colours = |signer| keys.iter().map(|key| of(signer, key)).collect::<Vec<_>>();
        assert_eq!(colours(&ours), colours(&ours));
        assert_ne!(
            colours(&ours),
            colours(&theirs),
            "nobody else can compute it"
        );
        assert!(
            colours(&ours)
                .iter()
                .flatten()
                .all(|colour| (0..8).contains(colour))
        );
        let browser = TokenHash::of("a secret");
        assert_ne!(
            (0..64)
                .map(|n| colour(&ours, None, Some(&TokenHash::of(&n.to_string()))))
                .collect::<Vec<_>>(),
            vec![colour(&ours, None, Some(&browser)); 64]
        );
        assert_eq!(
            colour(&ours, None, None),
            None,
            "a program's comment takes the colour of its name"
        );
    }
}
