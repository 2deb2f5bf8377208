//! Sentences of people who ask for no more mail. The whole sentence must be the request: a question about unsubscribing is none.

/// Marks that mail programs put before the subject of a reply.
const REPLIES: &[&str] = &["re:", "fw:", "fwd:", "aw:", "회신:", "답장:", "전달:"];

/// What asks in English; a sentence has one of them and otherwise words of [`BESIDE`].
const ASKING: &[&str] = &[
    "unsubscribe",
    "unsubscribed",
    "remove me",
    "remove my",
    "take me off",
    "opt out",
    "opt me out",
    "stop sending me",
    "stop emailing me",
];
/// Words that change nothing about the request.
const BESIDE: &[&str] = &[
    "please",
    "pls",
    "kindly",
    "hi",
    "hello",
    "dear",
    "sir",
    "i",
    "i'd",
    "want",
    "wish",
    "would",
    "like",
    "to",
    "be",
    "me",
    "my",
    "address",
    "email",
    "e-mail",
    "emails",
    "mail",
    "mails",
    "name",
    "from",
    "of",
    "off",
    "this",
    "these",
    "your",
    "the",
    "all",
    "any",
    "more",
    "mailing",
    "list",
    "lists",
    "newsletter",
    "newsletters",
    "subscription",
    "now",
    "immediately",
    "thanks",
    "thank",
    "you",
    "and",
];
/// Words of the longest request.
const LONGEST: usize = 16;

/// What asks in Korean, without spaces; [`BEFORE`] and [`AFTER`] may stand around it.
const ASKING_IN_KOREAN: &[&str] = &[
    "수신거부",
    "수신을거부",
    "수신해지",
    "수신취소",
    "수신중단",
    "구독취소",
    "구독을취소",
    "구독해지",
    "구독을해지",
    "구독해제",
    "구독을해제",
    "구독중단",
    "구독을중단",
    "구독철회",
];
const BEFORE: &[&str] = &[
    "",
    "이",
    "제",
    "메일",
    "이메일",
    "이메일을",
    "메일을",
    "뉴스레터",
    "이뉴스레터",
    "뉴스레터를",
    "소식지",
    "메일링",
    "안녕하세요",
];
const AFTER: &[&str] = &[
    "",
    "합니다",
    "할게요",
    "하겠습니다",
    "하고싶습니다",
    "하고싶어요",
    "해주세요",
    "해주십시오",
    "해주시기바랍니다",
    "부탁드립니다",
    "부탁합니다",
    "부탁드려요",
    "부탁해요",
    "부탁",
    "요청",
    "요청합니다",
    "요청드립니다",
    "신청",
    "신청합니다",
    "바랍니다",
    "원합니다",
    "원해요",
    "처리해주세요",
    "처리부탁드립니다",
];

/// Whether the first sentence of this line asks for no more mail.
pub(super) fn asks_to_leave(line: &str) -> bool {
    let mut line = line.trim().to_lowercase().replace('’', "'");
    while let Some(rest) = REPLIES.iter().find_map(|mark| line.strip_prefix(mark)) {
        line = rest.trim_start().to_owned();
    }
    if line.contains(['?', '？']) {
        return false;
    }
    let sentence = line
        .split(['.', ',', '!', ';', '~', '。'])
        .map(str::trim)
        .find(|sentence| !sentence.is_empty())
        .unwrap_or_default();
    asks_in_english(sentence) || asks_in_korean(sentence)
}

fn asks_in_english(sentence: &str) -> bool {
    let is_beside = |rest: String| {
        let mut words = rest.split_whitespace();
        words.all(|word| BESIDE.contains(&word))
    };
    sentence.split_whitespace().count() <= LONGEST
        && ASKING
            .iter()
            .any(|asking| sentence.contains(asking) && is_beside(sentence.replacen(asking, " ", 1)))
}

fn asks_in_korean(sentence: &str) -> bool {
    let sentence: String = sentence.split_whitespace().collect();
    ASKING_IN_KOREAN.iter().any(|asking| {
        sentence
            .split_once(asking)
            .is_some_and(|(before, after)| BEFORE.contains(&before) && AFTER.contains(&after))
    })
}

#[cfg(test)]
mod tests {
    use super::asks_to_leave;

    #[test]
    fn a_request_is_told_from_a_question_and_from_talk() {
        for line in [
            "unsubscribe",
            "Unsubscribe!",
            "Please unsubscribe me",
            "Please unsubscribe me, kim@reader.example",
            "Re: unsubscribe me from this mailing list, please",
            "I would like to be unsubscribed",
            "Remove me from your list.",
            "remove my address from the list",
            "Take me off this list",
            "수신거부",
            "수신 거부 부탁드립니다",
            "구독을 취소해 주세요.",
            "RE: 구독 해지 요청",
            "뉴스레터 구독 해지해 주세요!",
        ] {
            assert!(asks_to_leave(line), "{line}");
        }
        for line in [
            "",
            "How do I unsubscribe?",
            "I do not want to unsubscribe",
            "My friend cannot unsubscribe",
            "unsubscribe link is broken",
            "Your newsletter is great",
            "수신거부는 어떻게 하나요?",
            "구독 취소 버튼이 안 보여요",
            "구독 취소하지 않겠습니다",
        ] {
            assert!(!asks_to_leave(line), "{line}");
        }
    }
}
