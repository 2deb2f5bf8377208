//! Mail that comes back to the site.

use gudok::bounces::reading::read;
use gudok::bounces::{ApplyOutcome, Effect};
use gudok::bounces::{Origin, apply_report};
use gudok::ids::MailId;
use gudok::message::verp;
use gudok::outbox::suppression;

use super::Site;

/// Where a bounce of this mail comes back to, as only we can write it.
pub fn return_path(site: &Site, mail: MailId) -> String {
    let mailbox = "bounces@example.org".parse().expect("an address");
    verp::address(site.app.signer(), mail, &mailbox).to_string()
}

/// A report comes back; what it did.
pub async fn come_back(site: &Site, name: &str, bytes: &[u8]) -> Vec<Effect> {
    let mut tx = site.app.write().await.expect("a transaction");
    let effects = apply_report(&mut tx, &site.app, Origin::Mail { name }, &read(bytes))
        .await
        .expect("applied");
    tx.commit().await.expect("committed");
    let effect = |did| match did {
        ApplyOutcome::New(effect) => Some(effect),
        ApplyOutcome::Known | ApplyOutcome::Left | ApplyOutcome::Nobody => None,
    };
    effects.into_iter().filter_map(effect).collect()
}

pub async fn is_suppressed(site: &Site, address: &str) -> bool {
    let mut tx = site.app.read().await.expect("a connection");
    let address = address.parse().expect("an address");
    suppression::is_suppressed(&mut tx, site.app.signer(), &address)
        .await
        .expect("read")
}
