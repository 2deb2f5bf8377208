//! What a person calls the browser that names itself `Mozilla/5.0 (…) …`.

/// Names in the order in which they must be looked for: each later one's word stands in the earlier ones' texts too.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// `Firefox · Linux`; what is not known by name stays as it names itself.
pub fn browser_name(user_agent: &str) -> String {
    known_browser_name(user_agent).unwrap_or_else(|| user_agent.chars().take(60).collect())
}

/// The same for mails, which repeat no text of whoever signed in; `None` for what is not known by name.
pub(super) fn known_browser_name(user_agent: &str) -> Option<String> {
    let find = |names: &[(&str, &'static str)]| {
        let known = names.iter().find(|(word, _)| user_agent.contains(word));
        known.map(|(_, name)| *name)
    };
    match (find(BROWSERS), find(SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{browser_name, known_browser_name};

    #[test]
    fn browsers_are_called_by_the_names_that_people_know() {
        let android = "Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
        assert_eq!(browser_name(android), "Chrome · Android");
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
        assert_eq!(browser_name(edge), "Edge · Windows");
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser_name(iphone), "Safari · iPhone");
        assert_eq!(browser_name("curl/8.9.1"), "curl");
        assert_eq!(browser_name("letterbox 1.0"), "letterbox 1.0");
        assert_eq!(browser_name(""), "");
        assert_eq!(known_browser_name("Sign in at http://evil.example"), None);
    }
}
