//! Answers by mail: any mail has words of its own or none, and none of them is a quoted line.
#![no_main]

use gudok::comments::answers::{own_words, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let words = text_of(data);
    assert_eq!(words.trim(), words);
    if let Ok(text) = std::str::from_utf8(data) {
        let words = own_words(text);
        assert!(!words.lines().any(|line| line.trim_start().starts_with('>')));
    }
});
