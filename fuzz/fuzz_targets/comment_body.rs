//! What is typed as a comment: HTML of a few elements, or a reason.
#![no_main]

use gudok::comments::write::content::CommentBody;
use libfuzzer_sys::fuzz_target;

const ELEMENTS: [&str; 12] = ["p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"];

fuzz_target!(|text: &str| {
    let Ok(body) = CommentBody::parse(text) else {
        return;
    };
    for tag in body.html().split('<').skip(1) {
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        assert!(ELEMENTS.contains(&name), "<{name}> in {}", body.html());
    }
    assert!(!body.html().contains("href=\"javascript"), "{}", body.html());
});
