//! What other programs put into a post: the form that asks for a password, and the snippets of Gudok itself.
//! Invariant: tags are found without parsing, so no document costs more than one pass.

use std::borrow::Cow;

use super::tags::{name_of, tags};

/// Snippets without an end after which no end is looked for: each costs a pass over the rest of the document.
const MOST_UNCLOSED: usize = 5;
/// The replacement of a snippet: a block, so that words on its two sides stay apart.
const GAP: &str = "<div></div>";
/// Snippets that leave a gap; of more than these only words are parted, or the gaps would cost more than the document.
const MOST_GAPS: usize = 100;

/// Whether this is WordPress's form in the place of a post behind a password: every version and theme has its class or
/// where it leads.
pub(in crate::posts) fn asks_for_password(html: &str) -> bool {
    let may_ask = |tag: &str| tag.contains("post-password-form") || tag.contains("action=postpass");
    may_ask(html) && tags(html).any(|(_, tag)| may_ask(tag))
}

/// The document without `<gudok-…>` elements and what they hold for readers without scripts. Of one that is never closed
/// only the tag goes, or the rest of the post would go with it.
pub(super) fn without_snippets(html: &str) -> Cow<'_, str> {
    if !is_ours(html) {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let (mut from, mut unclosed, mut gaps) = (0, 0, 0);
    for (at, tag) in tags(html) {
        let name = name_of(tag);
        if at < from || !is_ours(tag) || !name.to_ascii_lowercase().starts_with("gudok-") {
            continue;
        }
        kept.push_str(&html[from..at]);
        kept.push_str(if gaps < MOST_GAPS { GAP } else { " " });
        gaps += 1;
        from = at + tag.len();
        if !tag.starts_with("</") && unclosed < MOST_UNCLOSED {
            let end = tags(&html[from..])
                .find(|(_, tag)| tag.starts_with("</") && name_of(tag).eq_ignore_ascii_case(name));
            match end {
                Some((at, tag)) => from += at + tag.len(),
                None => unclosed += 1,
            }
        }
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

fn is_ours(html: &str) -> bool {
    html.as_bytes()
        .windows(6)
        .any(|bytes| bytes.eq_ignore_ascii_case(b"gudok-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posts::content::PostContent;

    #[test]
    fn a_form_for_a_password_is_told_from_words_about_it() {
        for form in [
            "<form action=\"https://blog.example/wp-login.php?action=postpass\" method=\"post\">",
            "<form class='wp-block-post-password-form post-password-form has-x' method='post'><p>x</p></form>",
        ] {
            assert!(asks_for_password(form), "{form}");
        }
        assert!(!asks_for_password(
            "<pre>&lt;form class=\"post-password-form\"&gt;</pre>"
        ));
        assert!(!asks_for_password("<form action='/search'></form>"));
    }

    #[test]
    fn our_own_snippets_are_no_words_of_a_post() {
        for (html, expected) in [
            (
                "<p>첫 문단입니다.</p><gudok-subscribe topics=\"a\">구독은 <a href='/'>여기</a>에서</gudok-subscribe><p>끝입니다.</p>",
                "첫 문단입니다.\n\n끝입니다.",
            ),
            (
                "<p>첫 문단입니다.</p><GUDOK-Comments thread='x'><p>끝입니다.</p>",
                "첫 문단입니다.\n\n끝입니다.",
            ),
            (
                "<p>첫 문단입니다.</p><div class='gudok-subscribe' data-topics='a'><a href='/'>여기에서 구독하실 수 있습니다.</a></div><p>끝입니다.</p>",
                "첫 문단입니다.\n\n끝입니다.",
            ),
            (
                "<p>첫 문단입니다.</p><p>[gudok topics=&#8221;a&#8221;]</p><p>끝입니다. [gudok-comments]</p>",
                "첫 문단입니다.\n\n끝입니다.",
            ),
            (
                "<p>앞<gudok-count thread='x'>3</gudok-count>뒤입니다.</p>",
                "앞\n\n뒤입니다.",
            ),
        ] {
            assert_eq!(PostContent::from_html(html).text(), expected, "{html}");
        }
    }
}
