//! What older, looser and hostile feeds write, read as what they mean, within bounds.

use std::collections::BTreeSet;
use std::fmt::Write;

use gudok::clock::Zone;
use gudok::posts::feed::read;
use gudok::posts::problem::FeedProblem;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use url::Url;

use crate::support::parsed_feeds::{atom, feed, parsed, rss};

#[test]
fn words_are_found_where_other_formats_keep_them() {
    for (item, text) in [
        (
            "<title>글</title><body xmlns='http://www.w3.org/1999/xhtml'><p>첫 문단입니다.</p><p>둘째 <b>문단</b>입니다.</p></body>",
            "첫 문단입니다.\n\n둘째 문단입니다.",
        ),
        (
            "<title>글</title><xhtml:body><xhtml:p>첫 문단입니다.</xhtml:p></xhtml:body>",
            "첫 문단입니다.",
        ),
        (
            "<title>글</title><description><p>첫 문장입니다.</p> <b>굵은</b> 꼬리입니다.</description>",
            "첫 문장입니다.\n\n굵은 꼬리입니다.",
        ),
        (
            "<title>글</title><description>앞 문장입니다. <i>기울인</i> 뒤 문장입니다.</description>",
            "앞 문장입니다. 기울인 뒤 문장입니다.",
        ),
        (
            "<title>글</title><description><p>태그 &lt;b&gt;와 A&amp;amp;B를 &nbsp;말합니다.</p></description>",
            "태그 <b>와 A&amp;B를 말합니다.",
        ),
        (
            "<title>글</title><itunes:summary>들리는 글입니다.</itunes:summary>",
            "들리는 글입니다.",
        ),
        (
            "<title>글</title><itunes:summary>들리는 글입니다.</itunes:summary><description>적힌 글입니다.</description>",
            "적힌 글입니다.",
        ),
        (
            "<title>글</title><dc:description>도서관의 글입니다.</dc:description>",
            "도서관의 글입니다.",
        ),
    ] {
        assert_eq!(rss(item).text, text, "{item}");
    }
    let broken = atom(
        "<title>글</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>한 줄입니다.<br/>다음 줄입니다.</p></div></content>",
    );
    assert_eq!(
        broken.text, "한 줄입니다.\n다음 줄입니다.",
        "one break, not two"
    );
    let mixed = atom(
        "<title>글</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>첫째 <a href='https://a.example/'>둘째</a> 셋째.</p><p>넷째 <b>다섯째</b> 여섯째.</p></div></content>",
    );
    assert_eq!(
        mixed.text, "첫째 둘째 셋째.\n\n넷째 다섯째 여섯째.",
        "words keep their order"
    );
}

#[test]
fn titles_keep_what_their_author_wrote() {
    for (title, expected) in [
        (
            "<title>std::unique_ptr&lt;S&gt;</title>",
            "std::unique_ptr<S>",
        ),
        (
            "<title type='text'>왜 &lt;b&gt; 대신 &lt;strong&gt; 인가</title>",
            "왜 <b> 대신 <strong> 인가",
        ),
        (
            "<title type='html'>&lt;b&gt;굵은&lt;/b&gt; 글</title>",
            "굵은 글",
        ),
    ] {
        assert_eq!(atom(title).title, expected);
    }
    for (title, guid) in [("1.10", "000123"), ("+82", "1e3"), ("2026", "0x10")] {
        let entry = rss(&format!(
            "<title>{title}</title><guid isPermaLink='false'>{guid}</guid><description>글입니다.</description>"
        ));
        assert_eq!(
            (entry.title.as_str(), entry.guid.as_str()),
            (title, guid),
            "what looks like a number is text"
        );
    }
    for (title, expected) in [
        (
            "왜 &lt;b&gt; 대신 &lt;strong&gt; 인가",
            "왜 <b> 대신 <strong> 인가",
        ),
        ("&lt;b&gt;굵은&lt;/b&gt; 글", "굵은 글"),
        (
            "<a href='/x' hreflang='en'>고독한 시대의 사진</a>",
            "고독한 시대의 사진",
        ),
        ("안전한&lt;!-- -- x &gt; 글", "안전한 글"),
        ("나쁜 &lt;script&gt;alert(1)&lt;/script&gt;글", "나쁜 글"),
    ] {
        assert_eq!(
            rss(&format!(
                "<title>{title}</title><description>글입니다.</description>"
            ))
            .title,
            expected
        );
    }
    let json = feed(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "L", "items": [
        {"id": 7, "title": "왜 <b> 대신 <i> 인가", "content_text": "a < b 이면 c > d 입니다. <b>는 굵게라는 뜻입니다.", "tags": null, "author": {"name": "mina@example.org（오미나）"}},
        {"id": "8", "url": null, "title": "둘째", "content_html": "<p>본문</p>", "attachments": [{"url": "https://site.example/a.mp3", "mime_type": "audio/mpeg"}]}]}"#,
    );
    assert_eq!(
        (
            json.entries[0].guid.as_str(),
            json.entries[0].title.as_str()
        ),
        ("7", "왜 <b> 대신 <i> 인가")
    );
    assert!(
        json.entries[0].text.contains("a < b 이면 c > d")
            && json.entries[0].text.contains("<b>는 굵게"),
        "{}",
        json.entries[0].text
    );
    assert_eq!(json.entries[0].author.as_deref(), Some("오미나"));
    assert_eq!(json.entries[1].url, None, "an attachment is no page");
}

#[test]
fn plain_text_of_atom_and_json_keeps_what_looks_like_a_tag() {
    let texts = [
        "매출은 A < B 이고 이익은 3 > 2 입니다.",
        "영화 <기생충>을 다시 봅니다.",
        "Vec<String>과 <em>을 씁니다.",
    ];
    let escaped = |text: &str| text.replace('<', "&lt;").replace('>', "&gt;");
    for text in texts {
        let long = format!("{text}\n\n둘째 문단은 {text}");
        for (text, parts) in [(text, 1), (&long, 2)] {
            for kind in ["", " type='text'"] {
                let read = atom(&format!(
                    "<title>글</title><summary{kind}>{}</summary>",
                    escaped(text)
                ));
                assert_eq!(read.text, text);
                let read = atom(&format!(
                    "<title>글</title><content{kind}>{}</content>",
                    escaped(text)
                ));
                assert_eq!(read.text, text);
            }
            let json = serde_json::json!({
                "version": "https://jsonfeed.org/version/1.1", "title": "L",
                "items": [{"id": "1", "title": "글", "content_text": text}, {"id": "2", "title": "글", "summary": text}],
            });
            let read = feed(&json.to_string());
            assert_eq!(
                (read.entries[0].text.as_str(), read.entries[1].text.as_str()),
                (text, text),
                "{parts} paragraphs"
            );
        }
    }
}

#[test]
fn links_lead_to_the_page_and_ids_only_where_they_are_addresses() {
    let link = |item: &str| rss(&format!("<title>글</title>{item}")).url;
    assert_eq!(
        link("<guid>https://site.example/1</guid>").as_deref(),
        Some("https://site.example/1")
    );
    assert_eq!(
        link("<guid isPermaLink='true'>https://site.example/1</guid>").as_deref(),
        Some("https://site.example/1")
    );
    assert_eq!(
        link("<guid isPermaLink='false'>https://site.example/internal?id=7</guid>"),
        None
    );
    assert_eq!(
        link("<guid>7</guid><link>/2</link>").as_deref(),
        Some("https://site.example/2")
    );
    let several = "<title>글</title><link rel='enclosure' href='https://site.example/a.mp3'/><link href='https://site.example/a.pdf' type='application/pdf'/>\
                   <link href='https://site.example/plain'/><link rel='alternate' type='text/html' href='https://site.example/1'/>";
    assert_eq!(atom(several).url.as_deref(), Some("https://site.example/1"));
}

#[test]
fn old_kinds_of_rss_are_read() {
    let rdf = |xmlns: &str, item: &str| {
        feed(&format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns='{xmlns}'>\
         <channel rdf:about='https://site.example/'><title>소식</title><link>https://site.example/</link></channel>{item}</rdf:RDF>"
        ))
    };
    let one = rdf(
        "http://purl.org/rss/1.0/",
        "<item rdf:about='https://site.example/1'><title>글</title><dc:subject>시장</dc:subject><dc:creator>오미나</dc:creator><dc:date>2026-11-23T09:00+09:00</dc:date></item>",
    );
    let entry = &one.entries[0];
    assert_eq!(
        (one.title.as_str(), one.site_url.as_deref()),
        ("소식", Some("https://site.example/"))
    );
    assert_eq!(
        (entry.url.as_deref(), entry.author.as_deref()),
        (Some("https://site.example/1"), Some("오미나"))
    );
    assert_eq!(
        (
            entry.categories.as_slice(),
            entry.published_at.map(|at| at.to_string()).as_deref()
        ),
        (&["시장".to_owned()][..], Some("2026-11-23T00:00:00Z"))
    );
    let netscape = rdf(
        "http://my.netscape.com/rdf/simple/0.9/",
        "<item><title>글</title><link>https://site.example/1</link></item>",
    );
    assert_eq!(netscape.entries.len(), 1);
    let prefixed = feed(
        "<r:rss xmlns:r='http://backend.userland.com/rss2' version='2.0'><r:channel><r:title>소식</r:title><r:item><r:title>글</r:title><r:link>https://site.example/1</r:link></r:item></r:channel></r:rss>",
    );
    assert_eq!(
        (prefixed.title.as_str(), prefixed.entries.len()),
        ("소식", 1)
    );
    let dublin = feed(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><dc:title>소식</dc:title><item><dc:title>글</dc:title><description>글입니다.</description></item></channel></rss>",
    );
    assert_eq!(
        (dublin.title.as_str(), dublin.entries[0].title.as_str()),
        ("소식", "글")
    );
}

#[test]
fn people_and_entities_are_named() {
    let author = |item: &str| rss(&format!("<title>글</title>{item}")).author;
    assert_eq!(
        author("<author>mina@example.org (Mina Oh)</author>").as_deref(),
        Some("Mina Oh")
    );
    assert_eq!(
        author("<author>mina@example.org（오미나）</author>").as_deref(),
        Some("오미나"),
        "full-width parentheses beside an address"
    );
    assert_eq!(
        author("<dc:creator>김하나 (기자)</dc:creator>").as_deref(),
        Some("김하나 (기자)")
    );
    assert_eq!(
        author("<dc:creator>김하나</dc:creator><dc:creator>오미나</dc:creator>").as_deref(),
        Some("김하나, 오미나")
    );
    let own = feed(
        "<!DOCTYPE rss [<!ENTITY who \"편집부\">]><rss version='2.0'><channel><title>&who; 소식</title><item><title>&who;의 글</title></item></channel></rss>",
    );
    assert_eq!(
        (own.title.as_str(), own.entries[0].title.as_str()),
        ("편집부 소식", "편집부의 글")
    );
}

#[test]
fn what_a_program_prints_above_the_feed_is_skipped() {
    let notice = "<br />\n<b>Notice</b>: Undefined index in x.php on line 3<br />\n";
    let found = feed(&format!(
        "{notice}<?xml version='1.0'?><rss version='2.0'><channel><title>소식</title><item><title>글</title></item></channel></rss>"
    ));
    assert_eq!(found.entries.len(), 1);
    let page = "<!doctype html><html><body>&lt;rss&gt; <feed>no feed</feed></body></html>";
    assert_eq!(parsed(page), Err(FeedProblem::WebPage));
}

#[test]
fn a_feed_of_which_nothing_could_be_read_says_so() {
    let empty = "<rss version='2.0'><channel><title>소식</title><item><nothing/></item><item/></channel></rss>";
    assert_eq!(feed(empty).unreadable, 2);
    let new = feed("<rss version='2.0'><channel><title>소식</title></channel></rss>");
    assert_eq!(
        (new.entries.len(), new.unreadable),
        (0, 0),
        "a feed may be new"
    );
}

#[test]
fn a_feed_beyond_the_bounds_is_refused_with_its_reason() {
    let around = |inner: &str| {
        parsed(&format!(
            "<rss version='2.0'><channel><title>소식</title><item><title>글</title><x>{inner}</x></item></channel></rss>"
        ))
    };
    let repeated = |text: &str, count: usize| text.repeat(count);
    assert_eq!(
        around(&repeated("<a/>", 300_001)),
        Err(FeedProblem::TooComplex("elements"))
    );
    let mut attributes = String::new();
    for at in 0..101 {
        let _ = write!(attributes, " a{at}='1'");
    }
    assert_eq!(
        around(&format!("<a{attributes}/>")),
        Err(FeedProblem::TooComplex("attributes"))
    );
    let mut namespaces = String::new();
    for at in 0..11 {
        let _ = write!(
            namespaces,
            "<a{}>",
            (0..10).fold(String::new(), |all, n| format!("{all} xmlns:p{at}x{n}='u'"))
        );
    }
    assert_eq!(
        around(&namespaces),
        Err(FeedProblem::TooComplex("attributes"))
    );
    assert_eq!(
        around(&repeated("</y>", 10_001)),
        Err(FeedProblem::TooComplex("ends"))
    );
    for deep in [repeated("<a>", 300), repeated("<!x ", 20_001)] {
        assert!(matches!(around(&deep), Err(FeedProblem::BrokenAt(..))));
    }
    let commas = format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"L\", \"items\": [{}]}}",
        repeated("1,", 1_000_001)
    );
    assert_eq!(parsed(&commas), Err(FeedProblem::TooComplex("elements")));
    let base: Url = "https://site.example/feed".parse().expect("a URL");
    let zone: Zone = "Asia/Seoul".parse().expect("a zone");
    let item = "<rss version='2.0'><channel><item><title>글</title></item></channel></rss>";
    assert_eq!(
        read(item.as_bytes(), None, &base, &zone, &|| true),
        Err(FeedProblem::TooComplex("time"))
    );
    for locale in [gudok::i18n::Locale::Ko, gudok::i18n::Locale::En] {
        let say = |what| FeedProblem::TooComplex(what).say(locale.translator());
        let said: BTreeSet<String> = ["elements", "attributes", "ends", "time"].map(say).into();
        assert_eq!(said.len(), 4, "each reason has its words: {said:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_a_feed_or_a_problem(document in "\\PC{0,300}") {
        let _ = parsed(&document);
    }

    #[test]
    fn any_inside_of_a_feed_is_read_without_a_panic(inner in "(<(/?)(item|title|description|link|guid|author|body|dc:creator|category)( a='1')?(/?)>|[가-힣@.（()）a-z ]{0,9}|&[a-z]{1,4};?|<!|<!--|]]>|<!\\[CDATA\\[){0,30}") {
        for (open, close) in [("<rss version='2.0'><channel>", "</channel></rss>"), ("<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "</entry></feed>")] {
            if let Ok(feed) = parsed(&format!("{open}{inner}{close}")) {
                for entry in feed.entries {
                    prop_assert!(!entry.title.contains('\n') && entry.title.chars().count() <= 300);
                }
            }
        }
    }

    #[test]
    fn what_is_well_formed_says_the_same(title in "[가-힣a-z0-9.,!? ]{1,40}", text in "[가-힣a-z .]{1,80}") {
        let entry = rss(&format!("<title>x{title}</title><description>x{text}</description>"));
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&entry.title), words(&format!("x{title}")));
        prop_assert_eq!(words(&entry.text), words(&format!("x{text}")));
    }
}
