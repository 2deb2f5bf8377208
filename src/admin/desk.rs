//! The desk of whoever is signed in: what a page of the panel knows of them, and may ask.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::{Method, header::LOCATION};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use subtle::ConstantTimeEq;

use super::accounts::{AccountId, Role};
use super::sessions::Member;
use crate::address::EmailAddress;
use crate::i18n::Locale;
use crate::token::{Purpose, Signer, TokenHash};
use crate::web::WebError;

/// A room of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Room {
    /// The moderation queue.
    Comments,
    /// Subscribers.
    Subscribers,
    /// Posts and feeds.
    Posts,
    /// Digests.
    Digests,
    /// Mails written by hand.
    Campaigns,
    /// The outbox.
    Outbox,
    /// What came back.
    Bounces,
    /// What stands in the way of mail.
    Doctor,
    /// Settings and accounts.
    Settings,
}

crate::text_enum!(Room {
    Comments => "comments", Subscribers => "subscribers", Posts => "posts", Digests => "digests",
    Campaigns => "campaigns", Outbox => "outbox", Bounces => "bounces", Doctor => "doctor", Settings => "settings",
});

impl Role {
    /// Whether accounts of this role may enter.
    pub fn may_enter(self, room: Room) -> bool {
        match self {
            Self::Owner => true,
            Self::Editor => !matches!(room, Room::Doctor | Room::Settings),
            Self::Moderator => room == Room::Comments,
        }
    }
}

/// Who is signed in, where they are, and the session that proves it. As an argument of a route it asks for a session:
/// without one a reader is sent to sign in, and a form is refused.
#[derive(Clone, Debug)]
pub struct Desk {
    member: Member,
    session: TokenHash,
    csrf: String,
    ip: IpAddr,
    room: Option<Room>,
}

impl Desk {
    /// The desk behind a session; the guard makes it.
    pub(super) fn new(member: Member, token: &str, signer: &Signer, ip: IpAddr) -> Self {
        Self {
            member,
            session: TokenHash::of(token),
            csrf: csrf_of(token, signer),
            ip,
            room: None,
        }
    }

    /// The same desk in a room, when its role may enter.
    pub fn in_room(mut self, room: Room) -> Result<Self, WebError> {
        if !self.member.role.may_enter(room) {
            return Err(WebError::Forbidden);
        }
        self.room = Some(room);
        Ok(self)
    }

    /// Refuses a form that this session's pages did not hold.
    pub fn check(&self, csrf: &str) -> Result<(), WebError> {
        let is_ours: bool = self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into();
        if is_ours {
            Ok(())
        } else {
            Err(WebError::StaleForm)
        }
    }

    /// What each form of this session's pages holds in its field `csrf`.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.member.account
    }

    /// The account's address.
    pub fn email(&self) -> &str {
        self.member.email.as_str()
    }

    /// The account's address as its type.
    pub fn address(&self) -> &EmailAddress {
        &self.member.email
    }

    /// The phrase that names the account's role.
    pub fn role_key(&self) -> &'static str {
        self.member.role.key()
    }

    /// The account's role.
    pub fn role(&self) -> Role {
        self.member.role
    }

    /// The account's language.
    pub fn locale(&self) -> Locale {
        self.member.locale
    }

    /// The room, as its word; empty in none.
    pub fn room(&self) -> &'static str {
        self.room.map_or("", Room::as_str)
    }

    /// Whether the role may enter the room of this word.
    pub fn may(&self, room: &str) -> bool {
        room.parse()
            .is_ok_and(|room| self.member.role.may_enter(room))
    }

    /// The session.
    pub fn session(&self) -> &TokenHash {
        &self.session
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

impl FromRequest for Desk {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let desk = request.extensions().get::<Self>().cloned();
        ready(desk.ok_or_else(|| signed_out(request)))
    }
}

fn signed_out(request: &HttpRequest) -> actix_web::Error {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return WebError::SignedOut.into();
    }
    let here = request
        .uri()
        .path_and_query()
        .map_or("/admin", |it| it.as_str());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", here)
        .finish();
    let answer = HttpResponse::SeeOther()
        .insert_header((LOCATION, format!("/admin/sign-in?{query}")))
        .finish();
    InternalError::from_response(WebError::SignedOut, answer).into()
}
