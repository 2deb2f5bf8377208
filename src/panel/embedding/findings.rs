//! What a page of the site has of Gudok, by its HTML.

use dom_query::Document;
use url::Url;

use crate::config::Config;

/// Something that the check found, good or bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// The script.
    Script,
    /// No script, so that the elements stay links.
    NoScript,
    /// A script of another Gudok, at this address.
    OtherScript(String),
    /// The comments, for this thread.
    Comments(String),
    /// The comments of a page of another site.
    ForeignThread(String),
    /// The sign-up form.
    Subscribe,
    /// Neither comments nor the sign-up form.
    NoElement,
    /// Pages of this origin may not ask Gudok.
    OriginRefused(String),
    /// The page's own policy forbids the script or its requests.
    PolicyForbids(&'static str),
}

impl Finding {
    /// Whether it is as it should be.
    pub(super) fn is_good(&self) -> bool {
        matches!(self, Self::Script | Self::Comments(_) | Self::Subscribe)
    }

    /// The key of the phrase that says what was found.
    pub(super) fn found_key(&self) -> String {
        format!("embedding-found-{}", self.word())
    }

    /// The key of the phrase that says what to do, for a fault.
    pub(super) fn fix_key(&self) -> String {
        format!("embedding-fix-{}", self.word())
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::NoScript => "no-script",
            Self::OtherScript(_) => "other-script",
            Self::Comments(_) => "comments",
            Self::ForeignThread(_) => "foreign-thread",
            Self::Subscribe => "subscribe",
            Self::NoElement => "no-element",
            Self::OriginRefused(_) => "origin-refused",
            Self::PolicyForbids(_) => "policy-forbids",
        }
    }

    /// What the phrases name.
    pub(super) fn detail(&self) -> &str {
        match self {
            Self::OtherScript(text)
            | Self::Comments(text)
            | Self::ForeignThread(text)
            | Self::OriginRefused(text) => text,
            Self::PolicyForbids(directive) => directive,
            Self::Script | Self::NoScript | Self::Subscribe | Self::NoElement => "",
        }
    }
}

/// Examines the HTML of the page at `address`, which was served under these content security policies.
pub(super) fn examine(
    html: &str,
    address: &Url,
    policies: &[String],
    config: &Config,
) -> Vec<Finding> {
    let page = Document::from(html);
    let base = config.server.base_url();
    let mut found = scripts(&page, address, &base);
    found.extend(elements(&page, address, config));
    let origin = address.origin().ascii_serialization();
    if !config.origins().any(|allowed| allowed == origin) {
        found.push(Finding::OriginRefused(origin.clone()));
    }
    let in_the_head = page.select("meta[http-equiv]");
    let in_the_head = in_the_head.iter().filter_map(|meta| {
        let name = meta.attr("http-equiv")?;
        let is_policy = name.eq_ignore_ascii_case("content-security-policy");
        is_policy.then(|| meta.attr("content"))?
    });
    let whole: Vec<String> = in_the_head
        .map(|policy| policy.to_string())
        .chain(policies.iter().cloned())
        .collect();
    let visitor = PolicyVisitor {
        base: &base,
        nonce: nonce(&page, address, &base),
        is_own: origin == base,
    };
    let mut policies = whole.iter().flat_map(|policies| policies.split(','));
    found.extend(
        policies
            .find_map(|policy| visitor.forbidden(policy))
            .map(Finding::PolicyForbids),
    );
    found
}

/// The nonce of our script in the page.
fn nonce(page: &Document, address: &Url, base: &str) -> Option<String> {
    let ours = format!("{base}/embed.js");
    let scripts = page.select("script[src][nonce]");
    scripts
        .iter()
        .find_map(|script| {
            let source = address.join(script.attr("src")?.trim()).ok()?;
            (source.as_str() == ours).then(|| script.attr("nonce"))?
        })
        .map(|nonce| nonce.to_string())
}

fn scripts(page: &Document, address: &Url, base: &str) -> Vec<Finding> {
    let ours = format!("{base}/embed.js");
    let sources = page.select("script[src]");
    let sources = sources.iter().filter_map(|script| {
        let source = script.attr("src")?;
        address.join(source.trim()).ok()
    });
    let mut others = Vec::new();
    for source in sources.filter(|source| source.path().ends_with("/embed.js")) {
        if source.as_str() == ours {
            return vec![Finding::Script];
        }
        others.push(Finding::OtherScript(source.into()));
    }
    others.truncate(1);
    if others.is_empty() {
        others.push(Finding::NoScript);
    }
    others
}

fn elements(page: &Document, address: &Url, config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    let comments = page.select("gudok-comments, .gudok-comments");
    if let Some(element) = comments.iter().next() {
        let named = element
            .attr("thread")
            .or_else(|| element.attr("data-thread"));
        let thread = match named {
            Some(thread) if !thread.trim().is_empty() => thread.trim().to_owned(),
            _ => canonical(page).unwrap_or_else(|| address.to_string()),
        };
        let is_foreign = thread
            .parse()
            .is_ok_and(|url: Url| url.has_host() && !config.is_of_the_site(&url));
        found.push(if is_foreign {
            Finding::ForeignThread(thread)
        } else {
            Finding::Comments(thread)
        });
    }
    if page.select("gudok-subscribe, .gudok-subscribe").exists() {
        found.push(Finding::Subscribe);
    }
    if found.is_empty() {
        found.push(Finding::NoElement);
    }
    found
}

fn canonical(page: &Document) -> Option<String> {
    let link = page.select("link[rel=canonical]").attr("href")?;
    Some(link.trim().to_owned()).filter(|link| !link.is_empty())
}

/// Gudok as a page's policy sees it.
struct PolicyVisitor<'a> {
    base: &'a str,
    nonce: Option<String>,
    /// The page is Gudok's own.
    is_own: bool,
}

impl PolicyVisitor<'_> {
    /// The directive of a policy that leaves Gudok out (CSP Level 3, section 6).
    fn forbidden(&self, policy: &str) -> Option<&'static str> {
        let directive = |name: &str| {
            let mut parts = policy.split(';').map(str::trim);
            parts.find_map(|part| {
                let sources = part.get(name.len()..)?;
                let is_it = part.get(..name.len())?.eq_ignore_ascii_case(name);
                (is_it && (sources.is_empty() || sources.starts_with(' '))).then_some(sources)
            })
        };
        ["script-src", "connect-src"].into_iter().find(|name| {
            let sources = directive(name).or_else(|| directive("default-src"));
            let nonce = self.nonce.as_deref().filter(|_| *name == "script-src");
            sources.is_some_and(|sources| !self.is_among(sources, nonce))
        })
    }

    fn is_among(&self, sources: &str, nonce: Option<&str>) -> bool {
        let has_nonce = |source: &str| {
            let value = source
                .strip_prefix("'nonce-")
                .and_then(|rest| rest.strip_suffix('\''));
            value.is_some() && value == nonce
        };
        let mut all = sources.split_whitespace();
        if sources.contains("'strict-dynamic'") {
            return all.any(has_nonce);
        }
        all.any(|source| has_nonce(source) || self.is(source))
    }

    /// Whether a source is Gudok.
    fn is(&self, source: &str) -> bool {
        let (scheme, host) = self.base.split_once("://").unwrap_or(("", self.base));
        let named = match source.split_once("://") {
            Some((named, rest)) if named == scheme => rest,
            Some(_) => return false,
            None => source,
        };
        let named = named.split('/').next().unwrap_or_default();
        match named.strip_prefix('*') {
            Some("") => true,
            Some(suffix) => host.ends_with(suffix),
            None => {
                named == host
                    || source.strip_suffix(':') == Some(scheme)
                    || self.is_own && source == "'self'"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(html: &str, address: &str) -> Vec<&'static str> {
        words_under(&[], html, address)
    }

    fn words_under(policies: &[&str], html: &str, address: &str) -> Vec<&'static str> {
        let mut config = Config::default();
        config.server.public_url = Some("https://letters.example.org".parse().unwrap());
        config.site.url = Some("https://blog.example.org".parse().unwrap());
        let policies: Vec<String> = policies.iter().map(|one| (*one).to_owned()).collect();
        let found = examine(html, &address.parse().unwrap(), &policies, &config);
        found.iter().map(Finding::word).collect()
    }

    const PAGE: &str = "https://blog.example.org/posts/1";
    const SCRIPT: &str = "<script async src=\"https://letters.example.org/embed.js\"></script>";

    #[test]
    fn a_whole_page_is_found_whole() {
        let html =
            format!("{SCRIPT}<gudok-comments></gudok-comments><gudok-subscribe></gudok-subscribe>");
        assert_eq!(words(&html, PAGE), ["script", "comments", "subscribe"]);
        let plain = format!("{SCRIPT}<div class=\"gudok-comments\" data-thread=\"post-1\"></div>");
        assert_eq!(words(&plain, PAGE), ["script", "comments"]);
    }

    #[test]
    fn each_fault_has_a_word() {
        for (html, address, found) in [
            ("<p>Hello</p>", PAGE, &["no-script", "no-element"][..]),
            (
                "<script src=\"https://old.example.org/embed.js\"></script><gudok-subscribe></gudok-subscribe>",
                PAGE,
                &["other-script", "subscribe"],
            ),
            (
                &format!(
                    "{SCRIPT}<gudok-comments thread=\"https://elsewhere.example.net/1\"></gudok-comments>"
                ),
                PAGE,
                &["script", "foreign-thread"],
            ),
            (
                &format!("{SCRIPT}<gudok-subscribe></gudok-subscribe>"),
                "https://shop.example.net/",
                &["script", "subscribe", "origin-refused"],
            ),
            (
                &format!(
                    "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'; script-src 'self' letters.example.org\">{SCRIPT}<gudok-subscribe></gudok-subscribe>"
                ),
                PAGE,
                &["script", "subscribe", "policy-forbids"],
            ),
        ] {
            assert_eq!(words(html, address), found, "{html}");
        }
    }

    #[test]
    fn an_origin_is_exact_as_it_is_for_browsers() {
        let html = format!("{SCRIPT}<gudok-subscribe></gudok-subscribe>");
        for other in ["https://www.blog.example.org/", "http://blog.example.org/"] {
            assert_eq!(
                words(&html, other),
                ["script", "subscribe", "origin-refused"]
            );
        }
    }

    #[test]
    fn a_policy_allows_gudok_by_its_host_a_wildcard_above_it_or_the_scripts_own_nonce() {
        let plain = format!("{SCRIPT}<gudok-subscribe></gudok-subscribe>");
        let marked = plain.replace("<script ", "<script nonce=\"abc\" ");
        let fine = ["script", "subscribe"];
        let forbidden = ["script", "subscribe", "policy-forbids"];
        for (policy, html, found) in [
            (
                "default-src 'self' https://letters.example.org",
                &plain,
                &fine[..],
            ),
            ("default-src https:", &plain, &fine),
            (
                "script-src *.example.org; connect-src letters.example.org",
                &plain,
                &fine,
            ),
            (
                "script-src 'nonce-abc' 'strict-dynamic'; connect-src *",
                &marked,
                &fine,
            ),
            (
                "script-src *.example.net; connect-src *",
                &plain,
                &forbidden,
            ),
            ("script-src 'nonce-abc'; connect-src *", &plain, &forbidden),
            ("script-src 'nonce-xyz'; connect-src *", &marked, &forbidden),
            (
                "script-src 'nonce-abc'; connect-src 'self'",
                &marked,
                &forbidden,
            ),
            ("script-src *, default-src 'none'", &plain, &forbidden),
        ] {
            assert_eq!(words_under(&[policy], html, PAGE), found, "{policy}");
        }
    }
}
