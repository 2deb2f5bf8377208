//! Phrases of boilerplate: calls to subscribe, bylines, rights, headings of other sections.
//! Invariant: only a short text is boilerplate; a long paragraph is always prose.

use super::{captions, news};

/// Characters of the longest boilerplate.
const LONGEST: usize = 160;

/// Headings and labels that end the post, until the next heading of the same rank.
const CLOSING_SECTIONS: &[&str] = &[
    "참고자료",
    "참고 자료",
    "참고문헌",
    "참고 문헌",
    "참고",
    "참고 링크",
    "참고한 글",
    "출처",
    "출처 및 참고자료",
    "각주",
    "주석",
    "관련 글",
    "관련글",
    "관련 기사",
    "관련기사",
    "관련 포스트",
    "관련 링크",
    "관련 자료",
    "함께 읽으면 좋은 글",
    "함께 보면 좋은 글",
    "더 읽을거리",
    "더 읽어보기",
    "더 보기",
    "이전 글",
    "다음 글",
    "추천 글",
    "인기 글",
    "최신 글",
    "댓글",
    "답글 남기기",
    "댓글 남기기",
    "공유하기",
    "이 글 공유하기",
    "글쓴이",
    "저자",
    "저자 소개",
    "필자 소개",
    "작성자",
    "목차",
    "태그",
    "references",
    "reference",
    "bibliography",
    "sources",
    "further reading",
    "read more",
    "read next",
    "related",
    "related posts",
    "related articles",
    "related reading",
    "see also",
    "footnotes",
    "notes",
    "links",
    "comments",
    "leave a comment",
    "leave a reply",
    "share this",
    "share",
    "like this",
    "about the author",
    "author",
    "table of contents",
    "contents",
    "tags",
    "you may also like",
    "more from",
    "external links",
];

/// Returns true if a heading or label opens a section that does not belong to the post.
pub(super) fn opens_closing_section(text: &str) -> bool {
    let bare = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    // A heading may be about subscribing; one that only asks for it closes the post.
    let asks = [
        "구독하기",
        "구독하세요",
        "구독 신청",
        "신청하기",
        "받아보기",
    ]
    .iter()
    .any(|ask| bare.ends_with(ask))
        || ["subscribe", "sign up", "join our"]
            .iter()
            .any(|ask| bare.starts_with(ask));
    CLOSING_SECTIONS.contains(&bare.as_str()) || asks && is_call_to_subscribe(text)
}

/// Returns true for a label before a list, such as "출처:" alone on its line.
pub(super) fn is_label(text: &str) -> bool {
    let bare = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    CLOSING_SECTIONS.contains(&bare.as_str()) || captions::is_caption_word(&bare)
}

/// Returns true for a call to subscribe: "AI 소식 구독하기", "최신 글을 이메일로 받아 보세요!", "Subscribe to our newsletter".
pub(super) fn is_call_to_subscribe(text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let korean = has(&["구독", "뉴스레터", "이메일로", "메일로"])
        && has(&[
            "받아 보세요",
            "받아보세요",
            "구독하세요",
            "구독해 주세요",
            "구독해주세요",
            "구독하기",
            "신청하세요",
            "신청해 주세요",
            "신청하기",
            "받아보기",
            "받아 보기",
            "구독 신청",
            "구독 버튼",
        ]);
    let english = has(&[
        "subscribe",
        "sign up",
        "newsletter",
        "your inbox",
        "join our",
    ]) && has(&[
        "your ",
        "our ",
        "to get",
        "to receive",
        "to the",
        "now",
        "today",
        "subscribe to",
        "enter ",
    ]) && has(&["subscribe", "sign up", "inbox", "join"]);
    korean || english
}

/// Returns true for text that engines add to every post: forms, bylines, rights, links to the rest.
pub(super) fn is_boilerplate(text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    starts(&[
        "이메일 주소는 공개되지",
        "필수 필드는",
        "your email address will not be published",
        "required fields are",
        "continue reading",
        "read more",
        "read the full",
        "click here",
        "계속 읽기",
        "더 읽기",
        "더 보기",
        "자세히 보기",
        "원문 보기",
        "posted in",
        "tagged",
        "filed under",
        "copyright",
        "©",
        "ⓒ",
        "skip to content",
        "본문으로 건너뛰기",
        "share this:",
        "like this:",
        "loading...",
    ]) || (lower.starts_with("the post ") && lower.contains(" appeared first on "))
        || has(&["all rights reserved", "나중에 이 브라우저에 내 이름"])
        || news::is_around_an_article(text)
}
