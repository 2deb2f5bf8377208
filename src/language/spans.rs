//! Quotations and parentheses, which a sentence never breaks.
//! Invariant: a span has both its ends; an opening mark without a close nearby opens nothing.

/// A quotation longer than this, in characters, is more likely a forgotten mark than a quotation.
const LONGEST_QUOTATION: usize = 400;
/// The same for a parenthesis, which is shorter by nature.
const LONGEST_PARENTHESIS: usize = 200;
/// Straight single quotes are apostrophes too, so they must close soon.
const LONGEST_STRAIGHT_SINGLE: usize = 120;

/// Marks that open and close, with the length of the longest span.
const PAIRS: [(char, char, usize); 10] = [
    ('“', '”', LONGEST_QUOTATION),
    ('‘', '’', LONGEST_QUOTATION),
    ('「', '」', LONGEST_QUOTATION),
    ('『', '』', LONGEST_QUOTATION),
    ('(', ')', LONGEST_PARENTHESIS),
    ('[', ']', LONGEST_PARENTHESIS),
    ('（', '）', LONGEST_PARENTHESIS),
    ('《', '》', LONGEST_PARENTHESIS),
    ('〈', '〉', LONGEST_PARENTHESIS),
    ('【', '】', LONGEST_PARENTHESIS),
];
/// Marks that are the same on both sides.
const STRAIGHT: [(char, usize); 2] = [('"', LONGEST_QUOTATION), ('\'', LONGEST_STRAIGHT_SINGLE)];

/// The quotations and parentheses of a text, found in one pass however many marks stand open.
pub struct Spans {
    /// Opening and closing index of each span, in the order of the opening ones.
    found: Vec<(usize, usize)>,
    next: usize,
}

impl Spans {
    /// The spans of these characters.
    pub fn of(chars: &[(usize, char)]) -> Self {
        let mut found = Vec::new();
        let mut open: [Vec<usize>; PAIRS.len()] = Default::default();
        for (at, &(_, c)) in chars.iter().enumerate() {
            if let Some(kind) = PAIRS.iter().position(|pair| pair.0 == c || pair.1 == c) {
                paired(chars, at, kind, &mut open[kind], &mut found);
            }
        }
        for (mark, longest) in STRAIGHT {
            straight(chars, mark, longest, &mut found);
        }
        found.sort_unstable();
        Self { found, next: 0 }
    }

    /// The index of the mark that closes what the one at `open` opens. Questions come in ascending order.
    pub fn closing(&mut self, open: usize) -> Option<usize> {
        while self.found.get(self.next).is_some_and(|span| span.0 < open) {
            self.next += 1;
        }
        let span = self.found.get(self.next)?;
        (span.0 == open).then_some(span.1)
    }
}

/// Whether the mark opens or closes quoted speech, not a parenthesis.
pub fn is_quotation(mark: char) -> bool {
    matches!(
        mark,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '『' | '」' | '』'
    )
}

/// Whether the mark may stand between the end of a sentence and the blank after it.
pub fn is_closing(mark: char) -> bool {
    matches!(
        mark,
        '"' | '\'' | '”' | '’' | '」' | '』' | ')' | ']' | '）' | '》' | '〉' | '】'
    )
}

/// Whether the mark may stand before the first word of a sentence.
pub fn is_opening(mark: char) -> bool {
    STRAIGHT.iter().any(|straight| straight.0 == mark) || PAIRS.iter().any(|pair| pair.0 == mark)
}

/// Looks at one mark of a pair: it closes the last one that is still open, or opens one itself.
fn paired(
    chars: &[(usize, char)],
    at: usize,
    kind: usize,
    open: &mut Vec<usize>,
    found: &mut Vec<(usize, usize)>,
) {
    let (opening, close, longest) = PAIRS[kind];
    let c = chars[at].1;
    // A mark that stands open for too long opens nothing.
    let forgotten = open.iter().take_while(|&&open| at - open >= longest);
    let forgotten = forgotten.count();
    open.drain(..forgotten);
    let closes =
        !open.is_empty() && is_close_misused(chars, at) || c == close && !is_apostrophe(chars, at);
    if closes {
        found.extend(open.pop().map(|open| (open, at)));
    } else if c == opening {
        open.push(at);
    }
}

/// WordPress closes a quotation with its opening mark before a particle: “말“이라고. A word or its full stop stands before it.
fn is_close_misused(chars: &[(usize, char)], at: usize) -> bool {
    let is_after_word =
        |before: char| before.is_alphanumeric() || matches!(before, '.' | '!' | '?' | '…');
    matches!(chars[at].1, '“' | '‘') && at > 0 && is_after_word(chars[at - 1].1)
}

/// A straight mark opens only before a word and after none, so that 27" and don't open nothing.
fn straight(chars: &[(usize, char)], mark: char, longest: usize, found: &mut Vec<(usize, usize)>) {
    // The nearest mark that may close, from the end: at least one character stands between the two.
    let (mut nearest, mut beyond) = (None, None);
    for at in (0..chars.len()).rev() {
        if chars[at].1 == mark {
            let after_word = at > 0 && chars[at - 1].1.is_alphanumeric();
            let before_word = chars.get(at + 1).is_some_and(|&(_, c)| !c.is_whitespace());
            let close = beyond.filter(|close| *close < at + longest);
            if let Some(close) = close
                && before_word
                && !after_word
            {
                found.push((at, close));
            }
        }
        beyond = nearest;
        let is_after_word = at > 0 && !chars[at - 1].1.is_whitespace();
        if chars[at].1 == mark && is_after_word && !is_apostrophe(chars, at) {
            nearest = Some(at);
        }
    }
}

/// It’s and don't: the mark stands between two Latin letters, where a quotation never ends.
fn is_apostrophe(chars: &[(usize, char)], at: usize) -> bool {
    matches!(chars[at].1, '\'' | '’')
        && at > 0
        && chars[at - 1].1.is_ascii_alphabetic()
        && chars
            .get(at + 1)
            .is_some_and(|&(_, c)| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<String> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut spans = Spans::of(&chars);
        let (mut found, mut at) = (Vec::new(), 0);
        while at < chars.len() {
            let close = spans.closing(at);
            if let Some(close) = close {
                found.push(chars[at..=close].iter().map(|(_, c)| *c).collect());
            }
            at = close.unwrap_or(at) + 1;
        }
        found
    }

    #[test]
    fn spans_are_found_by_their_own_marks() {
        for (text, expected) in [
            ("가 (나 (다) 라) 마", &["(나 (다) 라)"][..]),
            ("(가 [나) 다", &["(가 [나)"]),
            ("((가)", &["(가)"]),
            ("“말“이라고 “다시”", &["“말“", "“다시”"]),
            ("“가 “나” 다”", &["“가 “나” 다”"]),
            ("27\" 화면 \"새 글\" 끝", &["\"새 글\""]),
            ("don't 'stop it' now", &["'stop it'"]),
            ("\"\" 비었다", &[]),
        ] {
            assert_eq!(spans(text), expected, "{text}");
        }
        let far = format!("({})", "가".repeat(LONGEST_PARENTHESIS));
        assert!(spans(&far).is_empty());
    }

    #[test]
    fn marks_that_stand_open_cost_one_pass() {
        let text = "([<\"가 “".repeat(200_000);
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        assert!(Spans::of(&chars).found.len() < chars.len());
    }
}
