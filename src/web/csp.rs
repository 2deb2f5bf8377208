//! Content security policies: of our pages, of pages that the site frames, and of mails shown inside a page.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};

use crate::config::Config;

/// Our pages: own style sheets and pictures, forms to ourselves, framed by nobody.
pub(super) const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Pages of the panel with a script of ours, and with a frame of ours in which the elements are tried.
pub const PANEL_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A thread's page, with the script that tells of new comments and the stream that it asks for.
const THREAD_SCRIPTS: &str = "script-src 'self'; connect-src 'self'";
/// A page of the panel's frame in which the elements are tried: they ask for what they show, and send nothing.
pub const PREVIEW_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
/// A mail shown inside a page of ours: its own styles and remote pictures, and nothing that runs.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// The policy of a page that the site's own pages show in a frame, with the script that tells them its height.
fn framed(config: &Config) -> String {
    let framed = format!(
        "frame-ancestors 'self'{}; script-src 'self'",
        origins(config)
    );
    leading_back(config).replace("frame-ancestors 'none'", &framed)
}

/// The policy of a thread's page: with its script, and in a frame or with a way back, what the site's own pages may do with it.
pub fn thread(config: &Config, is_framed: bool, leads_back: bool) -> String {
    if is_framed {
        return framed(config).replace("script-src 'self'", THREAD_SCRIPTS);
    }
    let policy = if leads_back {
        leading_back(config)
    } else {
        PAGE_POLICY.to_owned()
    };
    format!("{policy}; {THREAD_SCRIPTS}")
}

/// Lets the site's own pages show this one in a frame.
pub fn let_frame(answer: &mut HttpResponse, config: &Config) {
    set(answer, &framed(config));
}

/// Lets the forms of this page lead to pages of the site: browsers check where the answer to a form redirects to.
pub fn let_lead_back(answer: &mut HttpResponse, config: &Config) {
    set(answer, &leading_back(config));
}

/// Lets a page do the work of a challenge by our script, beside what it may do already.
pub fn let_prove(answer: &mut HttpResponse) {
    let given = answer.headers().get(CONTENT_SECURITY_POLICY);
    let given = given.and_then(|policy| policy.to_str().ok());
    let given = given.unwrap_or(PAGE_POLICY).to_owned();
    let script = if given.contains("script-src") {
        ""
    } else {
        "; script-src 'self'"
    };
    set(answer, &format!("{given}{script}; connect-src 'self'"));
}

fn leading_back(config: &Config) -> String {
    let forms = format!("form-action 'self'{}", origins(config));
    PAGE_POLICY.replace("form-action 'self'", &forms)
}

/// The origins of the site, each after a space.
fn origins(config: &Config) -> String {
    config.origins().fold(String::new(), |mut all, origin| {
        all.push(' ');
        all.push_str(&origin);
        all
    })
}

/// Gives the page this policy in place of the usual one.
pub fn set(answer: &mut HttpResponse, policy: &str) {
    if let Ok(policy) = HeaderValue::from_str(policy) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
}
