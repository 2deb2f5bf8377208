//! Quotations and parentheses, which a sentence never breaks.
//! Invariant: a span has both its ends; an opening mark without a close nearby opens nothing.

/// A quotation longer than this, in characters, is more likely a forgotten mark than a quotation.
const LONGEST_QUOTATION: usize = 400;
/// The same for a parenthesis, which is shorter by nature.
const LONGEST_PARENTHESIS: usize = 200;
/// Straight single quotes are apostrophes too, so they must close soon.
const LONGEST_STRAIGHT_SINGLE: usize = 120;

/// The index of the mark that closes what `open` opens, if the character there opens a quotation or a parenthesis.
pub fn closing(chars: &[(usize, char)], open: usize) -> Option<usize> {
    let mark = chars.get(open)?.1;
    match mark {
        '"' => straight(chars, open, LONGEST_QUOTATION),
        '\'' => straight(chars, open, LONGEST_STRAIGHT_SINGLE),
        _ => {
            let (close, longest) = partner(mark)?;
            paired(chars, open, close, longest)
        }
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
    matches!(mark, '"' | '\'') || partner(mark).is_some()
}

fn partner(open: char) -> Option<(char, usize)> {
    Some(match open {
        '“' => ('”', LONGEST_QUOTATION),
        '‘' => ('’', LONGEST_QUOTATION),
        '「' => ('」', LONGEST_QUOTATION),
        '『' => ('』', LONGEST_QUOTATION),
        '(' => (')', LONGEST_PARENTHESIS),
        '[' => (']', LONGEST_PARENTHESIS),
        '（' => ('）', LONGEST_PARENTHESIS),
        '《' => ('》', LONGEST_PARENTHESIS),
        '〈' => ('〉', LONGEST_PARENTHESIS),
        '【' => ('】', LONGEST_PARENTHESIS),
        _ => return None,
    })
}

fn paired(chars: &[(usize, char)], open: usize, close: char, longest: usize) -> Option<usize> {
    let opening = chars[open].1;
    let mut depth = 0_usize;
    for (at, &(_, c)) in chars.iter().enumerate().skip(open).take(longest) {
        let closes = is_close_misused(chars, at, open) || c == close && !is_apostrophe(chars, at);
        if c == opening && !closes {
            depth += 1;
        } else if closes {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// WordPress closes a quotation with its opening mark before a particle: “말“이라고. A word or its full stop stands before it.
fn is_close_misused(chars: &[(usize, char)], at: usize, open: usize) -> bool {
    let is_after_word = || {
        let before = chars[at - 1].1;
        before.is_alphanumeric() || matches!(before, '.' | '!' | '?' | '…')
    };
    at > open && matches!(chars[at].1, '“' | '‘') && chars[at].1 == chars[open].1 && is_after_word()
}

/// A straight mark opens only before a word and after none, so that 27" and don't open nothing.
fn straight(chars: &[(usize, char)], open: usize, longest: usize) -> Option<usize> {
    let mark = chars[open].1;
    let after_word = open > 0 && chars[open - 1].1.is_alphanumeric();
    let before_word = chars
        .get(open + 1)
        .is_some_and(|&(_, c)| !c.is_whitespace());
    if after_word || !before_word {
        return None;
    }
    (open + 2..chars.len().min(open + longest)).find(|&at| {
        chars[at].1 == mark && !chars[at - 1].1.is_whitespace() && !is_apostrophe(chars, at)
    })
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
