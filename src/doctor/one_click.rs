//! The check of one-click unsubscribe (RFC 8058): the POST of a mailbox provider must arrive here.

use std::time::Duration;

use super::context::CheckContext;
use super::model::Check;
use crate::token::Purpose;

pub(super) const NAME: &str = "one-click";

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    let server = &context.app.config().server;
    let base = server.base_url();
    // Genuine, but no subscriber has this number, so nobody leaves; and one that anybody could have made up.
    let genuine = context.app.signer().sign(Purpose::Unsubscribe, "0", None);
    let forged = format!("{genuine}x");
    let time = context.slowest();
    let answers = tokio::try_join!(post(&base, &genuine, time), post(&base, &forged, time));
    let (to_genuine, to_forged) = match answers {
        Ok(answers) => answers,
        Err(error) => {
            let found = words
                .say("doctor-one-click-silent")
                .with("url", &base)
                .with("why", why(&error));
            return Check::fail(NAME, found, words.say("doctor-one-click-silent-fix"));
        }
    };
    // Only a Gudok with our secret tells the two apart.
    if to_genuine != 200 || !(400..500).contains(&to_forged) {
        let found = words
            .say("doctor-one-click-other")
            .with("url", &base)
            .with("status", i64::from(to_genuine));
        return Check::fail(NAME, found, words.say("doctor-one-click-other-fix"));
    }
    if !server.is_https() {
        let found = words.say("doctor-one-click-http").with("url", &base);
        return Check::warning(NAME, found, words.say("doctor-one-click-http-fix"));
    }
    Check::ok(NAME, words.say("doctor-one-click-good").with("url", &base))
}

/// The status of the answer.
async fn post(base: &str, token: &str, time: Duration) -> reqwest::Result<u16> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(time)
        .build()?;
    let request = client
        .post(format!("{base}/unsubscribe/{token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    Ok(request.send().await?.status().as_u16())
}

/// The innermost reason, which says more than "error sending request".
fn why(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    reason.to_string()
}
