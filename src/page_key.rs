//! One name for a web page however its address is spelt: posts and threads are told apart by it.
//!
//! Folded: scheme, `www.`, default port, userinfo, fragment; double and final slashes, `index.html`, `.html`, `/comment-page-2/`;
//! escapes (RFC 3986, section 6.2.2), composed and decomposed letters; the order of parameters, and those that only say where a
//! reader came from. What may name another page stays: other parameters, case, `%2F`.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use url::Url;

/// Parameters that say where a reader came from or how a page is shown, not which it is; lower case.
const TRACKERS: &[&str] = &[
    // Advertising and mail services.
    "fbclid",
    "gclid",
    "gclsrc",
    "gad",
    "gad_source",
    "gad_campaignid",
    "gbraid",
    "wbraid",
    "dclid",
    "srsltid",
    "msclkid",
    "ttclid",
    "yclid",
    "ymclid",
    "twclid",
    "li_fat_id",
    "epik",
    "rdt_cid",
    "sccid",
    "scclid",
    "igshid",
    "igsh",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "vero_conv",
    "oly_enc_id",
    "oly_anon_id",
    "_openstat",
    "wickedid",
    "irclickid",
    "_kx",
    "s_kwcid",
    "ef_id",
    "_ke",
    "cvid",
    "oicd",
    "trk_contact",
    "trk_msg",
    "trk_module",
    "trk_sid",
    "sfmc_id",
    "mibextid",
    // Analytics.
    "_ga",
    "_gl",
    "_gac",
    "pk_campaign",
    "pk_kwd",
    "pk_source",
    "pk_medium",
    "mtm_campaign",
    "mtm_source",
    "mtm_medium",
    "mtm_keyword",
    "mtm_content",
    "mtm_cid",
    "mtm_group",
    "mtm_placement",
    "piwik_campaign",
    "piwik_kwd",
    // Naver, Kakao, Daum.
    "napm",
    "n_media",
    "n_query",
    "n_rank",
    "n_ad_group",
    "n_ad",
    "n_keyword_id",
    "n_keyword",
    "n_campaign_type",
    "n_ad_group_type",
    "n_match",
    "n_network",
    "n_mall_pid",
    "n_cid",
    "openexternalbrowser",
    "kakao_agent",
    "kakaotrack",
    "dmkw",
    // How a page is shown, and where in its comments.
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "replytocom",
    "cpage",
    "comment-page",
    "comment_page",
    "unapproved",
    "moderation-hash",
    "amp",
    "outputtype",
    "gudok",
];
/// Beginnings of names of such parameters.
const TRACKER_PREFIXES: &[&str] = &[
    "utm_", "mc_", "_x_tr_", "hsa_", "_branch_", "oly_", "matomo_", "stm_", "itm_", "at_",
];
/// Names of files that a server shows for their folder.
const INDEXES: &[&str] = &[
    "index.html",
    "index.htm",
    "index.xhtml",
    "index.shtml",
    "index.php",
    "index.asp",
    "index.aspx",
    "index.jsp",
    "default.htm",
    "default.html",
    "default.asp",
    "default.aspx",
];
/// Octets that stand in a part of a path as they are (RFC 3986, section 3.3); `/` and `%` never do.
const PLAIN_IN_PATH: &[u8] = b"-._~!$&'()*+,;=:@";
/// The same in a parameter, where `&`, `=` and `+` part or mean something.
const PLAIN_IN_QUERY: &[u8] = b"-._~!$'()*,;:@/?";

/// The page's key, itself an address that browsers understand; `None` for a text that is no address of a web page.
pub fn page_key(address: &str) -> Option<String> {
    let url = web_address(address)?;
    let mut key = format!("https://{}", host(&url));
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        let _ = write!(key, ":{port}");
    }
    key.push('/');
    key.push_str(&path(&url).join("/"));
    let query = query(&url);
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query.join("&"));
    }
    Some(key)
}

/// The text as an address of a web page.
pub fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The same page without what says where a reader came from, its spelling kept otherwise; for links back to it.
pub fn without_trackers(mut url: Url) -> Url {
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let query = url.query().unwrap_or_default();
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
    url
}

/// The host as it names a site: without `www.` and a final dot.
pub fn host(url: &Url) -> &str {
    let mut host = url.host_str().unwrap_or_default().trim_end_matches('.');
    while let Some(rest) = host.strip_prefix("www.").filter(|rest| rest.contains('.')) {
        host = rest;
    }
    host
}

fn path(url: &Url) -> Vec<String> {
    let mut parts: Vec<String> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(|part| respelt(part, PLAIN_IN_PATH))
        .collect();
    while let Some(last) = parts.pop() {
        if is_comment_page(&last) || is_index(&last) {
            continue;
        }
        let bare = [".html", ".htm"]
            .iter()
            .find_map(|end| last.strip_suffix(end));
        match bare.filter(|bare| !bare.trim_matches('.').is_empty()) {
            Some(bare) => parts.push(bare.to_owned()),
            None => {
                parts.push(last);
                break;
            }
        }
    }
    parts
}

fn is_index(part: &str) -> bool {
    INDEXES.contains(&part.to_ascii_lowercase().as_str())
}

/// WordPress shows the second page of a post's comments at `/comment-page-2/`.
fn is_comment_page(part: &str) -> bool {
    part.strip_prefix("comment-page-").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The parameters that name the page, by name; those of one name stay in their order.
fn query(url: &Url) -> Vec<String> {
    let pairs = url.query().unwrap_or_default().split('&');
    let mut kept: Vec<(String, String)> = pairs
        .filter(|pair| !is_tracker(pair))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let respelt = |text: &str| respelt(&text.replace('+', "%20"), PLAIN_IN_QUERY);
            (respelt(name), respelt(value))
        })
        .collect();
    kept.sort_by(|(a, _), (b, _)| a.cmp(b));
    let pair = |(name, value): (String, String)| match value.as_str() {
        "" => name,
        value => format!("{name}={value}"),
    };
    kept.into_iter().map(pair).collect()
}

/// Empty pairs say nothing either.
fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    let name = respelt(&name.replace('+', "%20"), PLAIN_IN_QUERY).to_ascii_lowercase();
    pair.is_empty()
        || pair == "="
        || TRACKERS.contains(&name.as_str())
        || TRACKER_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// A part of an address in the one spelling: what need not be escaped is not, letters are composed, escapes are in upper case.
fn respelt(part: &str, plain: &[u8]) -> String {
    let mut part = part.to_owned();
    loop {
        let next = respelt_once(&part, plain);
        if next == part {
            return part;
        }
        part = next;
    }
}

fn respelt_once(part: &str, plain: &[u8]) -> String {
    let octets = unescaped(part);
    // Octets that are no UTF-8 (EUC-KR in old boards) are kept one by one.
    let octets = match String::from_utf8(octets) {
        Ok(text) => text.nfc().collect::<String>().into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let mut respelt = String::with_capacity(octets.len());
    for octet in octets {
        if octet.is_ascii_alphanumeric() || plain.contains(&octet) {
            respelt.push(char::from(octet));
        } else {
            let _ = write!(respelt, "%{octet:02X}");
        }
    }
    respelt
}

/// The octets behind escapes. Escapes of letters beyond ASCII that were escaped again (`%25EA`) are undone, too: they come from
/// programs that share links, and no page is called so.
fn unescaped(part: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%'
            && let Some(octet) = escape(after)
        {
            rest = &after[2..];
            if octet == b'%' {
                let mut inner = rest;
                while let Some(again) = inner.strip_prefix(b"25") {
                    inner = again;
                }
                if let Some(letter) = escape(inner).filter(|letter| *letter >= 0x80) {
                    octets.push(letter);
                    rest = &inner[2..];
                    continue;
                }
            }
            octets.push(octet);
        } else {
            octets.push(first);
            rest = after;
        }
    }
    octets
}

/// The octet that two hexadecimal digits stand for.
fn escape(digits: &[u8]) -> Option<u8> {
    let digits = digits.get(..2)?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    let octet = value(digits[0])? * 16 + value(digits[1])?;
    u8::try_from(octet).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            "https://xn--9t4b11yi5a.example/"
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
}
