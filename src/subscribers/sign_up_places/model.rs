//! A place of sign-ups.

/// The kind of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormKind {
    /// A page of Gudok's own.
    Form,
    /// The element in a page of the site, or a plain form there.
    Element,
    /// A script that calls the JSON API.
    Api,
}

crate::text_enum!(FormKind { Form => "form", Element => "element", Api => "api" });

/// A form on a page, with its sign-ups.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SignUpPlace {
    /// The kind of the form.
    pub form: FormKind,
    /// The page without its query; empty where it is not known.
    pub page: String,
    /// Sign-ups, confirmed or not.
    pub sign_ups: i64,
}

impl SignUpPlace {
    /// The key of the phrase that names the kind of form.
    pub fn key(&self) -> String {
        format!("embedding-place-{}", self.form)
    }
}
