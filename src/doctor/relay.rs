//! The relay: reached, protected and signed in to, with nothing sent.

use super::{Check, Patient};
use crate::config::{MailUrl, Tls};

const NAME: &str = "relay";

pub(super) async fn check(patient: &Patient<'_>) -> Check {
    let words = patient.words();
    let url = &patient.app.config().mail.url;
    let shown = url.to_string();
    if let Err(why) = patient.app.transport().check().await {
        let found = words.say("doctor-relay-refuses").with("why", why);
        return Check::fail(
            NAME,
            found,
            words.say("doctor-relay-refuses-fix").with("url", shown),
        );
    }
    match url {
        MailUrl::Memory => Check::warning(
            NAME,
            words.say("doctor-relay-memory"),
            words.say("doctor-relay-none-fix"),
        ),
        MailUrl::File(_) => Check::warning(
            NAME,
            words.say("doctor-relay-file").with("url", shown),
            words.say("doctor-relay-none-fix"),
        ),
        MailUrl::Smtp {
            tls: Tls::None,
            host,
            ..
        } if !is_local(host) => Check::warning(
            NAME,
            words.say("doctor-relay-plain").with("url", shown),
            words.say("doctor-relay-plain-fix"),
        ),
        MailUrl::Smtp { .. } => Check::ok(NAME, words.say("doctor-relay-good").with("url", shown)),
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost"
        || host
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}
