//! What a page of the site has of Gudok, by its HTML.

use dom_query::{Document, Selection};
use url::Url;

use super::finding::Finding;
use super::policy::{GudokInPage, Refusal};
use crate::config::Config;

/// Examines the HTML of the page at `address`, which was served under these content security policies.
pub(super) fn examine(
    html: &str,
    address: &Url,
    policies: &[String],
    config: &Config,
) -> Result<Vec<Finding>, url::ParseError> {
    let gudok: Url = config.server.base_url().parse()?;
    let page = Page::of(html, address);
    let elements = page.elements(config);
    let forms = page.forms(&gudok, &elements, config);
    let script = page.script(&gudok);
    if elements.is_empty() && !forms.is_empty() && script == Finding::NoScript {
        // They post by themselves, from any page: neither origin nor policy of scripts matters to them.
        return Ok(forms);
    }
    let mut found = vec![script];
    found.extend(elements);
    found.extend(forms);
    if found.len() == 1 {
        found.push(Finding::NoElement);
    }
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
            found.push(if is_foreign(&thread, config) {
                Finding::ForeignThread(thread)
            } else {
                Finding::Comments(thread)
            });
        }
        let subscribe = "gudok-subscribe, .gudok-subscribe";
        if self.document.select(subscribe).exists() {
            found.push(Finding::Subscribe);
        }
        found
    }

    /// Plain forms that post to Gudok. One that stands in for an element without JavaScript is part of that element.
    fn forms(&self, gudok: &Url, elements: &[Finding], config: &Config) -> Vec<Finding> {
        let mut found = Vec::new();
        if let Some(form) = self.form_to(gudok, "/comments")
            && !elements
                .iter()
                .any(|element| matches!(element, Finding::Comments(_) | Finding::ForeignThread(_)))
        {
            let thread = form.select("[name=thread]").attr("value");
            let thread = thread.map(|thread| thread.trim().to_owned());
            found.push(match thread {
                Some(thread) if is_foreign(&thread, config) => Finding::ForeignThread(thread),
                Some(thread) if !thread.is_empty() => Finding::PlainComments(thread),
                _ => Finding::NoThread,
            });
        }
        if self.form_to(gudok, "/subscriptions").is_some()
            && !elements.contains(&Finding::Subscribe)
        {
            found.push(Finding::PlainSubscribe);
        }
        found
    }

    /// The first form that a browser posts to this path of Gudok.
    fn form_to(&self, gudok: &Url, path: &str) -> Option<Selection<'_>> {
        let forms: Vec<Selection<'_>> = self.document.select("form[action]").iter().collect();
        forms.into_iter().find(|form| {
            let method = form.attr("method").unwrap_or_default();
            let action = form.attr("action").unwrap_or_default();
            let address = self.base.join(&action);
            method.trim().eq_ignore_ascii_case("post")
                && address.is_ok_and(|address| {
                    address.origin() == gudok.origin() && address.path() == path
                })
        })
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

/// Whether a thread is named by a page of another site.
fn is_foreign(thread: &str, config: &Config) -> bool {
    let page = thread.parse();
    page.is_ok_and(|url: Url| url.has_host() && !config.is_of_the_site(&url))
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
    fn a_plain_form_is_found_and_needs_no_script() {
        let form = |attributes: &str| format!("<form {attributes}><input name=email></form>");
        let sign_up = form("method=post action=\"https://letters.example.org/subscriptions\"");
        let comment = "<form method=POST action=\"//letters.example.org/comments?lang=ko\">\
                       <input type=hidden name=thread value=\" https://blog.example.org/posts/1 \"></form>";
        for (html, found) in [
            (sign_up.clone(), &["plain-subscribe"][..]),
            (comment.to_owned(), &["plain-comments"]),
            (
                format!("{sign_up}{comment}"),
                &["plain-comments", "plain-subscribe"],
            ),
            (
                comment.replace("blog.example.org/posts", "elsewhere.example.net/posts"),
                &["foreign-thread"],
            ),
            (comment.replace("name=thread", "name=post"), &["no-thread"]),
            // In an element it is what stands there without JavaScript.
            (
                format!("{SCRIPT}<gudok-subscribe>{sign_up}</gudok-subscribe>"),
                &["script", "subscribe"],
            ),
            (
                format!("{SCRIPT}<gudok-subscribe></gudok-subscribe>{comment}"),
                &["script", "subscribe", "plain-comments"],
            ),
            (format!("{SCRIPT}{sign_up}"), &["script", "plain-subscribe"]),
            (
                form("action=\"https://letters.example.org/subscriptions\""),
                &["no-script", "no-element"],
            ),
            (
                form("method=post action=\"https://other.example.net/subscriptions\""),
                &["no-script", "no-element"],
            ),
            (
                form("method=post action=\"/subscriptions\""),
                &["no-script", "no-element"],
            ),
        ] {
            assert_eq!(words(&html, PAGE), found, "{html}");
        }
        let of_another_origin = words(&sign_up, "https://shop.example.net/");
        assert_eq!(of_another_origin, ["plain-subscribe"]);
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
