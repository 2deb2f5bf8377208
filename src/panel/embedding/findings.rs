//! What a page of the site has of Gudok, by its HTML.

use dom_query::{Document, Selection};
use url::Url;

use super::policy::{GudokInPage, Refusal};
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
    /// This directive of the page's own policy forbids the script or its requests.
    PolicyForbids(&'static str),
    /// The page's own policies name the Trusted Types that they take, and not ours.
    TypesForbidden,
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
            Self::TypesForbidden => "types-forbidden",
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
            Self::Script
            | Self::NoScript
            | Self::Subscribe
            | Self::NoElement
            | Self::TypesForbidden => "",
        }
    }
}

/// Examines the HTML of the page at `address`, which was served under these content security policies.
pub(super) fn examine(
    html: &str,
    address: &Url,
    policies: &[String],
    config: &Config,
) -> Result<Vec<Finding>, url::ParseError> {
    let gudok: Url = config.server.base_url().parse()?;
    let page = Page::of(html, address);
    let mut found = vec![page.script(&gudok)];
    found.extend(page.elements(config));
    let origin = address.origin().ascii_serialization();
    if !config.origins().any(|allowed| allowed == origin) {
        found.push(Finding::OriginRefused(origin));
    }
    let nonce = page
        .our_scripts(&gudok)
        .find_map(|script| script.attr("nonce"));
    let in_page = GudokInPage {
        page: address.clone(),
        gudok,
        nonce: nonce.map(|nonce| nonce.to_string()),
    };
    let in_head = page.policies();
    let each = in_head
        .iter()
        .chain(policies)
        .flat_map(|policies| policies.split(','));
    found.extend(in_page.refusal(each).map(|refusal| match refusal {
        Refusal::Address(directive) => Finding::PolicyForbids(directive),
        Refusal::TrustedTypes => Finding::TypesForbidden,
    }));
    Ok(found)
}

/// A page as its browser has it.
struct Page {
    document: Document,
    /// The page's own address.
    address: Url,
    /// What its relative addresses begin with.
    base: Url,
}

impl Page {
    fn of(html: &str, address: &Url) -> Self {
        let document = Document::from(html);
        let named = document.select("base[href]").attr("href");
        let base = named.and_then(|base| address.join(&base).ok());
        Self {
            base: base.unwrap_or_else(|| address.clone()),
            address: address.clone(),
            document,
        }
    }

    /// The scripts that run and are called `embed.js`, each with its address.
    fn scripts(&self) -> impl Iterator<Item = (Selection<'_>, Url)> {
        let scripts: Vec<Selection<'_>> = self.document.select("script[src]").iter().collect();
        scripts.into_iter().filter_map(|script| {
            let address = self.base.join(&script.attr("src")?).ok()?;
            let is_it = runs(&script) && address.path().ends_with("/embed.js");
            is_it.then_some((script, address))
        })
    }

    /// Gudok's scripts. Sites add a version behind `?`, against caches.
    fn our_scripts(&self, gudok: &Url) -> impl Iterator<Item = Selection<'_>> {
        let ours = gudok.origin();
        self.scripts().filter_map(move |(script, address)| {
            let is_ours = address.origin() == ours && address.path() == "/embed.js";
            is_ours.then_some(script)
        })
    }

    fn script(&self, gudok: &Url) -> Finding {
        if self.our_scripts(gudok).next().is_some() {
            return Finding::Script;
        }
        match self.scripts().next() {
            Some((_, address)) => Finding::OtherScript(address.into()),
            None => Finding::NoScript,
        }
    }

    fn elements(&self, config: &Config) -> Vec<Finding> {
        let mut found = Vec::new();
        let comments = self.document.select("gudok-comments, .gudok-comments");
        if let Some(element) = comments.iter().next() {
            let named = element
                .attr("thread")
                .or_else(|| element.attr("data-thread"));
            let thread = match named {
                Some(thread) if !thread.trim().is_empty() => thread.trim().to_owned(),
                _ => self.canonical(),
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
        let subscribe = "gudok-subscribe, .gudok-subscribe";
        if self.document.select(subscribe).exists() {
            found.push(Finding::Subscribe);
        }
        if found.is_empty() {
            found.push(Finding::NoElement);
        }
        found
    }

    /// The page's canonical address; its own where it names none.
    fn canonical(&self) -> String {
        let links = self.document.select("link[rel]");
        let mut links = links.iter().filter(|link| {
            let rel = link.attr("rel");
            rel.is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        });
        let named = links.next().and_then(|link| link.attr("href"));
        let named = named.and_then(|href| self.base.join(&href).ok());
        named.map_or_else(|| self.address.to_string(), Into::into)
    }

    /// The policies in the page's head.
    fn policies(&self) -> Vec<String> {
        let named = self.document.select("head meta[http-equiv]");
        let policies = named.iter().filter_map(|meta| {
            let name = meta.attr("http-equiv")?;
            let is_policy = name.eq_ignore_ascii_case("content-security-policy");
            is_policy.then(|| meta.attr("content"))?
        });
        policies.map(|policy| policy.to_string()).collect()
    }
}

/// Whether a browser runs a script of this type: those that wait for consent say `text/plain`.
fn runs(script: &Selection<'_>) -> bool {
    let kind = script.attr("type").unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    kind.is_empty() || kind == "module" || kind.ends_with("javascript")
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
        let found = examine(html, &address.parse().unwrap(), &policies, &config).unwrap();
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
    fn a_page_is_read_as_a_browser_reads_it() {
        let form = "<gudok-subscribe></gudok-subscribe>";
        let script = |attributes: &str| format!("<script {attributes}></script>{form}");
        let fine = ["script", "subscribe"];
        for attributes in [
            "src=\"https://letters.example.org/embed.js?ver=6.5\"",
            "src=\"https://LETTERS.example.org:443/embed.js#x\" defer",
            "src=\"\n//letters.example.org/embed.js \" type=\"text/javascript\"",
            "src=\"https://letters.example.org/embed.js\" type=\"module\"",
        ] {
            assert_eq!(words(&script(attributes), PAGE), fine, "{attributes}");
        }
        let based =
            format!("<base href=\"//letters.example.org/\"><script src=embed.js></script>{form}");
        assert_eq!(words(&based, PAGE), fine);
        let waiting = script("src=\"https://letters.example.org/embed.js\" type=\"text/plain\"");
        assert_eq!(words(&waiting, PAGE), ["no-script", "subscribe"]);
        let below = script("src=\"https://letters.example.org/old/embed.js\"");
        assert_eq!(words(&below, PAGE), ["other-script", "subscribe"]);
    }

    #[test]
    fn the_thread_is_the_canonical_address_as_a_browser_completes_it() {
        for (head, thread) in [
            ("", PAGE),
            (
                "<link rel=canonical href=\"/posts/one\">",
                "https://blog.example.org/posts/one",
            ),
            (
                "<link rel=Canonical href=\"two?a=1\">",
                "https://blog.example.org/posts/two?a=1",
            ),
            (
                "<link rel=canonical href=\" https://blog.example.org/3 \">",
                "https://blog.example.org/3",
            ),
            (
                "<base href=\"/en/\"><link rel=canonical href=\"4\">",
                "https://blog.example.org/en/4",
            ),
            ("<link rel=canonical>", PAGE),
        ] {
            let html = format!("<head>{head}</head>{SCRIPT}<gudok-comments></gudok-comments>");
            let found = Page::of(&html, &PAGE.parse().unwrap()).canonical();
            assert_eq!(found, thread, "{head}");
        }
    }

    #[test]
    fn the_policies_of_header_and_head_count_together() {
        let plain = format!("{SCRIPT}<gudok-subscribe></gudok-subscribe>");
        let marked = plain.replace("<script ", "<script nonce=\"abc\" ");
        let in_head = |policy: &str| {
            format!(
                "<head><meta http-equiv=content-security-policy content=\"{policy}\"></head>{plain}"
            )
        };
        let open = "script-src letters.example.org; connect-src letters.example.org";
        for (policy, html, last) in [
            (open, &plain, "subscribe"),
            ("script-src *, default-src 'none'", &plain, "policy-forbids"),
            (open, &in_head("script-src\n 'self'"), "policy-forbids"),
            (
                open,
                &format!(
                    "{plain}<meta http-equiv=content-security-policy content=\"script-src 'self'\">"
                ),
                "subscribe",
            ),
            (
                "script-src 'nonce-abc'; connect-src *",
                &marked,
                "subscribe",
            ),
            (
                "script-src 'nonce-xyz'; connect-src *",
                &marked,
                "policy-forbids",
            ),
            (
                "require-trusted-types-for 'script'; trusted-types a",
                &plain,
                "types-forbidden",
            ),
        ] {
            assert_eq!(
                words_under(&[policy], html, PAGE).last(),
                Some(&last),
                "{policy}"
            );
        }
    }
}
