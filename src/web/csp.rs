//! Content security policies: of our pages, of pages that the site frames, and of mails shown inside a page.

use crate::config::Config;

/// Our pages: own style sheets and pictures, forms to ourselves, framed by nobody.
pub(super) const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A mail shown inside a page of ours: its own styles and remote pictures, and nothing that runs.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// The policy of a page that the site's own pages may frame.
pub fn embeddable_policy(config: &Config) -> String {
    let mut ancestors = String::from("'self'");
    for origin in config.server.allowed_origins.iter().chain(&config.site.url) {
        ancestors.push(' ');
        ancestors.push_str(&origin.origin().ascii_serialization());
    }
    PAGE_POLICY.replace(
        "frame-ancestors 'none'",
        &format!("frame-ancestors {ancestors}"),
    )
}
