//! A place of sign-ups.

use crate::subscribers::consent::Channel;

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
    /// Confirmations of them.
    pub confirmations: i64,
}

impl FormKind {
    /// The kind of form behind a sign-up by this channel; `None` for one that no form caused.
    pub(super) fn of_channel(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Form => Some(Self::Form),
            Channel::Element => Some(Self::Element),
            Channel::Api | Channel::Token => Some(Self::Api),
            _ => None,
        }
    }

    /// The channel of a sign-up by a form of this kind.
    pub fn channel(self) -> Channel {
        match self {
            Self::Form => Channel::Form,
            Self::Element => Channel::Element,
            Self::Api => Channel::Api,
        }
    }
}

impl SignUpPlace {
    /// The key of the phrase that names the kind of form.
    pub fn key(&self) -> String {
        format!("embedding-place-{}", self.form)
    }
}
