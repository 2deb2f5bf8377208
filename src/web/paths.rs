//! One spelling of each path: `/archive/` and `//archive` redirect to `/archive`. No path looks like another host's address.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::middleware::Next;

/// The path with single slashes and none at its end. A backslash is escaped: browsers take `/\host` for `//host`.
pub fn settled(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let settled: String = parts.flat_map(|part| ["/", part]).collect();
    if settled.is_empty() {
        "/".into()
    } else {
        settled.replace('\\', "%5C")
    }
}

/// Middleware: redirects other spellings to the canonical path with the same method (308, RFC 9110 section 15.4.9).
pub async fn settle<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let path = request.path();
    let is_settled = path == "/" || !(path.ends_with('/') || path.contains("//"));
    // `OPTIONS *` has no path.
    if is_settled || !path.starts_with('/') {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let mut place = settled(path);
    if let Some(query) = request.uri().query() {
        place = format!("{place}?{query}");
    }
    let answer = HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, place))
        // Links with tokens pass here too.
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish();
    Ok(request.into_response(answer))
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn a_settled_path_has_single_slashes_and_leads_to_no_other_host() {
        for (path, expected) in [
            ("/", "/"),
            ("//", "/"),
            ("/admin/", "/admin"),
            ("/subscriptions/abc//", "/subscriptions/abc"),
            ("//evil.example/", "/evil.example"),
            ("/\\evil.example/", "/%5Cevil.example"),
            ("///\\\\evil.example", "/%5C%5Cevil.example"),
            ("/a//b", "/a/b"),
        ] {
            assert_eq!(settled(path), expected, "{path}");
        }
    }
}
