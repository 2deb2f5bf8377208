//! The check of a relay: connection, TLS and sign-in, without sending. A program in its place: that it can be run.

use super::context::CheckContext;
use super::model::Check;
use crate::config::{MailUrl, TlsMode};
use crate::delivery::transport::Transport;

pub(super) const NAME: &str = "relay";

/// A check of each relay, in the order of the configuration.
pub(super) async fn checks(context: &CheckContext<'_>) -> Vec<Check> {
    let relays = context.app.config().mail.all_relays();
    let checks = relays.iter().map(|relay| check_one(context, &relay.url));
    futures_util::future::join_all(checks).await
}

async fn check_one(context: &CheckContext<'_>, url: &MailUrl) -> Check {
    let words = context.words();
    let shown = url.to_string();
    let reached = match Transport::open(url) {
        Ok(transport) => transport.check(context.slowest()).await,
        Err(why) => Err(why),
    };
    if let Err(why) = reached {
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
        MailUrl::Sendmail(_) => {
            Check::ok(NAME, words.say("doctor-relay-program").with("url", shown))
        }
        MailUrl::Smtp {
            tls: TlsMode::None,
            host,
            ..
        } if !is_local(host) => Check::warning(
            NAME,
            words.say("doctor-relay-plain").with("url", shown),
            words.say("doctor-relay-plain-fix"),
        ),
        MailUrl::Smtp { account: None, .. } => {
            Check::ok(NAME, words.say("doctor-relay-reached").with("url", shown))
        }
        MailUrl::Smtp { .. } => Check::ok(NAME, words.say("doctor-relay-good").with("url", shown)),
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost"
        || host
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}
