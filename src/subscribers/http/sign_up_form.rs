//! Reads a sign-up from the form or from JSON.

use super::field_errors::topics_named;
use crate::address::DisplayName;
use crate::config::Config;
use crate::i18n::{FieldError, Locale};
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::model::{DEFAULT_CADENCE, SignUp, Wishes};
use crate::topics::Topic;
use crate::web::email_field;

/// A sign-up as it was typed, in the form or in JSON.
#[derive(Clone, Debug, Default)]
pub struct SignUpForm {
    /// The address.
    pub email: String,
    /// The name; may be empty.
    pub name: String,
    /// Slugs or names of topics; none means all.
    pub topics: Vec<String>,
    /// The word of a cadence; empty means the usual one.
    pub cadence: String,
    /// The word of a language; empty means that of the page.
    pub locale: String,
    /// The ticked boxes about advertising.
    pub advertising: AdvertisingChoice,
    /// The answers to the site's own fields, each a slug with what was typed.
    pub fields: Vec<(String, String)>,
}

impl SignUpForm {
    /// Reads the typed values. Returns an error for each wrong field.
    pub fn read(
        &self,
        offered: &[Topic],
        asked: &[ReaderField],
        page: Locale,
    ) -> Result<SignUp, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let email = noted(&mut wrong, "email", email_field::read(&self.email));
        let name = noted(
            &mut wrong,
            "name",
            DisplayName::parse(&self.name).map_err(|_| "subscribers-name-too-long"),
        );
        let cadence = noted(
            &mut wrong,
            "cadence",
            word_or(
                &self.cadence,
                DEFAULT_CADENCE,
                "subscribers-cadence-unknown",
            ),
        );
        let locale = noted(
            &mut wrong,
            "locale",
            word_or(&self.locale, page, "subscribers-locale-unknown"),
        );
        let topics = noted(&mut wrong, "topics", topics_named(offered, &self.topics));
        let fields = noted(&mut wrong, "fields", fields::wished(asked, &self.fields));
        match (email, name, cadence, locale, topics, fields) {
            (Some(email), Some(name), Some(cadence), Some(locale), Some(topics), Some(fields)) => {
                Ok(SignUp {
                    email,
                    wishes: Wishes {
                        name,
                        locale,
                        cadence,
                        topics,
                        fields,
                        advertising: self.advertising,
                    },
                })
            }
            _ => Err(wrong),
        }
    }
}

/// Refuses an address of a service for throw-away mail, where the owner wants none.
pub(super) fn lasting(config: &Config, wanted: SignUp) -> Result<SignUp, Vec<FieldError>> {
    let addresses = &config.addresses;
    if addresses.refuse_disposable && addresses.is_disposable(&wanted.email) {
        return Err(vec![FieldError {
            field: "email",
            key: "subscribers-email-disposable",
        }]);
    }
    Ok(wanted)
}

fn noted<T>(
    wrong: &mut Vec<FieldError>,
    field: &'static str,
    read: Result<T, &'static str>,
) -> Option<T> {
    read.map_err(|key| wrong.push(FieldError { field, key }))
        .ok()
}

fn word_or<T: std::str::FromStr>(
    word: &str,
    usual: T,
    problem: &'static str,
) -> Result<T, &'static str> {
    if word.is_empty() {
        return Ok(usual);
    }
    word.parse().map_err(|_| problem)
}
