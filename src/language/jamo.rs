//! Hangul spelt letter by letter (`ㅋㅏㅈㅣㄴㅗ`), which people read as syllables and word lists do not.

/// Consonants that may begin a syllable, in Unicode's order.
const LEADS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
/// Consonants that may end one; the first of the 28 endings is none.
const FINALS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
/// The first and the last vowel of the compatibility jamo, which stand in the order of the syllables.
const FIRST_VOWEL: char = 'ㅏ';
const LAST_VOWEL: char = 'ㅣ';
/// Vowels that a keyboard makes of two.
const DOUBLE_VOWELS: &[(char, char, char)] = &[
    ('ㅗ', 'ㅏ', 'ㅘ'),
    ('ㅗ', 'ㅐ', 'ㅙ'),
    ('ㅗ', 'ㅣ', 'ㅚ'),
    ('ㅜ', 'ㅓ', 'ㅝ'),
    ('ㅜ', 'ㅔ', 'ㅞ'),
    ('ㅜ', 'ㅣ', 'ㅟ'),
    ('ㅡ', 'ㅣ', 'ㅢ'),
];

/// The text with compatibility jamo (U+3131 to U+3163) composed into syllables, as a keyboard would; `ㅋㅋ` and `ㅠㅠ` make none.
pub fn compose(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied();
    let mut composed = String::with_capacity(text.len());
    let mut place = 0;
    while let Some(letter) = at(place) {
        place += 1;
        let (Some(lead), Some(mut vowel)) = (
            index(LEADS, letter),
            at(place).filter(|next| is_vowel(*next)),
        ) else {
            composed.push(letter);
            continue;
        };
        place += 1;
        let double = |second| {
            let found = DOUBLE_VOWELS
                .iter()
                .find(|(a, b, _)| *a == vowel && *b == second);
            found.map(|(_, _, double)| *double)
        };
        if let Some(both) = at(place).and_then(double) {
            vowel = both;
            place += 1;
        }
        let mut ending = 0;
        if let Some(last) = at(place).and_then(|letter| index(FINALS, letter))
            && !at(place + 1).is_some_and(is_vowel)
        {
            ending = last + 1;
            place += 1;
        }
        let vowel = u32::from(vowel) - u32::from(FIRST_VOWEL);
        let syllable = 0xAC00 + (lead * 21 + vowel) * 28 + ending;
        composed.extend(char::from_u32(syllable));
    }
    composed
}

fn is_vowel(letter: char) -> bool {
    (FIRST_VOWEL..=LAST_VOWEL).contains(&letter)
}

fn index(letters: &str, letter: char) -> Option<u32> {
    let place = letters.chars().position(|other| other == letter)?;
    u32::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::compose;

    #[test]
    fn letters_become_the_syllables_that_people_read() {
        assert_eq!(compose("ㅋㅏㅈㅣㄴㅗ"), "카지노");
        assert_eq!(compose("ㄱㅗㅏㄴㄹㅣㅈㅏ"), "관리자");
        assert_eq!(compose("ㄷㅐㅊㅜㄹ ㅅㅏㅇㄷㅏㅁ"), "대출 상담");
        assert_eq!(compose("카ㅈㅣ노"), "카지노");
    }

    #[test]
    fn laughter_tears_and_other_text_stay() {
        for text in ["ㅋㅋㅋㅋ", "ㅠㅠ 대박", "ㅇㅈ", "abc 가나다", "바카라ㅋㅋ"]
        {
            assert_eq!(compose(text), text);
        }
    }
}
