//! Web addresses of options: sites and pages of sites.

use serde::{Deserialize, Deserializer};
use url::Url;

use super::network::list;
use crate::page_key::web_address;

/// A web address as an option gives it.
struct WebAddress(Url);

impl std::str::FromStr for WebAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Some(url) = web_address(text) {
            if is_of_one_host(&url) {
                return Ok(Self(url));
            }
            return Err(format!(
                "`{text}` names no single host; write each address whole, such as https://blog.example.org"
            ));
        }
        if text.is_empty() {
            return Err(
                "it is empty; write an address such as https://blog.example.org, or leave the option out"
                    .to_owned(),
            );
        }
        // What has a scheme of its own is something else than a forgotten `https://`.
        let meant = Url::parse(&format!("https://{text}")).ok();
        let meant = meant.filter(|url| {
            !text.contains(':') && url.host_str().is_some_and(|host| host.contains('.'))
        });
        let example = meant.map_or("https://blog.example.org".into(), |url| {
            url.as_str().trim_end_matches('/').to_owned()
        });
        Err(format!("`{text}` is no web address; write {example}"))
    }
}

/// True for the name or number of a host. `*` would allow every site in a policy of browsers, and `;` would end the policy.
fn is_of_one_host(url: &Url) -> bool {
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    url.host_str()
        .is_some_and(|host| host.bytes().all(is_of_a_name))
}

/// Reads a web address, which an option may lack.
pub(crate) fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let address: WebAddress = text.parse().map_err(serde::de::Error::custom)?;
    Ok(Some(address.0))
}

/// Reads a list of web addresses.
pub(crate) fn several<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Url>, D::Error> {
    let addresses: Vec<WebAddress> = list(from)?;
    Ok(addresses.into_iter().map(|address| address.0).collect())
}
