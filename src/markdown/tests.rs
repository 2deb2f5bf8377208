//! Links and bold as people write them, and properties of any text at all.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pulldown_cmark::{Event, Options, Tag, html};

use super::emphasis;
use super::source::{events, prepare};

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH;

fn shown(source: &str) -> String {
    let prepared = prepare(source, OPTIONS);
    let mut rendered = String::new();
    html::push_html(
        &mut rendered,
        events(&prepared, OPTIONS).map(|(event, _)| event),
    );
    rendered
}

/// Where the links lead, with what is written on them.
fn links(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let prepared = prepare(source, OPTIONS);
    for (event, _) in events(&prepared, OPTIONS) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                found.push((dest_url.to_string(), String::new()));
            }
            Event::End(pulldown_cmark::TagEnd::Link) => found.push((String::new(), String::new())),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = found.last_mut() {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found.retain(|(address, _)| !address.is_empty());
    found
}

/// Checks that the source has one link, to this address.
fn assert_link(source: &str, address: &str) {
    let found = links(source);
    assert_eq!(found.len(), 1, "{source} gave {found:?}");
    assert_eq!(found[0].0, address, "{source}");
    assert!(
        !shown(source).contains("<em><a") || source.starts_with('_'),
        "{source}"
    );
}

#[test]
fn addresses_are_linked_whole_and_particles_are_not() {
    for (source, address) in [
        (
            "https://ko.example/wiki/대한민국",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "https://ko.example/wiki/대한민국 참고",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "https://a.example/?q=한글&b=1 처럼",
            "https://a.example/?q=한글&b=1",
        ),
        (
            "https://a.example/?한글=1&나=2",
            "https://a.example/?한글=1&나=2",
        ),
        // The text does not tell whether a particle behind Hangul is one: it stays, and a bracket or a quotation mark ends the address.
        (
            "https://ko.example/wiki/대한민국을 보세요",
            "https://ko.example/wiki/대한민국을",
        ),
        ("https://ko.example/tag/가을", "https://ko.example/tag/가을"),
        (
            "(https://ko.example/wiki/대한민국)을",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "\"https://ko.example/wiki/대한민국\"을",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "“https://ko.example/wiki/대한민국”을",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "「https://ko.example/wiki/대한민국」을",
            "https://ko.example/wiki/대한민국",
        ),
        (
            "<https://ko.example/wiki/대한민국>을",
            "https://ko.example/wiki/대한민국",
        ),
        ("https://블로그.example/글", "https://블로그.example/글"),
        ("https://블로그.한국/글에", "https://블로그.한국/글에"),
        (
            "https://a.example/__init__.py 파일",
            "https://a.example/__init__.py",
        ),
        (
            "https://a.example/_foo_/ 와 snake_case_name",
            "https://a.example/_foo_/",
        ),
        ("https://a.example/a*b*c 참고", "https://a.example/a*b*c"),
        ("https://a.example/abc를 보세요", "https://a.example/abc"),
        ("https://a.example/abc에서", "https://a.example/abc"),
        ("https://a.example/v2입니다", "https://a.example/v2"),
        ("https://example.com에서", "https://example.com"),
        ("주소는https://a.example/b", "https://a.example/b"),
        (
            "https://a.example/2026년-결산 글",
            "https://a.example/2026년-결산",
        ),
        (
            "https://a.example/post-첫글 입니다",
            "https://a.example/post-첫글",
        ),
        (
            "https://ko.example/위키백과:대문 참고",
            "https://ko.example/위키백과:대문",
        ),
    ] {
        assert_link(source, address);
    }
}

#[test]
fn marks_of_the_sentence_around_an_address_are_none_of_it() {
    for (source, address) in [
        ("https://a.example/abc: 설명", "https://a.example/abc"),
        ("https://a.example/@이름 님", "https://a.example/@이름"),
        (
            "https://a.example/글#제목 부분",
            "https://a.example/글#제목",
        ),
        (
            "https://ko.example/wiki/러스트_(언어)를",
            "https://ko.example/wiki/러스트_(언어)",
        ),
        (
            "(https://ko.example/wiki/러스트_(언어))",
            "https://ko.example/wiki/러스트_(언어)",
        ),
        ("(https://a.example/x).", "https://a.example/x"),
        ("[참고 https://a.example/x]", "https://a.example/x"),
        ("https://a.example/x. 다음 문장", "https://a.example/x"),
        ("https://fr.example/café", "https://fr.example/café"),
        (
            "https://ja.example/wiki/日本を見て",
            "https://ja.example/wiki/日本を見て",
        ),
        ("https://ja.example/abcを見て", "https://ja.example/abc"),
        ("**https://a.example/b**을 보세요", "https://a.example/b"),
        ("_https://a.example/b_", "https://a.example/b"),
        (
            "https://a.example/_foo_/baz_ 와 이름",
            "https://a.example/_foo_/baz_",
        ),
        ("_강조 https://a.example/b_", "https://a.example/b"),
        ("> https://a.example/b\n", "https://a.example/b"),
        ("HTTPS://a.example/B", "HTTPS://a.example/B"),
        ("https://a.example/a\\_b", "https://a.example/a_b"),
        (
            "https://a.example/?a=1&amp;b=2",
            "https://a.example/?a=1&b=2",
        ),
        ("<https://a.example/한글>", "https://a.example/한글"),
        (
            "https://www.블로그.example/글",
            "https://www.블로그.example/글",
        ),
    ] {
        assert_link(source, address);
    }
}

#[test]
fn addresses_that_begin_with_www_are_linked_and_shown_as_they_are_written() {
    for (source, written) in [
        ("www.example.com", "www.example.com"),
        ("www.example.com/a?b=c#d 참고", "www.example.com/a?b=c#d"),
        ("주소는www.example.com입니다", "www.example.com"),
        ("(www.example.com/a_(b))", "www.example.com/a_(b)"),
        ("www.example.co.kr/글에서", "www.example.co.kr/글에서"),
        ("WWW.Example.com.", "WWW.Example.com"),
        (
            "**www.example.com/__init__.py**를",
            "www.example.com/__init__.py",
        ),
        ("www.example.com:8080/a,", "www.example.com:8080/a"),
        ("www.블로그.example/글", "www.블로그.example/글"),
        (
            "www.a.example/?u=https://b.example/c",
            "www.a.example/?u=https://b.example/c",
        ),
    ] {
        let address = format!("https://{written}");
        assert_eq!(links(source), [(address, written.to_owned())], "{source}");
        assert!(!shown(source).contains(emphasis::MARK), "{source}");
    }
    for source in [
        "www.example",
        "www.",
        "www..example.com",
        "www.1.2",
        "kim@www.example.com",
        "awww.example.com",
        "my-www.example.com",
        "`www.example.com`",
        "    www.example.com",
        "![www.example.com](https://b.example/c.png)",
    ] {
        let found = links(source);
        assert!(
            found
                .iter()
                .all(|(address, _)| !address.starts_with("https://www")),
            "{source} gave {found:?}"
        );
    }
    assert_eq!(links("https://www.example.com/a").len(), 1);
    assert_eq!(links("[www.example.com](https://b.example)").len(), 1);
}

#[test]
fn what_is_code_a_link_already_or_no_address_stays() {
    for source in [
        "`https://a.example`",
        "```\nhttps://a.example\n```",
        "    https://a.example",
        "![https://a.example](https://b.example/c.png)",
        "https://",
        "https://{{a}}/",
        "xhttps://a.example",
        "ftp://a.example/b",
    ] {
        let found = links(source);
        assert!(found.is_empty(), "{source} gave {found:?}");
    }
    let written = links("[https://a.example](https://b.example) [c]\n\n[c]: https://c.example");
    let addresses: Vec<&str> = written
        .iter()
        .map(|(address, _)| address.as_str())
        .collect();
    assert_eq!(addresses, ["https://b.example", "https://c.example"]);
    for source in [
        "[x </a> y](https://a.example) https://b.example",
        "</a></a> https://a.example https://b.example",
        "[a</a>b](https://x.example) https://y.example",
    ] {
        assert_eq!(links(source).len(), 2, "{source}");
    }
    assert_eq!(
        shown("<a href=\"https://a.example\">https://a.example</a>")
            .matches("<a")
            .count(),
        1
    );
}

#[test]
fn bold_ends_before_a_particle() {
    for (source, html) in [
        (
            "**마크다운(Markdown)**을",
            "<strong>마크다운(Markdown)</strong>을",
        ),
        ("**\"인용\"**은", "<strong>\"인용\"</strong>은"),
        (
            "이것은**\"인용\"**입니다",
            "이것은<strong>\"인용\"</strong>입니다",
        ),
        ("**“인용”**은", "<strong>“인용”</strong>은"),
        ("**100%**의", "<strong>100%</strong>의"),
        ("**끝.**이라고", "<strong>끝.</strong>이라고"),
        ("**`코드`**를", "<strong><code>코드</code></strong>를"),
        ("**중요(重要)**합니다", "<strong>중요(重要)</strong>합니다"),
        (
            "가**(나)**다**(라)**마",
            "가<strong>(나)</strong>다<strong>(라)</strong>마",
        ),
        ("***(셋)***은", "<em><strong>(셋)</strong></em>은"),
        ("~~(취소)~~는", "<del>(취소)</del>는"),
        (
            "**[글](https://a.example)**을",
            "<strong><a href=\"https://a.example\">글</a></strong>을",
        ),
        ("**굵게**만", "<strong>굵게</strong>만"),
        ("**😀**은", "<strong>😀</strong>은"),
        ("*기울임(it)*을", "<em>기울임(it)</em>을"),
        ("*\"인용\"*은", "<em>\"인용\"</em>은"),
        (
            "***둘 다(both)***를",
            "<em><strong>둘 다(both)</strong></em>를",
        ),
        ("_\"인용\"_은", "<em>\"인용\"</em>은"),
        (
            "그는 _기울임(it)_을 썼다",
            "그는 <em>기울임(it)</em>을 썼다",
        ),
        ("(_“인용”_이라고)", "(<em>“인용”</em>이라고)"),
        ("__굵게(bold)__를", "<strong>굵게(bold)</strong>를"),
        ("이것은*(기울임)*입니다", "이것은<em>(기울임)</em>입니다"),
        (
            "*100%*의 **(둘)**은",
            "<em>100%</em>의 <strong>(둘)</strong>은",
        ),
    ] {
        assert_eq!(shown(source).trim(), format!("<p>{html}</p>"), "{source}");
    }
}

#[test]
fn stars_that_are_none_of_it_stay() {
    for source in [
        "*^^*요",
        "좋아요*^^*또",
        "2**(3)",
        "가*(나)",
        "값*(1+2)*(3+4)",
        "별표*) 참고",
        "파일_(1)_목록",
        "-_-)_음",
        "ㅠ_ㅠ)_음",
        "_ 빈칸(a)_을",
        "_)_가",
        "\\_아님(a)_을",
        "\\**(아님)**은",
        "비밀번호는 ****",
        "10~20명, 30~40명",
    ] {
        let html = shown(source);
        assert!(
            !html.contains("<strong>") && !html.contains("<del>") && !html.contains("<em>"),
            "{source} gave {html}"
        );
    }
    assert_eq!(
        shown("`a**\"b\"**가` 코드"),
        "<p><code>a**\"b\"**가</code> 코드</p>\n"
    );
    assert_eq!(
        shown("\u{10a58}앞 **(뒤)**은"),
        "<p>앞 <strong>(뒤)</strong>은</p>\n"
    );
}

/// The time that preparing takes, the shortest of three.
fn time_of(source: &str) -> Duration {
    let times = (0..3).map(|_| {
        let begun = Instant::now();
        assert!(prepare(source, OPTIONS).len() >= source.len());
        begun.elapsed()
    });
    times.min().expect("a time")
}

#[test]
fn the_work_on_a_line_grows_with_its_length_and_no_faster() {
    for piece in [
        "가*(",
        ")*가",
        "가*나(",
        "_",
        "a_b https://a.example/c ",
        "www.a.example ",
        "http://%",
        "https://a.example/(",
    ] {
        let few = time_of(&piece.repeat(30_000 / piece.len()));
        let many = time_of(&piece.repeat(240_000 / piece.len()));
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        assert!(
            ratio < 24.0,
            "eight times as much of `{piece}` takes {ratio:.0} times as long"
        );
    }
}

/// An address as people paste it: each of its parts is of Latin letters or of Hangul.
fn address() -> impl Strategy<Value = String> {
    prop::string::string_regex(
        "https?://[a-z]{1,6}\\.example(/([a-z0-9_-]{0,7}[a-z0-9]|[가-힣]{1,8})){0,3}(\\?[a-z]{1,3}=([a-z0-9]{1,4}|[가-힣]{1,4}))?",
    )
    .expect("a pattern")
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_words_on_links_and_around_them_are_the_source(
        parts in prop::collection::vec(("[가-힣a-z]{1,6}", address()), 1..5)
    ) {
        let source = parts.iter().map(|(word, address)| format!("{word} {address}")).collect::<Vec<_>>().join(" ");
        let prepared = prepare(&source, OPTIONS);
        let mut text = String::new();
        for (event, _) in events(&prepared, OPTIONS) {
            if let Event::Text(words) = event {
                text.push_str(&words);
            }
        }
        prop_assert_eq!(&text, &source);
        let linked: Vec<String> = links(&source).into_iter().map(|(address, _)| address).collect();
        prop_assert_eq!(linked, parts.into_iter().map(|(_, address)| address).collect::<Vec<_>>());
    }

    #[test]
    fn preparing_any_text_leaves_no_mark(source in "[ a-z가-힣*_~`<>()\\[\\]!&;:/.\\\\\n\"%]{0,60}(https://a\\.example/[a-z가*_()]{0,8})?[가-힣*_ )]{0,6}") {
        let html = shown(&source);
        prop_assert!(!html.contains(emphasis::MARK), "{}", html);
    }
}
