//! The text of a comment: Markdown becomes sanitised HTML. Nothing edits the HTML after that.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::invisible::{is_visible, is_xml, strip_invisible};
use crate::markdown::comment;
use crate::token::hex;

/// The text of a comment as written and as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentBody {
    source: String,
    html: String,
    links: usize,
}

/// A text that is not a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommentBodyError {
    /// The text shows nothing.
    #[error("write a comment")]
    Empty,
    /// Longer than [`CommentBody::LONGEST`] characters.
    #[error("a comment has at most {} characters", CommentBody::LONGEST)]
    TooLong,
}

impl CommentBodyError {
    /// The key of the phrase that explains the error.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Empty => "comments-body-empty",
            Self::TooLong => "comments-body-too-long",
        }
    }
}

impl CommentBody {
    /// Characters of the longest comment, after cleaning and trimming.
    pub const LONGEST: usize = 10_000;

    /// Characters of the longest comment that another program brings.
    pub const LONGEST_IMPORTED: usize = 70_000;

    /// Cleans and renders what was typed.
    pub fn parse(text: &str) -> Result<Self, CommentBodyError> {
        Self::parse_up_to(text, Self::LONGEST)
    }

    /// Does the same for a comment that another program brings: it may be longer.
    pub fn parse_imported(text: &str) -> Result<Self, CommentBodyError> {
        Self::parse_up_to(text, Self::LONGEST_IMPORTED)
    }

    fn parse_up_to(text: &str, longest: usize) -> Result<Self, CommentBodyError> {
        let source = cleaned(text);
        if source.chars().count() > longest {
            return Err(CommentBodyError::TooLong);
        }
        let rendered = comment::render(&source);
        if !is_visible(&rendered.text) {
            return Err(CommentBodyError::Empty);
        }
        let mut html = SANITISER.clean(&rendered.html).to_string();
        // Markdown turns references such as `&#11;` into characters that feeds must not hold.
        html.retain(is_xml);
        Ok(Self {
            source,
            html,
            links: rendered.links,
        })
    }

    /// The Markdown without invisible characters.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The sanitised HTML.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The number of links.
    pub fn links(&self) -> usize {
        self.links
    }

    /// The hash of the text. Case and spaces do not change it.
    pub fn text_hash(&self) -> String {
        let bare: String = self
            .source
            .to_lowercase()
            .split_whitespace()
            .collect::<Vec<_>>()
            .concat();
        hex(&Sha256::digest(bare.as_bytes()))
    }
}

/// The text without control characters, direction marks and stacked accents, with composed Hangul.
fn cleaned(text: &str) -> String {
    let composed: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .collect();
    let visible = strip_invisible(&composed);
    let lines: Vec<&str> = visible.lines().map(str::trim_end).collect();
    let whole = lines.join("\n");
    whole.trim_matches('\n').trim_end().to_owned()
}

/// The sanitiser behind the renderer: only these tags reach a page.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "span",
        ]))
        .allowed_classes(HashMap::from([(
            "span",
            HashSet::from(["spoiler", "mention", "co", "st", "nu", "kw"]),
        )]))
        .tag_attribute_values(HashMap::from([(
            "span",
            HashMap::from([("tabindex", HashSet::from(["0"]))]),
        )]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"))
        // Links of an embedded thread open outside its frame.
        .set_tag_attribute_value("a", "target", "_top");
    builder
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::ProptestConfig;
    use proptest::test_runner::RngSeed;

    fn html(text: &str) -> String {
        CommentBody::parse(text).unwrap().html
    }

    #[test]
    fn markdown_becomes_the_html_that_people_expect() {
        assert_eq!(
            html("**굵게** *기울임* ~~취소~~ `코드`\n다음 줄"),
            "<p><strong>굵게</strong> <em>기울임</em> <del>취소</del> <code>코드</code><br>\n다음 줄</p>\n"
        );
        assert_eq!(html("> 인용\n\n- 하나\n- 둘").matches("<li>").count(), 2);
        assert_eq!(
            html("<div>\n<b>둘째</b>\n</div>").matches("<br>").count(),
            2
        );
        assert_eq!(html("# 제목"), "<p><strong>제목</strong></p>\n");
        assert_eq!(
            html("```rust\nlet a = 1;\n```"),
            "<pre><code><span class=\"kw\">let</span> a = <span class=\"nu\">1</span>;\n</code></pre>\n"
        );
        assert_eq!(
            html("```\nlet a = 1;\n```"),
            "<pre><code>let a = 1;\n</code></pre>\n"
        );
        assert_eq!(
            html("```html\n<script>\"&amp;\"</script>\n```"),
            "<pre><code>&lt;script&gt;<span class=\"st\">\"&amp;amp;\"</span>&lt;/script&gt;\n</code></pre>\n"
        );
    }

    #[test]
    fn korean_as_people_write_it_is_left_alone() {
        for text in [
            "10~20명, 30~40명 정도였어요~",
            "2025. 11. 19. 오전에 봤습니다",
            "좋은 글 감사합니다 ^^* 또 올게요 *^^*",
            "^_^ 정말 좋네요 ^_^ -_- 네 -_-",
            "~~ 그렇군요 ~~ ** ! **",
            "A&B는 <결론>이 같다고 봅니다. 1 < 2 > 0",
            "ㅋㅋㅋ ㅠㅠ 대박 #태그 아님",
        ] {
            let shown = html(text);
            let expected = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            assert_eq!(shown.trim(), format!("<p>{expected}</p>"), "{text}");
        }
    }

    #[test]
    fn bare_addresses_become_links_without_the_korean_particle_behind_them() {
        let shown = html("https://example.com/a_b_c에서 봤어요(https://example.com/x).");
        assert!(
            shown.contains("href=\"https://example.com/a_b_c\""),
            "{shown}"
        );
        assert!(shown.contains("</a>에서"), "{shown}");
        assert!(shown.contains("href=\"https://example.com/x\""), "{shown}");
        assert!(shown.contains("</a>)."), "{shown}");
        assert!(shown.contains("rel=\"nofollow ugc noopener\""), "{shown}");
        assert_eq!(
            CommentBody::parse("https://a.example [b](https://b.example)")
                .unwrap()
                .links(),
            2
        );
        assert!(!html("`https://example.com`").contains("<a"));
    }

    #[test]
    fn nothing_that_runs_gets_through() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onmouseover=alert(1)>b</b>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](java\tscript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "<javascript:alert(1)>",
            "![x](javascript:alert(1))",
            "![x](https://tracker.example/pixel.gif)",
            "[a]: javascript:alert(1)\n\n[a]",
            "<a href=\"https://x.example\" onclick=\"alert(1)\">x</a>",
            "<https://x.example/\"onmouseover=\"alert(1)>",
            "[x](https://x.example \"\\\" onmouseover=alert(1) \\\"\")",
            "`</code><script>alert(1)</script>`",
            "```\n</code></pre><script>alert(1)</script>\n```",
            "> <svg><style><img src=x onerror=alert(1)>",
            "<!--><script>alert(1)</script>-->",
            "<![CDATA[<script>alert(1)</script>]]>",
            "https://x.example/\"><script>alert(1)</script>",
        ] {
            let shown = html(attack);
            let page = dom_query::Document::from(shown.as_str());
            let everything = page.select("body *");
            for element in everything.nodes() {
                let name = element.node_name().unwrap_or_default();
                assert!(
                    ["p", "a", "code", "pre", "blockquote"].contains(&&*name),
                    "{attack} gave <{name}>: {shown}"
                );
                for attribute in element.attrs() {
                    assert!(
                        ["href", "rel", "target"].contains(&&*attribute.name.local),
                        "{attack} gave {shown}"
                    );
                    assert!(
                        &*attribute.name.local != "href" || attribute.value.starts_with("http"),
                        "{attack} gave {shown}"
                    );
                }
            }
        }
    }

    #[test]
    fn hangul_in_an_address_is_linked_and_spelt_for_every_program() {
        let shown = html("https://블로그.example/글_(하나)을 보세요");
        assert!(
            shown
                .contains("href=\"https://xn--2i0b10rqve.example/%EA%B8%80_(%ED%95%98%EB%82%98)\""),
            "{shown}"
        );
        assert!(
            shown.contains(">https://블로그.example/글_(하나)</a>을"),
            "{shown}"
        );
        assert_eq!(
            html("**\"인용\"**은 **100%**의"),
            "<p><strong>\"인용\"</strong>은 <strong>100%</strong>의</p>\n"
        );
        assert_eq!(
            html("*^^*요 ~~(취소)~~는"),
            "<p>*^^*요 <del>(취소)</del>는</p>\n"
        );
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_typed_only_allowed_tags_come_out(source in "[a-z가-힣*_~`|@<>()\\[\\]!&;:/.=\\\\\n\" #-]{0,80}(https://a\\.example/[a-z가*_()<\"]{0,8})?[가-힣*_ )>]{0,6}") {
            if let Ok(body) = CommentBody::parse(&source) {
                let page = dom_query::Document::from(body.html());
                for element in page.select("body *").nodes() {
                    let name = element.node_name().unwrap_or_default();
                    let allowed = ["p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span"];
                    proptest::prop_assert!(allowed.contains(&&*name), "{} gave <{}>", source, name);
                }
                proptest::prop_assert!(body.html().chars().all(is_xml));
            }
        }
    }

    #[test]
    fn an_e_mail_address_is_no_link() {
        assert!(!html("<kim@example.org>").contains("mailto"));
        assert!(!html("[메일](mailto:kim@example.org)").contains("mailto"));
    }

    #[test]
    fn what_nobody_can_see_is_no_comment() {
        for nothing in [
            "",
            " \n\t ",
            "\u{200b}\u{feff}\u{2060}",
            "\u{3164}\u{115f}",
            "\u{202e}\u{202c}",
            "\u{200d}\u{fe0f}\u{2800}",
            "[](https://example.com)",
            "[a]: https://example.com",
            "---",
        ] {
            assert_eq!(
                CommentBody::parse(nothing),
                Err(CommentBodyError::Empty),
                "{nothing:?}"
            );
        }
        assert!(CommentBody::parse("👍🏽").is_ok());
        assert!(CommentBody::parse("👨‍👩‍👧").unwrap().html().contains("👨‍👩‍👧"));
    }

    #[test]
    fn marks_that_turn_or_pile_up_are_taken_out() {
        assert!(html("abc\u{202e}txt.exe").contains("abctxt.exe"));
        let zalgo = format!("a{}", "\u{301}\u{302}\u{303}\u{304}".repeat(50));
        assert!(html(&zalgo).chars().count() < 20);
        assert_eq!(
            html("한글"),
            html("한글"),
            "decomposed Hangul is the same text"
        );
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(CommentBody::parse(&"가".repeat(10_000)).is_ok());
        assert_eq!(
            CommentBody::parse(&"가".repeat(10_001)),
            Err(CommentBodyError::TooLong)
        );
        assert_eq!(
            CommentBody::parse(&"a".repeat(100_000)),
            Err(CommentBodyError::TooLong)
        );
    }

    #[test]
    fn absurd_nesting_is_flattened() {
        for deep in [
            format!("{} 안녕", ">".repeat(5_000)),
            format!("{}안녕", "- ".repeat(4_000)),
            format!(
                "{}안녕{}",
                "[".repeat(4_000),
                "](https://a.example)".repeat(200)
            ),
            format!("{}안녕", "*".repeat(9_000)),
            format!("{}안녕", "<b>".repeat(3_000)),
            "||가".repeat(3_000),
            "@가".repeat(5_000),
        ] {
            let shown = html(&deep);
            assert!(shown.matches("<blockquote>").count() <= 10);
            assert!(shown.matches("<ul>").count() <= 10);
        }
    }
}
