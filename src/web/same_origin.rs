//! Where a form comes from, by the word of the browser that sends it.

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};
use url::Url;

use crate::config::Config;

/// True unless a browser names another place than us. A program that says nothing still needs what else proves the request.
pub fn is_from_us(request: &HttpRequest, config: &Config) -> bool {
    let header = |name: HeaderName| {
        let value = request.headers().get(name)?;
        Some(value.to_str().unwrap_or_default())
    };
    let site_is_ours = header(HeaderName::from_static("sec-fetch-site"))
        .is_none_or(|site| matches!(site, "same-origin" | "none"));
    let Some(origin) = header(ORIGIN) else {
        return site_is_ours;
    };
    let Ok(origin) = Url::parse(origin) else {
        return false; // `null`: a page that hides where it is from
    };
    let public = config.server.public_url.as_ref();
    let is_public = public.is_some_and(|public| public.origin() == origin.origin());
    let is_this_host = header(HOST).is_some_and(|host| origin.authority() == host);
    site_is_ours && (is_public || is_this_host)
}
