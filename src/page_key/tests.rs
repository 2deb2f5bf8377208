//! Spellings of one page, pages that stay apart, and properties of any address.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::trackers::TRACKERS;
use super::{page_key, without_trackers};

fn key(address: &str) -> String {
    page_key(address).unwrap_or_else(|| panic!("{address} is an address"))
}

#[test]
fn spellings_of_one_page_have_one_key() {
    let post = "https://blog.example/2026/post";
    for spelling in [
        "https://blog.example/2026/post/",
        "http://blog.example/2026/post",
        "https://www.blog.example/2026/post/",
        "https://blog.example./2026/post/",
        "https://Blog.Example:443/2026/post/#comment-12",
        "http://blog.example:80/2026//post///",
        "https://kim:secret@blog.example/2026/./x/../post/",
        "https://blog.example/2026/post/index.html",
        "https://blog.example/2026/post/Index.php",
        "https://blog.example/2026/post.html",
        "https://blog.example/2026/post/comment-page-3/#comments",
        "https://blog.example/2026/post/?",
        "https://blog.example/2026/post/?&",
        "https://blog.example/2026/%70ost",
        "https://blog.example/2026/post/?utm_source=x&utm_medium=y",
        "https://blog.example/2026/post/?fbclid=IwAR1&gclid=1&gad_source=1&gbraid=2&wbraid=3",
        "https://blog.example/2026/post/?srsltid=Afm&msclkid=1&ttclid=1&yclid=2&twclid=3&igsh=4&igshid=5",
        "https://blog.example/2026/post/?mc_cid=2&mc_eid=2&_gl=1*abc&_ga=2.1",
        "https://blog.example/2026/post/?NaPm=ct%3Dabc&n_media=27758&n_query=%EA%B0%80&n_rank=1",
        "https://blog.example/2026/post/?openExternalBrowser=1",
        "https://blog.example/2026/post/?ref=newsletter&replytocom=7&cpage=2&comment-page=1&amp=1&amp",
        "https://blog.example/2026/post/?_x_tr_sl=auto&_x_tr_tl=en",
        "https://blog.example/2026/post/?UTM_Source=x&%75tm_medium=y",
        " https://blog.example/2026/post/ ",
    ] {
        assert_eq!(key(spelling), post, "{spelling}");
    }
    let hangul = "https://blog.example/%EA%B8%80/%EC%B2%AB%EA%B8%80";
    for spelling in [
        "https://blog.example/글/첫글",
        "https://blog.example/%ea%b8%80/%ec%b2%ab%ea%b8%80/",
        "https://blog.example/\u{1100}\u{1173}\u{11af}/\u{110e}\u{1165}\u{11ba}\u{1100}\u{1173}\u{11af}",
        "https://blog.example/%25EA%25B8%2580/%25EC%25B2%25AB%25EA%25B8%2580",
    ] {
        assert_eq!(key(spelling), hangul, "{spelling}");
    }
    assert_eq!(
        key("https://a.example/%7Ekim/a%2Db%28c%29"),
        key("https://a.example/~kim/a-b(c)")
    );
    assert_eq!(
        key("https://a.example/?page=2&p=1"),
        key("https://a.example/index.php?p=1&page=2")
    );
    assert_eq!(
        key("https://a.example/?q=a+b"),
        key("https://a.example/?q=a%20b")
    );
    assert_eq!(
        key("https://블로그.example/"),
        "https://xn--2i0b10rqve.example/"
    );
    assert_eq!(key("http://a.example"), "https://a.example/");
}

#[test]
fn what_may_be_another_page_stays_apart() {
    for (one, other) in [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/?id=1", "https://a.example/"),
        ("https://a.example/?page=2", "https://a.example/"),
        ("https://a.example/A", "https://a.example/a"),
        ("https://a.example/1", "https://a.example/2"),
        ("https://a.example/post/2/", "https://a.example/post/"),
        ("https://a.example/a/b", "https://a.example/a%2Fb"),
        ("https://a.example/a%252Fb", "https://a.example/a%2Fb"),
        ("https://a.example/?a=b%26c=d", "https://a.example/?a=b&c=d"),
        ("https://a.example/?a=1%2B1", "https://a.example/?a=1+1"),
        ("https://a.example:8443/", "https://a.example/"),
        ("https://blog.a.example/", "https://a.example/"),
        ("https://a.example/?q=%B0%A1", "https://a.example/?q=%B0%A2"),
        ("https://a.example/comment-page-x", "https://a.example/"),
        ("https://a.example/reference=1", "https://a.example/"),
        ("https://a.example/?refer=1", "https://a.example/"),
        ("https://www.com/", "https://com/"),
    ] {
        assert_ne!(key(one), key(other), "{one} {other}");
    }
}

#[test]
fn what_is_no_web_address_has_no_key() {
    for text in [
        "",
        "post-42",
        "방명록",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "//a.example/b",
        "https://",
    ] {
        assert_eq!(page_key(text), None, "{text}");
    }
}

#[test]
fn a_link_back_keeps_its_spelling_without_trackers() {
    let url = "http://kim@www.a.example/post/?utm_source=x&p=1&fbclid=2#top";
    let kept = without_trackers(url.parse().unwrap());
    assert_eq!(kept.as_str(), "http://www.a.example/post/?p=1");
    let none = without_trackers("https://a.example/?ref=b".parse().unwrap());
    assert_eq!(none.as_str(), "https://a.example/");
}

/// A path or a parameter of anything that a person or a program may write there.
fn piece() -> impl Strategy<Value = String> {
    prop::string::string_regex("[a-zA-Z0-9가-힣%._~()+:@&=/ -]{0,12}").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_is_its_own_key(path in piece(), query in piece(), tail in "(index\\.html|\\.html|/|comment-page-1|%25EA%25B0%2580)?") {
        let address = format!("http://www.a.example/{path}/{tail}?{query}");
        if let Some(once) = page_key(&address) {
            prop_assert_eq!(page_key(&once), Some(once.clone()), "{}", address);
        }
    }

    #[test]
    fn trackers_change_nothing_wherever_they_stand(
        page in 1..99_u32,
        chosen in prop::sample::subsequence(TRACKERS.to_vec(), 0..6),
        place in 0..7_usize,
    ) {
        let mut pairs: Vec<String> = chosen.iter().map(|name| format!("{name}=x{page}")).collect();
        pairs.insert(place.min(pairs.len()), format!("p={page}"));
        let address = format!("https://a.example/?{}", pairs.join("&"));
        prop_assert_eq!(key(&address), format!("https://a.example/?p={page}"));
    }

    #[test]
    fn pages_of_other_paths_or_numbers_stay_apart(one in "[a-z0-9가-힣-]{1,8}", other in "[a-z0-9가-힣-]{1,8}", number in 0..99_u32) {
        let of = |path: &str, number: u32| key(&format!("https://a.example/x{path}?id={number}"));
        prop_assert_eq!(of(&one, number) == of(&other, number), one == other);
        prop_assert_ne!(of(&one, number), of(&one, number + 1));
    }
}
