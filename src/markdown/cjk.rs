//! Letters of Chinese, Japanese and Korean.

/// True for a letter of Hangul, Han or Kana, which people write without a blank before Latin words.
pub(super) fn is_cjk(c: char) -> bool {
    let is_of_block = matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}');
    is_of_block && c.is_alphanumeric()
}
