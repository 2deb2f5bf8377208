//! Stems: words without particles and endings in Korean, without plural and tense in English.
//! Invariant: the stem of a Korean word is a beginning of it; a wrong cut is harmless as long as it is the same each time.

use std::borrow::Cow;

use super::grammar::{After, ENDINGS, PARTICLES};
use super::hangul;

/// The stem of a Korean word, `None` where only grammar remains (있습니다, 하는).
pub fn korean(word: &str) -> Option<&str> {
    if word.is_empty() {
        return None;
    }
    if let Some(stem) = without_tense(word) {
        return substantial(stem);
    }
    let noun = without_particles(word);
    if noun.len() < word.len() {
        // 발표하는 ends as the particle 는 does, but its verb goes deeper.
        return Some(
            without_ending(word)
                .filter(|verb| verb.len() < noun.len())
                .unwrap_or(noun),
        );
    }
    without_ending(word).map_or(Some(word), substantial)
}

/// The stem of what follows a foreign word or a number: 와 in "Microsoft와" is nothing, 산업의 in "AI산업의" is 산업.
pub fn korean_after_foreign(word: &str) -> Option<&str> {
    let is_grammar = PARTICLES.iter().any(|&(particle, ..)| particle == word)
        || ENDINGS.iter().any(|&(ending, _)| ending == word)
        || matches!(
            word,
            "라" | "이라" | "이" | "가" | "였다" | "이나" | "나" | "랑" | "씨"
        );
    if is_grammar {
        return None;
    }
    // 에서는, 으로도, 에게도: two particles in a row.
    let is_two = PARTICLES.iter().any(|&(first, ..)| {
        word.strip_prefix(first)
            .is_some_and(|rest| PARTICLES.iter().any(|&(second, ..)| second == rest))
    });
    if is_two { None } else { korean_unit(word) }
}

/// 억을 and 월에 lose their particle although one syllable remains: a number stands before them.
fn korean_unit(word: &str) -> Option<&str> {
    let stem = korean(word)?;
    let last = stem.chars().next_back()?;
    let single = matches!(
        last,
        '에' | '의' | '이' | '가' | '과' | '와' | '로' | '도' | '만'
    );
    if single && stem.chars().count() == 2 {
        stem.strip_suffix(last)
    } else {
        Some(stem)
    }
}

/// 발표했습니다, 늘었지만, 되겠다, 재미있는: everything from the syllable in ㅆ on is grammar.
fn without_tense(word: &str) -> Option<&str> {
    let at = word
        .char_indices()
        .find(|&(_, c)| hangul::ends_in_ssang_siot(c))?
        .0;
    // 됐 and 했 belong to 되다 and 하다; 되었 and 하였 write the same in two syllables.
    let stem = &word[..at];
    Some(stem.strip_suffix(['하', '되']).unwrap_or(stem))
}

/// A verb of one syllable (보다, 하다, 가다) says too little to compare sentences by.
fn substantial(stem: &str) -> Option<&str> {
    (stem.chars().nth(1).is_some()).then_some(stem)
}

fn without_particles(word: &str) -> &str {
    let mut stem = word;
    // Two rounds: 학교에서는, 독자들에게.
    for _ in 0..2 {
        stem = PARTICLES
            .iter()
            .find_map(|&(particle, after, remain)| {
                let rest = without(stem, particle)?;
                (rest.chars().count() >= remain && follows(rest, after)).then_some(rest)
            })
            .unwrap_or(stem);
    }
    stem
}

fn follows(stem: &str, after: After) -> bool {
    let Some(last) = stem.chars().next_back() else {
        return false;
    };
    let consonant = hangul::final_consonant(last).is_some();
    match after {
        After::Any => true,
        After::Consonant => consonant,
        After::Vowel => !consonant,
        After::VowelOrRieul => !consonant || hangul::ends_in_rieul(last),
    }
}

fn without_ending(word: &str) -> Option<&str> {
    let polite = word.strip_suffix("니다").and_then(|rest| {
        let last = rest.chars().next_back()?;
        // 입, 합 and 됩 are in the table; 줍니다 and 씁니다 lose the whole syllable, whose ㅂ is no part of the stem.
        (hangul::ends_in_bieup(last)).then(|| &rest[..rest.len() - last.len_utf8()])
    });
    polite.or_else(|| {
        ENDINGS.iter().find_map(|&(ending, remain)| {
            without(word, ending).filter(|rest| rest.chars().count() >= remain)
        })
    })
}

/// The word without the ending. Most endings differ in their last byte already, which is quicker to see.
fn without<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    if word.as_bytes().last() == ending.as_bytes().last() {
        word.strip_suffix(ending)
    } else {
        None
    }
}

/// The stem of an English word in lower case: posts, posted and posting become post.
pub fn english(word: &str) -> Cow<'_, str> {
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Cow::Owned(format!("{stem}y"));
    }
    let singular = if ["sses", "xes", "zes", "ches", "shes"]
        .iter()
        .any(|s| word.ends_with(s))
    {
        &word[..word.len() - 2]
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|s| word.ends_with(s)) {
        &word[..word.len() - 1]
    } else {
        word
    };
    let stem = ["ing", "ed", "ly"]
        .iter()
        .find_map(|suffix| singular.strip_suffix(suffix))
        .filter(|stem| stem.len() >= 3 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']))
        .map_or(singular, undoubled);
    // make, makes and making meet at mak.
    Cow::Borrowed(if stem.len() > 3 {
        stem.strip_suffix('e').unwrap_or(stem)
    } else {
        stem
    })
}

/// running leaves runn; the doubled letter was the suffix's.
fn undoubled(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if doubled && !matches!(bytes[bytes.len() - 1], b'l' | b's' | b'z') {
        &stem[..stem.len() - 1]
    } else {
        stem
    }
}
