//! The HTML part of an e-mail from Markdown. Line ends stay and bare addresses become links, as in comments. Headings, pictures and
//! tables are allowed.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use dom_query::Document;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use url::Url;

use super::hidden;
use super::text::TextWriter;
use crate::markdown::source::{events, prepare};

/// Both parts of an e-mail's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailBody {
    /// Sanitised HTML.
    pub html: String,
    /// Text, without markup.
    pub text: String,
}

/// True when the Markdown shows nothing.
pub fn is_blank(source: &str) -> bool {
    let mut events = Parser::new_ext(source, OPTIONS);
    !events.any(|event| match event {
        Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
            !words.trim().is_empty()
        }
        Event::Start(Tag::Image { .. }) => true,
        _ => false,
    })
}

/// Renders `source`. Relative addresses belong to `base`, the site.
pub fn render(source: &str, base: &Url) -> EmailBody {
    let source = prepare(source, OPTIONS);
    let mut shown = Vec::new();
    let mut writer = EmailWriter {
        base,
        left_out: Vec::new(),
        hidden_until: None,
    };
    for (event, _) in events(&source, OPTIONS) {
        writer.write(event, &mut shown);
    }
    let mut plain = TextWriter::default();
    for event in &shown {
        plain.read(event);
    }
    let mut rendered = String::with_capacity(source.len() * 2);
    html::push_html(&mut rendered, shown.into_iter());
    EmailBody {
        html: SANITISER
            .clean(&without_empty_pictures(&rendered))
            .to_string(),
        text: plain.finish(),
    }
}

/// Without strikethrough: people write `10~20명`.
const OPTIONS: Options = Options::ENABLE_TABLES;

/// Turns the parser's events into those of the output.
struct EmailWriter<'u> {
    base: &'u Url,
    /// For each open link and picture, true when its tag is dropped, since its address is not valid.
    left_out: Vec<bool>,
    /// The end mark of hidden text, while it is open.
    hidden_until: Option<&'static str>,
}

impl EmailWriter<'_> {
    fn write<'a>(&mut self, event: Event<'a>, shown: &mut Vec<Event<'a>>) {
        match event {
            Event::Start(tag) => self.begin(tag, shown),
            Event::End(tag) => self.end(tag, shown),
            Event::InlineHtml(html) | Event::Html(html) => {
                self.hidden_until = hidden::after(&html, self.hidden_until);
                shown.push(Event::InlineHtml(html));
            }
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::Rule
                if self.hidden_until.is_some() => {}
            // People press Enter to end a line.
            Event::SoftBreak => shown.push(Event::HardBreak),
            other => shown.push(other),
        }
    }

    fn begin<'a>(&mut self, tag: Tag<'a>, shown: &mut Vec<Event<'a>>) {
        let tag = match tag {
            Tag::Heading { level, .. } => Some(heading(lower(level))),
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            } => {
                // `<kim@example.org>` has no scheme.
                let dest_url = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.absolute(&dest_url, &["http", "https", "mailto"])
                    .map(|dest_url| Tag::Link {
                        // An inline link, or the scheme would be added twice.
                        link_type: pulldown_cmark::LinkType::Inline,
                        dest_url: dest_url.into(),
                        title: "".into(),
                        id,
                    })
            }
            Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            } => {
                // An empty address would become the site's front page.
                Some(dest_url.trim())
                    .filter(|address| !address.is_empty())
                    .and_then(|address| self.absolute(address, &["http", "https"]))
                    .map(|dest_url| Tag::Image {
                        link_type,
                        dest_url: dest_url.into(),
                        title: "".into(),
                        id,
                    })
            }
            other => {
                shown.push(Event::Start(other));
                return;
            }
        };
        let is_heading = matches!(tag, Some(Tag::Heading { .. }));
        let tag = tag.filter(|_| is_heading || self.hidden_until.is_none());
        if !is_heading {
            self.left_out.push(tag.is_none());
        }
        shown.extend(tag.map(Event::Start));
    }

    fn end(&mut self, tag: TagEnd, shown: &mut Vec<Event<'_>>) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                if self.left_out.pop() == Some(false) {
                    shown.push(Event::End(tag));
                }
            }
            TagEnd::Heading(level) => shown.push(Event::End(TagEnd::Heading(lower(level)))),
            other => shown.push(Event::End(other)),
        }
    }

    /// The absolute address, when its scheme is one of these.
    fn absolute(&self, address: &str, schemes: &[&str]) -> Option<String> {
        let url = self.base.join(address).ok()?;
        schemes.contains(&url.scheme()).then(|| url.into())
    }
}

/// The level below: the e-mail's own heading is the first.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    }
}

fn heading<'a>(level: HeadingLevel) -> Tag<'a> {
    Tag::Heading {
        level,
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    }
}

/// The sanitiser behind the renderer, for the owner's HTML too. It lets tags through that mail clients show.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "h2",
            "h3",
            "h4",
            "strong",
            "b",
            "em",
            "i",
            "u",
            "s",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "img",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "sup",
            "sub",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["style"])),
            ("td", HashSet::from(["style"])),
        ]))
        .generic_attributes(HashSet::new())
        .filter_style_properties(HashSet::from(["text-align"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(None);
    builder
});

/// Removes pictures whose source is not a web address; the sanitiser would only remove the source.
fn without_empty_pictures(html: &str) -> String {
    let document = Document::fragment(html);
    for picture in document.select("img").nodes() {
        let source = picture.attr("src").unwrap_or_default();
        let is_shown =
            Url::parse(source.trim()).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_shown {
            picture.remove_from_parent();
        }
    }
    document.html().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(source: &str) -> EmailBody {
        render(source, &"https://blog.example.org/".parse().unwrap())
    }

    #[test]
    fn both_parts_say_the_same() {
        let source = "# 첫 소식\n\n안녕하세요, **독자** 여러분.\n다음 줄입니다.\n\n- 하나\n- [둘](/two)\n  1. 안쪽\n\n> 인용\n> 두 줄\n\n---\n\n![봄 사진](https://img.example.org/a.png)\n\n| 달 | 글 |\n|---|--:|\n| 11월 | 7 |\n\n```\nlet a = 1;\n  let b;\n```\n";
        let body = body(source);
        assert_eq!(
            body.text,
            "첫 소식\n\n안녕하세요, 독자 여러분.\n다음 줄입니다.\n\n- 하나\n- 둘 (https://blog.example.org/two)\n  1. 안쪽\n\n\
             > 인용\n> 두 줄\n\n────────────────\n\n[봄 사진]\n\n달 | 글\n11월 | 7\n\n    let a = 1;\n      let b;\n"
        );
        for part in [
            "<h2>첫 소식</h2>",
            "<strong>독자</strong> 여러분.<br>",
            "<a href=\"https://blog.example.org/two\">둘</a>",
            "<blockquote>",
            "<hr>",
            "<img src=\"https://img.example.org/a.png\" alt=\"봄 사진\">",
            "<td style=\"text-align:right\">7</td>",
        ] {
            assert!(body.html.contains(part), "{part}: {}", body.html);
        }
    }

    #[test]
    fn addresses_are_links_in_one_part_and_stand_once_in_the_other() {
        let shown =
            body("https://a.example/b에서 봐요. <kim@example.org> [메일](mailto:a@b.example)");
        assert_eq!(
            shown.text,
            "https://a.example/b에서 봐요. kim@example.org 메일 (a@b.example)\n"
        );
        assert!(shown.html.contains("<a href=\"https://a.example/b\">"));
        assert!(
            shown.html.contains("<a href=\"mailto:kim@example.org\">"),
            "{}",
            shown.html
        );
    }

    #[test]
    fn hangul_in_addresses_and_bold_before_particles_are_as_in_comments() {
        let shown = body(
            "**마크다운(Markdown)**을 https://ko.example/wiki/대한민국 과 https://a.example/__init__.py",
        );
        assert_eq!(
            shown.text,
            "마크다운(Markdown)을 https://ko.example/wiki/대한민국 과 https://a.example/__init__.py\n"
        );
        assert!(
            shown.html.contains("<strong>마크다운(Markdown)</strong>을"),
            "{}",
            shown.html
        );
        assert!(
            shown.html.contains("<a href=\"https://ko.example/wiki/%EB%8C%80%ED%95%9C%EB%AF%BC%EA%B5%AD\">https://ko.example/wiki/대한민국</a>"),
            "{}",
            shown.html
        );
        let linked = body("<a href=\"https://a.example\">https://a.example</a> https://b.example");
        assert_eq!(linked.html.matches("<a ").count(), 2, "{}", linked.html);
        assert_eq!(
            body("https://a.example 입니다").text,
            "https://a.example 입니다\n"
        );
    }

    #[test]
    fn nothing_that_runs_or_hides_gets_through() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<img src=\"data:image/png;base64,AAAA\">",
            "<b style=\"position:fixed\">x</b>",
            "[x](javascript:alert(1))",
            "![x](javascript:alert(1))",
            "<iframe src=\"https://a.example\"></iframe>",
            "<form action=\"https://a.example\"><input></form>",
            "<td style=\"background:url(https://a.example)\">x</td>",
            "<style>body{display:none}</style>",
        ] {
            let html = body(attack).html;
            for trace in [
                "script", "onerror", "data:", "position", "iframe", "form", "input", "url(",
                "style>",
            ] {
                assert!(!html.contains(trace), "{attack} gave {html}");
            }
        }
    }

    #[test]
    fn what_no_reader_sees_is_in_neither_part() {
        for source in [
            "앞 <script>alert(\"1\")</script> 뒤",
            "앞 <STYLE type=\"text/css\">p { color: [red](https://red.example) }\n`alert`\n\nhttps://red.example </style> 뒤",
            "앞 <style>p{}</style><b>뒤</b>\n\n<script>\nalert(1)\n</script>",
            // A block of HTML ends at an empty line, in the midst of a style; and a style in the midst of a block.
            "앞\n\n<html>\n<head>\n<style>\nbody{}\n\np { color: red }\n</style>\n\n뒤",
            "앞\n\n<div><style>\n\np { color: red }\n\n---\n\n</style></div>\n\n뒤",
            "앞 <style>\n<div>p{}</style>\n\n뒤",
            "앞\n\n<div><script>alert(\"<style>\")</Script ></div>\n\n뒤",
            "앞\n\n<div><!-- <style>\n\nalert\n\n--></div>\n\n뒤 <!-- <script> --> <!--> 뒤",
        ] {
            let body = body(source);
            for part in [&body.html, &body.text] {
                assert!(
                    part.contains('앞') && part.contains('뒤'),
                    "{source} gave {part}"
                );
                for trace in ["alert", "p {", "p{", "red", "──"] {
                    assert!(!part.contains(trace), "{source} gave {part}");
                }
            }
        }
        assert_eq!(body("<styled>겉</styled> 글").text, "겉 글\n");
    }

    #[test]
    fn a_picture_without_a_source_is_left_out() {
        for nothing in [
            "<img src=x onerror=alert(1)>",
            "<img alt=\"a > b\">",
            "<img src=\"mailto:kim@example.org\" alt=' src=\"http'>",
            "![]()",
            "![x](data:image/png;base64,AAAA)",
        ] {
            let html = body(nothing).html;
            assert!(!html.contains("<img"), "{nothing} gave {html}");
        }
        let html = body("앞 <img alt='a>b' src='https://a.example/b.png' onerror=x> 뒤").html;
        assert!(html.contains("앞 <img"), "{html}");
        assert!(
            html.contains("src=\"https://a.example/b.png\"") && html.contains("> 뒤"),
            "{html}"
        );
    }

    #[test]
    fn dates_and_ranges_are_left_as_they_are() {
        let shown = body("2026. 11. 25. 안내\n\n10~20명, 30~40명");
        assert!(
            shown.html.contains("<p>2026. 11. 25. 안내</p>"),
            "{}",
            shown.html
        );
        assert!(shown.html.contains("10~20명, 30~40명"));
    }

    #[test]
    fn what_shows_nothing_is_empty() {
        for nothing in ["", " \n ", "---", "[a]: https://a.example", "**  **\n\n>"] {
            assert!(is_blank(nothing), "{nothing:?}");
        }
        assert!(!is_blank("![](https://a.example/b.png)"));
    }
}
