//! A form of the panel as an argument of its route: no route can read one without proof that this session's page held it.

use actix_web::dev::Payload;
use actix_web::web::{Form, Query};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::AdminSession;
use crate::web::WebError;

/// The field that carries the session's CSRF token.
pub(super) const CSRF_FIELD: &str = "csrf";

/// The session and the fields of a form that one of its pages held.
///
/// Without a session, with another session's token or with none the request is refused ([`WebError::StaleForm`]).
#[derive(Debug)]
pub struct AdminForm<T = NoFields> {
    /// The session.
    pub session: AdminSession,
    /// The form's own fields.
    pub fields: T,
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
pub struct NoFields {}

impl<T: DeserializeOwned> FromRequest for AdminForm<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let session = AdminSession::from_request(request, payload);
        let body = Form::<Vec<(String, String)>>::from_request(request, payload);
        Box::pin(async move {
            let session = session.into_inner()?;
            let pairs = body.await?.into_inner();
            let token = pairs.iter().find(|(name, _)| name == CSRF_FIELD);
            session.check(token.map_or("", |(_, value)| value))?;
            let own = pairs.iter().filter(|(name, _)| name != CSRF_FIELD);
            let own = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(own)
                .finish();
            let fields = Query::<T>::from_query(&own)
                .map_err(|error| WebError::Malformed(error.to_string()))?;
            Ok(Self {
                session,
                fields: fields.into_inner(),
            })
        })
    }
}
