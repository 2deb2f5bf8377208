//! A form of the panel with a file, as an argument of its route. The file is read as it arrives, and only after the form has proven
//! that this session's page held it.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;

use super::AdminSession;
use super::admin_form::CSRF_FIELD;
use crate::web::WebError;
use crate::web::body_limits::is_late;

/// Octets of the longest field before the file.
const LONGEST_FIELD: usize = 4 * 1024;
/// The most fields before the file.
const MOST_FIELDS: usize = 10;
/// The type of a form with a file.
const FORM_DATA: &str = "multipart/form-data";

/// The session, the fields and the file of a form that one of its pages held. The fields stand before the file.
pub struct AdminFormWithFile {
    /// The session.
    pub session: AdminSession,
    /// The name of the file; empty when none was chosen.
    pub file_name: String,
    fields: Vec<(String, String)>,
    file: Field,
    // The fields of a form share it, and end with it.
    _form: Multipart,
}

impl AdminFormWithFile {
    /// The value of a field; empty when the form has none.
    pub fn field(&self, name: &str) -> &str {
        let mut fields = self.fields.iter();
        let found = fields.find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// The next octets of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, WebError> {
        let next = self.file.next().await;
        next.transpose().map_err(|error| unreadable(&error))
    }
}

impl std::fmt::Debug for AdminFormWithFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file_name)
    }
}

impl FromRequest for AdminFormWithFile {
    type Error = WebError;
    type Future = LocalBoxFuture<'static, Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let session = AdminSession::from_request(request, payload);
        let form = Multipart::from_request(request, payload);
        Box::pin(async move {
            let session = session.await?;
            let media_type = WebError::MediaType { taken: FORM_DATA };
            let form = form.await.map_err(|_| media_type)?;
            read(session, form).await
        })
    }
}

async fn read(session: AdminSession, mut form: Multipart) -> Result<AdminFormWithFile, WebError> {
    let mut fields: Vec<(String, String)> = Vec::new();
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|error| unreadable(&error))?;
        let name = part.name().unwrap_or_default().to_owned();
        let disposition = part.content_disposition();
        let file_name = disposition.and_then(|it| it.get_filename().map(str::to_owned));
        if let Some(file_name) = file_name {
            let csrf = fields.iter().find(|(field, _)| field == CSRF_FIELD);
            session.check(csrf.map_or("", |(_, value)| value))?;
            return Ok(AdminFormWithFile {
                session,
                file_name,
                fields,
                file: part,
                _form: form,
            });
        }
        let value = part.bytes(LONGEST_FIELD).await;
        let value = value.map_err(|_| WebError::TooLarge)?;
        let value = value.map_err(|error| unreadable(&error))?;
        if fields.len() == MOST_FIELDS {
            return Err(WebError::TooLarge);
        }
        fields.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Err(WebError::Malformed("the form has no file".into()))
}

fn unreadable(error: &MultipartError) -> WebError {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible
        | MultipartError::BoundaryMissing => WebError::MediaType { taken: FORM_DATA },
        MultipartError::Payload(PayloadError::Overflow) => WebError::TooLarge,
        MultipartError::Payload(payload) if is_late(payload) => WebError::TooSlow,
        other => WebError::Malformed(other.to_string()),
    }
}
