//! Signs of advertising in the name.

/// Top-level domains that make a name with a dot an address; `J.Kim` is not one.
const ENDS: &[&str] = &[
    "com", "net", "org", "info", "biz", "shop", "xyz", "site", "online", "top", "club", "store",
    "link", "live", "vip", "io", "kr", "me", "app", "pro", "bet", "casino", "ru", "cn",
];

/// True for a name that is a web address; `ASP.NET 개발자` is a name.
pub(super) fn is_address(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    if name.contains("://") || name.starts_with("www.") {
        return true;
    }
    let host = name.split('/').next().unwrap_or(&name);
    let mut labels = host.rsplit('.');
    let end = labels.next().unwrap_or_default();
    let label = labels.next().unwrap_or_default();
    !host.contains(char::is_whitespace) && label.chars().count() >= 3 && ENDS.contains(&end)
}

/// True for a name with code of an attack.
pub(super) fn has_code(name: &str) -> bool {
    let name = name.to_lowercase();
    let pieces = [
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "<a ",
        "onerror=",
        "' or ",
        "\" or ",
        "union select",
        "';",
        "--",
        "${",
        "{{",
        "sleep(",
        "../",
    ];
    pieces.iter().any(|piece| name.contains(piece))
}
