//! What a reader of a digest may expect of a summary.

use gudok::language::sentences::sentences;
use gudok::language::words::words;
use gudok::posts::content::PostContent;
use gudok::posts::summary::{Summary, summarise};

const HARBOUR: &str = include_str!("../samples/summary/harbour.html");
const PRINTING_OFFICE: &str = include_str!("../samples/summary/printing-office.txt");
const RIVER_COUNCIL: &str = include_str!("../samples/summary/river-council.txt");

fn summary_of(document: &str, sentences: usize) -> Summary {
    let content = PostContent::from_document(document);
    summarise(
        content.title.as_deref().unwrap_or_default(),
        &content,
        sentences,
    )
}

/// Asserts that the text splits into exactly these sentences.
#[track_caller]
fn assert_sentences(expected: &[&str]) {
    assert_eq!(sentences(&expected.join(" ")), expected);
}

#[test]
fn a_korean_text_splits_at_its_endings() {
    assert_sentences(&[
        "비가 왔다.",
        "그래도 갔어요!",
        "왜 그랬을까?",
        "모르겠네요…",
        "끝입니다.",
    ]);
    assert_eq!(
        sentences("비가 왔다.그래도 갔다."),
        ["비가 왔다.", "그래도 갔다."]
    );
    assert_eq!(
        sentences("비가 왔습니다\n그래도 갔습니다"),
        ["비가 왔습니다", "그래도 갔습니다"]
    );
    assert_eq!(
        sentences("어제보다\n나은 오늘이다."),
        ["어제보다\n나은 오늘이다."]
    );
}

#[test]
fn a_quotation_is_never_cut() {
    assert_sentences(&["그는 “가자. 지금 가자!”라고 말했다.", "모두 일어섰다."]);
    assert_sentences(&["“늦었어요. 내일 오세요.” 라고 그가 답했다.", "문이 닫혔다."]);
    assert_sentences(&["‘끝. 정말 끝.’이라는 쪽지가 있었다.", "아무도 몰랐다."]);
    assert_sentences(&["「강. 그리고 산.」은 첫 책이다.", "둘째 책은 없다."]);
    assert_sentences(&["\"Wait. It's not over,\" she said.", "Nobody moved."]);
    assert_sentences(&["He said 'no. Not now.' and left.", "It rained."]);
}

#[test]
fn a_parenthesis_is_never_cut() {
    assert_sentences(&[
        "합의는 늦었다(왜 늦었는지는 묻지 말자. 다들 안다).",
        "그래도 됐다.",
    ]);
    assert_sentences(&[
        "It rose (see p. 4. It explains all) by half.",
        "Then it fell.",
    ]);
}

#[test]
fn numbers_versions_dates_and_addresses_end_no_sentence() {
    assert_sentences(&[
        "값은 3.14배다.",
        "판은 v2.0.1이다.",
        "주소는 https://a.example/b.html?c=d 입니다.",
    ]);
    assert_sentences(&["2025. 11. 18. 발표된 글이다.", "그 뒤는 없다."]);
    assert_sentences(&["1. 첫째는 물이다.", "둘째는 불이다."]);
    assert_sentences(&[
        "It began in 1998.",
        "It ended at node.js 4.5 and www.example.com once.",
    ]);
}

#[test]
fn initials_and_abbreviations_end_no_sentence() {
    assert_sentences(&[
        "Dr. J. R. Kim met Mr. Lee at 9 a.m. on Friday.",
        "They spoke.",
    ]);
    assert_sentences(&["The U.S. Senate agreed.", "Acme Inc. Chief Kim left."]);
    assert_sentences(&["She works in the U.S.", "The others stayed."]);
    assert_sentences(&["Fruit, e.g. Apples, is cheap.", "See No. 5 first."]);
}

#[test]
fn an_open_quotation_mark_swallows_nothing() {
    assert_sentences(&["그는 “가자고 했다.", "아무도 안 갔다."]);
    assert_sentences(&["The 27\" screen broke.", "The '90s were kinder."]);
}

#[test]
fn words_lose_their_particles_and_endings() {
    assert_eq!(
        words("구독자에게 보낸 요약은 도서관에서 발표했습니다"),
        ["구독자", "보낸", "요약", "도서관", "발표"]
    );
    assert_eq!(
        words("Microsoft와 150억 달러를 3대 도시까지"),
        ["microsoft", "150억", "달러", "3대", "도시"]
    );
    assert_eq!(
        words("The presses were printing posters"),
        ["press", "print", "poster"]
    );
    // macOS hands out decomposed Hangul.
    assert_eq!(words("\u{1103}\u{1169}\u{1109}\u{1165}를"), words("도서를"));
}

#[test]
fn captions_and_sources_never_enter_a_summary() {
    let text = summary_of(HARBOUR, 50).text();
    for foreign in [
        "방파제",
        "사진 출처",
        "사진=",
        "항구=",
        "▲",
        "첫 주 3천만",
        "회의록",
        "모금 보고서",
        "공유",
        "친구에게",
        "이메일",
        "등대지기",
        "필수 필드",
        "©",
        "처음으로",
        "어떻게 모았나",
    ] {
        assert!(!text.contains(foreign), "{foreign} is in: {text}");
    }
    for own in [
        "폐관 위기",
        "시의회는 지난 3월 12일",
        "분위기가 달라졌죠.”라고",
        "큰 글자 책",
    ] {
        assert!(text.contains(own), "{own} is not in: {text}");
    }
}

#[test]
fn what_newspapers_write_around_an_article_never_enters_a_summary() {
    let paragraphs = [
        "입력 2026-11-30 09:00 | 수정 2026-11-30 10:12",
        "(서울=가나통신) 홍길동 기자 = 서울시는 30일 한강 다리 네 곳의 가로등을 모두 바꾸기로 했다.",
        "▲ 한강 다리의 가로등. 가나시 제공",
        "시민들이 다리를 건너고 있다. /가나뉴스",
        "시는 내년 3월까지 예산 40억 원을 들여 가로등 1천200개를 새것으로 바꾼다.<br>▶ 관련기사 한강 다리의 밤<br>hong@news.example",
        "시 관계자는 “전기 요금이 해마다 3억 원쯤 줄 것”이라고 말했다.<br>홍길동 기자 hong@news.example",
        "글·사진 홍길동 기자",
        "☞ 이 기사의 영상 보기",
        "제보는 카카오톡 gananews",
        "<저작권자 ⓒ 가나통신, 무단 전재-재배포, AI 학습 및 활용 금지>",
    ];
    let page = paragraphs.map(|text| match text.strip_prefix('<') {
        Some(text) => format!("<p>&lt;{text}</p>"),
        None => format!("<p>{text}</p>"),
    });
    let summary = summary_of(&page.concat(), 10);
    assert_eq!(
        summary.sentences,
        [
            "서울시는 30일 한강 다리 네 곳의 가로등을 모두 바꾸기로 했다.",
            "시는 내년 3월까지 예산 40억 원을 들여 가로등 1천200개를 새것으로 바꾼다.",
            "시 관계자는 “전기 요금이 해마다 3억 원쯤 줄 것”이라고 말했다.",
        ]
    );
    // A site without paragraphs.
    let lines = "<p>[가나일보 홍길동 기자] 도서관이 다시 문을 열었다. 주민 300명이 첫날 찾았다. hong@news.example ⓒ 가나일보, 무단 전재 및 재배포 금지</p>";
    let summary = summary_of(lines, 5);
    assert_eq!(
        summary.sentences,
        ["도서관이 다시 문을 열었다.", "주민 300명이 첫날 찾았다."]
    );
}

#[test]
fn a_page_tells_its_own_title_not_the_sites() {
    assert_eq!(
        PostContent::from_html(HARBOUR).title.as_deref(),
        Some("바닷가 도서관, 문을 닫지 않기로 하다")
    );
    assert_eq!(
        PostContent::from_text(PRINTING_OFFICE).title.as_deref(),
        Some("The Last Letterpress on Quarry Street")
    );
}

#[test]
fn a_copied_page_loses_its_forms_and_lists() {
    let text = PostContent::from_text(RIVER_COUNCIL).text();
    for foreign in [
        "사진",
        "출처",
        "왜 이제야",
        "전문",
        "연표",
        "구독",
        "이메일",
        "필수",
    ] {
        assert!(!text.contains(foreign), "{foreign} is in: {text}");
    }
    let text = PostContent::from_text(PRINTING_OFFICE).text();
    for foreign in [
        "Archive",
        "Why the museum",
        "museum.example",
        "second edition",
        "inbox",
    ] {
        assert!(!text.contains(foreign), "{foreign} is in: {text}");
    }
}

#[test]
fn a_feed_item_loses_what_the_blog_engine_adds() {
    let item = "<p>우리는 오늘 새 다리를 열었습니다.</p><p>[gallery ids=\"1,2\"]</p>\
        <p>The post <a href=\"/a\">다리</a> appeared first on <a href=\"/\">강변</a>.</p>\
        <p><a href=\"/a\">Continue reading</a></p><div class=\"author-box\">다리를 짓는 사람이 쓴 글입니다.</div>";
    assert_eq!(
        PostContent::from_html(item).paragraphs,
        ["우리는 오늘 새 다리를 열었습니다."]
    );
}

#[test]
fn a_summary_keeps_quotes_whole() {
    let quote = "“우리는 물을 나눈 것이 아니라 걱정을 나눴습니다. 그다음부터는 계산이 쉬웠습니다.”라고 말했습니다.";
    let summary = summary_of(RIVER_COUNCIL, 50);
    assert!(
        summary.sentences.iter().any(|s| s.ends_with(quote)),
        "{summary}"
    );
}

#[test]
fn a_summary_is_about_three_hundred_characters() {
    for document in [RIVER_COUNCIL, HARBOUR] {
        let summary = summary_of(document, 3);
        let length = summary.text().chars().count();
        assert_eq!(summary.sentences.len(), 3, "{summary}");
        assert!((120..=400).contains(&length), "{length}: {summary}");
    }
}

#[test]
fn a_summary_tells_the_news_first() {
    assert!(
        summary_of(RIVER_COUNCIL, 3)
            .text()
            .starts_with("강을 따라 놓인 세 도시가")
    );
    assert!(
        summary_of(HARBOUR, 3)
            .text()
            .starts_with("폐관 위기에 놓였던")
    );
    assert!(
        summary_of(PRINTING_OFFICE, 3)
            .text()
            .starts_with("A printing office")
    );
}

#[test]
fn a_long_document_is_summarised_in_document_order() {
    let paragraphs = (0..2_000).map(|n| {
        format!(
            "{n}번째 마을은 강에서 {}리 떨어진 곳에 우물을 새로 팠습니다.",
            n * 7 % 100
        )
    });
    let content = PostContent {
        title: None,
        paragraphs: paragraphs.collect(),
    };
    let summary = summarise("마을의 우물", &content, 10);
    let places: Vec<usize> = summary
        .sentences
        .iter()
        .filter_map(|sentence| content.paragraphs.iter().position(|p| p == sentence))
        .collect();
    assert_eq!(places.len(), summary.sentences.len());
    assert!(places.is_sorted() && places.len() >= 3, "{places:?}");
}

#[test]
fn the_same_sentence_is_never_told_twice() {
    let text = "물이 다시 흐르기 시작해 마을 사람들이 강가에 모였습니다. ".repeat(200);
    assert_eq!(summary_of(&text, 3).sentences.len(), 1);
}

#[test]
fn an_empty_document_has_an_empty_summary() {
    for document in [
        "",
        " \n\t",
        "<p></p>",
        "***",
        "🙂🙂",
        "제목만 있는 글",
        "<h1>제목</h1>",
        "<p>\u{200b}&nbsp;</p>",
    ] {
        assert_eq!(summary_of(document, 3), Summary::default(), "{document:?}");
    }
    assert_eq!(summary_of(RIVER_COUNCIL, 0), Summary::default());
}

#[test]
fn one_sentence_is_its_own_summary() {
    assert_eq!(
        summary_of("새 다리가 오늘 열렸습니다.", 3).sentences,
        ["새 다리가 오늘 열렸습니다."]
    );
    assert_eq!(summary_of("<p>Rain.</p>", 3).sentences, ["Rain."]);
}

#[test]
fn a_text_without_full_stops_is_cut_at_a_word() {
    let summary = summary_of(&"강물 다리 마을 ".repeat(200), 3);
    let text = summary.text();
    assert!(
        text.ends_with("강물…") || text.ends_with("다리…") || text.ends_with("마을…"),
        "{text}"
    );
    assert!((150..=301).contains(&text.chars().count()), "{text}");
}

#[test]
fn a_word_without_end_is_cut_between_characters() {
    let text = summary_of(&"👩‍👩‍👧‍👦가".repeat(5_000), 3).text();
    assert!(text.chars().count() <= 301 && text.ends_with('…'), "{text}");
}

#[test]
fn languages_may_mix_in_one_post() {
    let text = "강변 도서관이 내년부터 밤에도 문을 엽니다. The library will open at night from next year. \
        어린이 자료실은 지금처럼 저녁 여섯 시에 닫습니다. 図書館は夜も開きます。次の年からです。";
    let summary = summary_of(text, 3);
    assert_eq!(summary.sentences.len(), 3, "{summary}");
    assert_eq!(sentences(text).len(), 5);
}

#[test]
fn a_million_characters_are_summarised_like_any_post() {
    for text in [
        "가".repeat(1_000_000),
        "가나 다. ".repeat(170_000),
        "(".repeat(1_000_000),
        "“가. ".repeat(250_000),
    ] {
        assert!(summary_of(&text, 3).text().chars().count() <= 1_000);
    }
}

#[test]
fn hostile_nesting_neither_hangs_nor_overflows() {
    let bold = (0..300)
        .map(|n| format!("<b a{n}>"))
        .collect::<Vec<_>>()
        .concat();
    let attributes = (0..20_000)
        .map(|n| format!(" a{n}=1"))
        .collect::<Vec<_>>()
        .concat();
    for html in [
        "<div>".repeat(40_000),
        "<div><object></div></object>".repeat(8_000),
        "<li>x<dd>".repeat(20_000),
        "<svg>".to_owned() + &"<g>".repeat(40_000),
        format!("<p>{bold}{}", "<p>x".repeat(20_000)),
        format!("<p{attributes}>"),
    ] {
        let html = format!("{html}<p>다리가 다시 열렸습니다.");
        assert!(
            PostContent::from_html(&html)
                .text()
                .ends_with("다리가 다시 열렸습니다."),
            "{}",
            &html[..30]
        );
    }
}

#[test]
fn a_script_or_a_style_sheet_is_no_text_even_where_nothing_else_is_html() {
    let text = "새 다리가 열렸습니다.";
    for machine in [
        "<script>alert(1)</script>",
        "<style type=\"text/css\">p{}</style>",
    ] {
        let document = format!("{machine}\n{text}");
        assert_eq!(PostContent::from_document(&document).paragraphs, [text]);
    }
}

#[test]
fn a_plain_text_with_angle_brackets_is_no_html() {
    let text = "작은 수 a < b 이고 편지는 <mail@site.example> 로 보내면 됩니다.";
    assert_eq!(PostContent::from_document(text).paragraphs, [text]);
}
