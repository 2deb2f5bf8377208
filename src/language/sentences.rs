//! A paragraph as its sentences, in Korean and in English.
//! Invariant: every sentence is a trimmed slice of the paragraph, in order; a quotation or parenthesis is never cut.

use super::spans::Spans;
use super::{abbreviations, hangul, spans};

/// Particles and verbs that go on after quoted speech: “가자.” 라고 말했다.
const AFTER_QUOTATION: &[&str] = &[
    "라고",
    "라며",
    "라는",
    "라면서",
    "이라",
    "고 ",
    "며 ",
    "하고",
    "하며",
    "란 ",
];

/// The sentences of one paragraph. A line break inside it is a blank, except after a Korean ending.
pub fn sentences(paragraph: &str) -> Vec<&str> {
    let text = ParagraphText {
        paragraph,
        chars: paragraph.char_indices().collect(),
    };
    let chars = &text.chars;
    let mut spans = Spans::of(chars);
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < chars.len() {
        let c = chars[at].1;
        let (end, is_end) = if let Some(close) = spans.closing(at) {
            (close + 1, text.span_ends_sentence(start, at, close))
        } else if is_terminator(c) {
            let end = text.after_marks(at);
            (end, text.mark_ends_sentence(start, at, end))
        } else if is_friendly(c) {
            let end = text.after_friendly(at);
            (end, text.friendly_mark_ends_sentence(at, end))
        } else {
            (at + 1, c == '\n' && text.line_ends_sentence(at))
        };
        if is_end {
            text.push(start, end, &mut found);
            start = end;
        }
        at = end;
    }
    text.push(start, chars.len(), &mut found);
    found
}

/// Whether the text stops as a sentence does: at a mark, or at a Korean ending without one.
pub fn is_finished(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| is_friendly(c) || c.is_whitespace());
    let bare = text.trim_end_matches(|c: char| spans::is_closing(c) || c.is_whitespace());
    let last = bare.chars().next_back();
    let ends_in_mark = bare.len() < text.trim_end().len() && last.is_some_and(is_terminator);
    ends_in_mark
        || last
            .is_some_and(|c| is_terminator(c) || hangul::closes_sentence(c) && ends_in_verb(bare))
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// What people write at the end of a friendly sentence instead of a full stop, or behind it: 좋아요^^, 봐요~, 네요 ㅎㅎ.
fn is_friendly(c: char) -> bool {
    matches!(
        c,
        '~' | '～' | '^' | '♡' | '♥' | '☆' | '★' | 'ㅎ' | 'ㅋ' | 'ㅠ' | 'ㅜ'
    )
}

/// 보다 and 마다 are particles, whatever they look like.
fn ends_in_verb(text: &str) -> bool {
    !(text.ends_with("보다")
        || text.ends_with("마다")
        || text.ends_with("필요")
        || text.ends_with("중요"))
}

struct ParagraphText<'a> {
    paragraph: &'a str,
    chars: Vec<(usize, char)>,
}

impl<'a> ParagraphText<'a> {
    fn push(&self, start: usize, end: usize, found: &mut Vec<&'a str>) {
        let sentence = self.slice(start, end).trim();
        if sentence.contains(char::is_alphanumeric) {
            found.push(sentence);
        }
    }

    /// The index behind a run of marks such as ?!” or ...)
    fn after_marks(&self, at: usize) -> usize {
        let rest = &self.chars[at..];
        let marks = rest.iter().take_while(|&&(_, c)| is_terminator(c)).count();
        let closers = rest[marks..]
            .iter()
            .take_while(|&&(_, c)| spans::is_closing(c))
            .count();
        // A straight quote that is followed by a word opens the next sentence instead.
        let opens_next = closers > 0
            && matches!(rest[marks + closers - 1].1, '"' | '\'')
            && rest
                .get(marks + closers)
                .is_some_and(|&(_, c)| c.is_alphanumeric() && !hangul::is_syllable(c));
        if opens_next {
            at + marks + closers - 1
        } else {
            self.after_friendly(at + marks + closers)
        }
    }

    /// The index behind a run of friendly marks, which may be none.
    fn after_friendly(&self, at: usize) -> usize {
        let rest = self.chars[at..].iter();
        at + rest.take_while(|&&(_, c)| is_friendly(c)).count()
    }

    /// 좋아요^^ ends as 좋아요 alone on its line does; 3~4 and 2^10 end nothing.
    fn friendly_mark_ends_sentence(&self, at: usize, end: usize) -> bool {
        let is_apart = self
            .chars
            .get(end)
            .is_none_or(|&(_, next)| next.is_whitespace());
        is_apart && self.line_ends_sentence(at)
    }

    fn mark_ends_sentence(&self, start: usize, at: usize, end: usize) -> bool {
        let before = at.checked_sub(1).map(|i| self.chars[i].1);
        let Some(&(_, next)) = self.chars.get(end) else {
            return true;
        };
        if !next.is_whitespace() {
            return matches!(self.chars[at].1, '。' | '！' | '？')
                || self.is_glued(before, at, end);
        }
        let after = self.slice(end, self.chars.len()).trim_start();
        if self.chars[end - 1].1 != self.chars[at].1 && Self::goes_on_after_quotation(after) {
            return false;
        }
        if self.is_label(start, at, end) {
            return false;
        }
        let after_korean = before.is_some_and(hangul::is_syllable);
        if self.is_ellipsis(at, end) {
            return before.is_some_and(hangul::closes_sentence)
                || !after_korean && opens_in_upper_case(after);
        }
        if !after_korean && opens_in_lower_case(after) {
            return false;
        }
        self.chars[at].1 != '.'
            || end > at + 1
            || after_korean
            || self.full_stop_ends(start, at, after)
    }

    /// "가." at the beginning numbers what follows.
    fn is_label(&self, start: usize, at: usize, end: usize) -> bool {
        let mut before = self.slice(start, at).trim().chars();
        let is_syllable = before.next().is_some_and(hangul::is_label) && before.next().is_none();
        is_syllable && end == at + 1 && self.chars[at].1 == '.'
    }

    /// 했다.그리고: some blogs leave the blank out after a Korean ending.
    fn is_glued(&self, before: Option<char>, at: usize, end: usize) -> bool {
        end == at + 1
            && before.is_some_and(hangul::closes_sentence)
            && self
                .chars
                .get(end)
                .is_some_and(|&(_, c)| hangul::is_syllable(c) || spans::is_opening(c))
    }

    fn is_ellipsis(&self, at: usize, end: usize) -> bool {
        let run = &self.chars[at..end];
        run[0].1 == '…' || run.iter().filter(|&&(_, c)| c == '.').count() > 1
    }

    fn full_stop_ends(&self, start: usize, at: usize, after: &str) -> bool {
        // Three words tell a date from a number; an address of a thousand characters need not be read for that.
        let from = start.max(at.saturating_sub(60));
        let before: Vec<&str> = self
            .slice(from, at)
            .split_whitespace()
            .rev()
            .take(3)
            .collect();
        let first = from == start && before.len() == 1;
        abbreviations::full_stop_ends(
            &before,
            first,
            after.split_whitespace().next().unwrap_or_default(),
        )
    }

    /// A quotation that has its own full stop ends the sentence, unless the sentence goes on after it.
    fn span_ends_sentence(&self, start: usize, open: usize, close: usize) -> bool {
        let inner_end = self.chars[close - 1].1;
        let is_quotation = spans::is_quotation(self.chars[open].1);
        if !is_terminator(inner_end)
            || !self
                .chars
                .get(close + 1)
                .is_some_and(|&(_, c)| c.is_whitespace())
        {
            return false;
        }
        let after = self.slice(close + 1, self.chars.len()).trim_start();
        let opens = self.slice(start, open).trim().is_empty();
        if opens {
            // “가자.” 그가 말했다: the speaker belongs to the speech. A parenthesis of its own stands alone.
            return !is_quotation;
        }
        // In Korean the verb comes last, so a quotation in the middle never ends the sentence.
        is_quotation && opens_in_upper_case(after)
    }

    fn goes_on_after_quotation(after: &str) -> bool {
        AFTER_QUOTATION
            .iter()
            .any(|particle| after.starts_with(particle))
    }

    /// A line that ends in a Korean verb without a full stop is a sentence; any other line may be hard-wrapped.
    fn line_ends_sentence(&self, at: usize) -> bool {
        let line = self.slice(at.saturating_sub(4), at).trim_end();
        line.chars()
            .next_back()
            .is_some_and(hangul::closes_sentence)
            && ends_in_verb(line)
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        let byte = |at: usize| {
            self.chars
                .get(at)
                .map_or(self.paragraph.len(), |&(byte, _)| byte)
        };
        &self.paragraph[byte(start)..byte(end)]
    }
}

fn opens_in_upper_case(text: &str) -> bool {
    first_letter(text).is_some_and(char::is_uppercase)
}

/// "e.g. this" goes on, "iPhone" and "macOS" may open a sentence.
fn opens_in_lower_case(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    first_letter(text).is_some_and(char::is_lowercase) && !word.contains(char::is_uppercase)
}

fn first_letter(text: &str) -> Option<char> {
    text.chars().find(|&c| !spans::is_opening(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_of_initials_ends_nothing_before_hangul() {
        for sentence in [
            "A.I. 시대가 온다고 합니다.",
            "U.S. 정부와 조지 W. 부시 대통령이 발표했다.",
            "Ph.D. 과정을 마친 그는 Acme Inc. 대표가 되었다.",
            "미국(U.S.)과 D.C. “워싱턴”에서 열렸다.",
            "J. K. 롤링의 책이다.",
        ] {
            assert_eq!(sentences(sentence), [sentence]);
        }
        assert_eq!(sentences("He moved to the U.S. The rest stayed.").len(), 2);
    }

    #[test]
    fn a_decimal_with_an_ending_ends_its_sentence() {
        assert_eq!(
            sentences("성장률은 3.5%였다. 버전은 1.2입니다. 오늘은 2026. 11. 30. 월요일이다. 끝."),
            [
                "성장률은 3.5%였다.",
                "버전은 1.2입니다.",
                "오늘은 2026. 11. 30. 월요일이다.",
                "끝."
            ]
        );
    }

    #[test]
    fn labels_stay_with_what_they_label() {
        assert_eq!(
            sentences(
                "Q. 언제 열리나요? A. 목요일에 엽니다. 가. 첫째는 밥입니다. 나. 둘째는 국입니다."
            ),
            [
                "Q. 언제 열리나요?",
                "A. 목요일에 엽니다.",
                "가. 첫째는 밥입니다.",
                "나. 둘째는 국입니다."
            ]
        );
        assert_eq!(
            sentences("집에 가. 나도 간다.").len(),
            2,
            "a syllable is a label at the beginning alone"
        );
    }

    #[test]
    fn friendly_endings_are_ends() {
        assert_eq!(
            sentences(
                "오늘은 날씨가 좋아요^^ 다음에 또 봐요~ 값은 3~4천 원입니다. 맛있네요!^^ 또 올게요 ㅎㅎ"
            ),
            [
                "오늘은 날씨가 좋아요^^",
                "다음에 또 봐요~",
                "값은 3~4천 원입니다.",
                "맛있네요!^^",
                "또 올게요 ㅎㅎ"
            ]
        );
        assert!(
            is_finished("또 만나요~") && is_finished("고마워요^^") && !is_finished("서울~부산")
        );
    }

    #[test]
    fn a_quotation_may_be_closed_by_its_opening_mark() {
        for sentence in [
            "그는 “이제 가자. 늦었다.“라고 말했다.",
            "“좋습니다. 합시다“이라고 답했다.",
            "그가 ‘왜? 지금?‘이라고 물었다.",
        ] {
            assert_eq!(sentences(sentence), [sentence]);
        }
        assert_eq!(
            sentences("“가자.” 그가 말했다. “어디로?” 내가 물었다.").len(),
            2
        );
    }
}
