//! Recovery codes: each opens the second step once, where the device with the authenticator app is lost.

use crate::random::Random;
use crate::token::TokenHash;

/// Codes that an account gets together.
pub(super) const CODES: usize = 10;
/// Letters of a code: 80 bits, so that a thief of the database finds none by trying.
const LENGTH: usize = 16;
const GROUP: usize = 4;
/// Letters and digits that nobody takes for each other: no I, L, O or U (Crockford's base32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    pub(super) fn draw(random: &Random) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        Self(random.bytes::<LENGTH>().map(letter).iter().collect())
    }

    /// A code as somebody typed it; `None` for what cannot be one.
    pub fn typed(text: &str) -> Option<Self> {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        let code: String = letters
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let is_one = code.len() == LENGTH && code.bytes().all(|letter| ALPHABET.contains(&letter));
        is_one.then_some(Self(code))
    }

    /// The code in groups: `7KQ2-M9XD-04TZ-WB5H`.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(String::from_iter).collect();
        groups.join("-")
    }

    /// What the database keeps.
    pub(super) fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let random = Random::seeded(1);
        let code = RecoveryCode::draw(&random);
        assert_ne!(code, RecoveryCode::draw(&random));
        assert_eq!(code.shown().len(), LENGTH + 3);
        let shown = code.shown();
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('0', "o").replace('1', "l"),
            format!(" {} ", shown.replace('-', "")),
        ] {
            assert_eq!(RecoveryCode::typed(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "123456", "7KQ2-M9XD-04TZ-WB5", "7KQ2-M9XD-04TZ-WB5U"] {
            assert_eq!(RecoveryCode::typed(wrong), None, "{wrong}");
        }
    }
}
