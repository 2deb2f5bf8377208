//! The content security policy of a page of the site, applied to Gudok as a browser applies it (CSP Level 3).

use url::Url;

/// The directives of the script and of its requests. Each one stands in for those before it (section 6.8).
const OF_SCRIPTS: &[&str] = &["script-src-elem", "script-src", "default-src"];
const OF_REQUESTS: &[&str] = &["connect-src", "default-src"];

/// What the page loads and asks for, below Gudok's address. The second script's name changes with each release.
const SCRIPTS: &[&str] = &["/embed.js", "/embed-0.js"];
const REQUESTS: &[&str] = &["/fragments/comments", "/api/v1/comments"];

/// Gudok in a page of the site.
pub(super) struct GudokInPage {
    /// The page's address.
    pub page: Url,
    /// Gudok's address.
    pub gudok: Url,
    /// The nonce of Gudok's script in the page.
    pub nonce: Option<String>,
}

/// Why a policy keeps Gudok out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// This directive does not name Gudok's address.
    Address(&'static str),
    /// Trusted Types are required, and a `trusted-types` does not name the policy `gudok`.
    TrustedTypes,
}

impl GudokInPage {
    /// Why these policies of one page keep Gudok out; `None` where they do not. A browser enforces each of them.
    pub(super) fn refusal<'p>(&self, policies: impl Iterator<Item = &'p str>) -> Option<Refusal> {
        let policies: Vec<_> = policies.map(Directives::parse).collect();
        let address = policies.iter().find_map(|policy| self.refused_by(policy));
        match address {
            Some(directive) => Some(Refusal::Address(directive)),
            None => refuse_our_types(&policies).then_some(Refusal::TrustedTypes),
        }
    }

    /// The directive of this policy that does not name Gudok's address.
    fn refused_by(&self, policy: &Directives<'_>) -> Option<&'static str> {
        let scripts = policy.first_of(OF_SCRIPTS);
        let scripts = scripts.filter(|(_, sources)| !self.runs(sources));
        let requests = policy.first_of(OF_REQUESTS);
        let requests = requests.filter(|(_, sources)| !self.allows(sources, REQUESTS));
        scripts.or(requests).map(|(directive, _)| directive)
    }

    fn runs(&self, sources: &[&str]) -> bool {
        let nonce = self.nonce.as_deref();
        let has_nonce = nonce.is_some_and(|nonce| {
            let mut named = sources.iter().filter_map(|source| nonce_of(source));
            named.any(|named| named == nonce)
        });
        has_nonce || !has(sources, "'strict-dynamic'") && self.allows(sources, SCRIPTS)
    }

    /// Whether each of these paths of Gudok is among the sources.
    fn allows(&self, sources: &[&str], paths: &[&str]) -> bool {
        let is_named = |path: &&str| sources.iter().any(|source| self.is(source, path));
        paths.iter().all(is_named)
    }

    /// Whether a source is Gudok at this path (section 6.7.2.8).
    fn is(&self, source: &str, path: &str) -> bool {
        if source.eq_ignore_ascii_case("'self'") {
            return self.gudok.origin() == self.page.origin();
        }
        if let Some(scheme) = source.strip_suffix(':') {
            return is_scheme(scheme, self.gudok.scheme());
        }
        let (scheme, rest) = source
            .split_once("://")
            .unwrap_or((self.page.scheme(), source));
        let (authority, below) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
        source == "*"
            || is_scheme(scheme, self.gudok.scheme())
                && self.is_host(host)
                && self.is_port(port)
                && is_path(below, path)
    }

    fn is_host(&self, named: &str) -> bool {
        let host = self.gudok.host_str().unwrap_or_default();
        match named.strip_prefix('*') {
            Some(suffix) => host.ends_with(&suffix.to_ascii_lowercase()),
            None => named.eq_ignore_ascii_case(host),
        }
    }

    fn is_port(&self, named: &str) -> bool {
        match named {
            "" => self.gudok.port().is_none(),
            "*" => true,
            "80" if self.gudok.port_or_known_default() == Some(443) => true,
            named => named.parse().ok() == self.gudok.port_or_known_default(),
        }
    }
}

/// Whether a policy that names a scheme means this one: `http` includes `https`.
fn is_scheme(named: &str, scheme: &str) -> bool {
    named.eq_ignore_ascii_case(scheme) || named.eq_ignore_ascii_case("http") && scheme == "https"
}

fn is_path(named: &str, path: &str) -> bool {
    named.is_empty() || named == path || named.ends_with('/') && path.starts_with(named)
}

/// The value of `'nonce-…'`.
fn nonce_of(source: &str) -> Option<&str> {
    let (keyword, value) = source.strip_suffix('\'')?.split_once('-')?;
    keyword.eq_ignore_ascii_case("'nonce").then_some(value)
}

fn has(values: &[&str], keyword: &str) -> bool {
    values
        .iter()
        .any(|value| value.eq_ignore_ascii_case(keyword))
}

/// The directives of a policy, their names in lower case.
struct Directives<'a>(Vec<(String, Vec<&'a str>)>);

impl<'a> Directives<'a> {
    fn parse(policy: &'a str) -> Self {
        let directives = policy.split(';').filter_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            let name = words.next()?.to_ascii_lowercase();
            Some((name, words.collect()))
        });
        Self(directives.collect())
    }

    /// The first directive of this name; browsers pass over a second one.
    fn named(&self, name: &str) -> Option<&[&'a str]> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, values)| values.as_slice())
    }

    /// The first of these names that the policy has.
    fn first_of(&self, names: &[&'static str]) -> Option<(&'static str, &[&'a str])> {
        let mut found = names
            .iter()
            .filter_map(|name| Some((*name, self.named(name)?)));
        found.next()
    }
}

/// Whether one policy requires Trusted Types, and their lists leave out both `gudok` and `default`, the page's own policy for
/// all that no other took.
fn refuse_our_types(policies: &[Directives<'_>]) -> bool {
    let mut sinks = policies
        .iter()
        .filter_map(|policy| policy.named("require-trusted-types-for"));
    let is_required = sinks.any(|sinks| has(sinks, "'script'"));
    let lists = policies
        .iter()
        .filter_map(|policy| policy.named("trusted-types"));
    let allow = |name| {
        let mut lists = lists.clone();
        lists.all(|list| list.contains(&name) || list.contains(&"*"))
    };
    is_required && !allow("gudok") && !allow("default")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://blog.example.org/posts/1";
    const GUDOK: &str = "https://letters.example.org";

    fn refusal(address: &str, base: &str, nonce: Option<&str>, policy: &str) -> Option<Refusal> {
        let gudok = GudokInPage {
            page: address.parse().expect("an address"),
            gudok: base.parse().expect("an address"),
            nonce: nonce.map(str::to_owned),
        };
        gudok.refusal(policy.split(','))
    }

    #[test]
    fn a_policy_lets_gudok_in_by_its_host_a_wildcard_above_it_or_a_scheme() {
        for policy in [
            "",
            "default-src 'self' https://letters.example.org",
            "default-src https:",
            "script-src *.example.org; connect-src letters.example.org",
            "script-src * ; connect-src *",
            "SCRIPT-SRC HTTPS://Letters.Example.org; connect-src http://letters.example.org:80",
            "script-src https://letters.example.org:443/; connect-src https://*:*",
            "connect-src https://letters.example.org/fragments/ https://letters.example.org/api/",
            // Any white space parts names and values.
            "\n default-src\n\t'none';\n script-src\n   https://letters.example.org\n;connect-src\thttps://letters.example.org",
            // A second directive of one name counts for nothing.
            "script-src https://letters.example.org; connect-src *; script-src 'none'",
            // The script's own directive comes before the one of all scripts.
            "script-src 'self'; script-src-elem https://letters.example.org; connect-src *",
        ] {
            assert_eq!(refusal(PAGE, GUDOK, None, policy), None, "{policy}");
        }
    }

    #[test]
    fn a_policy_that_keeps_gudok_out_is_named_by_its_directive() {
        for (policy, directive) in [
            ("default-src 'none'", "default-src"),
            ("script-src *.example.net; connect-src *", "script-src"),
            ("script-src\n'self';connect-src *", "script-src"),
            (
                "script-src *; script-src-elem 'self'; connect-src *",
                "script-src-elem",
            ),
            ("script-src *; connect-src\n'self'", "connect-src"),
            ("script-src *; default-src 'self'", "default-src"),
            (
                "script-src *.letters.example.org; connect-src *",
                "script-src",
            ),
            (
                "script-src https://letters.example.org:8443; connect-src *",
                "script-src",
            ),
            // The script behind the pasted one has another name.
            (
                "script-src https://letters.example.org/embed.js; connect-src *",
                "script-src",
            ),
            (
                "script-src *; connect-src https://letters.example.org/api/",
                "connect-src",
            ),
            ("script-src * 'strict-dynamic'; connect-src *", "script-src"),
        ] {
            let found = refusal(PAGE, GUDOK, None, policy);
            assert_eq!(found, Some(Refusal::Address(directive)), "{policy}");
        }
        let plain = "default-src letters.example.org";
        assert_eq!(
            refusal("http://blog.example.org/", GUDOK, None, plain),
            None
        );
        let found = refusal(PAGE, "http://letters.example.org", None, plain);
        assert_eq!(found, Some(Refusal::Address("default-src")));
    }

    #[test]
    fn a_nonce_stands_for_the_address_of_the_script_alone() {
        let with_nonce = |policy| refusal(PAGE, GUDOK, Some("abc"), policy);
        for policy in [
            "script-src 'nonce-abc' 'strict-dynamic'; connect-src *",
            "script-src 'Nonce-abc'; connect-src https://letters.example.org",
        ] {
            assert_eq!(with_nonce(policy), None, "{policy}");
        }
        for (policy, directive) in [
            ("script-src 'nonce-ABC'; connect-src *", "script-src"),
            ("script-src 'nonce-abc'; connect-src 'self'", "connect-src"),
            ("default-src 'nonce-abc'", "default-src"),
        ] {
            assert_eq!(
                with_nonce(policy),
                Some(Refusal::Address(directive)),
                "{policy}"
            );
        }
    }

    #[test]
    fn gudoks_own_pages_are_themselves() {
        let own = "https://letters.example.org/";
        assert_eq!(refusal(own, GUDOK, None, "default-src 'Self'"), None);
    }

    #[test]
    fn trusted_types_have_to_name_gudok_where_they_name_any() {
        let required = "require-trusted-types-for 'script'";
        for (policy, found) in [
            (required.to_owned(), None),
            (format!("{required}; trusted-types default gudok"), None),
            // The page's own default takes the address.
            (format!("{required}; trusted-types default"), None),
            (format!("{required}; trusted-types *"), None),
            ("trusted-types default".to_owned(), None),
            (
                format!("{required}; trusted-types other"),
                Some(Refusal::TrustedTypes),
            ),
            (
                format!("{required}; trusted-types"),
                Some(Refusal::TrustedTypes),
            ),
            // Each policy counts, whichever of them requires.
            ("trusted-types other, img-src *".to_owned(), None),
            (
                format!("trusted-types other, {required}"),
                Some(Refusal::TrustedTypes),
            ),
            (
                format!("{required}; trusted-types gudok, trusted-types other"),
                Some(Refusal::TrustedTypes),
            ),
            (
                format!("{required}; trusted-types gudok, trusted-types default"),
                Some(Refusal::TrustedTypes),
            ),
            (
                format!("{required}; trusted-types gudok, trusted-types gudok other"),
                None,
            ),
        ] {
            assert_eq!(refusal(PAGE, GUDOK, None, &policy), found, "{policy}");
        }
    }
}
