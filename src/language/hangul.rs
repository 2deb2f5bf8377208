//! Properties of Hangul syllables, from their code points.
//! Invariant: only composed syllables (U+AC00 to U+D7A3) count as Hangul; text is composed (NFC) before it comes here.

/// The first composed syllable, 가.
const FIRST: u32 = 0xAC00;
/// Each pair of a leading consonant and a vowel has 28 endings, the first of which is none.
const ENDINGS: u32 = 28;

/// Returns true for a composed Hangul syllable.
pub fn is_syllable(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Returns the final consonant of a syllable as its number in Unicode's order; `None` after a vowel and for other characters.
pub fn final_consonant(c: char) -> Option<u32> {
    if !is_syllable(c) {
        return None;
    }
    match (u32::from(c) - FIRST) % ENDINGS {
        0 => None,
        n => Some(n),
    }
}

/// Returns true for a syllable that ends in ㄹ, which takes 로 like a vowel.
pub fn ends_in_rieul(c: char) -> bool {
    final_consonant(c) == Some(8)
}

/// Returns true for a syllable that ends in ㅂ, as before 니다 in a polite verb.
pub fn ends_in_bieup(c: char) -> bool {
    final_consonant(c) == Some(17)
}

/// Returns true for a syllable that ends in ㅆ: 었, 했, 겠, 있. The verb's stem is before it.
pub fn ends_in_ssang_siot(c: char) -> bool {
    final_consonant(c) == Some(20)
}

/// Returns true for a syllable that numbers the points of a list: 가, 나, 다 … 하.
pub fn is_label(c: char) -> bool {
    "가나다라마바사아자차카타파하".contains(c)
}

/// Returns true for a syllable that may end a Korean sentence: 했다, 해요, 하죠, 할까.
pub fn closes_sentence(c: char) -> bool {
    matches!(c, '다' | '요' | '죠' | '까')
}
