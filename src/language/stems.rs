//! Words without what grammar adds to them: particles and endings in Korean, plural and tense in English.
//! Invariant: the stem of a Korean word is a beginning of it; a wrong cut is harmless as long as it is the same each time.

use std::borrow::Cow;

use super::hangul;

/// What the syllable before a particle must end in. It tells 돈을 (money, object) from 마을 (village).
#[derive(Clone, Copy)]
enum After {
    Any,
    Consonant,
    Vowel,
    VowelOrRieul,
}

use After::{Any, Consonant, Vowel, VowelOrRieul};

/// Particles, longest first, with what they follow and how many syllables must remain.
/// One-syllable particles that end many nouns (회의, 제도, 국가) leave two; 은, 는, 을 and 를 may leave one.
const PARTICLES: &[(&str, After, usize)] = &[
    ("으로부터", Consonant, 1),
    ("에게서", Any, 1),
    ("으로써", Consonant, 1),
    ("으로서", Consonant, 1),
    ("이라는", Consonant, 1),
    ("이라고", Consonant, 1),
    ("에서", Any, 1),
    ("에게", Any, 1),
    ("한테", Any, 1),
    ("부터", Any, 1),
    ("까지", Any, 1),
    ("처럼", Any, 1),
    ("보다", Any, 1),
    ("마다", Any, 1),
    ("조차", Any, 2),
    ("마저", Any, 2),
    ("밖에", Any, 1),
    ("이나", Consonant, 1),
    ("으로", Consonant, 1),
    ("로써", VowelOrRieul, 1),
    ("로서", VowelOrRieul, 1),
    ("라는", Vowel, 1),
    ("라고", Vowel, 2),
    ("이란", Consonant, 1),
    ("들이", Any, 1),
    ("들은", Any, 1),
    ("들을", Any, 1),
    ("들의", Any, 1),
    ("은", Consonant, 1),
    ("는", Vowel, 1),
    ("을", Consonant, 1),
    ("를", Vowel, 1),
    ("이", Consonant, 2),
    ("가", Vowel, 2),
    ("과", Consonant, 2),
    ("와", Vowel, 2),
    ("의", Any, 2),
    ("에", Any, 2),
    ("로", VowelOrRieul, 2),
    ("도", Any, 2),
    ("만", Any, 2),
    ("들", Any, 2),
];

/// Endings of verbs and of nouns made verbs by 하다 and 되다, longest first, with the syllables that must remain.
const ENDINGS: &[(&str, usize)] = &[
    ("하였습니다", 1),
    ("되었습니다", 1),
    ("하겠습니다", 1),
    ("이었습니다", 1),
    ("하지만", 1),
    ("하면서", 1),
    ("되면서", 1),
    ("시키는", 1),
    ("시킨다", 1),
    ("이지만", 1),
    ("이라며", 1),
    ("입니다", 1),
    ("합니다", 1),
    ("됩니다", 1),
    ("습니다", 1),
    ("하도록", 1),
    ("되도록", 1),
    ("하려는", 1),
    ("하려고", 1),
    ("인데", 2),
    ("이며", 1),
    ("이고", 1),
    ("이다", 1),
    ("하는", 1),
    ("하고", 1),
    ("하며", 1),
    ("하면", 1),
    ("하기", 1),
    ("하게", 1),
    ("하여", 1),
    ("하던", 1),
    ("하지", 1),
    ("해서", 1),
    ("해야", 1),
    ("해도", 1),
    ("한다", 1),
    ("하다", 1),
    ("되는", 1),
    ("되고", 1),
    ("되며", 1),
    ("되면", 1),
    ("되기", 1),
    ("되지", 1),
    ("되어", 1),
    ("된다", 1),
    ("되다", 1),
    ("시킬", 1),
    ("시켜", 1),
    ("시킨", 1),
    ("스러운", 1),
    ("으면", 1),
    ("으며", 1),
    ("면서", 1),
    ("지만", 1),
    ("는데", 1),
    ("는다", 1),
    ("려고", 1),
    ("도록", 1),
    ("어서", 1),
    ("아서", 1),
    ("어야", 1),
    ("아야", 1),
    ("네요", 1),
    ("군요", 1),
    ("어요", 1),
    ("아요", 1),
    ("해요", 1),
    ("예요", 1),
    ("에요", 1),
    ("세요", 1),
    ("지요", 1),
    ("나요", 1),
    ("죠", 1),
    ("한", 2),
    ("할", 2),
    ("함", 2),
    ("해", 2),
    ("된", 2),
    ("될", 2),
    ("됨", 2),
    ("돼", 2),
    ("던", 2),
    ("인", 2),
    ("일", 3),
    ("고", 2),
    ("며", 2),
    ("면", 2),
    ("게", 2),
    ("기", 3),
    ("지", 3),
    ("적", 2),
    ("다", 2),
];

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
                let rest = stem.strip_suffix(particle)?;
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
        Any => true,
        Consonant => consonant,
        Vowel => !consonant,
        VowelOrRieul => !consonant || hangul::ends_in_rieul(last),
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
            word.strip_suffix(ending)
                .filter(|rest| rest.chars().count() >= remain)
        })
    })
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
