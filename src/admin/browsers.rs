//! Browsers that somebody signed in with before: what strangers try from elsewhere does not slow them down. The cookie opens
//! nothing; it only keeps a place before the password is compared.

use super::model::AccountId;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::random::Random;
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};
use crate::token::{Purpose, Signer};

/// Seconds for which a browser is known after its last sign-in.
pub const GOOD_FOR: i64 = 180 * DAY;
/// Wrong passwords from one known browser, after which it is like any other: somebody may have copied its cookie.
const WRONG: Limit = Limit {
    bucket: "sign-in-browser",
    most: 10,
    window: 15 * MINUTE,
};

/// A browser that signed in as this account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    account: AccountId,
    name: String,
    since: Timestamp,
}

impl KnownBrowser {
    /// The browser behind a cookie of ours.
    pub fn read(signer: &Signer, cookie: &str, now: Timestamp) -> Option<Self> {
        let subject = signer.verify(Purpose::Browser, cookie, now).ok()?;
        let (account, name) = subject.split_once('.')?;
        let (name, since) = name.split_once('.')?;
        Some(Self {
            account: AccountId(account.parse().ok()?),
            name: name.to_owned(),
            since: Timestamp::from_unix(since.parse().ok()?),
        })
    }

    /// Whether it signed in as this account.
    pub(super) fn is_of(&self, account: AccountId) -> bool {
        self.account == account
    }

    /// Whether it signed in as this account by all that signing in asks for. A browser from before the second step, which the
    /// account has since `second_step`, never proved a code.
    pub(super) fn has_proven(&self, account: AccountId, second_step: Option<Timestamp>) -> bool {
        self.is_of(account) && second_step.is_none_or(|second_step| self.since > second_step)
    }

    /// What it is called by.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it signed in as this account, and no stranger guesses with its cookie.
    pub(super) async fn is_trusted(
        &self,
        tx: &mut Tx,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self.is_of(account) && WRONG.peek(tx, &self.name, now).await? == Hit::Within)
    }

    /// Counts a wrong password.
    pub(super) async fn count_wrong(&self, tx: &mut Tx, now: Timestamp) -> Result<()> {
        WRONG.hit(tx, &self.name, now).await.map(drop)
    }
}

/// The value of the cookie for a browser that just signed in.
pub(super) fn remember(
    signer: &Signer,
    account: AccountId,
    random: &Random,
    now: Timestamp,
) -> String {
    let subject = format!("{}.{}.{}", account.0, random.name(), now.unix());
    signer.sign(Purpose::Browser, &subject, Some(now.plus(GOOD_FOR)))
}
