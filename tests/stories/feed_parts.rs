//! Parts of an entry that other elements tell: its words by its pictures, its page by its id.

use crate::support::parsed_feeds::{atom, feed, rss};

#[test]
fn the_words_of_a_picture_are_those_of_an_entry_without_any() {
    for (entry, text) in [
        (
            "<title>영상</title><media:group><media:title>영상</media:title><media:content url='https://site.example/v.mp4'/>\
             <media:description>첫 줄은 영상을 말합니다.</media:description></media:group>",
            "첫 줄은 영상을 말합니다.",
        ),
        (
            "<title>영상</title><summary> </summary><media:group><media:description>A &lt; B를 말합니다.</media:description></media:group>",
            "A < B를 말합니다.",
        ),
        (
            "<title>영상</title><media:description type='html'>&lt;b&gt;굵은&lt;/b&gt; 말입니다.</media:description>",
            "굵은 말입니다.",
        ),
        (
            "<title>글</title><media:group><media:description>사진의 설명입니다.</media:description></media:group><summary>글의 요약입니다.</summary>",
            "글의 요약입니다.",
        ),
    ] {
        assert_eq!(atom(entry).text, text, "{entry}");
    }
    let pictures = "<media:content url='https://site.example/a.jpg'><media:description>첫 사진입니다.</media:description></media:content>\
                    <media:content url='https://site.example/b.jpg'><media:description>둘째 사진입니다.</media:description></media:content>";
    assert_eq!(
        rss(&format!("<title>사진</title><description/>{pictures}")).text,
        "첫 사진입니다."
    );
    assert_eq!(
        rss(&format!(
            "<title>사진</title>{pictures}<description>사진 두 장입니다.</description>"
        ))
        .text,
        "사진 두 장입니다."
    );
}

#[test]
fn tags_of_wordpress_are_no_categories_whatever_the_feed_says_of_its_generator() {
    let terms = "<category domain='category'>소식</category><category domain='post_tag'>꼬리표</category>\
                 <category>행사</category><category domain='post_tag'>소식</category>";
    assert_eq!(
        rss(&format!("<title>글</title>{terms}")).categories,
        ["소식", "행사"]
    );
    // As in a file of WordPress's export.
    let terms = "<category domain='post_tag' nicename='tag'><![CDATA[꼬리표]]></category><category domain='post_format' nicename='f'>추가 정보</category>\
                 <category domain='category' nicename='news'><![CDATA[소식]]></category>";
    assert_eq!(
        rss(&format!("<title>글</title>{terms}")).categories,
        ["소식"]
    );
    let terms = "<category scheme='post_tag' term='꼬리표'/><category term='소식'/>";
    assert_eq!(
        atom(&format!("<title>글</title>{terms}")).categories,
        ["소식"]
    );
}

#[test]
fn an_entry_without_a_link_is_read_where_its_id_leads() {
    let read = |base: &str, id: &str, more: &str| {
        let document = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' {base}><title>소식</title><id>urn:f</id>\
             <entry><id>{id}</id><title>글</title>{more}</entry></feed>"
        );
        let entry = feed(&document).entries.remove(0);
        (entry.guid, entry.url)
    };
    let own = "xml:base='https://other.example/blog/'";
    let below = "<content type='html' xml:base='https://third.example/'>글입니다.</content>";
    for (base, id, more, url) in [
        ("", "/2026/a", "", Some("https://site.example/2026/a")),
        (
            own,
            "../2026/a?x=1&amp;y=2",
            below,
            Some("https://other.example/2026/a?x=1&y=2"),
        ),
        (
            own,
            "?p=31",
            "<link rel='self' href='/a.xml'/>",
            Some("https://other.example/blog/?p=31"),
        ),
        (
            own,
            "/2026/a",
            "<link href='b'/>",
            Some("https://other.example/blog/b"),
        ),
        (
            own,
            "https://site.example/a",
            "",
            Some("https://site.example/a"),
        ),
        ("", "31", "", None),
        ("", "post-31", "", None),
        ("", "tag:site.example,2026:31", "", None),
    ] {
        let (guid, found) = read(base, id, more);
        assert_eq!(found.as_deref(), url, "{id} {more}");
        assert_eq!(
            guid,
            id.replace("&amp;", "&"),
            "the id stays as its author wrote it"
        );
    }
}
