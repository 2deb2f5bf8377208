//! The owner's lists of words. A Korean word is found inside a word of the text, so a particle behind it does not matter; a Latin one
//! as a whole word or its plural. Hidden spellings are read as what they say.

use super::words::CommentWords;
use crate::spam::spelling::Spelling;

/// The first word of the list that is in the name or in the text.
pub(super) fn find(name: &str, body: &str, list: &[String]) -> Option<String> {
    if list.is_empty() {
        return None;
    }
    let words = CommentWords::read(name, body);
    let is_there = |word: &&String| {
        let plain = Spelling::of(word).words.join(" ");
        !plain.is_empty() && !words.found(&[plain.as_str()]).is_empty()
    };
    list.iter().find(is_there).cloned()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn listed_words_are_found_in_any_spelling_and_no_others() {
        let list = [
            "바둑이",
            "무료 상담",
            "Coin King",
            "bit.ly",
            " ",
            "★",
            "010-1234-5678",
        ];
        let list: Vec<String> = list.map(str::to_owned).into();
        let found = |body: &str| find("김", body, &list);
        for (body, word) in [
            ("바둑이를 둡니다", "바둑이"),
            ("바 둑 이", "바둑이"),
            ("ㅂㅏㄷㅜㄱㅇㅣ", "바둑이"),
            ("지금 무료상담 받으세요", "무료 상담"),
            ("무료 상담입니다", "무료 상담"),
            ("무료로 상담해요", "무료 상담"),
            ("Coin Kings를 보세요", "Coin King"),
            ("the ＣＯＩＮ king says", "Coin King"),
            ("c0in kings", "Coin King"),
            ("https://bit.ly/abc", "bit.ly"),
            ("010-1234-5678로 전화", "010-1234-5678"),
        ] {
            assert_eq!(found(body).as_deref(), Some(word), "{body}");
        }
        for body in ["바둑 이야기", "coinking", "bit lyrics", "★★★", ""] {
            assert_eq!(found(body), None, "{body}");
        }
        assert_eq!(
            find("바둑이", "안녕하세요", &list).as_deref(),
            Some("바둑이")
        );
        assert_eq!(find("김", "바둑이", &[]), None);
    }
}
