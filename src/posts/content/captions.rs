//! Captions and source lines: who made a picture, where a fact comes from.
//! Invariant: only a short text is a credit, whatever it begins with.

/// A caption or source line is shorter than this, in characters.
const LONGEST: usize = 160;

/// What introduces a source or a caption, before a colon or an equals sign.
const CAPTION_WORDS: &[&str] = &[
    "출처",
    "사진",
    "사진출처",
    "사진 출처",
    "사진제공",
    "사진 제공",
    "이미지",
    "이미지출처",
    "이미지 출처",
    "이미지 제공",
    "자료",
    "자료출처",
    "자료 출처",
    "자료 제공",
    "자료제공",
    "그림",
    "제공",
    "영상",
    "영상 출처",
    "원문",
    "원문 출처",
    "캡처",
    "화면 캡처",
    "썸네일",
    "source",
    "sources",
    "photo",
    "photos",
    "photo by",
    "photo credit",
    "image",
    "image source",
    "image credit",
    "credit",
    "credits",
    "via",
    "picture",
    "video",
    "screenshot",
    "hat tip",
    "h/t",
];

/// "출처" or "Sources" with nothing behind it: what follows is a list.
pub(super) fn is_caption_word(word: &str) -> bool {
    CAPTION_WORDS.contains(&word)
}

/// Returns true for a caption: "사진 출처: 신문", "[사진=연합뉴스]", "▲ 발표 장면", "Image: someone".
pub(super) fn is_caption(text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    // Korean newspapers set a triangle before each caption.
    text.starts_with(['▲', '△', '▼', '▶', '◀'])
        || caption_mark(text).is_some_and(|mark| mark != ' ')
}

/// The mark after a credit's word: : or =.
fn caption_mark(text: &str) -> Option<char> {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (word, _) = bare.split_once([':', '：', '=', '|'])?;
    let lower = word.trim().to_lowercase();
    let numbered = [
        "그림",
        "표",
        "사진",
        "figure",
        "fig.",
        "table",
        "그래프",
        "도표",
    ]
    .iter()
    .find_map(|w| lower.strip_prefix(w))
    .is_some_and(|n| n.trim().chars().all(|c| c.is_ascii_digit() || c == '.'));
    let mark = bare[word.len()..].chars().next();
    if CAPTION_WORDS.contains(&lower.as_str()) || numbered {
        mark
    } else {
        None
    }
}

/// Returns true if the text in brackets is a credit: 사진=연합뉴스, 출처: 신문.
pub(super) fn is_bracketed_caption(inside: &str) -> bool {
    inside.chars().count() < 60 && caption_mark(inside).is_some()
}
