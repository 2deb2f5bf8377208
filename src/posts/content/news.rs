//! What Korean newspapers write around an article: the place and the reporter before it, addresses, rights, captions and more links
//! after it.
//! Invariant: a sentence about reporters or rights is none of it.

use super::captions;
use crate::language::sentences;

/// Characters of the longest line around an article.
const LONGEST: usize = 160;
/// Characters of the longest list of reporters.
const LONGEST_NAMES: usize = 40;
/// Characters of the longest line that is an address with a name.
const LONGEST_ADDRESS_LINE: usize = 60;
/// Brackets before an article that are looked at.
const MOST_BRACKETS: usize = 3;

/// Ends of words for people who report.
const REPORTERS: &[&str] = &[
    "기자",
    "특파원",
    "통신원",
    "논설위원",
    "편집위원",
    "에디터",
    "리포터",
    "앵커",
];
/// First syllables of Korean names.
const SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용";
/// Brackets around the place and the agency, each with its end.
const BRACKETS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('【', '】'),
    ('〔', '〕'),
    ('<', '>'),
    ('＜', '＞'),
];
/// Beginnings of lines that call for tips or lead elsewhere, in lower case.
const BEGINNINGS: &[&str] = &[
    "☞",
    "▷",
    "◁",
    "►",
    "⏩",
    "👉",
    "제보하기",
    "기사제보",
    "기사 제보",
    "제보는",
    "제보 :",
    "제보:",
    "입력 :",
    "입력:",
    "입력 2",
    "기사입력",
    "기사 입력",
    "최종수정",
    "최종 수정",
    "수정 2",
    "저작권자",
    "무단전재",
    "무단 전재",
    "ⓒ",
    "©",
    "copyright",
];
/// What a line of a picture holds.
const PICTURES: &[&str] = &[
    "자료사진",
    "자료 사진",
    "기사 내용과 무관",
    "기사 내용과 관련 없",
    "기사와 무관",
    "ⓒ",
    "©",
];
/// Uses that a line of rights speaks of.
const USES: &[&str] = &["무단", "재배포", "복제", "전재", "학습", "크롤링"];
/// Ends of a line that forbids them.
const FORBIDDEN: &[&str] = &[
    "금지",
    "금지합니다",
    "금합니다",
    "금함",
    "금지함",
    "불허",
    "금지됩니다",
];

/// Returns true for a sentence or a line that is none of the author's: a byline, a caption, rights, an address, a link to more.
pub(in crate::posts) fn is_foreign(text: &str) -> bool {
    captions::is_caption(text) || is_around_an_article(text)
}

/// Returns true for a line that belongs to a newspaper's page and not to its article.
pub(super) fn is_around_an_article(text: &str) -> bool {
    let ended = ended_sentences(text);
    if text.chars().count() > LONGEST || ended > 1 {
        return false;
    }
    let bare = text.trim_start_matches(['<', '[', '(', '＜', '【', '〈', '※', '*', ' ']);
    let lower = bare.to_lowercase();
    let begins = BEGINNINGS.iter().any(|word| lower.starts_with(word));
    let is_sentence = sentences::is_finished(text);
    // A finished line that begins like this may be about rights or tips: it is none of the article only where it forbids.
    begins && !is_sentence
        || ended == 0 && forbids(text, is_sentence)
        || is_of_picture(text, is_sentence)
        || ended == 0 && is_address_line(text)
        || is_reporters(text)
}

fn forbids(text: &str, is_sentence: bool) -> bool {
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    USES.iter().any(|word| text.contains(word))
        && (FORBIDDEN.iter().any(|word| end.ends_with(word))
            || !is_sentence && text.contains("금지"))
}

/// The number of sentences that another one follows.
fn ended_sentences(text: &str) -> usize {
    ["다. ", "요. ", "다.” ", "다.\" "]
        .iter()
        .map(|end| text.matches(end).count())
        .sum()
}

/// 시민들이 길을 건너고 있다. /가나뉴스, 가나시 제공, 2026.11.30 ⓒ 가나뉴스.
fn is_of_picture(text: &str, is_sentence: bool) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let is_source = last
        .strip_prefix('/')
        .is_some_and(|source| is_hangul(source, 2..=8));
    let is_given = !is_sentence && last == "제공" && text.chars().count() < LONGEST_NAMES;
    is_source || is_given || PICTURES.iter().any(|word| text.contains(word)) && !is_sentence
}

/// hong@news.example, 홍길동 기자 hong@news.example, 문의 hong@news.example.
fn is_address_line(text: &str) -> bool {
    let is_address = |word: &&str| word.contains('@') && word.contains('.');
    text.chars().count() < LONGEST_ADDRESS_LINE
        && text.split_whitespace().any(|word| is_address(&word))
        && !sentences::is_finished(text)
        && text
            .split_whitespace()
            .filter(|word| !is_address(word))
            .count()
            <= 4
}

/// Returns true for names with a reporter's title: 홍길동 기자, 글·사진 홍길동·김영희 인턴기자, 박 기자.
fn is_reporters(text: &str) -> bool {
    if text.chars().count() > LONGEST_NAMES {
        return false;
    }
    let is_between = |c: char| c.is_whitespace() || "·ㆍ・,/|ㅣ=()".contains(c);
    let words: Vec<&str> = text
        .split(is_between)
        .filter(|word| !word.is_empty())
        .collect();
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let Some(rest) = REPORTERS.iter().find_map(|title| last.strip_suffix(title)) else {
        return false;
    };
    let is_name = |word: &str| is_hangul(word, 1..=4) && word.starts_with(|c| SURNAMES.contains(c));
    // 홍길동기자, 홍길동 선임기자.
    let named = before.last().is_some_and(|word| is_name(word));
    (named || rest.chars().count() > 2 && is_name(rest))
        && before.iter().all(|word| is_hangul(word, 1..=8))
}

fn is_hangul(word: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&word.chars().count()) && word.chars().all(|c| ('가'..='힣').contains(&c))
}

/// Returns true for what stands in brackets before an article: 서울=가나통신, 워싱턴·도쿄=가나통신, 가나일보 홍길동 기자.
pub(super) fn is_dateline(inside: &str) -> bool {
    if is_reporters(inside) {
        return true;
    }
    inside
        .split_once(['=', '＝'])
        .is_some_and(|(place, agency)| {
            let is_part = |part: &str| {
                (2..=6).contains(&part.chars().count())
                    && part.chars().all(char::is_alphabetic)
                    && !part.starts_with(char::is_lowercase)
            };
            let is_place = |place: &str| place.split(['·', 'ㆍ', '・', ',', ' ']).all(is_part);
            let agency = agency.trim();
            is_place(place.trim())
                && (is_reporters(agency)
                    || (2..=8).contains(&agency.chars().count())
                        && agency.chars().all(char::is_alphanumeric)
                        && !agency.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
        })
}

/// Returns a paragraph without the place, the agency and the reporters before its first sentence: (서울=가나통신) 홍길동 기자 = ….
pub(super) fn without_dateline(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..MOST_BRACKETS {
        match after_bracket(rest) {
            Some(after) => rest = after,
            None => break,
        }
    }
    let names = rest
        .char_indices()
        .take(LONGEST_NAMES)
        .find(|(_, c)| matches!(c, '=' | '＝'));
    match names {
        Some((at, mark)) if is_reporters(&rest[..at]) => rest[at + mark.len_utf8()..].trim_start(),
        _ => rest,
    }
}

fn after_bracket(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let (_, close) = BRACKETS.iter().find(|(open, _)| *open == first)?;
    let inner = &text[first.len_utf8()..];
    let near = &inner[..inner.floor_char_boundary(LONGEST_NAMES * 3)];
    let end = near.find(*close)?;
    let inside = &inner[..end];
    let is_foreign = is_dateline(inside) || captions::is_bracketed_caption(inside);
    is_foreign.then(|| inner[end + close.len_utf8()..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_begins_behind_its_place_and_reporter() {
        for line in [
            "(서울=가나통신) 홍길동 기자 = 정부는 30일 대책을 내놨다.",
            "(서울·세종=가나통신) 홍길동 김영희 기자 = 정부는 30일 대책을 내놨다.",
            "【서울=가나통신】홍길동 기자 = 정부는 30일 대책을 내놨다.",
            "[서울=가나통신] 홍길동 선임기자 = 정부는 30일 대책을 내놨다.",
            "(워싱턴=가나통신) 홍길동 특파원 = 정부는 30일 대책을 내놨다.",
            "[가나일보 홍길동 기자] 정부는 30일 대책을 내놨다.",
            "[가나경제신문=홍길동 기자] 정부는 30일 대책을 내놨다.",
            "[가나일보ㅣ홍길동 기자] 정부는 30일 대책을 내놨다.",
            "[사진=가나통신] (서울=가나통신) 홍길동·김영희 인턴기자 = 정부는 30일 대책을 내놨다.",
            "홍길동 기자 = 정부는 30일 대책을 내놨다.",
            "박 기자 = 정부는 30일 대책을 내놨다.",
        ] {
            assert_eq!(
                without_dateline(line),
                "정부는 30일 대책을 내놨다.",
                "{line}"
            );
        }
        for line in [
            "[단독] 정부가 대책을 내놨다.",
            "(max=100) 설정을 바꿨다.",
            "(n=가나) 설정을 바꿨다.",
            "좋은 기자 = 묻는 사람이다.",
            "기자 = 기록하는 사람이다.",
            "정부는 기자 간담회를 열었다. 참석 = 30명.",
            "(서울 시내) 길이 막혔다.",
            "(서울=가나통신",
        ] {
            assert_eq!(without_dateline(line), line);
        }
    }

    #[test]
    fn lines_around_an_article_are_told_from_its_sentences() {
        for line in [
            "홍길동 기자",
            "홍길동기자",
            "글·사진 홍길동 기자",
            "가나일보 홍길동 선임기자",
            "hong@news.example",
            "홍길동 hong@news.example",
            "홍길동 기자 hong@news.example",
            "무단 전재 및 재배포 금지",
            "<저작권자 ⓒ 가나통신, 무단 전재-재배포, AI 학습 및 활용 금지>",
            "저작권자(c) 가나통신. 무단전재-재배포금지",
            "이 기사의 무단 전재와 재배포를 금지합니다.",
            "ⓒ 가나일보",
            "▷ 관련 영상 보기",
            "☞ 이 기사의 원문",
            "기사제보 02-000-0000",
            "제보는 카카오톡 gananews",
            "입력 2026-11-30 09:00 | 수정 2026-11-30 10:00",
            "시민들이 길을 건너고 있다. /가나뉴스",
            "새로 문을 연 도서관 전경. 가나시 제공",
            "지난해 열린 축제 자료사진",
            "2026.11.30 ⓒ 가나뉴스 홍길동",
        ] {
            assert!(is_around_an_article(line), "{line}");
        }
        for line in [
            "정부는 30일 대책을 내놨다.",
            "법원은 기사 무단 전재에 손해를 배상하라고 판결했다.",
            "시는 사진의 무단 복제를 금지했다.",
            "기자들은 김 장관에게 물었다.",
            "홍길동 기자는 그날 현장에 있었다.",
            "문의는 hello@site.example로 보내 주세요.",
            "제보는 모두 세 건이었다.",
            "저작권자는 작가다.",
            "시는 점심을 무료로 제공했다.",
            "좋은 기자",
            "기자",
            "점유율은 1/2이었다.",
            "도서관이 문을 열었다. hong@news.example",
            "도서관이 문을 열었다. 주민이 찾았다. ⓒ 가나일보, 무단 전재 및 재배포 금지",
        ] {
            assert!(!is_around_an_article(line), "{line}");
        }
    }
}
