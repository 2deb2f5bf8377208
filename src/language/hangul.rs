//! What the code points of Hangul say about a syllable.
//! Invariant: only composed syllables (U+AC00 to U+D7A3) count as Hangul; text is composed (NFC) before it comes here.

/// The first composed syllable, 가.
const FIRST: u32 = 0xAC00;
/// Each pair of a leading consonant and a vowel has 28 endings, the first of which is none.
const ENDINGS: u32 = 28;

/// Whether the character is one composed Hangul syllable.
pub fn is_syllable(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// The final consonant of a syllable by its number in Unicode's order, `None` when it ends in a vowel or is no syllable.
pub fn final_consonant(c: char) -> Option<u32> {
    if !is_syllable(c) {
        return None;
    }
    match (u32::from(c) - FIRST) % ENDINGS {
        0 => None,
        n => Some(n),
    }
}

/// Whether the syllable ends in ㄹ, which takes 로 like a vowel does.
pub fn ends_in_rieul(c: char) -> bool {
    final_consonant(c) == Some(8)
}

/// Whether the syllable ends in ㅂ, as before 니다 in a polite verb.
pub fn ends_in_bieup(c: char) -> bool {
    final_consonant(c) == Some(17)
}

/// Whether the syllable ends in ㅆ: 었, 했, 겠, 있; the verb's stem is before it.
pub fn ends_in_ssang_siot(c: char) -> bool {
    final_consonant(c) == Some(20)
}

/// Whether the syllable numbers the points of a list: 가, 나, 다 … 하, as 1, 2, 3 do.
pub fn is_label(c: char) -> bool {
    "가나다라마바사아자차카타파하".contains(c)
}

/// Whether a Korean sentence may end in this syllable: 했다, 해요, 하죠, 할까.
pub fn closes_sentence(c: char) -> bool {
    matches!(c, '다' | '요' | '죠' | '까')
}
