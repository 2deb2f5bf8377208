//! Networks from which an account was used. A sign-in with a new browser, and a session that turns up in a new network, are told to
//! the account by mail: somebody may have the password, or a copy of the session's cookie.

use std::net::IpAddr;

use super::emails::Notice;
use super::model::{Account, AccountId, Client};
use super::user_agent::known_browser_name;
use super::{accounts, notices, queries};
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::store::{Result, Tx};
use crate::token::{Purpose, Signer, hex};

/// Seconds for which a network is known after its last sign-in.
const GOOD_FOR: i64 = 180 * DAY;

/// The network of an address as people move within it: a /16, or the /32 of an IPv6 provider. A phone gets new addresses all day.
pub(super) fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            [first, second, 0, 0].into()
        }
        IpAddr::V6(ip) => {
            let [first, second, ..] = ip.segments();
            [first, second, 0, 0, 0, 0, 0, 0].into()
        }
    }
}

/// Records a sign-in, and tells the account of one with a browser that is not known. The first sign-in ever is no news.
pub(super) async fn note_sign_in(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    client: &Client,
    is_known: bool,
) -> Result<()> {
    let is_first = !queries::has_networks(tx, account.id).await?;
    let key = key(account.id, client.ip, app.signer());
    queries::keep_network(tx, account.id, &key, app.now()).await?;
    if is_known || is_first {
        return Ok(());
    }
    let notice = Notice::NewDevice {
        browser: known_browser_name(&client.user_agent),
        ip: client.ip,
    };
    notices::send(tx, app, account, &notice).await?;
    Ok(())
}

/// Whether the account was used from this network before.
pub(super) async fn is_known(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    ip: IpAddr,
) -> Result<bool> {
    queries::knows_network(tx, account, &key(account, ip, app.signer())).await
}

/// Records a network in which a session turned up, and tells the account.
pub(super) async fn note_new(tx: &mut Tx, app: &App, account: AccountId, ip: IpAddr) -> Result<()> {
    let key = key(account, ip, app.signer());
    if !queries::keep_network(tx, account, &key, app.now()).await? {
        return Ok(()); // another request of the same page was first
    }
    let Some(account) = accounts::of_id(tx, account).await? else {
        return Ok(());
    };
    notices::send(tx, app, &account, &Notice::NewNetwork { ip }).await?;
    Ok(())
}

/// Forgets networks from which nobody signed in for half a year. The newest of each account stays: the next sign-in is news.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_networks(tx, now.plus(-GOOD_FOR)).await
}

/// What the database keeps of a network: a hash that names it for this account alone.
fn key(account: AccountId, ip: IpAddr, signer: &Signer) -> String {
    let text = format!("{}.{}", account.0, network(ip));
    hex(&signer.keyed_hash(Purpose::Network, &text)[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_in_one_network_whatever_the_address_family_says() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.9"), "203.0.0.0");
        assert_eq!(of("::ffff:203.0.7.1"), "203.0.0.0");
        assert_eq!(of("198.51.100.1"), "198.51.0.0");
        assert_eq!(of("2001:db8:1:2::3"), "2001:db8::");
    }
}
