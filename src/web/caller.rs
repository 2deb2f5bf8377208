//! Who calls: the network address, and how the browser names itself.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::{FromRequest, HttpRequest};

use super::{ClientIp, WebError};

/// The client of a request, as evidence of what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The network address.
    pub ip: ClientIp,
    /// The header `User-Agent`, when there is one.
    pub user_agent: Option<String>,
}

impl FromRequest for Caller {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let named = request.headers().get(USER_AGENT);
        let user_agent = named
            .map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned())
            .filter(|name| !name.is_empty());
        let ip = ClientIp::from_request(request, payload).into_inner();
        ready(ip.map(|ip| Self { ip, user_agent }))
    }
}
