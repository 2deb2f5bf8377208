//! The session of the account that is signed in, as an argument of the routes of the panel.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use subtle::ConstantTimeEq;

use crate::address::EmailAddress;
use crate::admin::model::{AccountId, Role, SessionAccount};
use crate::admin::permissions::Permission;
use crate::i18n::Locale;
use crate::token::{Purpose, Signer, TokenHash};
use crate::web::WebError;

/// The account that is signed in, its session, and the permission of the page it is on.
#[derive(Clone, Debug)]
pub struct AdminSession {
    account: SessionAccount,
    token_hash: TokenHash,
    csrf: String,
    ip: IpAddr,
    permission: Option<Permission>,
}

impl AdminSession {
    /// The session behind a cookie's token; the guard makes it.
    pub(super) fn new(account: SessionAccount, token: &str, signer: &Signer, ip: IpAddr) -> Self {
        Self {
            account,
            token_hash: TokenHash::of(token),
            csrf: csrf_of(token, signer),
            ip,
            permission: None,
        }
    }

    /// The same session on a page that needs `permission`; [`WebError::Forbidden`] when its role does not hold it.
    pub(super) fn with(mut self, permission: Permission) -> Result<Self, WebError> {
        if !self.account.role.allows(permission) {
            return Err(WebError::Forbidden);
        }
        self.permission = Some(permission);
        Ok(self)
    }

    /// Refuses a form that no page of this session held.
    pub(super) fn check(&self, csrf: &str) -> Result<(), WebError> {
        let is_ours: bool = self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into();
        if is_ours {
            Ok(())
        } else {
            Err(WebError::StaleForm)
        }
    }

    /// The CSRF token, for the field `csrf` of each form of this session's pages.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.account.account
    }

    /// The account's address.
    pub fn email(&self) -> &str {
        self.account.email.as_str()
    }

    /// The account's address as its type.
    pub fn address(&self) -> &EmailAddress {
        &self.account.email
    }

    /// The phrase that names the account's role.
    pub fn role_key(&self) -> &'static str {
        self.account.role.key()
    }

    /// The account's role.
    pub fn role(&self) -> Role {
        self.account.role
    }

    /// The account's language.
    pub fn locale(&self) -> Locale {
        self.account.locale
    }

    /// The word of the permission that this page needs; empty where every account may come.
    pub fn section(&self) -> &'static str {
        self.permission.map_or("", Permission::as_str)
    }

    /// Whether the role holds the permission of this word.
    pub fn may(&self, permission: &str) -> bool {
        permission
            .parse()
            .is_ok_and(|permission| self.account.role.allows(permission))
    }

    /// The hash of the session's token, by which the database knows it.
    pub fn token_hash(&self) -> &TokenHash {
        &self.token_hash
    }

    /// Where the request came from.
    pub fn ip(&self) -> IpAddr {
        self.ip
    }
}

/// A form token needs no memory: only who has the cookie and the installation's secret can make it.
fn csrf_of(token: &str, signer: &Signer) -> String {
    signer
        .sign(Purpose::Csrf, token, None)
        .rsplit_once('.')
        .map_or_else(String::new, |(_, mac)| mac.to_owned())
}

impl FromRequest for AdminSession {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let session = request.extensions().get::<Self>().cloned();
        ready(session.ok_or(WebError::SignedOut))
    }
}
