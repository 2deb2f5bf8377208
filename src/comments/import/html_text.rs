//! The Markdown of a text in HTML. It then goes the way of every comment, so only our own sanitiser makes HTML of it.

use dom_query::{Document, NodeRef};
use unicode_normalization::UnicodeNormalization;

use crate::invisible::strip_invisible;
use crate::markdown::{comment, is_web_page};

/// The deepest nesting that keeps its markup; below it is plain text.
const DEEPEST: usize = 30;

/// The Markdown of HTML, in which line ends may count. Characters with a meaning in Markdown are escaped where they would
/// change the text.
pub(super) fn markdown_of(html: &str, has_lines: bool) -> String {
    let plain = if html.contains(['<', '&']) {
        let document = Document::fragment(html);
        let root = document.root();
        let plain = written(root, Escape::Nothing, has_lines);
        if shows(&plain, &visible_text(root)) {
            return plain;
        }
        return written(root, Escape::Everything, has_lines);
    } else if has_lines {
        paragraphs(html)
    } else {
        paragraphs(&in_one_line(html))
    };
    if shows(&plain, html) {
        return plain;
    }
    paragraphs(&escaped(&plain))
}

fn written(root: NodeRef<'_>, escape: Escape, has_lines: bool) -> String {
    Writer { escape, has_lines }.blocks(root, 0)
}

fn in_one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// True when this Markdown shows this text, whatever the spaces.
fn shows(markdown: &str, text: &str) -> bool {
    squeezed(&comment::render(markdown).text) == squeezed(text)
}

fn squeezed(text: &str) -> String {
    let composed: String = text.nfc().collect();
    strip_invisible(&composed).split_whitespace().collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    Nothing,
    Everything,
}

struct Writer {
    escape: Escape,
    /// False where a line end is a space.
    has_lines: bool,
}

impl Writer {
    /// The blocks below a node, with an empty line between them.
    fn blocks(&self, node: NodeRef<'_>, depth: usize) -> String {
        let mut blocks = Vec::new();
        let mut run = String::new();
        for child in node.children_it(false) {
            if let Some(block) = self.block(child, depth + 1) {
                blocks.push(paragraphs(&std::mem::take(&mut run)));
                blocks.push(block);
            } else {
                run.push_str(&self.inline(child, depth + 1));
            }
        }
        blocks.push(paragraphs(&run));
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n\n")
    }

    /// The Markdown of a block; `None` for what stands in a line.
    fn block(&self, node: NodeRef<'_>, depth: usize) -> Option<String> {
        let name = node.node_name()?;
        if depth > DEEPEST {
            return None;
        }
        Some(match &*name {
            "p" | "div" | "section" | "article" | "dl" | "dt" | "dd" | "figure" | "figcaption"
            | "table" | "tbody" | "thead" | "tr" | "center" | "html" | "body" | "header"
            | "footer" | "main" | "details" | "summary" => self.blocks(node, depth),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.around(node, depth, "**"),
            "hr" => String::new(),
            "blockquote" => prefixed(&self.blocks(node, depth), "> ", "> "),
            "ul" | "ol" => self.list(node, depth, &name == "ol"),
            "pre" => fenced(&node.text()),
            _ => return None,
        })
    }

    fn list(&self, node: NodeRef<'_>, depth: usize, is_ordered: bool) -> String {
        let mut items = Vec::new();
        for child in node.children_it(false).filter(NodeRef::is_element) {
            let item = self.blocks(child, depth + 1);
            if item.is_empty() {
                continue;
            }
            let mark = if is_ordered {
                format!("{}. ", items.len() + 1)
            } else {
                "- ".to_owned()
            };
            items.push(prefixed(&item, &mark, &" ".repeat(mark.len())));
        }
        items.join("\n")
    }

    /// The Markdown of what stands in a line.
    fn inline(&self, node: NodeRef<'_>, depth: usize) -> String {
        if node.is_text() {
            let text = node.text();
            let text = if self.has_lines {
                text.replace("\r\n", "\n").replace('\r', "\n")
            } else {
                in_one_line(&text)
            };
            return match self.escape {
                Escape::Nothing => text,
                Escape::Everything => escaped(&text),
            };
        }
        let Some(name) = node.node_name() else {
            return String::new();
        };
        if depth > DEEPEST {
            return escaped(&node.text());
        }
        match &*name {
            "br" => "\n".to_owned(),
            "strong" | "b" => self.around(node, depth, "**"),
            "em" | "i" | "cite" => self.around(node, depth, "*"),
            "del" | "s" | "strike" => self.around(node, depth, "~~"),
            "code" | "tt" | "kbd" | "samp" => code(&node.text()),
            "a" => self.link(node, depth),
            // A picture of an emoji has the emoji as its description.
            "img" => escaped(&node.attr_or("alt", "")),
            "td" | "th" => self.inlines(node, depth) + " ",
            name if is_hidden(name) => String::new(),
            _ => self.inlines(node, depth),
        }
    }

    fn inlines(&self, node: NodeRef<'_>, depth: usize) -> String {
        let children = node.children_it(false);
        children
            .map(|child| self.inline(child, depth + 1))
            .collect()
    }

    /// The text between marks. Spaces stay outside, since marks beside a space have no meaning.
    fn around(&self, node: NodeRef<'_>, depth: usize, mark: &str) -> String {
        let inner = self.inlines(node, depth);
        let text = inner.trim();
        if text.is_empty() || text.contains("\n\n") {
            return inner;
        }
        let start = inner.len() - inner.trim_start().len();
        let end = inner.trim_end().len();
        format!("{}{mark}{text}{mark}{}", &inner[..start], &inner[end..])
    }

    fn link(&self, node: NodeRef<'_>, depth: usize) -> String {
        let inner = self.inlines(node, depth);
        let href = node.attr_or("href", "");
        let href = href.trim();
        let text = inner.trim();
        if !is_web_page(href) || text.is_empty() || text.contains("\n\n") {
            return inner;
        }
        if text == href || node.text().trim() == href {
            return href.to_owned();
        }
        let href = href
            .replace('<', "%3C")
            .replace('>', "%3E")
            .replace(char::is_whitespace, "%20");
        format!("[{text}](<{href}>)")
    }
}

/// Elements whose content nobody sees.
fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "iframe"
            | "object"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "textarea"
            | "select"
            | "svg"
            | "math"
    )
}

/// The text that people see, with the descriptions of pictures.
fn visible_text(root: NodeRef<'_>) -> String {
    let mut text = String::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.is_text() {
            text.push_str(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if &*name == "img" {
            text.push_str(&node.attr_or("alt", ""));
        } else if !is_hidden(&name) {
            open.extend(node.children_it(true));
        }
    }
    text
}

/// Lines without the spaces around them, and at most one empty line between them.
fn paragraphs(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

fn prefixed(text: &str, first: &str, others: &str) -> String {
    let lines = text.lines().enumerate().map(|(at, line)| {
        let prefix = if at == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Code in a line, between as many backticks as it needs.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return String::new();
    }
    let marks = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{space}{text}{space}{marks}")
}

fn fenced(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_matches('\n');
    if text.trim().is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// The text with an escape before each character that Markdown reads. Addresses stay, since they become links.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_address = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            is_address = false;
        } else if text[at..].starts_with("http://") || text[at..].starts_with("https://") {
            is_address = true;
        }
        let begins_line =
            out.trim_end_matches([' ', '\t']).ends_with('\n') || out.trim().is_empty();
        let is_list = matches!(c, '.' | ')')
            && out.rsplit('\n').next().is_some_and(|line| {
                let line = line.trim();
                !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
            });
        let is_mark =
            "\\`*_[]<>&~#|".contains(c) || (begins_line && matches!(c, '-' | '+' | '=')) || is_list;
        if is_mark && !is_address {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::ProptestConfig;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::comments::write::content::CommentBody;

    fn shown(html: &str) -> String {
        let body = CommentBody::parse_imported(&markdown_of(html, true)).unwrap();
        body.html().trim().to_owned()
    }

    #[test]
    fn what_wordpress_keeps_looks_as_it_did() {
        assert_eq!(
            shown("첫 <strong>댓글</strong> & 1 < 2 \"따옴표\"\n둘째 줄\n\n새 문단 ]]> 끝 😀"),
            "<p>첫 <strong>댓글</strong> &amp; 1 &lt; 2 \"따옴표\"<br>\n둘째 줄</p>\n<p>새 문단 ]]&gt; 끝 😀</p>"
        );
        assert_eq!(
            shown(
                "A &amp; B &lt;b&gt; &#8230; <em>기울임</em> <del>취소</del> <code>a *b* `c`</code>"
            ),
            "<p>A &amp; B &lt;b&gt; … <em>기울임</em> <del>취소</del> <code>a *b* `c`</code></p>"
        );
        assert_eq!(
            shown("<p><b>마크다운(Markdown)</b>을 쓰고 <b>100%</b>의 값도</p>"),
            "<p><strong>마크다운(Markdown)</strong>을 쓰고 <strong>100%</strong>의 값도</p>",
            "a particle behind bold text ends it"
        );
        let link = shown(
            "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"nofollow\">여기</a>와 https://b.example/a에서",
        );
        assert!(
            link.contains("href=\"https://a.example/?x=1&amp;y=2\"")
                && link.contains(">여기</a>와"),
            "{link}"
        );
        assert!(link.contains(">https://b.example/a</a>에서"), "{link}");
    }

    #[test]
    fn blocks_keep_their_form() {
        assert_eq!(
            shown(
                "<p>하나</p><blockquote><p>인용</p><p>둘째</p></blockquote><ul><li>가</li><li>나</li></ul><pre>let a;\n  b</pre>"
            ),
            "<p>하나</p>\n<blockquote>\n<p>인용</p>\n<p>둘째</p>\n</blockquote>\n<ul>\n<li>가</li>\n<li>나</li>\n</ul>\n\
             <pre><code>let a;\n  b\n</code></pre>"
        );
        assert_eq!(
            shown("<ol><li>a<li>b</ol>"),
            "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"
        );
        assert_eq!(
            shown("<h2>제목</h2>글"),
            "<p><strong>제목</strong></p>\n<p>글</p>"
        );
        assert_eq!(
            shown("좋아요 <img src=\"x\" alt=\"😀\" onerror=\"alert(1)\">"),
            "<p>좋아요 😀</p>"
        );
    }

    #[test]
    fn line_ends_of_rendered_html_are_spaces() {
        assert_eq!(markdown_of("<p>하나\n둘<br>\n셋</p>", false), "하나 둘\n셋");
        assert_eq!(markdown_of("하나\n둘", false), "하나 둘");
    }

    #[test]
    fn marks_of_markdown_in_a_text_stay_marks() {
        for text in [
            "1. 하나는 목록이 아님",
            "* 별 * 과 *별*",
            "# 제목 아님",
            "- 줄",
            "> 인용 아님",
            "a_b_c 와 __init__",
            "[말](https://a.example)",
            "`코드` 아님",
            "~~취소 아님~~",
            "\\* 역사선",
            "글\n---",
            "5*6*7",
        ] {
            let page = Document::from(shown(&text.replace('<', "&lt;").replace('>', "&gt;")));
            let seen = page.text().split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(seen, text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        assert_eq!(
            markdown_of("10~20명, 30~40명 ^^* _좋아요", true),
            "10~20명, 30~40명 ^^* _좋아요",
            "without need nothing is escaped"
        );
    }

    #[test]
    fn nothing_that_runs_gets_through_and_no_depth_overflows() {
        for attack in [
            "<script>alert(1)</script>글",
            "<a href=\"javascript:alert(1)\">글</a>",
            "글<img src=x onerror=alert(1)>",
            "<svg><script>alert(1)</script></svg>글",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<a href=\"https://a.example/>)&quot; onclick=&quot;alert(1)\">글</a>",
        ] {
            let html = shown(attack);
            let page = Document::from(html.as_str());
            assert_eq!(
                page.select("script, img, svg, [onclick], [onerror], a:not([href^=http])")
                    .length(),
                0,
                "{html}"
            );
        }
        for tag in ["div", "b", "blockquote", "ul"] {
            let deep = format!("{}글", format!("<{tag}>").repeat(1_000));
            assert!(shown(&deep).contains('글'));
        }
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_words_of_any_text_stay(words in "[가-힣a-z0-9*_~`#>+.()\\[\\]!&;=\\\\\n -]{0,60}") {
            let html = words.replace('&', "&amp;").replace('>', "&gt;");
            if let Ok(body) = CommentBody::parse_imported(&markdown_of(&html, true)) {
                let page = Document::from(body.html());
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                proptest::prop_assert_eq!(letters(&page.text()), letters(&words));
            }
        }
    }
}
